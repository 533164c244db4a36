// Compressed topics: snappy, LZ4 and Zstandard, in JavaScript alone (gzip the Kafka client has itself). Only unpacking: what this program sends is
// not compressed. A record batch that cannot be unpacked is a fault of the broker's disk or of the producer, and stops the consumer.
import { decompress as unpackZstandard } from 'fzstd';
import { decompress as unpackLz4 } from 'lz4js';
import { uncompress as unpackSnappy } from 'snappyjs';

/** The header that Java's snappy streams begin with: 8 bytes of magic and two versions of 4 bytes. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

function snappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return Buffer.from(unpackSnappy(packed));
  const blocks: Uint8Array[] = [];
  for (let at = XERIAL_HEADER_BYTES; at < packed.length; ) {
    const length = packed.readUInt32BE(at);
    blocks.push(unpackSnappy(packed.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

/** By the name that Kafka's `compression.type` has for it. */
export const UNPACK: Readonly<Record<'snappy' | 'lz4' | 'zstd', (packed: Buffer) => Buffer>> = {
  snappy,
  lz4: (packed) => Buffer.from(unpackLz4(packed)),
  zstd: (packed) => Buffer.from(unpackZstandard(packed)),
};
