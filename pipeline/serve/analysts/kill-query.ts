// KILL QUERY WHERE query_id = '...', which clients send to cancel their own statement. The front
// answers it, because all readers may be busy with the statement to cancel.
import { nativeText, varint } from '../../warehouse/native-format.ts';
import { type Done, failure } from '../http/answer.ts';

export interface Kill {
  queryId: string;
  /** Only lists the statements that it would cancel. */
  isTest: boolean;
}

/** No two runs of blanks are adjacent: else 1,000 blanks would block the front for seconds. */
const KILL = new RegExp(
  String.raw`^KILL\s+QUERY\s+WHERE\s+query_id\s*=\s*'([^'\\]{1,200})'` +
    String.raw`(?:\s*(SYNC|ASYNC|TEST)\b)?(?:\s*FORMAT\s+(\w+))?$`,
  'i',
);

/** @returns null for any other statement */
export function killStatement(sql: string): (Kill & { format: string | null }) | null {
  if (sql.length > 1_000) return null;
  const [whole, queryId = '', mode, format] =
    KILL.exec(sql.trim().replace(/;$/, '').trimEnd()) ?? [];
  return whole === undefined
    ? null
    : { queryId, isTest: mode?.toUpperCase() === 'TEST', format: format ?? null };
}

const COLUMNS = ['kill_status', 'query_id', 'user', 'query'];

interface Killed extends Kill {
  format: string | null;
  user: string;
  statements: readonly string[];
}

/** The columns of ClickHouse's answer, which has a row for each statement. */
export function killedAnswer(
  { queryId, isTest, user, statements, format }: Killed,
  wanted: string,
): Done {
  const rows = statements.map((sql) => [isTest ? 'waiting' : 'finished', queryId, user, sql]);
  const name = format ?? wanted;
  const write = WRITERS.find(([names]) => names.test(name))?.[1];
  if (write === undefined)
    throw failure(
      73,
      'UNKNOWN_FORMAT',
      `KILL QUERY is not answered in format ${name.slice(0, 60)}`,
    );
  const bytes = write(rows, name);
  return {
    read: { rowsRead: rows.length, bytesRead: 0, rowsWritten: 0, bytesWritten: 0 },
    resultBytes: bytes.length,
    format: name,
    elapsedMs: 0,
    body: { bytes },
  };
}

type Write = (rows: readonly (readonly string[])[], format: string) => Buffer;

const objectOf = (row: readonly string[]) =>
  Object.fromEntries(COLUMNS.map((column, index) => [column, row[index] ?? '']));
const ofStrings = (value: string) =>
  value.replace(/[\\\t\n\r\0]/g, (mark) => ESCAPES[mark] ?? mark);
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};

const WRITERS: readonly (readonly [RegExp, Write])[] = [
  [/^(TSV|TabSeparated)(WithNames(AndTypes)?)?$/, tabSeparated],
  [/^JSON$/, json],
  [/^JSONEachRow$/, (rows) => lines(rows.map((row) => JSON.stringify(objectOf(row))))],
  [/^JSONCompactEachRow$/, (rows) => lines(rows.map((row) => JSON.stringify(row)))],
  [/^Native$/, native],
  [/^RowBinaryWithNamesAndTypes$/, rowBinary],
];

const lines = (texts: readonly string[]) => Buffer.from(texts.map((text) => `${text}\n`).join(''));

function tabSeparated(rows: readonly (readonly string[])[], format: string): Buffer {
  const head = [
    ...(format.includes('Names') ? [COLUMNS] : []),
    ...(format.includes('Types') ? [COLUMNS.map(() => 'String')] : []),
  ];
  return lines([...head, ...rows].map((row) => row.map(ofStrings).join('\t')));
}

function json(rows: readonly (readonly string[])[]): Buffer {
  const meta = COLUMNS.map((name) => ({ name, type: 'String' }));
  return Buffer.from(JSON.stringify({ meta, data: rows.map(objectOf), rows: rows.length }));
}

/** Native writes column by column. */
function native(rows: readonly (readonly string[])[]): Buffer {
  if (rows.length === 0) return Buffer.alloc(0);
  const columns = COLUMNS.map((name, index) => [
    nativeText(name),
    nativeText('String'),
    ...rows.map((row) => nativeText(row[index] ?? '')),
  ]);
  return Buffer.concat([varint(COLUMNS.length), varint(rows.length), ...columns.flat()]);
}

function rowBinary(rows: readonly (readonly string[])[]): Buffer {
  const head = [...COLUMNS, ...COLUMNS.map(() => 'String')].map(nativeText);
  return Buffer.concat([varint(COLUMNS.length), ...head, ...rows.flat().map(nativeText)]);
}
