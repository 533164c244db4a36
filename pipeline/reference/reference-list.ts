// A dated list that an office may keep itself: how its file is read, and the table it goes into.
// pipeline/reference/lists.ts names them all.
import type { z } from 'zod';
import type { FileFinding } from './file-finding.ts';
import { type RowShape, parseFile } from './parse-file.ts';
import { type ReferenceTable, type TableRow, referenceTable } from './reference-table.ts';

/** Rows of a list, as the file has them. */
export interface ListData<Row> {
  version: string;
  rows: Row[];
}

interface Definition<Row> extends Omit<RowShape<Row>, 'list'> {
  /** The value of the key `list` in the file. */
  name: string;
  /** The file of reference/ that ships. */
  file: string;
  /** The table of the warehouse, and its name in reference_version. */
  table: string;
  row: z.ZodType<Row>;
  tableRows: (rows: readonly Row[]) => TableRow[];
}

export interface ReferenceList<Row> {
  name: string;
  file: string;
  parse: (written: string) => { data: ListData<Row> | null; findings: FileFinding[] };
  tableOf: (data: ListData<Row>) => ReferenceTable;
}

export function referenceList<Row>(definition: Definition<Row>): ReferenceList<Row> {
  const { name, file, table, tableRows } = definition;
  return {
    name,
    file,
    parse: (written) => {
      const { file: data, findings } = parseFile(written, { ...definition, list: name });
      if (data?.rows.length !== 0) return { data, findings };
      const message = 'the list has no row: once it is loaded, nothing is on it';
      return { data, findings: [{ severity: 'warning', row: 'file', field: 'rows', message }] };
    },
    tableOf: ({ version, rows }) => referenceTable(table, version, tableRows(rows)),
  };
}

/** For rows with `from` and `to`, the first day after. */
export function spanProblems({
  from,
  to,
}: {
  from: string;
  to: string | null;
}): [field: string, message: string][] {
  return to !== null && to <= from ? [['to', `${to} is not after from, ${from}`]] : [];
}
