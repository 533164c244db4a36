// The part of ClickHouse's HTTP interface that its clients use
// (https://clickhouse.com/docs/interfaces/http). Shared by both endpoints: paths, login, bodies,
// answers, failures. Each endpoint decides what a user may run: workers/endpoint.ts for other
// workers, analysts/endpoint.ts for foreign SQL.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { messageOf } from '../../platform/failure.ts';
import { systemPause } from '../../platform/pause.ts';
import type { Log } from '../../platform/log.ts';
import { StatementFailure } from '../../warehouse/execute.ts';
import { isForOtherHost } from './origin.ts';
import { type HttpLimits, IDLE_MS, TEXT, type Visit, httpServer, refuse } from './server.ts';
import { Tally } from './tally.ts';
import { type Done, type Wanted, failure, send, sendFailure, wantedBy } from './answer.ts';
import { type Asked, Bodies, type BodyLimits, askedOf, credentialsOf } from './request.ts';
import type { Login } from './login.ts';

export interface Endpoint<User> {
  limits: BodyLimits & HttpLimits;
  login: Login<User>;
  /**
   * Host names of this server, in addition to localhost, the machine's name and its addresses.
   * Unset: requests for any host are answered.
   */
  hostNames?: readonly string[];
  /**
   * Resolves when the answer has left.
   * @throws StatementFailure
   */
  answer: (asked: Asked, user: User, delivery: Delivery) => Promise<void>;
  /** Extra headers of a failure. */
  explain?: (failed: StatementFailure) => Readonly<Record<string, string>>;
}

/** How an answer reaches the client. */
export interface Delivery {
  wanted: Wanted;
  /** Aborts when the client hangs up. */
  given: AbortSignal;
  /** Resolves when the last byte has left or the client has hung up. */
  deliver: (done: Done) => Promise<void>;
}

/** @returns a server that is not listening yet */
export function clickhouseServer<User>(endpoint: Endpoint<User>, log: Log): Server {
  const tools = {
    endpoint,
    bodies: new Bodies(endpoint.limits),
    wrongLogins: new Tally(log, 'login failed'),
  };
  return httpServer(
    async (request, response, visit) => {
      try {
        await answer(tools, { request, response, visit });
      } catch (thrown) {
        const failed =
          thrown instanceof StatementFailure
            ? thrown
            : failure(1002, 'UNKNOWN_EXCEPTION', messageOf(thrown));
        if (!COUNTED.has(failed.code))
          log.warn({ code: failed.code, error: failed.message.slice(0, 400) }, 'statement failed');
        sendFailure(visit.url, response, failed, endpoint.explain?.(failed));
      }
    },
    endpoint.limits,
    log,
  );
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  visit: Visit;
}

interface Tools<User> {
  endpoint: Endpoint<User>;
  bodies: Bodies;
  wrongLogins: Tally;
}

const WRONG_LOGIN = 516;
/**
 * A client without a password must not be able to fill the log. So failed logins are counted, and
 * requests whose client hung up are not logged.
 */
const COUNTED = new Set([WRONG_LOGIN, 394]);

async function answer<User>(tools: Tools<User>, exchange: Exchange): Promise<void> {
  const { endpoint, bodies } = tools;
  const { request, response, visit } = exchange;
  const { url } = visit;
  if (url.pathname === '/ping') {
    response.writeHead(200, TEXT).end('Ok.\n');
    return;
  }
  if (url.pathname !== '/' || !['GET', 'POST'].includes(request.method ?? '')) {
    refuse(response, 404, 'There is no handle for this path and method.');
    return;
  }
  if (endpoint.hostNames !== undefined && isForOtherHost(request, endpoint.hostNames)) {
    refuse(
      response,
      403,
      'This host name is not served. The setting PLANCHER_SERVE_NAMES lists more names.',
    );
    return;
  }
  const user = await loggedIn(tools, exchange);
  const body = await bodies.read(request, url.searchParams.get('decompress') === '1');
  try {
    // A socket that is waiting for its answer is not idle.
    request.socket.setTimeout(0);
    const wanted = wantedBy(request, url);
    const delivery = {
      wanted,
      given: whenGone(response),
      deliver: (done: Done) => send(response, wanted, done),
    };
    await endpoint.answer(askedOf(url, request, body.bytes), user, delivery);
  } finally {
    body.release();
    request.socket.setTimeout(IDLE_MS);
  }
}

function whenGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  if (response.destroyed) gone.abort();
  return gone.signal;
}

/** @throws StatementFailure */
async function loggedIn<User>(
  { endpoint, wrongLogins }: Tools<User>,
  { request, visit }: Exchange,
): Promise<User> {
  const { source, connection, isGone, url } = visit;
  const entrance = await endpoint.login.check({
    ...credentialsOf(request, url),
    source,
    connection,
    isGone,
  });
  if ('user' in entrance) return entrance.user;
  if (entrance.refused === 'gone') throw failure(394, 'QUERY_WAS_CANCELLED', 'the client hung up');
  if (entrance.refused === 'busy')
    throw failure(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'too many logins are waiting; try again');
  wrongLogins.add(source);
  await visit.whileDroppable(() => systemPause(entrance.waitMs));
  throw failure(
    WRONG_LOGIN,
    'AUTHENTICATION_FAILED',
    'Authentication failed: user or password is wrong',
  );
}
