// Writes answers and failures as ClickHouse's HTTP interface does: headers, statuses, compression.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { StatementFailure } from '../../warehouse/execute.ts';
import type { Answer } from '../../warehouse/statement.ts';
import { deliver, slicesOf } from './send-answer.ts';
import { Lane } from './lane.ts';
import { packFailure } from './native-compression.ts';
import { type Encoding, contentEncoding, encodingOf, pack } from './packing.ts';

/** A failure with ClickHouse's code and the name of that code. */
export function failure(code: number, name: string, message: string): StatementFailure {
  return new StatementFailure(code, `Code: ${String(code)}. DB::Exception: ${message}. (${name})`);
}

export interface Done {
  read: Omit<Answer, 'bytes'>;
  /** Bytes of the answer before compression. */
  resultBytes: number;
  /** The format of the answer, by name. */
  format: string;
  elapsedMs: number;
  /** Bytes to compress as the client asks, or bytes that are compressed already. */
  body: { bytes: Uint8Array } | { packedBytes: number; slices: AsyncIterable<Uint8Array> };
  /** Headers in addition to those of every answer. */
  headers?: Readonly<Record<string, string>>;
}

/** One compression at a time in a process: it runs on the same threads as the engine. */
const packing = new Lane(1);

const CONTENT_TYPES: readonly (readonly [RegExp, string])[] = [
  [
    /^(JSONEachRow|JSONCompactEachRow|JSONStringsEachRow|JSONLines|NDJSON)/i,
    'application/x-ndjson; charset=UTF-8',
  ],
  [/^JSON/i, 'application/json; charset=UTF-8'],
  [/^CSV/i, 'text/csv; charset=UTF-8; header=present'],
  [/^(TSV|TabSeparated)/i, 'text/tab-separated-values; charset=UTF-8'],
  [/^(Native|RowBinary|Parquet|Arrow|ORC|MsgPack|Avro|RawBLOB)/i, 'application/octet-stream'],
];

/** The parts of a request that decide how its answer is sent. */
export interface Wanted {
  encoding: Encoding;
  queryId: string;
}

/** @throws StatementFailure for a query id that no header can hold */
export function wantedBy(request: IncomingMessage, url: URL): Wanted {
  const given = url.searchParams.get('query_id') ?? '';
  // clickhouse-connect sends an empty query_id.
  const queryId = given === '' ? randomUUID() : given;
  // The id is written into a header only after the statement was executed.
  if (!/^[\x20-\x7e]{1,200}$/.test(queryId))
    throw failure(36, 'BAD_ARGUMENTS', 'query_id has 1 to 200 printable ASCII characters');
  return { encoding: encodingOf(request, url), queryId };
}

/** Resolves when the last byte has left or the client has hung up. */
export async function send(
  response: ServerResponse,
  { encoding, queryId }: Wanted,
  done: Done,
): Promise<void> {
  const { read, resultBytes, format, elapsedMs, body, headers } = done;
  const summary = {
    read_rows: read.rowsRead,
    read_bytes: read.bytesRead,
    written_rows: read.rowsWritten,
    written_bytes: read.bytesWritten,
    total_rows_to_read: 0,
    result_rows: read.rowsRead,
    result_bytes: resultBytes,
    elapsed_ns: Math.round(elapsedMs * 1e6),
  };
  const packed =
    'slices' in body ? body : inMemory(await packing.run(() => pack(encoding, body.bytes)));
  const contentType =
    CONTENT_TYPES.find(([pattern]) => pattern.test(format))?.[1] ?? 'text/plain; charset=UTF-8';
  const named = contentEncoding(encoding);
  response.writeHead(200, {
    'Content-Type': contentType,
    'Content-Length': packed.packedBytes,
    'X-ClickHouse-Query-Id': queryId,
    'X-ClickHouse-Format': format,
    'X-ClickHouse-Timezone': 'UTC',
    'X-ClickHouse-Server-Display-Name': 'plancher',
    'X-ClickHouse-Summary': JSON.stringify(
      Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, String(value)])),
    ),
    ...(named === null ? {} : { 'Content-Encoding': named }),
    ...headers,
  });
  await deliver(response, packed.slices);
}

function inMemory(bytes: Uint8Array): { packedBytes: number; slices: Iterable<Uint8Array> } {
  return { packedBytes: bytes.length, slices: slicesOf(bytes) };
}

// From ClickHouse's exceptionCodeToHTTPStatus. Every other code is 500.
const STATUS_OF_CODE: Readonly<Record<number, number>> = {
  ...Object.fromEntries([192, 193, 497, 516].map((code) => [code, 403])),
  194: 401,
  ...Object.fromEntries(
    [6, 26, 27, 36, 38, 41, 43, 53, 62, 70, 117, 130, 456, 457].map((code) => [code, 400]),
  ),
  ...Object.fromEntries([16, 46, 47, 50, 60, 73, 81, 115].map((code) => [code, 404])),
  159: 408,
  209: 408,
  202: 503,
  307: 413,
  48: 501,
};

export function sendFailure(
  { searchParams }: URL,
  response: ServerResponse,
  { code, message }: StatementFailure,
  more: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const status = STATUS_OF_CODE[code] ?? 500;
  // The unread rest of a body would be parsed as the next request.
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Exception-Code': String(code),
    Connection: 'close',
    ...(code === 516 || status === 401 ? { 'WWW-Authenticate': 'Basic realm="plancher"' } : {}),
    ...more,
  });
  const text = Buffer.from(`${message}\n`);
  // A client that asks for compressed answers decompresses failures too.
  response.end(searchParams.get('compress') === '1' ? packFailure(text) : text);
}
