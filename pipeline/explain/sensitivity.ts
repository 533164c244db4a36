// The floor when each assumption is switched off, computed by the engine itself. Intermediate
// results that several assumptions share are made once: sums of flows depend only on even_spread,
// L0 and L1; measurements, slots and reference class only on three rates of audiences. Leaving an
// assumption of the model out never raises modelled money (docs/decisions/0003). Where documents
// give at least as much, the floor is the same for all of these, and one query answers them.
import { z } from 'zod';
import { fillModel, listModelled, modelMoney } from '../estimate/fill-model.ts';
import { ASSUMPTIONS } from '../estimate/floors.ts';
import { NOW, alphaPpm } from '../estimate/run.ts';
import { MODEL_LIST, MODEL_LISTS, dropLists, withSums } from '../estimate/work-list.ts';
import { PAGE_FACTORS } from '../reference/rate-factor.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const floorRow = z.object({
  floor_eur: z.string().nullable(),
  status: z.string(),
  reason: z.string(),
});
export type Sensitivity = z.infer<typeof floorRow> & { without: string };

export interface SensitivityQuestion {
  operation: string;
  month: string;
  alpha: number;
}

const wholeRow = floorRow.extend({ is_above: z.number() });

const OF_FLOWS = ['even_spread', 'rung:L0', 'rung:L1'];
/**
 * The parameter `without` of sql/views/44_audience.sql; what is left out there is not in
 * sql/views/45_modelled.sql.
 */
const OF_AUDIENCES = PAGE_FACTORS.map((factor) => `rate:${factor}`);
const OF_MONEY = ASSUMPTIONS.filter(
  (one) => !OF_FLOWS.includes(one) && !OF_AUDIENCES.includes(one),
);

/**
 * In the order of {@link ASSUMPTIONS}.
 * @param whenModelled gets the work lists in which money is modelled with nothing left out
 */
export async function sensitivityOf(
  warehouse: Warehouse,
  { operation, month, alpha }: SensitivityQuestion,
  whenModelled: (scope: string) => Promise<void> = () => Promise.resolve(),
): Promise<Sensitivity[]> {
  const asked = { operation, month, alpha_ppm: alphaPpm(alpha), as_of: NOW };
  const found: Sensitivity[] = [];
  const read = async (scope: string, without: string): Promise<void> => {
    const [row] = await warehouse.query(
      sqlFile('estimate/floors/computed.sql'),
      { ...asked, scope, without: [without] },
      floorRow,
    );
    found.push({
      without,
      ...(row ?? { floor_eur: null, status: 'insufficient', reason: 'left_out' }),
    });
  };
  for (const without of OF_FLOWS) {
    await withSums(warehouse, { as_of: NOW, without: [without] }, async (scope) => {
      await fillModel(warehouse, { ...asked, scope, without: [without] });
      await read(scope, without);
    });
  }
  await withSums(warehouse, { as_of: NOW, without: [] }, async (scope) => {
    const isModelled = await listModelled(warehouse, { ...asked, scope, without: [] });
    if (isModelled) await modelMoney(warehouse, { ...asked, scope, without: [] });
    await whenModelled(scope);
    const [whole] = await warehouse.query(
      sqlFile('explain/floor_and_model.sql'),
      { ...asked, scope },
      wholeRow,
    );
    if (whole?.is_above === 1) {
      const { floor_eur, status, reason } = whole;
      found.push(
        ...[...OF_MONEY, ...OF_AUDIENCES].map((without) => ({
          without,
          floor_eur,
          status,
          reason,
        })),
      );
      return;
    }
    for (const without of OF_MONEY) {
      await dropLists(warehouse, [MODEL_LIST], scope);
      if (isModelled) await modelMoney(warehouse, { ...asked, scope, without: [without] });
      await read(scope, without);
    }
    for (const without of OF_AUDIENCES) {
      await dropLists(warehouse, MODEL_LISTS, scope);
      await fillModel(warehouse, { ...asked, scope, without: [without] });
      await read(scope, without);
    }
  });
  return ASSUMPTIONS.flatMap((one) => found.filter(({ without }) => without === one));
}
