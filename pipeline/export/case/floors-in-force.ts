// The floors of a case are those in force. The plain form computes them for the folder, and what
// the warehouse has must be the same to the last digit.
import { z } from 'zod';
import type { FloorsWithModel } from '../../method/model/floors-with-model.ts';
import { Failure } from '../../platform/failure.ts';
import { harmless, nameShown } from '../../platform/harmless.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import type { Cell } from './csv-table.ts';
import { type FigureDifference, cellShown, firstDifference } from './figure-difference.ts';
import { FLOORS, FLOOR_LINES, floorLineRows, floorRows } from './floor-tables.ts';
import type { Figures, TableForm } from './table-form.ts';

const MONTH = [
  'month',
  'status',
  'floor_eur',
  'documented_eur',
  'modelled_eur',
  'apportioned_eur',
  'payment_dated_eur',
  'unplaced_reversal_eur',
] as const;
const LINE = ['month', 'line', 'documented_eur', 'floor_eur'] as const;

/** The columns that both have. */
function only(form: TableForm, names: readonly string[], rows: readonly (readonly Cell[])[]) {
  const places = names.map((name) => form.columns.findIndex((column) => column.name === name));
  return rows.map((row) => places.map((place) => row[place] ?? null));
}

const withColumns = (form: TableForm, names: readonly string[]): TableForm => ({
  ...form,
  columns: form.columns.filter(({ name }) => names.includes(name)),
});

const row = (names: readonly string[]) =>
  z.record(z.string(), z.string()).transform((cells) => names.map((name) => cells[name] ?? null));

/** Null: no floor of the operation is in force. */
export async function figuresInForce(
  warehouse: Warehouse,
  operation: string,
): Promise<Figures[] | null> {
  const [months, lines] = await Promise.all([
    warehouse.query(sqlFile('export/case/floors.sql'), { operation }, row(MONTH)),
    warehouse.query(sqlFile('export/case/floor_lines.sql'), { operation }, row(LINE)),
  ]);
  if (months.length === 0) return null;
  return [
    { ...withColumns(FLOORS, MONTH), rows: months },
    { ...withColumns(FLOOR_LINES, LINE), rows: lines },
  ];
}

/** Null: they are the same. `one` is in force. */
export function differenceFromForce(
  inForce: readonly Figures[],
  floors: FloorsWithModel,
): FigureDifference | null {
  return firstDifference(inForce, [
    { ...withColumns(FLOORS, MONTH), rows: only(FLOORS, MONTH, floorRows(floors)) },
    { ...withColumns(FLOOR_LINES, LINE), rows: only(FLOOR_LINES, LINE, floorLineRows(floors)) },
  ]);
}

/** @throws Failure with both figures */
export function refuseOtherFloors(
  operation: string,
  inForce: readonly Figures[],
  floors: FloorsWithModel,
): void {
  const difference = differenceFromForce(inForce, floors);
  if (difference === null) return;
  const { row: where, column, one, other } = difference;
  throw new Failure(
    'floors_differ',
    `The floors in force of ${nameShown(operation)} are not those that its records give: ` +
      `${harmless(where)}: ${column} is ${cellShown(one)} in force, and ${cellShown(other)} as ` +
      'computed from the records. Nothing was written. Please report this.',
  );
}
