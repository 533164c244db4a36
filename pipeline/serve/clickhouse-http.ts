// ClickHouse's HTTP interface, as far as its clients use it: https://clickhouse.com/docs/interfaces/http. What is common to both endpoints: paths,
// logging in, bodies, answers, failures. Who may ask what is the endpoint's: trusted.ts (other workers) and analysts.ts (foreign SQL).
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { messageOf } from '../platform/failure.ts';
import type { Log } from '../platform/log.ts';
import { StatementFailure } from '../warehouse/execute.ts';
import { type Done, failure, send, sendFailure } from './http-answer.ts';
import { type Asked, Bodies, type BodyLimits, type Credentials, askedOf, credentialsOf } from './http-request.ts';

export interface Endpoint<User> {
  limits: BodyLimits & { connections: number };
  /** @throws StatementFailure 516 */
  login: (credentials: Credentials) => Promise<User>;
  /**
   * @param isGone whether whoever asks has hung up
   * @throws StatementFailure
   */
  answer: (asked: Asked, user: User, isGone: () => boolean) => Promise<Done>;
  /** Headers beside a failure. */
  explain?: (failed: StatementFailure) => Readonly<Record<string, string>>;
}

const IDLE_MS = 60_000;
const KEEP_ALIVE_MS = 10_000;
const TEXT = { 'Content-Type': 'text/plain; charset=UTF-8' };

/** @returns a server that does not listen yet */
export function clickhouseServer<User>(endpoint: Endpoint<User>, log: Log): Server {
  const bodies = new Bodies(endpoint.limits);
  const server = createServer((request, response) => {
    answer(endpoint, bodies, request, response).catch((thrown: unknown) => {
      const failed = thrown instanceof StatementFailure ? thrown : failure(1002, 'UNKNOWN_EXCEPTION', messageOf(thrown));
      log.warn({ code: failed.code, error: failed.message.slice(0, 400) }, 'statement failed');
      sendFailure(response, failed, endpoint.explain?.(failed));
    });
  });
  server.maxConnections = endpoint.limits.connections;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('connection', (socket) => socket.setTimeout(IDLE_MS, () => socket.destroy()));
  return server;
}

async function answer<User>(endpoint: Endpoint<User>, bodies: Bodies, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/ping') {
    response.writeHead(200, TEXT).end('Ok.\n');
    return;
  }
  if (url.pathname !== '/' || !['GET', 'POST'].includes(request.method ?? '')) {
    response.writeHead(404, TEXT).end('There is no handle for this path and method.\n');
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
    const done = await endpoint.answer(askedOf(url, request, body.bytes), user, () => response.destroyed);
    await send(request, response, url, done);
  } finally {
    body.release();
    request.socket.setTimeout(IDLE_MS);
  }
}
