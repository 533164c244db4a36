// ClickHouse's own compression of answers (compress=1, used by clickhouse-jdbc and clickhouse-go)
// and of bodies (decompress=1, used by clickhouse-go for rows). Each LZ4 block follows a header:
//   CityHash128 of the rest (low, high) | method 0x82 | size of the block including these 9 bytes |
//   size of the content | LZ4 block
import { setImmediate } from 'node:timers/promises';
import { compressBlock, compressBound } from 'lz4js';
import { cityHash128 } from './city-hash.ts';

const LZ4 = 0x82;
const AS_IT_IS = 0x02;
const CHECKSUM_BYTES = 16;
const HEADER_BYTES = 9;
/** Content bytes in a block. Small, because compressing one blocks this thread. */
const BLOCK_BYTES = 65_536;
const LENGTH_MASK = 15;
const LEAST_MATCH = 4;
/** Most compressed bytes in a block: its checksum blocks this thread, at about 20 MB/s. */
const MOST_BLOCK_BYTES = 32 * 1_048_576;

/** A body that is not made of such blocks, with ClickHouse's code and the name of that code. */
export class BadBlock extends Error {
  readonly code: number;

  constructor(code: number, name: string, message: string) {
    super(message);
    this.code = code;
    this.name = name;
  }
}

/**
 * A failure as blocks of literal bytes. clickhouse-go decompresses them; clickhouse-jdbc searches
 * for the text without decompressing anything.
 */
export function packFailure(content: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += BLOCK_BYTES) {
    const part = content.subarray(at, at + BLOCK_BYTES);
    blocks.push(block(asLiterals(part), part.length));
  }
  return Buffer.concat(blocks);
}

/** Yields to other work between blocks. */
export async function packNative(content: Uint8Array): Promise<Uint8Array> {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += BLOCK_BYTES) {
    const part = content.subarray(at, at + BLOCK_BYTES);
    blocks.push(block(lz4(part), part.length));
    await setImmediate();
  }
  return Buffer.concat(blocks);
}

/**
 * Yields to other work between blocks.
 * @param mostBytes limit on the decompressed content
 * @throws BadBlock
 */
export async function unpackNative(packed: Buffer, mostBytes: number): Promise<Buffer> {
  const contents: Buffer[] = [];
  let length = 0;
  for (let at = 0; at < packed.length; ) {
    const { content, size } = unblock(packed.subarray(at), mostBytes - length);
    contents.push(content);
    length += content.length;
    at += size;
    await setImmediate();
  }
  return Buffer.concat(contents);
}

function unblock(bytes: Buffer, mostBytes: number): { content: Buffer; size: number } {
  if (bytes.length < CHECKSUM_BYTES + HEADER_BYTES) throw cutOff();
  const method = bytes.readUInt8(CHECKSUM_BYTES);
  const size = CHECKSUM_BYTES + bytes.readUInt32LE(CHECKSUM_BYTES + 1);
  const contentBytes = bytes.readUInt32LE(CHECKSUM_BYTES + 5);
  if (method !== LZ4 && method !== AS_IT_IS)
    throw new BadBlock(432, 'UNKNOWN_COMPRESSION_METHOD', 'bodies are taken in LZ4, or not packed');
  if (size > bytes.length || size < CHECKSUM_BYTES + HEADER_BYTES) throw cutOff();
  if (contentBytes > mostBytes || size > MOST_BLOCK_BYTES)
    throw new BadBlock(307, 'TOO_MANY_BYTES', 'the request has too many bytes; send it in parts');
  const [low, high] = cityHash128(bytes.subarray(CHECKSUM_BYTES, size));
  if (low !== bytes.readBigUInt64LE(0) || high !== bytes.readBigUInt64LE(8))
    throw new BadBlock(40, 'CHECKSUM_DOESNT_MATCH', 'the checksum of a packed block is wrong');
  const inner = bytes.subarray(CHECKSUM_BYTES + HEADER_BYTES, size);
  const content = method === LZ4 ? unpackLz4(inner, contentBytes) : inner;
  if (content.length !== contentBytes) throw badContent();
  return { content, size };
}

const cutOff = () => new BadBlock(271, 'CANNOT_DECOMPRESS', 'a packed block is cut off');
const badContent = () =>
  new BadBlock(271, 'CANNOT_DECOMPRESS', 'a packed block cannot be unpacked');

/** Strict about both ends. lz4js runs on, for a long time, when a block is damaged. */
function unpackLz4(packed: Buffer, length: number): Buffer {
  const content = Buffer.alloc(length);
  let [from, to] = [0, 0];
  const countFrom = (nibble: number): number => {
    let count = nibble;
    for (let more = nibble === LENGTH_MASK ? 255 : 0; more === 255; count += more) {
      more = packed[from] ?? 0;
      from += 1;
    }
    return count;
  };
  while (from < packed.length) {
    const token = packed[from] ?? 0;
    from += 1;
    const literals = countFrom(token >> 4);
    if (from + literals > packed.length || to + literals > length) throw badContent();
    content.set(packed.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence has no match.
    if (from === packed.length) break;
    const distance = (packed[from] ?? 0) | ((packed[from + 1] ?? 0) << 8);
    from += 2;
    const matched = countFrom(token & LENGTH_MASK) + LEAST_MATCH;
    if (distance === 0 || distance > to || to + matched > length) throw badContent();
    copyMatch(content, { to, distance, matched });
    to += matched;
  }
  if (to !== length) throw badContent();
  return content;
}

/** A match may overlap its own output, which repeats the bytes there. */
function copyMatch(
  content: Buffer,
  { to, distance, matched }: { to: number; distance: number; matched: number },
): void {
  for (let done = 0; done < matched; ) {
    const available = Math.min(distance + done, matched - done);
    content.copyWithin(to + done, to - distance, to - distance + available);
    done += available;
  }
}

function block(packed: Uint8Array, contentBytes: number): Uint8Array {
  const bytes = Buffer.alloc(CHECKSUM_BYTES + HEADER_BYTES + packed.length);
  bytes.writeUInt8(LZ4, CHECKSUM_BYTES);
  bytes.writeUInt32LE(HEADER_BYTES + packed.length, CHECKSUM_BYTES + 1);
  bytes.writeUInt32LE(contentBytes, CHECKSUM_BYTES + 5);
  bytes.set(packed, CHECKSUM_BYTES + HEADER_BYTES);
  const [low, high] = cityHash128(bytes.subarray(CHECKSUM_BYTES));
  bytes.writeBigUInt64LE(low, 0);
  bytes.writeBigUInt64LE(high, 8);
  return bytes;
}

function lz4(content: Uint8Array): Uint8Array {
  const packed = new Uint8Array(compressBound(content.length));
  // A fresh hash table: positions of another block would be mistaken for matches.
  const length = compressBlock(content, packed, 0, content.length, new Uint32Array(1 << 16));
  return length === 0 ? asLiterals(content) : packed.subarray(0, length);
}

/** One sequence of literals only: how LZ4 stores what it cannot shrink. */
function asLiterals(content: Uint8Array): Uint8Array {
  const { length } = content;
  if (length < LENGTH_MASK) return Buffer.concat([Buffer.from([length << 4]), content]);
  const more = length - LENGTH_MASK;
  const lengths = [...new Array<number>(Math.floor(more / 255)).fill(255), more % 255];
  return Buffer.concat([Buffer.from([LENGTH_MASK << 4, ...lengths]), content]);
}
