// How the bytes of an answer are compressed for a client.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, deflate, gzip } from 'node:zlib';
import { packNative } from './native-compression.ts';

/** `native` is ClickHouse's own (compress=1); the others are Content-Encoding. */
export const ENCODINGS = ['none', 'native', 'gzip', 'br', 'deflate'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const brotli = promisify(brotliCompress);

// Node 20 cannot compress to Zstandard, and no Node version to LZ4. A client that accepts nothing
// else gets the answer uncompressed.
const PACKERS: Readonly<Record<Encoding, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  none: (bytes) => Promise.resolve(bytes),
  native: packNative,
  gzip: promisify(gzip),
  br: (bytes) => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  deflate: promisify(deflate),
};
/** In order of preference. */
const HTTP_ENCODINGS = ['gzip', 'br', 'deflate'] as const;

/** The encoding that a request asks for. */
export function encodingOf({ headers }: IncomingMessage, { searchParams }: URL): Encoding {
  if (searchParams.get('compress') === '1') return 'native';
  if (searchParams.get('enable_http_compression') !== '1') return 'none';
  const taken = [headers['accept-encoding']]
    .join(',')
    .split(',')
    .map((name) => name.trim().split(';')[0]);
  return HTTP_ENCODINGS.find((name) => taken.includes(name)) ?? 'none';
}

export function pack(encoding: Encoding, bytes: Uint8Array): Promise<Uint8Array> {
  return PACKERS[encoding](bytes);
}

/** Null: the bytes are not compressed, or tell by themselves how they are. */
export function contentEncoding(encoding: Encoding): string | null {
  return encoding === 'none' || encoding === 'native' ? null : encoding;
}
