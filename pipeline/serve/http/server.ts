// Makes every HTTP server of the program; a lint rule forbids it elsewhere. A request never throws
// past this file: a malformed target gets 400, a failing handler 500. Connections, headers,
// requests and waits all have a limit.
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
  /** Most connections of all clients together. */
  connections: number;
  /** Most connections of one client address. */
  perAddress: number;
  /** Most time from the first byte of a request to the last of its body. */
  requestMs: number;
}

/** One request and the connection that it came on. */
export interface Visit {
  url: URL;
  /** The client's address. An IPv6 client is identified by its /64 prefix. */
  source: string;
  /** Identifies the connection. */
  connection: object;
  /** Whether the client hung up. */
  isGone: () => boolean;
  /** Waits. Meanwhile the connection may be closed when another client needs its place. */
  whileDroppable: <Value>(act: () => Promise<Value>) => Promise<Value>;
}

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
) => Promise<void>;

const HEADERS_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
/** Limit for a connection without traffic. A handler may suspend it while it works. */
export const IDLE_MS = 60_000;
const CHECK_MS = 1_000;
const MOST_HEADERS = 100;
const MOST_REQUESTS_PER_CONNECTION = 10_000;
/** Most requests that a client may send on one connection without waiting for answers. */
const MOST_PIPELINED = 16;

export const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' };
/** Keeps web pages from reading an answer, embedding it or sniffing its type. */
const HARMLESS: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox"],
  ['Referrer-Policy', 'no-referrer'],
  ['Cache-Control', 'no-store'],
];

/** @returns a server that is not listening yet */
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
    // Without a listener, the error of a broken connection would be uncaught.
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

/** Ends the connection too: the unread rest of a body would be parsed as the next request. */
export function refuse(
  response: ServerResponse,
  status: number,
  text = STATUS_CODES[status] ?? '',
): void {
  response.writeHead(status, { ...TEXT, Connection: 'close' }).end(`${text}\n`);
}

/**
 * Accepts only the origin form (`/path?query`, RFC 9112) in printable ASCII, percent-encoded UTF-8.
 * A second leading slash would become a host name when the target is resolved against a base.
 * @returns null for any other target and for a WebSocket. Other upgrade offers, which Java clients
 * send with each request, are ignored
 */
function urlOf({ url: target = '', headers, httpVersionMajor }: IncomingMessage): URL | null {
  // The parser accepts HTTP/0.9, where an answer has no headers.
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

/** Answers on a connection without a request object. */
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
