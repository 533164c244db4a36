// What every format of export files is: an extension, whether its files have a limit of rows, and
// how the bytes of a file are made. The formats are in registry.ts.
import type { ExportColumn, ExportRow, RowWriter } from './column.ts';
import type { CsvOptions } from './csv.ts';

/** Rows from `first` up to, and without, `beyond`. */
export interface RowRange {
  first: number;
  beyond: number;
}

/** A line of the sheet of notes: what it is about, and the text. */
export type Note = readonly [string, string];

/** What one export gives every format to write. */
export interface ExportContent {
  /** Name of the export. */
  title: string;
  columns: readonly ExportColumn[];
  /** What a reader must know who has nothing but the file. */
  notes: readonly Note[];
  csv: CsvOptions;
  /** Rows that are in memory at a time. */
  pageRows: number;
  page: (range: RowRange) => Promise<ExportRow[]>;
  /** The rows as the engine writes them. `statement`: path of the SQL file. */
  byEngine: (statement: string, range: RowRange) => Promise<AsyncIterable<Uint8Array>>;
}

export interface FileFormat {
  extension: string;
  /** Its readers take a limited number of rows, so a large export becomes several files. */
  isSplit: boolean;
  /** The bytes of one file. */
  write: (content: ExportContent, range: RowRange) => AsyncIterable<Uint8Array>;
}

/** For a format that is written row by row, from a page of rows at a time. */
export function inPages(writerOf: (content: ExportContent) => RowWriter): FileFormat['write'] {
  return async function* (content, { first, beyond }) {
    const writer = writerOf(content);
    yield writer.begin();
    for (let from = first; from < beyond; from += content.pageRows) {
      const to = Math.min(from + content.pageRows, beyond);
      yield writer.add(await content.page({ first: from, beyond: to }));
    }
    yield writer.end();
  };
}
