// The endpoint for analysts: any ClickHouse client, foreign SQL, read only. docs/decisions/0011-analyst-endpoint.md.
import type { Analyst } from '../query/analyst.ts';
import { type Desk, ask } from '../query/ask.ts';
import { Login } from '../query/login.ts';
import { Refusal } from '../query/refusal.ts';
import type { Pause } from '../platform/pause.ts';
import type { Endpoint } from './clickhouse-http.ts';
import { failure } from './http-answer.ts';
import { type Asked, sqlOf } from './http-request.ts';
import { Lane } from './lane.ts';

const LIMITS = { bodyBytes: 1_048_576, bufferedBytes: 16 * 1_048_576, connections: 64, perAddress: 48, requestMs: 60_000 };

export interface Queues {
  /** Queries at the same time, of all analysts. */
  concurrent: number;
  /** That wait for their turn, of one analyst. */
  waiting: number;
}

export function analystsEndpoint(desk: Desk, analysts: readonly Analyst[], queues: Queues, pause: Pause): Endpoint<Analyst> {
  const login = new Login(analysts, pause);
  const lane = new Lane(queues.concurrent);
  const own = new Map(analysts.map(({ name, limits }) => [name, new Lane(limits.concurrent, queues.waiting)]));
  return {
    limits: LIMITS,
    login: async ({ name, password }) => {
      const analyst = await login.check(name, password);
      if (analyst === 'busy') throw failure(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'too many logins are waiting; try again');
      if (analyst === null) throw failure(516, 'AUTHENTICATION_FAILED', 'Authentication failed: user or password is wrong');
      return analyst;
    },
    answer: async (asked, { name, limits }, isGone) => {
      checkDatabase(asked, desk.database);
      const sql = Buffer.from(sqlOf(asked));
      const mine = own.get(name);
      if (mine === undefined || mine.isFull)
        throw failure(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', `more than ${String(queues.waiting)} of your queries are waiting; try again`);
      return mine.run(() =>
        lane.run(async () => {
          // Nobody waits for the answer any more.
          if (isGone()) throw failure(394, 'QUERY_WAS_CANCELLED', 'the client hung up');
          const startedMs = performance.now();
          const { answer, format } = await ask(desk, { ...asked, sql }, limits);
          return { answered: answer, format, elapsedMs: performance.now() - startedMs };
        }),
      );
    },
    explain: (failed) => (failed instanceof Refusal ? { 'X-Plancher-Refused': failed.reason } : {}),
  };
}

/** Clients that were told of none say `default`. */
function checkDatabase({ database }: Asked, own: string): void {
  if (database !== own && database !== 'default')
    throw failure(81, 'UNKNOWN_DATABASE', `Database ${database.slice(0, 60)} does not exist; what is public is in ${own}`);
}
