// ClickHouse's HTTP interface over the embedded engine, as far as @clickhouse/client and curl use it: query, insert, parameters, settings,
// gzip, error codes and headers, /ping. https://clickhouse.com/docs/interfaces/http. Whoever has the password may do everything.
import { hash, randomUUID, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gzip } from 'node:zlib';
import { messageOf } from '../platform/failure.ts';
import type { Log } from '../platform/log.ts';
import type { Engine } from '../warehouse/engine.ts';
import { type Answer, type Statement, StatementFailure, execute } from '../warehouse/execute.ts';
import { Lane } from './lane.ts';

export interface User {
  name: string;
  password: string;
}

const MOST_BODY_BYTES = 256 * 1_048_576;
/** Of all requests together. */
const MOST_BUFFERED_BYTES = 1_024 * 1_048_576;
const MOST_CONNECTIONS = 128;
const IDLE_MS = 60_000;
const KEEP_ALIVE_MS = 10_000;
/** The thread pool of Node has four: a query that takes long must not hold up inserts. */
const LANE_WIDTH = 2;

const IS_INSERT = /^\s*INSERT\b/i;
const IS_INSERT_WITH_FORMAT = /^\s*INSERT\b.*\bFORMAT\s+\w+\s*;?\s*$/is;
/** Parameters of a URL that are no settings of the engine. */
const NO_SETTINGS = new Set([
  ...['query', 'database', 'query_id', 'default_format', 'user', 'password', 'quota_key', 'role', 'stacktrace', 'client_protocol_version'],
  ...[
    'session_id',
    'session_timeout',
    'session_check',
    'wait_end_of_query',
    'buffer_size',
    'enable_http_compression',
    'compress',
    'decompress',
  ],
  ...['http_zlib_compression_level', 'send_progress_in_http_headers', 'http_headers_progress_interval_ms'],
]);

const gzipped = promisify(gzip);

/** @returns a server that does not listen yet */
export function clickhouseServer(engine: Engine, user: User, log: Log): Server {
  const lanes = { write: new Lane(LANE_WIDTH), read: new Lane(LANE_WIDTH) };
  const bodies = new Bodies();
  const server = createServer((request, response) => {
    answer({ engine, user, lanes, bodies }, request, response).catch((thrown: unknown) => {
      const failure =
        thrown instanceof StatementFailure
          ? thrown
          : new StatementFailure(1002, `Code: 1002. DB::Exception: ${messageOf(thrown)} (UNKNOWN_EXCEPTION)`);
      log.warn({ code: failure.code, error: failure.message.slice(0, 400) }, 'statement failed');
      sendFailure(response, failure);
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('connection', (socket) => socket.setTimeout(IDLE_MS, () => socket.destroy()));
  return server;
}

interface Served {
  engine: Engine;
  user: User;
  lanes: { write: Lane; read: Lane };
  bodies: Bodies;
}

async function answer({ engine, user, lanes, bodies }: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/ping') {
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=UTF-8' }).end('Ok.\n');
    return;
  }
  if (url.pathname !== '/' || !['GET', 'POST'].includes(request.method ?? '')) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=UTF-8' }).end('There is no handle for this path and method.\n');
    return;
  }
  if (!isUser(user, request, url)) throw failure(516, 'AUTHENTICATION_FAILED', 'Authentication failed: user or password is wrong');
  if (['compress', 'decompress'].some((name) => url.searchParams.get(name) === '1'))
    throw failure(
      48,
      'NOT_IMPLEMENTED',
      "the native compression (compress=1, decompress=1) is not served; use HTTP's Content-Encoding: gzip",
    );
  const body = await bodies.read(request);
  try {
    const statement = statementOf(url, body.bytes, request);
    // A socket that waits for its answer is not idle.
    request.socket.setTimeout(0);
    const lane = IS_INSERT.test(statement.sql) ? lanes.write : lanes.read;
    const startedMs = performance.now();
    const answered = await lane.run(() => execute(engine, statement));
    await send(response, request, url, { answered, statement, elapsedMs: performance.now() - startedMs });
  } finally {
    body.release();
    request.socket.setTimeout(IDLE_MS);
  }
}

function failure(code: number, name: string, message: string): StatementFailure {
  return new StatementFailure(code, `Code: ${String(code)}. DB::Exception: ${message}. (${name})`);
}

function isUser(user: User, { headers }: IncomingMessage, { searchParams }: URL): boolean {
  const [scheme = '', encoded = ''] = (headers.authorization ?? '').split(' ');
  const basic = scheme.toLowerCase() === 'basic' ? Buffer.from(encoded, 'base64').toString() : ':';
  const colon = basic.indexOf(':');
  const header = (name: string) => String(headers[name] ?? '');
  const name = basic.slice(0, colon) || header('x-clickhouse-user') || (searchParams.get('user') ?? '');
  const password = basic.slice(colon + 1) || header('x-clickhouse-key') || (searchParams.get('password') ?? '');
  // Digests have one length, so that the time it takes tells nothing of the password.
  const isPassword = timingSafeEqual(hash('sha256', password, 'buffer'), hash('sha256', user.password, 'buffer'));
  return isPassword && name === user.name;
}

function statementOf({ searchParams }: URL, body: Buffer, { headers }: IncomingMessage): Statement {
  const inUrl = searchParams.get('query') ?? '';
  const hasRows = IS_INSERT_WITH_FORMAT.test(inUrl);
  const sql = hasRows ? inUrl : `${inUrl}${inUrl === '' ? '' : '\n'}${body.toString()}`;
  if (sql.trim() === '') throw failure(62, 'SYNTAX_ERROR', 'Syntax error: Empty query');
  const entries = [...searchParams];
  return {
    sql,
    rows: hasRows ? body : null,
    database: searchParams.get('database') ?? headerOf(headers, 'x-clickhouse-database') ?? 'default',
    settings: new Map(entries.filter(([name]) => !NO_SETTINGS.has(name) && !name.startsWith('param_'))),
    parameters: new Map(entries.filter(([name]) => name.startsWith('param_')).map(([name, value]) => [name.slice('param_'.length), value])),
    format: searchParams.get('default_format') ?? headerOf(headers, 'x-clickhouse-format') ?? 'TabSeparated',
  };
}

function headerOf(headers: IncomingMessage['headers'], name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

interface Done {
  answered: Answer;
  statement: Statement;
  elapsedMs: number;
}

async function send(response: ServerResponse, request: IncomingMessage, url: URL, { answered, statement, elapsedMs }: Done): Promise<void> {
  const summary = {
    read_rows: answered.rowsRead,
    read_bytes: answered.bytesRead,
    written_rows: answered.rowsWritten,
    written_bytes: answered.bytesWritten,
    total_rows_to_read: 0,
    result_rows: answered.rowsRead,
    result_bytes: answered.bytes.length,
    elapsed_ns: Math.round(elapsedMs * 1e6),
  };
  const isGzip = url.searchParams.get('enable_http_compression') === '1' && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const bytes = isGzip ? await gzipped(answered.bytes) : answered.bytes;
  response
    .writeHead(200, {
      'Content-Type': 'text/plain; charset=UTF-8',
      'Content-Length': bytes.length,
      'X-ClickHouse-Query-Id': url.searchParams.get('query_id') ?? randomUUID(),
      'X-ClickHouse-Format': /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(statement.sql)?.[1] ?? statement.format,
      'X-ClickHouse-Timezone': 'UTC',
      'X-ClickHouse-Summary': JSON.stringify(Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, String(value)]))),
      ...(isGzip ? { 'Content-Encoding': 'gzip' } : {}),
    })
    .end(bytes);
}

