// JSON Lines: one object a line, keys in the order of the columns; decimals and 64-bit integers are strings, as everywhere in plancher.
import type { ExportColumn, RowWriter } from './column.ts';

export function jsonLinesWriter(columns: readonly ExportColumn[]): RowWriter {
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  return {
    begin: () => new Uint8Array(),
    add: (rows) =>
      Buffer.from(rows.map((row) => `{${row.map((value, index) => `${keys[index] ?? ''}${JSON.stringify(value)}`).join(',')}}\n`).join('')),
    end: () => new Uint8Array(),
  };
}
