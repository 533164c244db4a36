// JSON Lines: one object on each line, keys in the order of the columns. Decimals and 64-bit
// integers are strings, as everywhere in plancher. Invisible characters become JSON escapes: the
// same value, and harmless on a terminal.
import { harmlessJson } from '../../platform/harmless.ts';
import type { ExportColumn, RowWriter } from './column.ts';

export function jsonLinesWriter(columns: readonly ExportColumn[]): RowWriter {
  const keys = columns.map(({ name }) => `${harmlessJson(name)}:`);
  const member = (value: unknown, index: number) => `${keys[index] ?? ''}${harmlessJson(value)}`;
  return {
    begin: () => new Uint8Array(),
    add: (rows) => Buffer.from(rows.map((row) => `{${row.map(member).join(',')}}\n`).join('')),
    end: () => new Uint8Array(),
  };
}
