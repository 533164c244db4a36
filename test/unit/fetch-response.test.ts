// A broker's answer to a fetch: a batch that cannot be unpacked becomes one message that describes
// it, and the batches around it arrive unchanged.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import response from 'kafkajs/src/protocol/requests/fetch/v11/response.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { connect } from '../../pipeline/ingest/kafka/client.ts';
import { unreadableBatch } from '../../pipeline/ingest/kafka/fetch-response.ts';
import { createLog } from '../../pipeline/platform/log.ts';

const LIMIT = 1_048_576;
const SETTINGS = {
  brokers: ['127.0.0.1:1'],
  groupId: 'g',
  tls: false,
  caFile: null,
  sasl: null,
  deadLetterTopic: null,
  sessionMs: 1,
  metadataMs: 1,
};

/** Zigzag, 7 bits a byte. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

function record(delta: number, value: Buffer): Buffer {
  const body = Buffer.concat([
    Buffer.from([0]),
    varint(0),
    varint(delta),
    varint(-1),
    varint(value.length),
    value,
    varint(0),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

function batchOf(firstOffset: number, count: number, records: Buffer, codec: number): Buffer {
  const head = Buffer.alloc(61);
  head.writeBigInt64BE(BigInt(firstOffset), 0);
  head.writeInt32BE(61 - 12 + records.length, 8);
  head.writeInt8(2, 16);
  head.writeInt16BE(codec, 21);
  head.writeInt32BE(count - 1, 23);
  head.writeBigInt64BE(1_700_000_000_000n, 27);
  head.writeBigInt64BE(1_700_000_000_000n, 35);
  head.writeInt32BE(count, 57);
  return Buffer.concat([head, records]);
}

const GZIP = 1;
const NONE = 0;

function answer(recordSet: Buffer): Buffer {
  const head = Buffer.alloc(10);
  const topic = Buffer.from('adnetwork.flow');
  const parts = Buffer.alloc(4 + 2 + topic.length + 4);
  parts.writeInt32BE(1, 0);
  parts.writeInt16BE(topic.length, 4);
  topic.copy(parts, 6);
  parts.writeInt32BE(1, 6 + topic.length);
  const partition = Buffer.alloc(4 + 2 + 8 + 8 + 8 + 4 + 4 + 4);
  partition.writeInt32BE(3, 0);
  partition.writeBigInt64BE(99n, 6);
  partition.writeInt32BE(0, 30);
  partition.writeInt32BE(-1, 34);
  partition.writeInt32BE(recordSet.length, 38);
  return Buffer.concat([head, parts, partition, recordSet]);
}

const decoded = z.object({
  responses: z.tuple([
    z.object({
      topicName: z.string(),
      partitions: z.tuple([
        z.object({
          partition: z.number(),
          highWatermark: z.string(),
          messages: z.array(
            z.looseObject({ offset: z.string(), value: z.instanceof(Buffer).nullable() }),
          ),
        }),
      ]),
    }),
  ]),
});

async function messagesOf(...batches: Buffer[]) {
  connect({ ...SETTINGS, unpackedBytes: LIMIT }, createLog('silent'));
  const raw: unknown = await response.decode(answer(Buffer.concat(batches)));
  const [{ topicName, partitions }] = decoded.parse(raw).responses;
  expect([topicName, partitions[0].partition, partitions[0].highWatermark]).toEqual([
    'adnetwork.flow',
    3,
    '99',
  ]);
  // Only the client's own objects say what a message stands for; copies do not.
  const found = z
    .object({
      responses: z.array(
        z.object({ partitions: z.array(z.object({ messages: z.array(z.custom<object>()) })) }),
      ),
    })
    .parse(raw);
  const originals = found.responses[0]?.partitions[0]?.messages ?? [];
  return partitions[0].messages.map(({ offset, value }, index) => ({
    offset,
    value: value?.toString() ?? null,
    batch: unreadableBatch(originals[index] ?? {}),
  }));
}

const records = (...values: string[]) =>
  Buffer.concat(values.map((value, index) => record(index, Buffer.from(value))));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test.each([
  { what: 'damaged', reason: 'unreadable_batch', packed: Buffer.from('no gzip at all') },
  {
    what: 'cut off',
    reason: 'unreadable_batch',
    packed: gzipSync(records('a', 'b', 'c')).subarray(0, 20),
  },
  {
    what: 'too large',
    reason: 'batch_too_large',
    packed: gzipSync(records('x'.repeat(LIMIT), 'b', 'c')),
  },
  {
    what: 'fewer records than it says',
    reason: 'unreadable_batch',
    packed: gzipSync(records('a')),
  },
])(
  'a batch that is $what stands for its offsets; the records around it arrive',
  async ({ reason, packed }) => {
    const messages = await messagesOf(
      batchOf(0, 2, gzipSync(records('first', 'second')), GZIP),
      batchOf(2, 3, packed, GZIP),
      batchOf(5, 1, records('last'), NONE),
    );
    expect(messages).toEqual([
      { offset: '0', value: 'first', batch: undefined },
      { offset: '1', value: 'second', batch: undefined },
      {
        offset: '4',
        value: null,
        batch: {
          reason,
          firstOffset: 2,
          lastOffset: 4,
          digest: sha256(packed),
          byteCount: packed.length,
        },
      },
      { offset: '5', value: 'last', batch: undefined },
    ]);
  },
);

test('a batch of too many records is one entry for its offsets, and is not unpacked', async () => {
  const packed = gzipSync(Buffer.alloc(1_000));
  const [message] = await messagesOf(batchOf(7, 100_000_000, packed, GZIP));
  expect(message).toMatchObject({
    offset: '100000006',
    batch: { reason: 'batch_too_large', firstOffset: 7, lastOffset: 100_000_006 },
  });
});

test('a batch of 130,000 records arrives', async () => {
  const many = Array.from({ length: 130_000 }, (_, index) => record(index, Buffer.from('{')));
  const messages = await messagesOf(batchOf(0, many.length, Buffer.concat(many), NONE));
  expect(messages).toHaveLength(130_000);
});

test('a batch that the answer cuts off is fetched again', async () => {
  const whole = batchOf(0, 1, records('whole'), NONE);
  expect(
    await messagesOf(whole, batchOf(1, 1, records('cut'), NONE).subarray(0, 70)),
  ).toMatchObject([{ value: 'whole' }]);
});
