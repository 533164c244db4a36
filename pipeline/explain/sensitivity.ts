// The floor when each assumption is switched off, by the engine itself. Sums of flows depend on even_spread, L0 and L1 alone, modelled money on L3 and
// the rates: so the sums are made four times, not once for each assumption.
import { z } from 'zod';
import { fillModel } from '../estimate/audience-limit.ts';
import { ASSUMPTIONS } from '../estimate/floors.ts';
import { NOW, alphaPpm } from '../estimate/run.ts';
import { MODEL_LISTS, dropLists, withSums } from '../estimate/work-list.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const floorRow = z.object({ floor_eur: z.string().nullable(), status: z.string(), reason: z.string() });
export type Sensitivity = z.infer<typeof floorRow> & { without: string };

export interface SensitivityQuestion {
  operation: string;
  month: string;
  alpha: number;
}

const OF_FLOWS = ['even_spread', 'rung:L0', 'rung:L1'];

/** In the order of {@link ASSUMPTIONS}. */
export async function sensitivityOf(warehouse: Warehouse, { operation, month, alpha }: SensitivityQuestion): Promise<Sensitivity[]> {
  const asked = { operation, month, alpha_ppm: alphaPpm(alpha), as_of: NOW };
  const read = async (scope: string, without: string): Promise<Sensitivity> => {
    const parameters = { ...asked, scope, without: [without] };
    await dropLists(warehouse, MODEL_LISTS, scope);
    await fillModel(warehouse, parameters);
    const [row] = await warehouse.query(sqlFile('estimate/floors_computed.sql'), parameters, floorRow);
    return { without, ...(row ?? { floor_eur: null, status: 'insufficient', reason: 'left_out' }) };
  };
  const found: Sensitivity[] = [];
  for (const without of ASSUMPTIONS.filter((one) => OF_FLOWS.includes(one)))
    found.push(await withSums(warehouse, { as_of: NOW, without: [without] }, (scope) => read(scope, without)));
  const ofModel = ASSUMPTIONS.filter((one) => !OF_FLOWS.includes(one));
  await withSums(warehouse, { as_of: NOW, without: [] }, async (scope) => {
    for (const without of ofModel) found.push(await read(scope, without));
  });
  return ASSUMPTIONS.flatMap((one) => found.filter(({ without }) => without === one));
}
