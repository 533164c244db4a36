// CSV, for exports and for commands: UTF-8, lines end with CR LF (RFC 4180), texts are in quotes.
// Records come from strangers. A text that a spreadsheet would run as a formula gets an apostrophe
// before its first dangerous character. Characters that a terminal would obey are written out, and
// line ends too, so that one line is one row. JSON Lines and Parquet keep texts unchanged.
import { z } from 'zod';
import { harmless } from '../../platform/harmless.ts';
import {
  type ColumnKind,
  type ExportRow,
  type ListColumn,
  type RowWriter,
  cellText,
  columnKind,
} from './column.ts';

export const csvOptions = z.strictObject({
  bom: z.boolean().default(false),
  separators: z.enum(['international', 'french']).default('international'),
});

export type CsvOptions = z.infer<typeof csvOptions>;

/**
 * Where a cell begins as a formula, after characters that programs drop. In some locales full-width
 * forms start a formula too.
 */
const AT_BEGINNING = /^([\s\p{Cc}\p{Cf}]*)(?=[=+\-@\t\r＝＋－＠−﹢﹣﹦﹫])/u;
/** Where a program that uses another separator, or ignores quotes, sees a cell begin. */
const AFTER_SEPARATOR = /([,;|\t\r\n"])([\s\p{Cc}\p{Cf}]*)(?=[=+\-@＝＋－＠−﹢﹣﹦﹫])/gu;

/** The text in a form that no spreadsheet runs. */
export function defused(text: string): string {
  const begun = /^[\t\r]/.test(text) ? `'${text}` : text.replace(AT_BEGINNING, "$1'");
  return begun.replace(AFTER_SEPARATOR, "$1$2'");
}

export function csvWriter(
  columns: readonly ListColumn[],
  { bom, separators }: CsvOptions,
): RowWriter {
  const [separator, point] = separators === 'french' ? [';', ','] : [',', '.'];
  const kinds = columns.map(({ type }) => columnKind(type));
  const line = (cells: readonly string[]) => `${cells.join(separator)}\r\n`;
  const cell = (value: unknown, kind: ColumnKind | undefined): string => {
    if (value === null || value === undefined) return '';
    const text = cellText(value);
    if (kind === 'number' && NUMBER.test(text)) return number(text, point);
    return kind === 'date' && DATE.test(text) ? text : quoted(told(text));
  };
  return {
    begin: () =>
      Buffer.from((bom ? '\uFEFF' : '') + line(columns.map(({ name }) => quoted(told(name))))),
    add: (rows: readonly ExportRow[]) =>
      Buffer.from(
        rows.map((row) => line(row.map((value, index) => cell(value, kinds[index])))).join(''),
      ),
    end: () => new Uint8Array(),
  };
}

/** In a column of numbers, only `inf` and `nan` do not match. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;
const DATE = /^-?\d+-\d\d-\d\d$/;

/** Databases read `\N` as null. */
function told(text: string): string {
  return text === '\\N' ? "'\\N" : harmless(defused(text));
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** With the decimal mark of the separators. */
function number(text: string, point: string): string {
  return point === '.' ? text : text.replace('.', point);
}
