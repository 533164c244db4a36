// The endpoint for our other workers: one user, who may change everything in the warehouse
// (`plancher warehouse --listen`).
import { hash, timingSafeEqual } from 'node:crypto';
import type { Pause } from '../../platform/pause.ts';
import type { FunctionList } from '../analysts/statement/functions.ts';
import { isBinaryInsert } from '../../warehouse/binary-insert.ts';
import type { Engine } from '../../warehouse/engine.ts';
import { execute, isTextInsert } from '../../warehouse/execute.ts';
import type { Statement } from '../../warehouse/statement.ts';
import { greeted } from '../../warehouse/native-greeting.ts';
import type { Endpoint } from '../http/clickhouse-http.ts';
import { failure } from '../http/answer.ts';
import { type Asked, type Credentials, sqlOf } from '../http/request.ts';
import { Lane } from '../http/lane.ts';
import { Login } from '../http/login.ts';
import { TrustedStatements } from './statement.ts';

const LIMITS = {
  bodyBytes: 256 * 1_048_576,
  bufferedBytes: 1_024 * 1_048_576,
  connections: 256,
  takesFrames: true,
  perAddress: 192,
  requestMs: 300_000,
};
/** Form of the answer, see native-greeting.ts. The engine has no such setting. */
const PROTOCOL_VERSION = 'client_protocol_version';
/** Node's thread pool has four threads: a slow query must not delay inserts. */
const LANE_WIDTH = 2;

const IS_INSERT = /^\s*INSERT\b/i;
/** The statement is on the first line of a body and rows follow: clickhouse-connect. */
const INSERT_BEFORE_ROWS = /^\s*INSERT\s+INTO\b[^\n;]*\bFORMAT\s+\w+[ \t]*\r?\n/i;
const MOST_INSERT_BYTES = 65_536;

export interface Trusted {
  engine: Engine;
  database: string;
  user: Credentials;
  hostNames: readonly string[];
  functions: FunctionList;
}

export function trustedEndpoint(
  { engine, database, user, hostNames, functions }: Trusted,
  pause: Pause,
): Endpoint<Credentials> {
  const find = (name: string) => (name === user.name ? user : undefined);
  const login = new Login({ find, secretOf: ({ password }) => password, isPassword }, 1, pause);
  const lanes = { write: new Lane(LANE_WIDTH), read: new Lane(LANE_WIDTH) };
  const statements = new TrustedStatements(engine, database, functions);
  return {
    limits: LIMITS,
    login,
    hostNames,
    answer: async (asked, _, { given, deliver }) => {
      const statement = statementOf(asked, database);
      const kind = await statements.check(statement.sql, statement.settings);
      if (kind === 'changing' && asked.isReading)
        throw failure(
          164,
          'READONLY',
          'Cannot execute query in readonly mode: a GET changes nothing; send a POST',
        );
      const lane = IS_INSERT.test(statement.sql) ? lanes.write : lanes.read;
      const startedMs = performance.now();
      // The lane is released after the last byte, which limits the answers in memory.
      await lane.run(async () => {
        if (given.aborted) return;
        const answer = await execute(
          engine,
          kind === 'reading' ? onlyReading(statement) : statement,
        );
        const format = formatNamed(statement.sql) ?? statement.format;
        const { bytes, ...read } = greeted(answer, format, asked.settings);
        await deliver({
          read,
          resultBytes: bytes.length,
          format,
          elapsedMs: performance.now() - startedMs,
          body: { bytes },
        });
      });
    },
  };
}

/**
 * A second line of defence after the check of the words: the engine itself refuses to write,
 * whatever `readonly` the URL requests.
 */
function onlyReading(statement: Statement): Statement {
  return {
    ...statement,
    settings: new Map([
      ['readonly', '2'],
      ...[...statement.settings].filter(([name]) => name !== 'readonly'),
    ]),
  };
}

/** Digests have equal length, so the time reveals nothing about the password. */
function isPassword(password: string, user: Credentials | undefined): Promise<boolean> {
  const isRight = timingSafeEqual(
    hash('sha256', password, 'buffer'),
    hash('sha256', user?.password ?? '', 'buffer'),
  );
  return Promise.resolve(isRight && user !== undefined);
}

function statementOf(asked: Asked, database: string): Statement {
  const settings = new Map([...asked.settings].filter(([name]) => name !== PROTOCOL_VERSION));
  // Clients without a configured database send `default`. The engine's own one reads files.
  const named = asked.database === 'default' ? database : asked.database;
  return { ...asked, settings, ...partsOf(asked), database: named };
}

const FORMAT_BYTES = 200;

/**
 * The format after FORMAT at the end. It looks at the end only: a pattern over a whole statement
 * would backtrack over every run of blanks.
 */
function formatNamed(sql: string): string | null {
  const end = sql.slice(-FORMAT_BYTES).trimEnd().replace(/;$/, '').trimEnd();
  return /\bFORMAT\s+(\w+)$/i.exec(end)?.[1] ?? null;
}

/** Separates the statement from the rows that follow it. */
function partsOf(asked: Asked): { sql: string; rows: Buffer | null } {
  if (IS_INSERT.test(asked.query) && formatNamed(asked.query) !== null)
    return { sql: asked.query, rows: asked.body };
  // The rows are not decoded, since they need not be text. Here every byte is one character.
  const beginning = asked.body.toString('latin1', 0, MOST_INSERT_BYTES);
  const insert = asked.query === '' ? (INSERT_BEFORE_ROWS.exec(beginning)?.[0] ?? '') : '';
  const sql = asked.body.toString('utf8', 0, insert.length);
  return isBinaryInsert(sql) || isTextInsert(sql)
    ? { sql, rows: asked.body.subarray(insert.length) }
    : { sql: sqlOf(asked), rows: null };
}
