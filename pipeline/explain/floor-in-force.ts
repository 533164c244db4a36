// The floor in force, to compare with the one that an explanation computes. An explanation of
// another figure than the one that everybody reads is not printed.
import { z } from 'zod';
import { Failure, usageFailure } from '../platform/failure.ts';
import { refuseLoss } from '../warehouse/lost-records.ts';
import { type Row, anyRow } from '../text/row.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { unseenRecords } from '../estimate/behind.ts';
import { moneyText } from './decimals.ts';
import type { Explained } from './explained.ts';

interface Asked {
  readonly operation: string;
  readonly month: string;
}

const inForceRow = z.looseObject({
  floor_eur: z.string().nullable(),
  documented_eur: z.string(),
  modelled_eur: z.string(),
  status: z.string(),
  run_id: z.string(),
});
export type FloorInForce = z.infer<typeof inForceRow>;

/** @throws Failure (exit 2) when there is none */
export async function floorInForce(warehouse: Warehouse, asked: Asked): Promise<FloorInForce> {
  const [floor] = await warehouse.query(
    sqlFile('estimate/floors/in_force.sql'),
    { ...asked },
    inForceRow,
  );
  if (floor !== undefined) return floor;
  throw usageFailure(
    'no_floor',
    `There is no floor for operation "${asked.operation}" and month "${asked.month}" (YYYY-MM). ` +
      'List all floors with: plancher floor',
  );
}

export function linesInForce(warehouse: Warehouse, asked: Asked): Promise<Row[]> {
  return warehouse.query(sqlFile('estimate/floors/lines_in_force.sql'), { ...asked }, anyRow);
}

/**
 * @param own null: the records give no floor at all
 * @throws Failure when the two differ
 */
export async function refuseOtherFloor(
  warehouse: Warehouse,
  inForce: FloorInForce,
  lines: readonly Row[],
  own: Explained | null,
): Promise<void> {
  const difference = differenceOf(inForce, lines, own);
  if (difference === null) return;
  await refuseLoss(warehouse);
  const { what, recorded, computed } = difference;
  const both = `${what} in force is ${recorded}, but the records give ${computed}. `;
  const unseen = await unseenRecords(warehouse);
  if (unseen > 0)
    throw new Failure(
      'floor_behind',
      `${both}${String(unseen)} records came in after it was computed. Bring it up to date with: ` +
        'plancher estimate',
      { retriable: true },
    );
  throw new Failure(
    'other_floor',
    `${both}See whether records are lost with plancher doctor. Else compute every floor again with ` +
      'plancher estimate --all. If the figures still differ, report it as a fault.',
  );
}

interface Difference {
  readonly what: string;
  readonly recorded: string;
  readonly computed: string;
}

const NONE = 'no figure';

function differenceOf(
  inForce: FloorInForce,
  lines: readonly Row[],
  own: Explained | null,
): Difference | null {
  const eur = (text: string) => `${text} EUR`;
  const money = (units: bigint | undefined) => eur(moneyText(units ?? 0n));
  const isKnown = own?.floor.status === 'ok';
  const figures: [what: string, recorded: string, computed: string][] = [
    [
      'The floor',
      inForce.floor_eur === null ? NONE : eur(inForce.floor_eur),
      isKnown ? money(own.floor.floor) : NONE,
    ],
    ['Documented money', eur(inForce.documented_eur), money(own?.floor.documented)],
    ['Modelled money', eur(inForce.modelled_eur), money(own?.floor.modelled)],
    ...lines.map((row): [string, string, string] => {
      const line = String(row['line']);
      const found = [...(own?.floor.floorLines ?? [])].find(([name]) => name === line);
      return [`The floor of line ${line}`, eur(String(row['floor_eur'])), money(found?.[1])];
    }),
  ];
  const [first] = figures.filter(([, recorded, computed]) => recorded !== computed);
  if (first === undefined) return null;
  const [what, recorded, computed] = first;
  return { what, recorded, computed };
}
