// Every HTTP server of the program is made here, and nowhere else (a lint rule holds that). A
// request never throws past this file: a target that is malformed is answered with 400, a handler
// that fails with 500. Connections, headers, requests and waits all have a limit.
import {
  type IncomingMessage,
  STATUS_CODES,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { codeOf, messageOf } from '../../platform/failure.ts';
import type { Log } from '../../platform/log.ts';
import { Connections, sourceOf } from './connections.ts';
import { isFromForeignPage } from './origin.ts';

export interface HttpLimits {
  /** At the same time, of all clients. */
  connections: number;
  /** At the same time, of one client address. */
  perAddress: number;
  /** From the first byte of a request to the last of its body. */
  requestMs: number;
}

/** One request and the connection that it came on. */
export interface Visit {
  url: URL;
  /** Of the client; an IPv6 client is known by its /64. */
  source: string;
  /** One for each connection. */
  connection: object;
  /** Whether the client hung up. */
  isGone: () => boolean;
  /** Waits on a connection that may be closed when another client needs its place. */
  whileDroppable: <Value>(act: () => Promise<Value>) => Promise<Value>;
}

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
) => Promise<void>;

const HEADERS_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
/** A connection without traffic; a handler may suspend it while it works on an answer. */
export const IDLE_MS = 60_000;
const CHECK_MS = 1_000;
const MOST_HEADERS = 100;
const MOST_REQUESTS_PER_CONNECTION = 10_000;
/** Requests that a client sent on one connection without waiting for the answers. */
const MOST_PIPELINED = 16;

export const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' };
/** No web page may read an answer, embed it, or guess that it is something else. */
const HARMLESS: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox"],
  ['Referrer-Policy', 'no-referrer'],
  ['Cache-Control', 'no-store'],
];

/** @returns a server that does not listen yet */
export function httpServer(handle: Handler, limits: HttpLimits, log: Log): Server {
  const connections = new Connections(limits);
  const server = createServer({
    headersTimeout: Math.min(HEADERS_MS, limits.requestMs),
    requestTimeout: limits.requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_MS,
    insecureHTTPParser: false,
  });
  server.maxHeadersCount = MOST_HEADERS;
  server.maxRequestsPerSocket = MOST_REQUESTS_PER_CONNECTION;
  server.on('connection', (socket) => {
    if (connections.admit(socket)) socket.setTimeout(IDLE_MS, () => socket.destroy());
    else socket.destroy();
  });
  server.on('request', (request, response) => {
    // Without a listener, an error of a connection that breaks would be an uncaught one.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const unanswered = connections.answering(request.socket);
    response.once('close', () => {
      connections.answered(request.socket);
    });
    if (unanswered > MOST_PIPELINED) request.socket.destroy();
    else void guarded(handle, request, response, connections, log);
  });
  server.on('clientError', (thrown, socket) => {
    if (!socket.writable || connections.isAnswering(socket)) socket.destroy();
    else endWith(socket, statusOfError(codeOf(thrown)));
  });
  server.on('connect', (_, socket) => {
    endWith(socket, 400);
  });
  return server;
}

/** Never rejects. */
async function guarded(
  handle: Handler,
  request: IncomingMessage,
  response: ServerResponse,
  connections: Connections,
  log: Log,
): Promise<void> {
  try {
    for (const [name, value] of HARMLESS) response.setHeader(name, value);
    const { socket } = request;
    const url = urlOf(request);
    if (url === null) {
      refuse(response, 400);
      return;
    }
    if (isFromForeignPage(request)) {
      refuse(response, 403, 'Requests of web pages of other sites are not answered.');
      return;
    }
    await handle(request, response, {
      url,
      source: sourceOf(socket),
      connection: socket,
      isGone: () => response.destroyed || socket.destroyed,
      whileDroppable: (act) => connections.whileDroppable(socket, act),
    });
  } catch (thrown) {
    log.error({ error: messageOf(thrown).slice(0, 400) }, 'HTTP request failed');
    if (response.headersSent) response.destroy();
    else refuse(response, 500);
  }
}

/**
 * The rest of a body that was not read would be taken for the next request, so the connection ends.
 */
export function refuse(
  response: ServerResponse,
  status: number,
  text = STATUS_CODES[status] ?? '',
): void {
  response.writeHead(status, { ...TEXT, Connection: 'close' }).end(`${text}\n`);
}

/**
 * Only the origin form (`/path?query`, RFC 9112) in printable ASCII, percent-encoded UTF-8. A
 * second slash at the beginning would be a host name to whoever resolves the target against a base.
 * @returns null for every other target and for a WebSocket; other offers to upgrade, which Java
 * clients make with each request, are ignored
 */
function urlOf({ url: target = '', headers, httpVersionMajor }: IncomingMessage): URL | null {
  // The parser takes HTTP/0.9, in which an answer has no headers.
  if (httpVersionMajor !== 1) return null;
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(target) || target.includes('#')) return null;
  if (headers.upgrade?.toLowerCase().includes('websocket') === true) return null;
  try {
    decodeURIComponent(target);
    return new URL(`http://localhost${target}`);
  } catch {
    return null;
  }
}

function statusOfError(code: string): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}

/** Answers on a connection that has no request object. */
function endWith(socket: Duplex, status: number): void {
  socket.on('error', () => undefined);
  const lines = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    ...[...HARMLESS, ['Content-Length', '0'], ['Connection', 'close']].map(
      ([name = '', value = '']) => `${name}: ${value}`,
    ),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n`, () => socket.destroy());
}
