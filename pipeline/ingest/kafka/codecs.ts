// Unpacks compressed topics: gzip by Node; snappy, LZ4 and Zstandard in pure JavaScript. It never
// compresses. A record batch that cannot be unpacked is a fault of the broker's disk or of the
// producer; fetch-response.ts turns it into one rejected record. The libraries verify no checksums;
// docs/guarantees.md says what that leaves open.
import { promisify } from 'node:util';
import { unzip } from 'node:zlib';
import { decompress as unpackZstandard } from 'fzstd';
import { decompressBlock } from 'lz4js';
import { uncompress as unpackSnappy } from 'snappyjs';
import { Failure, codeOf, messageOf } from '../../platform/failure.ts';

/** Code of the failure when a batch unpacks to more than the limit. */
export const TOO_LARGE = 'batch_too_large';
class TooLarge extends Error {}

const KIB = 1_024;
const unpackGzip = promisify<Buffer, { maxOutputLength: number }, Buffer>(unzip);

/** Java's snappy streams begin with this magic number of 8 bytes and two versions of 4 bytes. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

function snappy(packed: Buffer, mostBytes: number): Buffer {
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC))
    return Buffer.from(snappyBlock(packed, mostBytes));
  const blocks: Uint8Array[] = [];
  let byteCount = 0;
  for (let at = XERIAL_HEADER_BYTES; at < packed.length; ) {
    const length = packed.readUInt32BE(at);
    const block = snappyBlock(slice(packed, at + 4, length), mostBytes - byteCount);
    blocks.push(block);
    byteCount += block.length;
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

/** A block begins with its unpacked length, 7 bits in each byte. */
function snappyBlock(packed: Buffer, mostBytes: number): Uint8Array {
  let [length, at] = [0, 0];
  for (let byte = 0x80; byte >= 0x80 && at < 5; at += 1) {
    byte = packed[at] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * at);
  }
  limited(length, mostBytes);
  return unpackSnappy(packed, mostBytes);
}

/** @throws Error instead of returning fewer bytes */
function slice(packed: Buffer, at: number, length: number): Buffer {
  if (at + length > packed.length) throw new Error('it is cut off');
  return packed.subarray(at, at + length);
}

const LZ4_MAGIC = 0x184d2204;
const LZ4_FLAGS = {
  blockChecksum: 0x10,
  contentSize: 0x08,
  contentChecksum: 0x04,
  dictionary: 0x01,
} as const;
const LZ4_STORED = 0x8000_0000;
/** The most bytes of a block, by the code in the header of its frame. */
const LZ4_BLOCK_BYTES = new Map([
  [4, 64 * KIB],
  [5, 256 * KIB],
  [6, 1_024 * KIB],
  [7, 4_096 * KIB],
]);

interface Lz4Block {
  at: number;
  length: number;
  isStored: boolean;
  mostBytes: number;
}

/**
 * The blocks of all frames. The library alone is not enough: it reads only one frame, and takes the
 * checksum of a block for its first bytes.
 */
function* lz4Blocks(packed: Buffer): Generator<Lz4Block> {
  for (let at = 0; at < packed.length; ) {
    if (packed.readUInt32LE(at) !== LZ4_MAGIC) throw new Error('it is not an LZ4 frame');
    const flags = packed.readUInt8(at + 4);
    const blockBytes = LZ4_BLOCK_BYTES.get((packed.readUInt8(at + 5) >> 4) & 7);
    if (flags >> 6 !== 1 || (flags & LZ4_FLAGS.dictionary) !== 0 || blockBytes === undefined)
      throw new Error('it is an LZ4 frame of another version or with a dictionary');
    at += 7 + ((flags & LZ4_FLAGS.contentSize) === 0 ? 0 : 8);
    for (let size = packed.readUInt32LE(at); size !== 0; size = packed.readUInt32LE(at)) {
      const isStored = size >= LZ4_STORED;
      const length = isStored ? size - LZ4_STORED : size;
      at += 4;
      slice(packed, at, length);
      yield { at, length, isStored, mostBytes: isStored ? length : blockBytes };
      at += length + ((flags & LZ4_FLAGS.blockChecksum) === 0 ? 0 : 4);
    }
    at += 4 + ((flags & LZ4_FLAGS.contentChecksum) === 0 ? 0 : 4);
  }
}

