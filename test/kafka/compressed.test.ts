// Compressed topics against a real broker, which packs with Kafka's own Java libraries. Every
// record arrives byte for byte and is counted once: small or almost as large as allowed, packed to
// nothing or not packed at all, in batches of many megabytes.
import { createCipheriv, createHash } from 'node:crypto';
import { type CompressionTypes, type Producer, default as kafkajs } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { RECORD_KINDS } from '../../schemas/record.ts';
import { decode } from '../../schemas/decode.ts';
import { ask, plancher, rowsOf } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { flow, lineOf } from '../records.ts';
import { flowLines } from '../seeded-lines.ts';
import { whyNoOwnBroker } from './broker-for-tests.ts';
import { LocalBroker } from './local-broker.ts';
import { type Client, committed, connectTo, startWorker, stopWorker, until } from './watch.ts';

const CODECS = ['gzip', 'snappy', 'lz4', 'zstd'];
/**
 * One partition for each codec: the topic is packed anew by the broker as its `compression.type` is
 * at that time.
 */
const FLOWS = 1_000;
const GROUP = 'plancher-ingest';
const MIB = 1_048_576;

const isSkipped = whyNoOwnBroker() !== null;
const folder = temporaryFolder();
let broker: LocalBroker;
let client: Client;
const sent = new Map<number, Buffer[]>();

beforeAll(async () => {
  if (isSkipped) return;
  // So that a batch of the producer stays one batch of many megabytes.
  broker = await LocalBroker.start({
    properties: [
      `message.max.bytes=${String(64 * MIB)}`,
      `socket.request.max.bytes=${String(100 * MIB)}`,
    ],
  });
  client = await connectTo(broker.address);
  rowsOf(
    await plancher(
      ['topics', '--create', '--partitions', String(CODECS.length + 1), '--json'],
      place(),
    ),
  );
});

afterAll(async () => {
  if (!isSkipped) {
    await client.close();
    await broker.remove();
  }
  folder.remove();
});

function place(): { warehouse: string; environment: Record<string, string> } {
  return {
    warehouse: `${folder.path}/warehouse`,
    environment: { PLANCHER_KAFKA_BROKERS: broker.address },
  };
}

/** A valid flow of about so many bytes; `fill` makes the payee's name. */
function large(id: string, fill: string): Buffer {
  return lineOf(
    flow(id, { payee: { name: fill, country: 'CY', account: 'acc-1', account_type: 'psp' } }),
  );
}

function* valuesFor(codec: string, seed: number): Generator<Buffer[]> {
  const random = randomOf(seed);
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  const noise = (length: number) => cipher.update(Buffer.alloc(length));
  yield flowLines(FLOWS, seed);
  // Records near the limit, valid and not, that pack to nothing, to something, and not at all.
  yield [
    large(`${codec}-none`, 'x'.repeat(900_000)),
    noise(900_000),
    large(`${codec}-some`, noise(450_000).toString('hex')),
    Buffer.alloc(MIB, '{'),
    Buffer.alloc(MIB + 1, 0),
    Buffer.alloc(0),
  ];
  // 6 MiB in one batch, of records of any size.
  yield Array.from({ length: 60 }, (_, index) =>
    index % 2 === 0 ? noise(random.below(200_000)) : Buffer.alloc(random.below(200_000), index),
  );
}

async function send(
  producer: Producer,
  partition: number,
  values: Buffer[],
  compression?: CompressionTypes,
): Promise<void> {
  const messages = values.map((value) => ({ value, partition }));
  await producer.send({
    topic: RECORD_KINDS.flow.topic,
    messages,
    ...(compression === undefined ? {} : { compression }),
  });
  sent.set(partition, [...(sent.get(partition) ?? []), ...values]);
}

async function setCompression(type: string): Promise<void> {
  await client.admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: RECORD_KINDS.flow.topic,
        configEntries: [{ name: 'compression.type', value: type }],
      },
    ],
  });
  await until(`packing with ${type}`, async () => {
    const { resources } = await client.admin.describeConfigs({
      includeSynonyms: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: RECORD_KINDS.flow.topic,
          configNames: ['compression.type'],
        },
      ],
    });
    return resources[0]?.configEntries[0]?.configValue === type;
  });
}

const ledgerRow = z.object({
  partition: z.coerce.number(),
  records: z.coerce.number(),
  offsets: z.coerce.number(),
  digests: z.string(),
  bytes: z.coerce.number(),
});
const rawRow = z.object({ wrong: z.coerce.number(), kept: z.coerce.number() });

