// ClickHouse's HTTP interface, as far as its clients use it: https://clickhouse.com/docs/interfaces/http. What is common to both endpoints: paths,
// logging in, bodies, answers, failures. Who may ask what is the endpoint's: trusted.ts (other workers) and analysts.ts (foreign SQL).
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { messageOf } from '../platform/failure.ts';
import type { Log } from '../platform/log.ts';
import { StatementFailure } from '../warehouse/execute.ts';
import { type HttpLimits, IDLE_MS, TEXT, type Visit, httpServer, refuse } from './http/server.ts';
import { type Done, type Wanted, failure, send, sendFailure, wantedBy } from './http-answer.ts';
import { type Asked, Bodies, type BodyLimits, type Credentials, askedOf, credentialsOf } from './http-request.ts';

export interface Endpoint<User> {
  limits: BodyLimits & HttpLimits;
  /** @throws StatementFailure 516 */
  login: (credentials: Credentials) => Promise<User>;
  /**
   * Ends when the answer has left.
   * @throws StatementFailure
   */
  answer: (asked: Asked, user: User, delivery: Delivery) => Promise<void>;
  /** Headers beside a failure. */
  explain?: (failed: StatementFailure) => Readonly<Record<string, string>>;
}

/** How an answer reaches the client. */
export interface Delivery {
  wanted: Wanted;
  /** Fires when the client hangs up. */
  given: AbortSignal;
  /** Ends when the last byte has left, or the client has hung up. */
  deliver: (done: Done) => Promise<void>;
}

/** @returns a server that does not listen yet */
export function clickhouseServer<User>(endpoint: Endpoint<User>, log: Log): Server {
  const bodies = new Bodies(endpoint.limits);
  return httpServer(
    async (request, response, visit) => {
      try {
        await answer(endpoint, bodies, { request, response, visit });
      } catch (thrown) {
        const failed = thrown instanceof StatementFailure ? thrown : failure(1002, 'UNKNOWN_EXCEPTION', messageOf(thrown));
        log.warn({ code: failed.code, error: failed.message.slice(0, 400) }, 'statement failed');
        sendFailure(response, failed, endpoint.explain?.(failed));
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

async function answer<User>(endpoint: Endpoint<User>, bodies: Bodies, { request, response, visit }: Exchange): Promise<void> {
  const { url } = visit;
  if (url.pathname === '/ping') {
    response.writeHead(200, TEXT).end('Ok.\n');
    return;
  }
  if (url.pathname !== '/' || !['GET', 'POST'].includes(request.method ?? '')) {
    refuse(response, 404, 'There is no handle for this path and method.');
    return;
  }
  const user = await endpoint.login(credentialsOf(request, url));
  if (url.searchParams.get('decompress') === '1')
    throw failure(
      48,
      'NOT_IMPLEMENTED',
      "statements in the native compression (decompress=1) are not read; use HTTP's Content-Encoding: gzip",
    );
  const body = await bodies.read(request);
  try {
    // A socket that waits for its answer is not idle.
    request.socket.setTimeout(0);
    const wanted = wantedBy(request, url);
    const delivery = { wanted, given: whenGone(response), deliver: (done: Done) => send(response, wanted, done) };
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
