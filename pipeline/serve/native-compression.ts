// ClickHouse's own compression of answers (compress=1), which clickhouse-jdbc asks for unless it is told not to: blocks of LZ4, each behind a checksum.
//   CityHash128 of the rest (low, high) | method 0x82 | bytes of the block with these 9 | bytes of its content | LZ4 block
import { setImmediate } from 'node:timers/promises';
import { compressBlock, compressBound } from 'lz4js';
import { cityHash128 } from './city-hash.ts';

const LZ4 = 0x82;
const CHECKSUM_BYTES = 16;
const HEADER_BYTES = 9;
/** Of content in a block: small, because packing one holds this thread. */
const BLOCK_BYTES = 65_536;
const LENGTH_MASK = 15;

/** Lets other work run between blocks. */
export async function packNative(content: Uint8Array): Promise<Uint8Array> {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += BLOCK_BYTES) {
    blocks.push(block(content.subarray(at, at + BLOCK_BYTES)));
    await setImmediate();
  }
  return Buffer.concat(blocks);
}

function block(content: Uint8Array): Uint8Array {
  const packed = lz4(content);
  const bytes = Buffer.alloc(CHECKSUM_BYTES + HEADER_BYTES + packed.length);
  bytes.writeUInt8(LZ4, CHECKSUM_BYTES);
  bytes.writeUInt32LE(HEADER_BYTES + packed.length, CHECKSUM_BYTES + 1);
  bytes.writeUInt32LE(content.length, CHECKSUM_BYTES + 5);
  bytes.set(packed, CHECKSUM_BYTES + HEADER_BYTES);
  const [low, high] = cityHash128(bytes.subarray(CHECKSUM_BYTES));
  bytes.writeBigUInt64LE(low, 0);
  bytes.writeBigUInt64LE(high, 8);
  return bytes;
}

function lz4(content: Uint8Array): Uint8Array {
  const packed = new Uint8Array(compressBound(content.length));
  // A table of its own, because positions of another block would be taken for matches.
  const length = compressBlock(content, packed, 0, content.length, new Uint32Array(1 << 16));
  return length === 0 ? asLiterals(content) : packed.subarray(0, length);
}

/** One sequence that is all literals: what cannot be made smaller, as LZ4 says it. */
function asLiterals(content: Uint8Array): Uint8Array {
  const { length } = content;
  if (length < LENGTH_MASK) return Buffer.concat([Buffer.from([length << 4]), content]);
  const more = length - LENGTH_MASK;
  const lengths = [...new Array<number>(Math.floor(more / 255)).fill(255), more % 255];
  return Buffer.concat([Buffer.from([LENGTH_MASK << 4, ...lengths]), content]);
}
