// CSV, for exports and for commands: UTF-8, lines end with CR LF (RFC 4180), every text in quotes,
// numbers as they are. Records come from strangers: a text that a spreadsheet would run as a
// formula gets an apostrophe before its first dangerous character, and what a terminal would obey
// is written out, line ends too, so that one line is one row. JSON Lines and Parquet have the text
// unchanged.
import { harmless } from '../../platform/harmless.ts';
import {
  type ColumnKind,
  type ExportRow,
  type ListColumn,
  type RowWriter,
  kindOf,
  textOf,
} from './column.ts';

export interface CsvOptions {
  bom: boolean;
  separators: 'international' | 'french';
}

/**
 * At the beginning of a cell, with what programs drop before it. Full-width forms count as plain
 * ones where the locale says so.
 */
const AT_BEGINNING = /^([\s\p{Cc}\p{Cf}]*)(?=[=+\-@\t\r＝＋－＠−﹢﹣﹦﹫])/u;
/**
 * A program that cuts lines at another separator, or does not know quotes, sees a cell begin here.
 */
const AFTER_SEPARATOR = /([,;|\t\r\n"])([\s\p{Cc}\p{Cf}]*)(?=[=+\-@＝＋－＠−﹢﹣﹦﹫])/gu;

/** A text that no spreadsheet runs. */
export function defused(text: string): string {
  const begun = /^[\t\r]/.test(text) ? `'${text}` : text.replace(AT_BEGINNING, "$1'");
  return begun.replace(AFTER_SEPARATOR, "$1$2'");
}

export function csvWriter(
  columns: readonly ListColumn[],
  { bom, separators }: CsvOptions,
): RowWriter {
  const [separator, point] = separators === 'french' ? [';', ','] : [',', '.'];
  const kinds = columns.map(({ type }) => kindOf(type));
  const line = (cells: readonly string[]) => `${cells.join(separator)}\r\n`;
  const cell = (value: unknown, kind: ColumnKind | undefined): string => {
    if (value === null || value === undefined) return '';
    const text = textOf(value);
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

/** Of a column whose type is a number, `inf` is the only other thing. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;
const DATE = /^-?\d+-\d\d-\d\d$/;

/** Databases read `\N` as no value at all. */
function told(text: string): string {
  return text === '\\N' ? "'\\N" : harmless(defused(text));
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** With a decimal comma where that is also the separator's locale. */
function number(text: string, point: string): string {
  return point === '.' ? text : text.replace('.', point);
}
