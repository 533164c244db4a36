// Rows as an aligned table for people.
import { type Row, shown } from './row.ts';

/** In English and French, with groups of three digits or without. */
const isNumber = (text: string) => /^-?(?:\d+|\d{1,3}(?:[,\u202f]\d{3})+)(?:[.,]\d+)?$/.test(text);

/**
 * A longer value is shown whole, and moves the cells after it in its own row only: a name may have
 * as many characters as a record has bytes.
 */
const WIDEST = 120;

/** Columns as wide as their widest value, up to {@link WIDEST}; numbers to the right. */
export function table(
  rows: readonly Row[],
  columns: readonly string[] = Object.keys(rows[0] ?? {}),
): string {
  return aligned(linesOf(rows, columns));
}

export interface Fit {
  /** Of the terminal. */
  width: number;
  /**
   * Columns of text that may be cut. Figures, days and identities are shown whole or not at all.
   */
  cut: readonly string[];
  /** Columns that are dropped, in this order, where cutting is not enough. */
  leaveAway: readonly string[];
}

const LEAST_WIDTH = 8;

/**
 * The same for a terminal: the widest of the columns that may be cut are cut until a row fits, and
 * a cut is marked.
 */
export function fittedTable(
  rows: readonly Row[],
  columns: readonly string[],
  { width, cut, leaveAway }: Fit,
): string {
  const lines = linesOf(rows, columns);
  const widths = widthsOf(lines);
  const widthWith = (most: number) =>
    columns.reduce(
      (sum, column, index) =>
        sum + Math.min(widths[index] ?? 0, cut.includes(column) ? most : Infinity) + GAP,
      -GAP,
    );
  let most = Math.max(LEAST_WIDTH, ...widths);
  while (most > LEAST_WIDTH && widthWith(most) > width) most -= 1;
  const [left, ...others] = leaveAway;
  if (widthWith(most) > width && left !== undefined) {
    const narrower = columns.filter((column) => column !== left);
    return fittedTable(rows, narrower, { width, cut, leaveAway: others });
  }
  return aligned(
    lines.map((line) =>
      line.map((text, index) =>
        cut.includes(columns[index] ?? '') ? shortened(text, most) : text,
      ),
    ),
  );
}

function linesOf(rows: readonly Row[], columns: readonly string[]): string[][] {
  return [[...columns], ...rows.map((row) => columns.map((column) => shown(row[column])))];
}

function widthsOf(lines: readonly string[][]): number[] {
  return (lines[0] ?? []).map((_, index) =>
    Math.min(WIDEST, Math.max(...lines.map((line) => widthOf(line[index] ?? '')))),
  );
}

const GAP = 2;

function aligned(lines: readonly string[][]): string {
  const widths = widthsOf(lines);
  const cell = (text: string, width: number) => {
    const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
    return isNumber(text) ? blanks + text : text + blanks;
  };
  return lines
    .map(
      (line) =>
        `${line
          .map((text, index) => cell(text, widths[index] ?? 0))
          .join(' '.repeat(GAP))
          .trimEnd()}\n`,
    )
    .join('');
}

/** Characters that a terminal draws two columns wide. */
const WIDE = new RegExp(
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}' +
    '\\p{Emoji_Presentation}\\uff01-\\uff60\\uffe0-\\uffe6]',
  'u',
);

/** In columns of a terminal. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return Array.from(text).reduce(
    (sum, mark) => sum + (/\p{M}/u.test(mark) ? 0 : WIDE.test(mark) ? 2 : 1),
    0,
  );
}

function shortened(text: string, most: number): string {
  if (widthOf(text) <= most) return text;
  let [kept, width] = ['', 1];
  for (const mark of text) {
    width += widthOf(mark);
    if (width > most) break;
    kept += mark;
  }
  return `${kept}…`;
}
