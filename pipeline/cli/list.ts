// Lists as commands print them: a table for people, one JSON array or CSV for programs. CSV has the
// same writer as in exports.
import { type Command, Option } from 'commander';
import { csvWriter } from '../export/formats/csv.ts';
import { usageFailure } from '../platform/failure.ts';
import { harmlessJson } from '../platform/harmless.ts';
import type { List } from '../warehouse/warehouse.ts';
import type { Row } from '../text/row.ts';
import type { Write } from './io.ts';
import { table } from '../text/table.ts';

export const LIST_FORMATS = ['table', 'json', 'csv'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** Options of every command that prints a list. */
export interface ListOptions {
  format: ListFormat;
}

/** Adds `--format` and its short form `--json`. */
export function printsList(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how to print').choices(LIST_FORMATS).default('table'),
    )
    .addOption(jsonOption());
}

/** For a command with formats of its own, one of which is `json`. */
export function jsonOption(): Option {
  return new Option('--json', 'short for --format json');
}

/** Before a command acts, turns `--json` into the format; with another format it is refused. */
export function settleFormat(command: Command): void {
  if (command.getOptionValue('json') !== true) return;
  const format: unknown = command.getOptionValue('format');
  if (command.getOptionValueSource('format') === 'cli' && format !== 'json')
    throw usageFailure(
      'two_formats',
      `--json and --format ${String(format)} exclude each other. Give one of them.`,
    );
  command.setOptionValue('format', 'json');
}

/**
 * Rows that the program itself made.
 * @param columns every column, in order, so that a list without rows has a header too
 * @param numbers columns whose texts are decimals; a JavaScript number is one anyway
 */
export function listOf(
  rows: readonly Row[],
  columns: readonly string[],
  numbers: readonly string[] = [],
): List {
  const isNumber = (name: string) =>
    numbers.includes(name) || rows.some((row) => typeof row[name] === 'number');
  return {
    columns: columns.map((name) => ({ name, type: isNumber(name) ? 'Decimal' : 'String' })),
    rows,
  };
}

/** One row. */
export function listOfOne(row: Row, numbers: readonly string[] = []): List {
  return listOf([row], Object.keys(row), numbers);
}

/** @param shownColumns the columns of a table; JSON and CSV have all columns */
export function listText(list: List, format: ListFormat, shownColumns?: readonly string[]): string {
  let text = '';
  const pieces = listPieces((piece) => (text += piece), list.columns, format, shownColumns);
  pieces.add(list.rows);
  pieces.end();
  return text;
}

/**
 * The same, for more rows than memory holds. Each piece of a table has its own header and widths.
 */
export function listPieces(
  write: Write,
  columns: List['columns'],
  format: ListFormat,
  shownColumns: readonly string[] = columns.map(({ name }) => name),
): { add: (rows: readonly Row[]) => void; end: () => void } {
  switch (format) {
    case 'json':
      return jsonPieces(write);
    case 'csv':
      return csvPieces(write, columns);
    case 'table':
      return tablePieces(write, shownColumns);
  }
}

/** One JSON array of objects, one object a line. */
export function jsonArray(rows: readonly Row[]): string {
  let text = '';
  const pieces = jsonPieces((piece) => (text += piece));
  pieces.add(rows);
  pieces.end();
  return text;
}

function jsonPieces(write: Write): ReturnType<typeof listPieces> {
  let isBegun = false;
  return {
    add: (rows) => {
      if (rows.length === 0) return;
      write(`${isBegun ? ',\n' : '[\n'}${rows.map((row) => harmlessJson(row)).join(',\n')}`);
      isBegun = true;
    },
    end: () => {
      write(isBegun ? '\n]\n' : '[]\n');
    },
  };
}

function csvPieces(write: Write, columns: List['columns']): ReturnType<typeof listPieces> {
  const writer = csvWriter(columns, { bom: false, separators: 'international' });
  const put = (bytes: Uint8Array) => {
    write(Buffer.from(bytes).toString());
  };
  put(writer.begin());
  return {
    add: (rows) => {
      put(writer.add(rows.map((row) => columns.map(({ name }) => row[name]))));
    },
    end: () => {
      put(writer.end());
    },
  };
}

function tablePieces(write: Write, columns: readonly string[]): ReturnType<typeof listPieces> {
  let isBegun = false;
  return {
    add: (rows) => {
      if (rows.length === 0) return;
      write(`${isBegun ? '\n' : ''}${table(rows, columns)}`);
      isBegun = true;
    },
    end: () => {
      if (!isBegun) write(table([], columns));
    },
  };
}
