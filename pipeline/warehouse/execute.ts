// Runs one statement on the engine as the HTTP interface of ClickHouse does: on a connection of its
// own, and failing with ClickHouse's code.
import type { ChdbConnection } from 'chdb/connection';
import { messageOf } from '../platform/failure.ts';
import { insertBinary, isBinaryInsert } from './binary-insert.ts';
import { CONNECTION_SETTINGS } from './embedded.ts';
import type { Engine } from './engine.ts';
import { InvalidIdentifier, onOwnConnection, parameterSettings, setOn } from './own-connection.ts';
import type { Answer, Connected, Statement } from './statement.ts';

/** A statement that failed: the message of the engine, and ClickHouse's number for it. */
export class StatementFailure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'StatementFailure';
    this.code = code;
  }
}

const UNKNOWN_EXCEPTION = 1002;
const NOT_IMPLEMENTED = 48;
const SYNTAX_ERROR = 62;
const NOTHING = {
  bytes: Buffer.alloc(0),
  rowsRead: 0,
  bytesRead: 0,
  rowsWritten: 0,
  bytesWritten: 0,
};
/** `INSERT INTO db.table (a, b) FORMAT F`: the engine accepts rows as bytes for this form. */
const PLAIN_INSERT =
  /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?([\w.`]+)\s*(?:\(([\w\s,`]*)\)\s*)?FORMAT\s+(\w+)\s*;?\s*$/i;
const BYTE_FORMATS = [
  'JSONEachRow',
  'JSONCompactEachRow',
  'CSV',
  'CSVWithNames',
  'TSV',
  'TabSeparated',
  'TSVWithNames',
  'TabSeparatedWithNames',
] as const;

/** True when the rows next to the statement are data in a text format, not part of the SQL. */
export function isTextInsert(sql: string): boolean {
  const named = PLAIN_INSERT.exec(sql)?.[3]?.toLowerCase();
  return BYTE_FORMATS.some((name) => name.toLowerCase() === named);
}

/** @throws StatementFailure with ClickHouse's code */
export async function execute(engine: Engine, statement: Statement): Promise<Answer> {
  return onConnection(engine, statement.database, async ({ set, ask, insert: put }) => {
    await set(statement.settings);
    await setParameters(set, statement.parameters);
    if (statement.rows === null) return ask(statement.sql, statement.format);
    if (isBinaryInsert(statement.sql)) return insertBinary({ set, ask }, statement, statement.rows);
    return put(statement.sql, statement.rows);
  });
}

/** @throws StatementFailure with ClickHouse's code */
export async function onConnection<Value>(
  engine: Engine,
  database: string,
  act: (connected: Connected) => Promise<Value>,
): Promise<Value> {
  try {
    return await onOwnConnection(
      engine,
      { database, settings: KEEPS_FIGURES_RIGHT, parameters: new Map() },
      (connection) =>
        act({
          set: (settings) => setOn(connection, settings),
          ask: async (sql, format) => {
            const result = await connection.chdb.queryAsync(sql, { format });
            return {
              ...NOTHING,
              bytes: result.bytes(),
              rowsRead: result.rowsRead,
              bytesRead: result.bytesRead,
            };
          },
          insert: (sql, rows) => insert(connection, sql, rows),
        }),
    );
  } catch (thrown) {
    throw statementFailure(thrown);
  }
}

/** @param parameters values of `{name:Type}`, escaped as in TabSeparated */
export async function setParameters(
  set: Connected['set'],
  parameters: ReadonlyMap<string, string>,
): Promise<void> {
  await set(parameterSettings(parameters));
}

/** How numbers are written is the client's choice. */
const KEEPS_FIGURES_RIGHT = new Map([
  ['compile_expressions', String(CONNECTION_SETTINGS.compile_expressions)],
]);

async function insert(connection: ChdbConnection, sql: string, rows: Buffer): Promise<Answer> {
  if (rows.length === 0) return NOTHING;
  const [, table = '', columns, formatName = ''] = PLAIN_INSERT.exec(sql) ?? [];
  const format = BYTE_FORMATS.find((name) => name.toLowerCase() === formatName.toLowerCase());
  if (format === undefined)
    throw new StatementFailure(
      NOT_IMPLEMENTED,
      'Code: 48. DB::Exception: rows next to a statement are accepted only for ' +
        `INSERT INTO table (columns) FORMAT with one of ${BYTE_FORMATS.join(', ')}. ` +
        '(NOT_IMPLEMENTED)',
    );
  const written = await connection.chdb.rawInsert({
    table: table.replaceAll('`', ''),
    values: rows,
    format,
    ...(columns === undefined
      ? {}
      : { columns: columns.split(',').map((column) => column.replaceAll('`', '').trim()) }),
  });
  return { ...NOTHING, rowsWritten: written.rowsWritten, bytesWritten: written.bytesWritten };
}

function statementFailure(thrown: unknown): StatementFailure {
  if (thrown instanceof StatementFailure) return thrown;
  if (thrown instanceof InvalidIdentifier)
    return new StatementFailure(
      SYNTAX_ERROR,
      `Code: 62. DB::Exception: ${thrown.message}. (SYNTAX_ERROR)`,
    );
  const text = messageOf(thrown);
  const code = /Code: (\d+)\. DB::/.exec(text)?.[1];
  return code === undefined
    ? new StatementFailure(
        UNKNOWN_EXCEPTION,
        `Code: ${String(UNKNOWN_EXCEPTION)}. DB::Exception: ${text} (UNKNOWN_EXCEPTION)`,
      )
    : new StatementFailure(Number(code), text);
}
