// Reads requests as ClickHouse's HTTP interface does: user, statement, settings, parameters.
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { unpack } from '../../ingest/kafka/codecs.ts';
import { messageOf } from '../../platform/failure.ts';
import { StatementFailure } from '../../warehouse/execute.ts';
import { failure } from './answer.ts';
import { BadBlock, unpackNative } from './native-compression.ts';

/** URL parameters that are not engine settings. */
const NO_SETTINGS = new Set([
  ...[
    'query',
    'database',
    'query_id',
    'default_format',
    'user',
    'password',
    'quota_key',
    'role',
    'stacktrace',
  ],
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
  ...[
    'http_zlib_compression_level',
    'send_progress_in_http_headers',
    'http_headers_progress_interval_ms',
  ],
]);

export interface Credentials {
  name: string;
  password: string;
}

/** Read from Authorization, from X-ClickHouse-User and -Key, or from the URL. */
export function credentialsOf({ headers }: IncomingMessage, { searchParams }: URL): Credentials {
  const [scheme = '', encoded = ''] = (headers.authorization ?? '').split(' ');
  const basic = scheme.toLowerCase() === 'basic' ? Buffer.from(encoded, 'base64').toString() : ':';
  const colon = basic.indexOf(':');
  const header = (name: string) => headerOf(headers, name) ?? '';
  return {
    name: basic.slice(0, colon) || header('x-clickhouse-user') || (searchParams.get('user') ?? ''),
    password:
      basic.slice(colon + 1) || header('x-clickhouse-key') || (searchParams.get('password') ?? ''),
  };
}

export interface Asked {
  /** Settings in the URL. */
  query: string;
  body: Buffer;
  database: string;
  settings: ReadonlyMap<string, string>;
  /** Values of `{name:Type}`, escaped as in TabSeparated. */
  parameters: ReadonlyMap<string, string>;
  /** The format to use when the statement names none. */
  format: string;
  /** True for a GET, which must not change anything. */
  isReading: boolean;
}

export function askedOf(
  { searchParams }: URL,
  { headers, method }: IncomingMessage,
  body: Buffer,
): Asked {
  const entries = [...searchParams];
  return {
    query: searchParams.get('query') ?? '',
    body,
    database:
      searchParams.get('database') ?? headerOf(headers, 'x-clickhouse-database') ?? 'default',
    settings: new Map(
      entries.filter(([name]) => !NO_SETTINGS.has(name) && !name.startsWith('param_')),
    ),
    parameters: new Map(
      entries
        .filter(([name]) => name.startsWith('param_'))
        .map(([name, value]) => [name.slice('param_'.length), value]),
    ),
    format:
      searchParams.get('default_format') ??
      headerOf(headers, 'x-clickhouse-format') ??
      'TabSeparated',
    isReading: method === 'GET',
  };
}

/** The statement: the part in the URL, then the part in the body. */
export function sqlOf({ query, body }: Asked): string {
  const sql = `${query}${query === '' ? '' : '\n'}${body.toString()}`;
  if (sql.trim() === '') throw failure(62, 'SYNTAX_ERROR', 'Syntax error: Empty query');
  return sql;
}

function headerOf(headers: IncomingMessage['headers'], name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

export interface BodyLimits {
  /** Limit for one body. */
  bodyBytes: number;
  /** Limit for all requests together. */
  bufferedBytes: number;
  /** Whether bodies may be LZ4 or Zstandard frames. Decompressing those blocks this thread. */
  takesFrames: boolean;
}

/** Content-Encoding values that Node decompresses while the body arrives. */
const STREAMED: ReadonlyMap<string, () => NodeJS.ReadWriteStream> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);
/** Decompressed when the body is complete. clickhouse-connect sends rows like this. */
const FRAMES = ['lz4', 'zstd'] as const;

/** Request bodies in memory, with a limit for each and for all together. */
export class Bodies {
  readonly #limits: BodyLimits;
  #buffered = 0;

  constructor(limits: BodyLimits) {
    this.#limits = limits;
  }

  /** @param isNative whether the body is in ClickHouse's own compression (decompress=1) */
  async read(
    request: IncomingMessage,
    isNative = false,
  ): Promise<{ bytes: Buffer; release: () => void }> {
    const { frames, unpacker } = this.#packingOf(request);
    const parts: Buffer[] = [];
    let byteCount = 0;
    const release = () => {
      this.#buffered -= byteCount;
      byteCount = 0;
    };
    const hold = (bytes: number) => {
      byteCount += bytes;
      this.#buffered += bytes;
      this.#check(byteCount);
    };
    try {
      // A request that breaks off must end the decompression, with its error.
      const stream: AsyncIterable<Buffer | string> =
        unpacker === undefined ? request : pipeline(request, unpacker(), () => undefined);
      for await (const read of stream) {
        const part = typeof read === 'string' ? Buffer.from(read) : read;
        hold(part.length);
        parts.push(part);
      }
      const packed = Buffer.concat(parts);
      const bytes = await this.#unpacked(packed, frames, isNative);
      hold(bytes.length - packed.length);
      return { bytes, release };
    } catch (thrown) {
      release();
      if (thrown instanceof StatementFailure) throw thrown;
      if (thrown instanceof BadBlock) throw failure(thrown.code, thrown.name, thrown.message);
      throw failure(354, 'ZLIB_INFLATE_FAILED', `the body could not be read: ${messageOf(thrown)}`);
    }
  }

  #packingOf({ headers }: IncomingMessage): Packing {
    if (/^multipart\//i.test(headers['content-type'] ?? ''))
      throw failure(48, 'NOT_IMPLEMENTED', EXTERNAL_TABLES);
    const encoding = headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity') return {};
    const unpacker = STREAMED.get(encoding);
    const frames = FRAMES.find((name) => name === encoding && this.#limits.takesFrames);
    const taken = [...STREAMED.keys(), ...(this.#limits.takesFrames ? FRAMES : [])];
    if (unpacker === undefined && frames === undefined)
      throw failure(
        432,
        'UNKNOWN_COMPRESSION_METHOD',
        `Unknown compression method: ${encoding.slice(0, 40)}; bodies are taken in ` +
          taken.join(', '),
      );
    return { frames, unpacker };
  }

  async #unpacked(packed: Buffer, frames: Packing['frames'], isNative: boolean): Promise<Buffer> {
    const { bodyBytes } = this.#limits;
    if (isNative) return unpackNative(packed, bodyBytes);
    if (frames === undefined) return packed;
    return unpack(frames, packed, bodyBytes).catch(() => {
      const message = `a body in ${frames} is damaged or longer than ${String(bodyBytes)} bytes`;
      throw new BadBlock(271, 'CANNOT_DECOMPRESS', message);
    });
  }

  #check(byteCount: number): void {
    const { bodyBytes, bufferedBytes } = this.#limits;
    if (byteCount > bodyBytes)
      throw failure(
        307,
        'TOO_MANY_BYTES',
        `the request has more than ${String(bodyBytes)} bytes; send it in parts`,
      );
    if (this.#buffered > bufferedBytes)
      throw failure(
        202,
        'TOO_MANY_SIMULTANEOUS_QUERIES',
        'too many requests are waiting; try again',
      );
  }
}

interface Packing {
  frames?: (typeof FRAMES)[number] | undefined;
  unpacker?: (() => NodeJS.ReadWriteStream) | undefined;
}

const EXTERNAL_TABLES =
  'tables beside a statement (multipart/form-data) are not taken; write the rows into the ' +
  'statement: FROM values(...)';
