// The endpoint for other workers of the house: one user, who may change everything in the warehouse (`plancher warehouse --listen`).
import { hash, timingSafeEqual } from 'node:crypto';
import type { Pause } from '../platform/pause.ts';
import type { FunctionList } from '../query/functions.ts';
import type { Engine } from '../warehouse/engine.ts';
import { type Statement, execute } from '../warehouse/execute.ts';
import type { Endpoint } from './clickhouse-http.ts';
import { failure } from './http-answer.ts';
import { type Asked, type Credentials, sqlOf } from './http-request.ts';
import { Lane } from './lane.ts';
import { Login } from './login.ts';
import { TrustedStatements } from './trusted-statement.ts';

const LIMITS = { bodyBytes: 256 * 1_048_576, bufferedBytes: 1_024 * 1_048_576, connections: 256, perAddress: 192, requestMs: 300_000 };
/** The thread pool of Node has four: a query that takes long must not hold up inserts. */
const LANE_WIDTH = 2;

const IS_INSERT = /^\s*INSERT\b/i;
const IS_INSERT_WITH_FORMAT = /^\s*INSERT\b.*\bFORMAT\s+\w+\s*;?\s*$/is;

export interface Trusted {
  engine: Engine;
  database: string;
  user: Credentials;
  hostNames: readonly string[];
  functions: FunctionList;
}

export function trustedEndpoint({ engine, database, user, hostNames, functions }: Trusted, pause: Pause): Endpoint<Credentials> {
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
        throw failure(164, 'READONLY', 'Cannot execute query in readonly mode: a GET changes nothing; send a POST');
      const lane = IS_INSERT.test(statement.sql) ? lanes.write : lanes.read;
      const startedMs = performance.now();
      // The lane is left when the last byte is: so many answers are in memory as there are places.
      await lane.run(async () => {
        if (given.aborted) return;
        const { bytes, ...read } = await execute(engine, kind === 'reading' ? onlyReading(statement) : statement);
        const format = /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(statement.sql)?.[1] ?? statement.format;
        await deliver({ read, resultBytes: bytes.length, format, elapsedMs: performance.now() - startedMs, body: { bytes } });
      });
    },
  };
}

/** A second line behind the check of the words: the engine itself refuses to write. */
function onlyReading(statement: Statement): Statement {
  return { ...statement, settings: new Map([['readonly', '2'], ...statement.settings]) };
}

/** Digests have one length, so that the time it takes tells nothing of the password. */
function isPassword(password: string, user: Credentials | undefined): Promise<boolean> {
  const isRight = timingSafeEqual(hash('sha256', password, 'buffer'), hash('sha256', user?.password ?? '', 'buffer'));
  return Promise.resolve(isRight && user !== undefined);
}

function statementOf(asked: Asked, database: string): Statement {
  const hasRows = IS_INSERT_WITH_FORMAT.test(asked.query);
  const sql = hasRows ? asked.query : sqlOf(asked);
  // What clients say that were told of no database; the engine's own of that name reads files.
  return { ...asked, sql, rows: hasRows ? asked.body : null, database: asked.database === 'default' ? database : asked.database };
}
