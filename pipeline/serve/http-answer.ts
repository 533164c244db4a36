// Answers and failures as ClickHouse's HTTP interface writes them: headers, statuses, compression.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, deflate, gzip } from 'node:zlib';
import { type Answer, StatementFailure } from '../warehouse/execute.ts';
import { packNative } from './native-compression.ts';

/** With ClickHouse's code and its name. */
export function failure(code: number, name: string, message: string): StatementFailure {
  return new StatementFailure(code, `Code: ${String(code)}. DB::Exception: ${message}. (${name})`);
}

export interface Done {
  answered: Answer;
  /** Of the answer, by its name. */
  format: string;
  elapsedMs: number;
}

type Pack = (bytes: Uint8Array) => Promise<Uint8Array>;

const brotli = promisify(brotliCompress);
/** The first that the client takes. Node 20 cannot pack Zstandard and no Node LZ4: who takes nothing else gets the answer as it is. */
const PACKERS: readonly (readonly [string, Pack])[] = [
  ['gzip', promisify(gzip)],
  ['br', (bytes) => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
  ['deflate', promisify(deflate)],
];

const CONTENT_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(JSONEachRow|JSONCompactEachRow|JSONStringsEachRow|JSONLines|NDJSON)/, 'application/x-ndjson; charset=UTF-8'],
  [/^JSON/, 'application/json; charset=UTF-8'],
  [/^CSV/, 'text/csv; charset=UTF-8; header=present'],
  [/^(TSV|TabSeparated)/, 'text/tab-separated-values; charset=UTF-8'],
  [/^(Native|RowBinary|Parquet|Arrow|ORC|MsgPack|Avro|RawBLOB)/, 'application/octet-stream'],
];

export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { answered, format, elapsedMs }: Done,
): Promise<void> {
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
  const [encoding, pack] = url.searchParams.get('compress') === '1' ? [null, packNative] : (packerFor(request, url) ?? [null, null]);
  const bytes = pack === null ? answered.bytes : await pack(answered.bytes);
  response
    .writeHead(200, {
      'Content-Type': CONTENT_TYPES.find(([pattern]) => pattern.test(format))?.[1] ?? 'text/plain; charset=UTF-8',
      'Content-Length': bytes.length,
      'X-ClickHouse-Query-Id': url.searchParams.get('query_id') ?? randomUUID(),
      'X-ClickHouse-Format': format,
      'X-ClickHouse-Timezone': 'UTC',
      'X-ClickHouse-Server-Display-Name': 'plancher',
      'X-ClickHouse-Summary': JSON.stringify(Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, String(value)]))),
      ...(encoding === null ? {} : { 'Content-Encoding': encoding }),
    })
    .end(bytes);
}

function packerFor({ headers }: IncomingMessage, { searchParams }: URL): readonly [string, Pack] | undefined {
  if (searchParams.get('enable_http_compression') !== '1') return undefined;
  const taken = [headers['accept-encoding']]
    .join(',')
    .split(',')
    .map((name) => name.trim().split(';')[0]);
  return PACKERS.find(([name]) => taken.includes(name));
}

// From ClickHouse's exceptionCodeToHTTPStatus; everything else is 500.
const STATUS_OF_CODE: Readonly<Record<number, number>> = {
  ...Object.fromEntries([192, 193, 497, 516].map((code) => [code, 403])),
  194: 401,
  ...Object.fromEntries([6, 26, 27, 36, 38, 41, 43, 53, 62, 70, 117, 130, 456, 457].map((code) => [code, 400])),
  ...Object.fromEntries([16, 46, 47, 50, 60, 73, 81, 115].map((code) => [code, 404])),
  159: 408,
  209: 408,
  202: 503,
  307: 413,
  48: 501,
};

export function sendFailure(
  response: ServerResponse,
  { code, message }: StatementFailure,
  more: Readonly<Record<string, string>> = {},
): void {
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
    ...(code === 516 || status === 401 ? { 'WWW-Authenticate': 'Basic realm="plancher"' } : {}),
    ...more,
  });
  response.end(`${message}\n`);
}