// From ClickHouse's exceptionCodeToHTTPStatus; everything else is 500.
const STATUS_OF_CODE: Readonly<Record<number, number>> = {
  ...Object.fromEntries([192, 193, 516].map((code) => [code, 403])),
  194: 401,
  ...Object.fromEntries([6, 26, 27, 36, 38, 41, 43, 53, 62, 70, 117, 130, 456, 457].map((code) => [code, 400])),
  ...Object.fromEntries([16, 46, 47, 50, 60, 73, 81, 115].map((code) => [code, 404])),
  159: 408,
  209: 408,
  202: 503,
  307: 413,
  48: 501,
};

function sendFailure(response: ServerResponse, { code, message }: StatementFailure): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const status = STATUS_OF_CODE[code] ?? 500;
  // The rest of a body that was not read would be taken for the next request.
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Exception-Code': String(code),
    Connection: 'close',
    ...(status === 401 || status === 403 ? { 'WWW-Authenticate': 'Basic realm="plancher"' } : {}),
  });
  response.end(`${message}\n`);
}

/** Bodies of requests in memory, with a limit for each and for all. */
class Bodies {
  #buffered = 0;

  async read(request: IncomingMessage): Promise<{ bytes: Buffer; release: () => void }> {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'gzip')
      throw failure(432, 'UNKNOWN_COMPRESSION_METHOD', `Unknown compression method: ${encoding}; gzip is served`);
    const parts: Buffer[] = [];
    let byteCount = 0;
    const release = () => {
      this.#buffered -= byteCount;
      byteCount = 0;
    };
    try {
      // A request that breaks off must end the unpacking, with its error.
      const stream: AsyncIterable<Buffer> = encoding === 'gzip' ? pipeline(request, createGunzip(), () => undefined) : request;
      for await (const part of stream) {
        byteCount += part.length;
        this.#buffered += part.length;
        if (byteCount > MOST_BODY_BYTES)
          throw failure(307, 'TOO_MANY_BYTES', `the request has more than ${String(MOST_BODY_BYTES)} bytes; send it in parts`);
        if (this.#buffered > MOST_BUFFERED_BYTES)
          throw failure(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'too many requests are waiting; try again');
        parts.push(part);
      }
      return { bytes: Buffer.concat(parts), release };
    } catch (thrown) {
      release();
      if (thrown instanceof StatementFailure) throw thrown;
      throw failure(354, 'ZLIB_INFLATE_FAILED', `the body could not be read: ${messageOf(thrown)}`);
    }
  }
}