/** Of all digests in order of offset. */
const digestOfAll = (values: readonly Buffer[]) =>
  createHash('sha256')
    .update(values.map((value) => decode('flow', value).digest).join(''))
    .digest('hex');

describe.skipIf(isSkipped)('every record of a compressed topic arrives byte for byte', () => {
  test('gzip, snappy in xerial frames, lz4 and zstd, and what the producer packed itself', async () => {
    for (const [partition, codec] of CODECS.entries()) {
      await setCompression(codec);
      for (const values of valuesFor(codec, 7 + partition))
        await send(client.producer, partition, values);
    }
    await setCompression('producer');
    await send(client.producer, CODECS.length, flowLines(FLOWS, 3), kafkajs.CompressionTypes.GZIP);
    const total = [...sent.values()].reduce((sum, values) => sum + values.length, 0);
    const child = startWorker(place().warehouse, place().environment);
    await until(
      'all committed',
      async () => (await committed(client.admin, GROUP, RECORD_KINDS.flow.topic)) === total,
      child,
    );
    const log = await stopWorker(child);
    expect(log).not.toMatch(/Crash|unreadable_batch/);
    const answers = await ask(place().warehouse, {
      ledger: `SELECT partition, count() AS records, uniqExact(offset) AS offsets,
        sum(byte_count) AS bytes,
        arrayMap(x -> lower(hex(x.2)), arraySort(groupArray((offset, sha256)))) AS of_records,
        lower(hex(SHA256(arrayStringConcat(of_records)))) AS digests
        FROM input_record FINAL GROUP BY partition ORDER BY partition`,
      // Rejected records are kept as they came: their bytes have the digest.
      raw: `SELECT count() AS kept, countIf(SHA256(raw) != sha256) AS wrong FROM input_record FINAL WHERE reason != '' AND byte_count <= ${String(MIB)}`,
    });
    expect(z.array(ledgerRow).parse(answers.ledger)).toEqual(
      [...sent].map(([partition, values]) => ({
        partition,
        records: values.length,
        offsets: values.length,
        bytes: values.reduce((sum, { length }) => sum + length, 0),
        digests: digestOfAll(values),
      })),
    );
    const [raw] = z.array(rawRow).parse(answers.raw);
    expect(raw?.wrong).toBe(0);
    expect(raw?.kept).toBeGreaterThan(CODECS.length * 60);
  });

  test('a batch that unpacks to more than the limit is one rejected record with its offsets; the partition goes on, and custody has no gap', async () => {
    const partition = CODECS.length;
    const before = sent.get(partition)?.length ?? 0;
    const { GZIP } = kafkajs.CompressionTypes;
    const bomb = Array.from({ length: 5 }, (_, index) =>
      large(`bomb-${String(index)}`, 'x'.repeat(900_000)),
    );
    const behind = [large('behind', 'y')];
    await send(client.producer, partition, bomb, GZIP);
    await send(client.producer, partition, behind, GZIP);
    const total = [...sent.values()].reduce((sum, values) => sum + values.length, 0);
    const { warehouse, environment } = place();
    const child = startWorker(warehouse, {
      ...environment,
      PLANCHER_KAFKA_UNPACKED_BYTES: String(2 * MIB),
    });
    await until(
      'all committed',
      async () => (await committed(client.admin, GROUP, RECORD_KINDS.flow.topic)) === total,
      child,
    );
    await stopWorker(child);
    const { rows, gaps } = await ask(warehouse, {
      rows: `SELECT toUInt32(offset) AS offset, reason, path, toUInt32(byte_count) AS packed,
          length(raw) AS kept
        FROM input_record FINAL
        WHERE topic = 'kafka:${RECORD_KINDS.flow.topic}' AND partition = ${String(partition)}
          AND input_record.offset >= ${String(before)}
        ORDER BY input_record.offset`,
      gaps: `SELECT toUInt32(max(last_offset) + 1) AS offsets,
          toUInt32(sum(kept + rejected + blank)) AS told
        FROM custody WHERE partition = ${String(partition)}`,
    });
    expect(rows).toMatchObject([
      {
        offset: before + 4,
        reason: 'batch_too_large',
        path: `offsets ${String(before)} to ${String(before + 4)}`,
        kept: '0',
      },
      { offset: before + 5, reason: '' },
    ]);
    expect(gaps).toEqual([{ offsets: before + 6, told: before + 6 }]);
    const findings = rowsOf(await plancher(['doctor', '--json'], { warehouse }));
    expect(findings.filter(({ check }) => String(check).startsWith('custody'))).toMatchObject([
      { state: 'ok' },
    ]);
  });
});
