// What a table of figures is.
import type { CaseFile } from '../manifest.ts';
import type { Cell, Column } from './csv-table.ts';

export interface TableForm {
  readonly file: CaseFile;
  /** What a row is. */
  readonly about: string;
  readonly columns: readonly Column[];
  /** Names of the columns that tell rows apart. */
  readonly key: readonly string[];
}

export interface Figures extends TableForm {
  readonly rows: readonly (readonly Cell[])[];
}