function lz4(packed: Buffer, mostBytes: number): Buffer {
  const blocks = [...lz4Blocks(packed)];
  const unpacked = Buffer.alloc(
    limited(
      blocks.reduce((sum, block) => sum + block.mostBytes, 0),
      mostBytes,
    ),
  );
  let end = 0;
  for (const { at, length, isStored, mostBytes: most } of blocks) {
    const start = end;
    if (isStored) end += packed.copy(unpacked, end, at, at + length);
    else end = decompressBlock(packed, unpacked, at, length, end);
    if (!(end - start <= most)) throw new Error('a block is longer than its frame allows');
  }
  return unpacked.subarray(0, end);
}

function limited(byteCount: number, mostBytes: number): number {
  if (byteCount > mostBytes) throw new TooLarge();
  return byteCount;
}

const ZSTD_MAGIC = 0xfd2f_b528;
const ZSTD_SKIPPABLE = 0x184d_2a50;
const ZSTD_BLOCK = { rle: 1, compressed: 2 } as const;
const ZSTD_BLOCK_BYTES = 128 * KIB;

/**
 * An upper bound for the unpacked bytes of all frames, from the headers of their blocks. The
 * library has no limit of its own.
 */
function zstdBound(packed: Buffer): number {
  let byteCount = 0;
  for (let at = 0; at < packed.length; ) {
    const magic = packed.readUInt32LE(at);
    if ((magic & ~0xf) >>> 0 === ZSTD_SKIPPABLE) {
      at += 8 + packed.readUInt32LE(at + 4);
      continue;
    }
    if (magic !== ZSTD_MAGIC) throw new Error('it is not a Zstandard frame');
    const flags = packed.readUInt8(at + 4);
    at += 4 + zstdHeaderBytes(flags);
    for (let isLast = false; !isLast; ) {
      const header = packed.readUIntLE(at, 3);
      const [size, type] = [header >>> 3, (header >>> 1) & 3];
      const length = type === ZSTD_BLOCK.rle ? 1 : size;
      slice(packed, at + 3, length);
      at += 3 + length;
      byteCount += type === ZSTD_BLOCK.compressed ? ZSTD_BLOCK_BYTES : size;
      isLast = (header & 1) === 1;
    }
    at += (flags & 4) === 0 ? 0 : 4;
  }
  return byteCount;
}

/**
 * Length of the frame header: the descriptor, the window, the id of a dictionary and the size of
 * the content (RFC 8878, 3.1.1.1).
 */
function zstdHeaderBytes(flags: number): number {
  const isOneSegment = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeBytes = [isOneSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  return 1 + (isOneSegment ? 0 : 1) + dictionaryBytes + sizeBytes;
}

function zstd(packed: Buffer, mostBytes: number): Buffer {
  limited(zstdBound(packed), mostBytes);
  return Buffer.from(unpackZstandard(packed));
}

export type Codec = 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** Keyed by the names of Kafka's `compression.type`. */
const UNPACK: Readonly<
  Record<Codec, (packed: Buffer, mostBytes: number) => Buffer | Promise<Buffer>>
> = {
  gzip: (packed, mostBytes) =>
    unpackGzip(packed, { maxOutputLength: mostBytes }).catch((thrown: unknown) => {
      throw codeOf(thrown) === 'ERR_BUFFER_TOO_LARGE' ? new TooLarge() : thrown;
    }),
  snappy,
  lz4,
  zstd,
};

/** @throws Failure when the bytes are damaged or unpack to more than `mostBytes` */
export async function unpack(codec: Codec, packed: Buffer, mostBytes: number): Promise<Buffer> {
  try {
    return await UNPACK[codec](packed, mostBytes);
  } catch (thrown) {
    const code = thrown instanceof TooLarge ? TOO_LARGE : 'unreadable_batch';
    throw new Failure(
      code,
      `A record batch compressed with ${codec} cannot be unpacked (${messageOf(thrown)}).`,
      {
        cause: thrown,
      },
    );
  }
}
