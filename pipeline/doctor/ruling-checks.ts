// Checks of what the last run ruled: payments that may count twice, and floors that a second export
// lowered.
import { z } from 'zod';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type CheckResult, ok, warning } from './check-result.ts';

const twinsRow = z.object({
  pairs: z.coerce.number(),
  operations: z.coerce.number(),
  examples: z.string(),
});

export async function checkTwins(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const check = 'payments told twice';
  const [row] = await warehouse.query(sqlFile('doctor/twins.sql'), {}, twinsRow);
  if (row === undefined)
    return [ok(check, 'no two flows that count in one operation have one amount within 10 days')];
  const what =
    `${String(row.pairs)} pairs of flows that count in ${String(row.operations)} operations ` +
    `have one amount within 10 days, such as ${row.examples}: ` +
    'if a pair is one payment, the floor has it twice';
  return [
    warning(
      check,
      what,
      'compare the documents; if they tell of one payment, ' +
        'report one of the two again with a higher revision and "void": true',
    ),
  ];
}

const loweredRow = z.object({
  floors: z.coerce.number(),
  fallen_eur: z.string(),
  examples: z.string(),
});

export async function checkLoweredFloors(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const check = 'lowered floors';
  const [row] = await warehouse.query(sqlFile('doctor/lowered_floors.sql'), {}, loweredRow);
  if (row === undefined) return [ok(check, 'none by a later content of a flow')];
  const what =
    `a later content of a flow lowered ${String(row.floors)} floors by ${row.fallen_eur} EUR, ` +
    `such as ${row.examples}`;
  return [
    warning(
      check,
      what,
      'compare the two documents; if the later one is incomplete or wrong, ' +
        'report the record again as the earlier one has it, with a higher revision',
    ),
  ];
}
