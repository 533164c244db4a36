// The endpoint for analysts: any ClickHouse client, foreign SQL, read only
// (docs/decisions/0011-analyst-endpoint.md). It runs in the front, a process without an engine, and
// sends statements to readers, processes that can be killed.
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isoTime } from '../../platform/clock.ts';
import type { Pause } from '../../platform/pause.ts';
import { type Analyst, isPassword } from './analyst.ts';
import { Refusal, isReason } from './statement/refusal.ts';
import { StatementFailure } from '../../warehouse/execute.ts';
import type { Endpoint, Delivery } from '../http/clickhouse-http.ts';
import { failure } from '../http/answer.ts';
import { type Asked, sqlOf } from '../http/request.ts';
import { Lane } from '../http/lane.ts';
import { Login } from '../http/login.ts';
import { killStatement, killedAnswer } from './kill-query.ts';
import type { ToReader } from './messages.ts';
import type { Readers } from './reader-pool.ts';
import { Running } from './running.ts';

const LIMITS = {
  bodyBytes: 1_048_576,
  bufferedBytes: 16 * 1_048_576,
  connections: 256,
  takesFrames: false,
  perAddress: 192,
  requestMs: 60_000,
};
const READ_BYTES = 262_144;

export interface EndpointTools {
  readers: Readers;
  /** The analysts in force. */
  analysts: { find: (name: string) => Analyst | undefined };
  database: string;
  /** Most statements of one analyst that wait for their turn. */
  waiting: number;
  /** Folder in which answers wait for their clients. */
  folder: string;
  pause: Pause;
}

export function analystsEndpoint(tools: EndpointTools): Endpoint<Analyst> {
  const accounts = {
    find: (name: string) => tools.analysts.find(name),
    secretOf: ({ salt, scrypt }: Analyst) => `${salt} ${scrypt}`,
    isPassword,
  };
  const login = new Login(accounts, 2, tools.pause);
  const running = new Running();
  const own = new Map<string, { width: number; lane: Lane }>();
  /** A changed limit applies from the next statement. */
  const laneOf = ({ name, limits }: Analyst): Lane => {
    const known = own.get(name);
    if (known?.width === limits.concurrent) return known.lane;
    const lane = new Lane(limits.concurrent, tools.waiting);
    own.set(name, { width: limits.concurrent, lane });
    return lane;
  };
  return {
    limits: LIMITS,
    login,
    answer: async (asked, analyst, delivery) => {
      checkDatabase(asked, tools.database);
      const sql = sqlOf(asked);
      const killed = killStatement(sql);
      if (killed !== null) {
        const statements = running.cancel(analyst.name, killed);
        await delivery.deliver(
          killedAnswer({ ...killed, user: analyst.name, statements }, asked.format),
        );
        return;
      }
      const mine = laneOf(analyst);
      if (mine.isFull)
        throw failure(
          202,
          'TOO_MANY_SIMULTANEOUS_QUERIES',
          `more than ${String(tools.waiting)} of your queries are waiting; try again`,
        );
      // The analyst's own lane is released after the last byte, so an answer that its client does
      // not read delays nobody else.
      await running.during(
        { user: analyst.name, queryId: delivery.wanted.queryId, sql },
        delivery.given,
        (given) => mine.run(() => answerOne(tools, { asked, sql, analyst, delivery, given })),
      );
    },
    explain: (failed) => (failed instanceof Refusal ? { 'X-Plancher-Refused': failed.reason } : {}),
  };
}

interface Work {
  asked: Asked;
  sql: string;
  analyst: Analyst;
  delivery: Delivery;
  /** Aborts when nobody waits for the answer any more. */
  given: AbortSignal;
}

async function answerOne(
  tools: EndpointTools,
  { asked, sql, analyst, delivery, given }: Work,
): Promise<void> {
  const startedMs = performance.now();
  const file = join(tools.folder, `answer-${randomUUID()}`);
  const statement: ToReader = {
    sql: Buffer.from(sql).toString('base64'),
    settings: [...asked.settings],
    parameters: [...asked.parameters],
    format: asked.format,
    limits: analyst.limits,
    encoding: delivery.wanted.encoding,
    file,
  };
  try {
    const answer = await tools.readers.run(statement, given);
    if (answer.type === 'failed') throw failureOf(answer);
    await delivery.deliver({
      read: {
        rowsRead: answer.rowsRead,
        bytesRead: answer.bytesRead,
        rowsWritten: 0,
        bytesWritten: 0,
      },
      resultBytes: answer.byteCount,
      format: answer.format,
      elapsedMs: performance.now() - startedMs,
      body: { packedBytes: (await stat(file)).size, slices: slicesOfFile(file) },
      headers: { 'X-Plancher-As-Of': isoTime(answer.asOfMs), ...clampedHeader(answer.clamped) },
    });
  } finally {
    await rm(file, { force: true });
  }
}

/** `max_execution_time=60, max_threads=1`: the limits that replace requested ones. */
function clampedHeader(
  clamped: readonly (readonly [string, string])[],
): Readonly<Record<string, string>> {
  if (clamped.length === 0) return {};
  return { 'X-Plancher-Clamped': clamped.map(([name, value]) => `${name}=${value}`).join(', ') };
}

async function* slicesOfFile(path: string): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<unknown> = createReadStream(path, { highWaterMark: READ_BYTES });
  for await (const slice of stream) if (Buffer.isBuffer(slice)) yield slice;
}

function failureOf({
  code,
  message,
  reason,
}: {
  code: number;
  message: string;
  reason: string | null;
}): StatementFailure {
  return isReason(reason) ? Refusal.again(reason, message) : new StatementFailure(code, message);
}

/** Clients without a configured database send `default`. */
function checkDatabase({ database }: Asked, own: string): void {
  if (database !== own && database !== 'default')
    throw failure(
      81,
      'UNKNOWN_DATABASE',
      `Database ${database.slice(0, 60)} does not exist; the public views are in ${own}`,
    );
}
