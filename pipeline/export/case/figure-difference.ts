// The first figure that two computations of a case give differently. Rows are compared by what
// tells them apart, so that a row too many is named as such.
import { nameShown } from '../../platform/harmless.ts';
import type { CaseFile } from '../manifest.ts';
import type { Cell } from './csv-table.ts';
import type { Figures, TableForm } from './table-form.ts';

export interface FigureDifference {
  readonly file: CaseFile;
  /** What tells the row apart, such as `month 2015-11, line advertising`. */
  readonly row: string;
  readonly column: string;
  /** Null: there is no such row. */
  readonly one: string | null;
  readonly other: string | null;
}

/** A figure within a sentence. */
export function cellShown(cell: string | null): string {
  if (cell === null) return 'not there';
  return cell === '' ? 'empty' : nameShown(cell);
}

/** Null: all figures are the same. Both have the same tables, in the same order. */
export function firstDifference(
  ones: readonly Figures[],
  others: readonly Figures[],
): FigureDifference | null {
  for (const table of ones) {
    const other = others.find(({ file }) => file === table.file);
    const difference = differenceIn(table, table.rows, other?.rows ?? []);
    if (difference !== null) return difference;
  }
  return null;
}

type Rows = Figures['rows'];

function differenceIn(form: TableForm, ones: Rows, others: Rows): FigureDifference | null {
  const [left, right] = [byName(form, ones), byName(form, others)];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const [one, other] = [left.get(name), right.get(name)];
    const { file, columns } = form;
    if (one === undefined || other === undefined) {
      const row = rowShown(form, one ?? other ?? []);
      const told = (cells: readonly Cell[] | undefined) => cells && cells.map(text).join(', ');
      return { file, row, column: 'row', one: told(one) ?? null, other: told(other) ?? null };
    }
    const at = columns.findIndex((_, index) => text(one[index]) !== text(other[index]));
    if (at !== -1)
      return {
        file,
        row: rowShown(form, one),
        column: columns[at]?.name ?? '',
        one: text(one[at]),
        other: text(other[at]),
      };
  }
  return null;
}

const text = (cell: Cell | undefined) => cell ?? '';

/** Rows by what tells them apart. Those of one name are numbered. */
function byName(form: TableForm, rows: Rows): Map<string, readonly Cell[]> {
  const found = new Map<string, readonly Cell[]>();
  const seen = new Map<string, number>();
  for (const row of rows) {
    const name = keyCells(form, row)
      .map(({ cell }) => cell)
      .join('\0');
    const number = seen.get(name) ?? 0;
    seen.set(name, number + 1);
    found.set(`${name}\0${String(number)}`, row);
  }
  return found;
}

function keyCells({ columns, key }: TableForm, row: readonly Cell[]) {
  return key.map((name) => ({
    name,
    cell: text(row[columns.findIndex((column) => column.name === name)]),
  }));
}

function rowShown(form: TableForm, row: readonly Cell[]): string {
  return keyCells(form, row)
    .flatMap(({ name, cell }) => (cell === '' ? [] : `${name} ${cell}`))
    .join(', ');
}
