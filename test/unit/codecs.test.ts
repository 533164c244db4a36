// Whatever producers and brokers pack is unpacked byte for byte, in every form of frame of the four
// formats. Damaged input, or a claim of gigabytes, is a failure and never gives other bytes. The
// vectors come from Kafka 4.3.1's own Java classes and from the commands gzip, lz4 1.9.4 and zstd
// 1.5.4.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Codec, unpack } from '../../pipeline/ingest/kafka/codecs.ts';

const vector = z.object({
  codec: z.enum(['gzip', 'snappy', 'lz4', 'zstd']),
  times: z.number(),
  packed: z.base64(),
});
const VECTORS = Object.entries(
  z
    .record(z.string(), vector)
    .parse(JSON.parse(readFileSync(new URL('./packed.json', import.meta.url), 'utf8'))),
).map(([name, { packed, ...rest }]) => ({ name, ...rest, packed: Buffer.from(packed, 'base64') }));

/**
 * What all vectors hold, some of them twice: 130 kB, so that there are several blocks and
 * references from one into the other.
 */
const PLAIN = Buffer.from(
  Array.from({ length: 12_000 }, (_, index) => `site-${String((index * index) % 97)}.tv;`).join(''),
);

describe('every form of frame', () => {
  test.each(VECTORS)('$name', async ({ codec, times, packed }) => {
    const unpacked = await unpack(codec, packed, MOST);
    expect(unpacked.equals(Buffer.concat(Array.from({ length: times }, () => PLAIN)))).toBe(true);
  });
});

const failure = { code: 'unreadable_batch', retriable: false, exitCode: 1 };
const tooLarge = { ...failure, code: 'batch_too_large' };
const MOST = 256 * 1_048_576;

describe('what cannot be unpacked is a failure that says so', () => {
  test.each(VECTORS.filter(({ times }) => times > 0))(
    '$name, cut off',
    async ({ codec, packed }) => {
      const cut = packed.subarray(0, Math.floor(packed.length * 0.7));
      await expect(unpack(codec, cut, MOST).then(({ length }) => length)).rejects.toMatchObject(
        failure,
      );
    },
  );

  test.each(VECTORS.filter(({ times }) => times > 0))(
    '$name, of which more would come than is allowed',
    async ({ codec, packed }) => {
      await expect(
        unpack(codec, packed, 65_536).then(({ length }) => length),
      ).rejects.toMatchObject(tooLarge);
    },
  );

  test.each<[string, Codec, Buffer]>([
    ['gzip', 'gzip', gzipSync(Buffer.alloc(257 * 1_048_576))],
    ['zstd', 'zstd', zstandardOfZeros(20_000)],
    ['lz4', 'lz4', lz4OfNothing(65)],
    ['snappy', 'snappy', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07, 0x00, 0x00])],
  ])('a few bytes of %s that claim to be gigabytes', async (_, codec, packed) => {
    expect(packed.length).toBeLessThan(300_000);
    const before = process.memoryUsage().arrayBuffers;
    await expect(unpack(codec, packed, MOST)).rejects.toMatchObject(tooLarge);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(300 * 1_048_576);
  });

  test.each<Codec>(['gzip', 'snappy', 'lz4', 'zstd'])(
    'bytes that are no %s at all',
    async (codec) => {
      await expect(unpack(codec, Buffer.from('{"no":"frame"}'), MOST)).rejects.toMatchObject(
        failure,
      );
    },
  );
});

/** Blocks of one repeated byte, 128 KiB from 4 bytes each. */
function zstandardOfZeros(blocks: number): Buffer {
  const frame = Buffer.alloc(6 + 4 * blocks);
  frame.writeUInt32LE(0xfd2f_b528, 0);
  frame.writeUInt8(0x58, 5);
  for (let index = 0; index < blocks; index += 1)
    frame.writeUIntLE((131_072 << 3) | (1 << 1) | (index === blocks - 1 ? 1 : 0), 6 + 4 * index, 3);
  return frame;
}

/** Blocks that may be 4 MiB each. */
function lz4OfNothing(blocks: number): Buffer {
  const block = Buffer.from([1, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0]),
    ...Array.from({ length: blocks }, () => block),
    Buffer.alloc(4),
  ]);
}
