// The figures of a case as tables of texts: the floors, and what they come from. Their columns are
// documented here once: the manifest of a folder and docs/recompute.md have these sentences.
import type { FloorsWithModel } from '../../method/model/floors-with-model.ts';
import type { Cell } from './csv-table.ts';
import {
  FLOORS,
  FLOOR_LINES,
  MODELLED,
  floorLineRows,
  floorRows,
  modelledRows,
} from './floor-tables.ts';
import { LEFT_OUT, PARTS, SOURCES, leftOutRows, partRows, sourceRows } from './source-tables.ts';
import type { Figures, TableForm } from './table-form.ts';
import { TAKE_BACKS, takeBackRows } from './take-back-table.ts';

const TABLES: readonly (TableForm & { rowsOf: (floors: FloorsWithModel) => Cell[][] })[] = [
  { ...FLOORS, rowsOf: floorRows },
  { ...FLOOR_LINES, rowsOf: floorLineRows },
  { ...MODELLED, rowsOf: modelledRows },
  { ...SOURCES, rowsOf: sourceRows },
  { ...PARTS, rowsOf: partRows },
  { ...TAKE_BACKS, rowsOf: takeBackRows },
  { ...LEFT_OUT, rowsOf: leftOutRows },
];

export const FIGURE_TABLES: readonly TableForm[] = TABLES;

/** In the order in which a reader compares them: the floors first. */
export function figuresOf(floors: FloorsWithModel): Figures[] {
  return TABLES.map(({ rowsOf, ...form }) => ({ ...form, rows: rowsOf(floors) }));
}
