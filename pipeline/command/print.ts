// What commands print: data on stdout, as an aligned table for people or one JSON array for programs.

import { z } from 'zod';

export type Row = Readonly<Record<string, unknown>>;

/** A row as the warehouse gives it. */
export const anyRow: z.ZodType<Row> = z.record(z.string(), z.unknown());

export type Write = (text: string) => void;

/** A value as people read it: text with unseen characters written out, nothing for null. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value.replace(UNSEEN, escaped) : JSON.stringify(value);
}

/** What moves the cursor or hides itself on a terminal: records come from strangers. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const escaped = (mark: string) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`;

/** In English and French, with groups of three digits or without. */
const isNumber = (text: string) => /^-?(?:\d+|\d{1,3}(?:[,\u202f]\d{3})+)(?:[.,]\d+)?$/.test(text);

/** A longer value is shown whole and moves what stands behind it in its own row alone: a name may have as many characters as a record has bytes. */
const WIDEST = 120;

/** Columns as wide as their widest value, up to {@link WIDEST}; numbers to the right. */
export function table(rows: readonly Row[], columns: readonly string[] = Object.keys(rows[0] ?? {})): string {
  const lines = [[...columns], ...rows.map((row) => columns.map((column) => shown(row[column])))];
  const widths = columns.map((_, index) => Math.min(WIDEST, Math.max(...lines.map((line) => line[index]?.length ?? 0))));
  const aligned = lines.map((line) =>
    line
      .map((text, index) => (isNumber(text) ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return `${aligned.join('\n')}\n`;
}

/** JSON of a row on one line, the same value, with unseen characters as JSON's own escapes: it may be read on a terminal. */
function jsonRow(row: Row): string {
  return JSON.stringify(row).replace(UNSEEN, (mark) =>
    Array.from({ length: mark.length }, (_, index) => `\\u${mark.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** One JSON array of objects, one object a line. */
export function jsonArray(rows: readonly Row[]): string {
  return rows.length === 0 ? '[]\n' : `[\n${rows.map(jsonRow).join(',\n')}\n]\n`;
}

/** The same, for more rows than memory holds. */
export function jsonPieces(write: Write): { add: (rows: readonly Row[]) => void; end: () => void } {
  let isBegun = false;
  return {
    add: (rows) => {
      if (rows.length === 0) return;
      write(`${isBegun ? ',\n' : '[\n'}${rows.map(jsonRow).join(',\n')}`);
      isBegun = true;
    },
    end: () => {
      write(isBegun ? '\n]\n' : '[]\n');
    },
  };
}

/** Rows as a table, or as JSON. */
export function rowsText(rows: readonly Row[], columns: readonly string[], json: boolean): string {
  return json ? jsonArray(rows) : table(rows, columns);
}

/** A progress bar on one line of a terminal; nothing elsewhere. */
export function progressBar(stream: NodeJS.WriteStream): (label: string, share: number) => void {
  if (!stream.isTTY) return () => undefined;
  const width = 30;
  return (label, share) => {
    const done = Math.min(width, Math.round(share * width));
    stream.write(
      `\r${label.slice(-40).padEnd(40)} [${'#'.repeat(done)}${' '.repeat(width - done)}] ${String(Math.floor(share * 100)).padStart(3)} %`,
    );
    if (share >= 1) stream.write('\r\u001b[K');
  };
}

/** What follows from records or reference data that came in. */
export function followUpText({ changed, revised }: { changed: number; revised: number }): string {
  return `floors changed: ${String(changed)}\nalerts new or changed: ${String(revised)}\n`;
}
