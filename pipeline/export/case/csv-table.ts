// Tables of a case folder as CSV (RFC 4180), written and read. Every row of a table that is read
// has the columns that are asked for, and no others.
import type { CaseFile } from '../manifest.ts';
import { csvWriter } from '../formats/csv.ts';
import { CaseFault } from './case-fault.ts';
import { MOST_LINES } from './limits.ts';

export interface Column {
  readonly name: string;
  /** What it says, for the manifest. */
  readonly about: string;
  readonly isNumber?: boolean;
}

/** A cell; null: empty. */
export type Cell = string | null;

export function csvBytes(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Buffer {
  const typed = columns.map(({ name, isNumber }) => ({
    name,
    type: isNumber === true ? 'Decimal' : 'String',
  }));
  const writer = csvWriter(typed, { bom: false, separators: 'international' });
  return Buffer.concat([writer.begin(), writer.add(rows), writer.end()]);
}

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;

/** The cells of each row, without the header. @throws CaseFault */
export function csvRows(file: CaseFile, columns: readonly Column[], bytes: Buffer): string[][] {
  const text = bytes.toString('utf8');
  const rows: string[][] = [];
  let row: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const found = CELL.exec(text);
    if (found === null) throw new CaseFault(file, rows.length + 1, 'it is not CSV');
    const [, quoted, plain = '', end] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length !== columns.length)
      throw new CaseFault(
        file,
        rows.length + 1,
        `it has ${String(row.length)} cells, not ${String(columns.length)}`,
      );
    rows.push(row);
    row = [];
    if (rows.length > MOST_LINES + 1)
      throw new CaseFault(file, null, `it has more than ${String(MOST_LINES)} rows`);
  }
  if (row.length > 0) throw new CaseFault(file, rows.length + 1, 'its last row has no end');
  const [header, ...body] = rows;
  const names = columns.map(({ name }) => name).join();
  if (header?.join() !== names) throw new CaseFault(file, 1, `its columns are not ${names}`);
  return body;
}
