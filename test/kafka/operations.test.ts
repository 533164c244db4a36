// What an operator sees of a worker against a real broker. Unreadable records do not stop it and
// are sent on with their reason. While the warehouse or the topic for dead letters is away, /readyz
// says so and nothing is lost. The figures of /metrics are those of the records.
import { RECORD_KINDS } from '../../schemas/record.ts';
import type { IHeaders } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOneLine, plancher, rowsOf } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, lineOf } from '../records.ts';
import { freePort } from '../free-port.ts';
import { type ServedWarehouse, serveWarehouse } from '../warehouse/served.ts';
import type { Broker } from './broker.ts';
import { startBroker, whyNoBroker } from './broker-for-tests.ts';
import {
  type Client,
  type DeadLetter,
  committed,
  connectTo,
  readAll,
  startWorker,
  stopWorker,
  until,
} from './watch.ts';

const GROUP = 'plancher-ingest';
const DEAD_LETTERS = 'plancher.rejected';
const MIB = 1_048_576;
const VALID = 250;

const isSkipped = whyNoBroker() !== null;
const folder = temporaryFolder();
let broker: Broker;
let client: Client;
let warehouse: ServedWarehouse;
let metricsListen: string;

beforeAll(async () => {
  if (isSkipped) return;
  broker = await startBroker();
  client = await connectTo(broker.address);
  warehouse = await serveWarehouse(`${folder.path}/warehouse`);
  metricsListen = `127.0.0.1:${String(await freePort())}`;
});

afterAll(async () => {
  if (!isSkipped) {
    await client.close();
    await warehouse.stop();
    await broker.remove();
  }
  folder.remove();
});

function environment(): Record<string, string> {
  return {
    PLANCHER_WAREHOUSE: warehouse.address,
    PLANCHER_KAFKA_BROKERS: broker.address,
    PLANCHER_KAFKA_DEAD_LETTERS: DEAD_LETTERS,
    PLANCHER_METRICS_LISTEN: metricsListen,
  };
}

const valid = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => lineOf(flow(`f-${String(from + index)}`)));

/** Each with its reason; what is larger than a dead letter may be is sent without its bytes. */
const POISON: [Buffer | null, string][] = [
  [Buffer.alloc(MIB, 0xff), 'invalid_utf8'],
  [Buffer.alloc(MIB + 1, 0x20), 'record_too_large'],
  [Buffer.alloc(950_000, 0x7b), 'invalid_json'],
  [lineOf(flow('f-1', { colour: 'x'.repeat(200_000) })), 'unknown_field'],
  [Buffer.concat([Buffer.from('{"flow_id":"'), Buffer.from([0xc3])]), 'invalid_utf8'],
  [Buffer.from(`{"a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`), 'unknown_field'],
  [Buffer.from('['.repeat(100_000)), 'invalid_json'],
  [Buffer.from('NaN'), 'invalid_json'],
  [Buffer.from('[]'), 'not_an_object'],
  [Buffer.alloc(0), 'empty_record'],
  [null, 'empty_record'],
];
const MOST_LETTER_BYTES = 900_000;
/** Of the topic for dead letters here: less than what is tried first. */
const MOST_TOPIC_BYTES = 150_000;

async function send(values: readonly (Buffer | null)[]): Promise<void> {
  for (const value of values.filter((one) => (one?.length ?? 0) > 10_000))
    await client.producer.send({ topic: RECORD_KINDS.flow.topic, messages: [{ value }] });
  const small = values.filter((one) => (one?.length ?? 0) <= 10_000);
  await client.producer.send({
    topic: RECORD_KINDS.flow.topic,
    messages: small.map((value) => ({ value })),
  });
}

const header = (headers: IHeaders | undefined, name: string) => String(headers?.[name] ?? '');

/** A figure of /metrics: the sum over the series that begin like this. */
async function figure(series: string): Promise<number> {
  const text = await (await fetch(`http://${metricsListen}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(series))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

async function ready(): Promise<{ status: number; body: string }> {
  const response = await fetch(`http://${metricsListen}/readyz`);
  return { status: response.status, body: await response.text() };
}

async function createDeadLetters(): Promise<void> {
  await client.admin.createTopics({
    waitForLeaders: false,
    topics: [
      {
        topic: DEAD_LETTERS,
        numPartitions: 1,
        configEntries: [{ name: 'max.message.bytes', value: String(MOST_TOPIC_BYTES) }],
      },
    ],
  });
  await until('the topic for dead letters is there', async () =>
    (await client.admin.listTopics()).includes(DEAD_LETTERS),
  );
}

describe.skipIf(isSkipped)('what an operator sees of a worker', () => {
  test('a missing topic for dead letters is a failure at the start', async () => {
    const without = { ...environment(), PLANCHER_KAFKA_DEAD_LETTERS: '' };
    rowsOf(
      await plancher(['topics', '--create', '--partitions', '2', '--json'], {
        warehouse: null,
        environment: without,
      }),
    );
    const ended = await startWorker(null, { ...environment(), PLANCHER_LOG_LEVEL: 'warn' }).ended;
    expect(ended.stderr).toMatch(
      /lacks the topics plancher\.rejected\. Create them with: plancher topics --create/,
    );
    expect([ended.code, isOneLine(ended)]).toEqual([1, true]);
  });

  test('poison, figures, a warehouse that goes away, a topic that goes away', async () => {
    await createDeadLetters();
    const poison = POISON.map(([value]) => value);
    await send([...valid(VALID, 0), ...poison]);
    let total = VALID + POISON.length;
    const child = startWorker(null, environment());
    const allCommitted = () =>
      until(
        'all committed',
        async () => (await committed(client.admin, GROUP, RECORD_KINDS.flow.topic)) === total,
        child,
      );
    await allCommitted();

    await expectLetters(poison);
    const kept = (
      await warehouse.ask(
        'SELECT reason, count() FROM rejected_record GROUP BY reason ORDER BY reason',
      )
    ).map(String);
    expect(kept).toEqual(
      [...countsOf(POISON.map(([, reason]) => reason))].map(
        ([reason, count]) => `${reason},${String(count)}`,
      ),
    );

    const topic = `topic="${RECORD_KINDS.flow.topic}"`;
    expect(await figure(`plancher_records_total{${topic},outcome="kept",reason=""}`)).toBe(VALID);
    for (const [reason, count] of countsOf(POISON.map(([, one]) => one)))
      expect(
        await figure(`plancher_records_total{${topic},outcome="rejected",reason="${reason}"}`),
        reason,
      ).toBe(count);
    expect(await figure('plancher_record_bytes_total')).toBe(
      [...valid(VALID, 0), ...poison].reduce((sum, value) => sum + (value?.length ?? 0), 0),
    );
    expect(await figure('plancher_batch_records_sum')).toBe(total);
    expect(await figure('plancher_batch_records_count')).toBe(
      await figure('plancher_batch_seconds_count'),
    );
    expect(await figure('plancher_produced_to_queryable_seconds_count')).toBeGreaterThan(0);
    expect(await figure('plancher_rebalances_total')).toBe(1);
    await until(
      'no lag',
      async () =>
        (await figure('plancher_lag_records')) === 0 &&
        (await figure('plancher_lag_seconds')) === 0,
      child,
    );
    expect(await figure('plancher_buffered_bytes')).toBe(0);
    expect(await ready()).toEqual({ status: 200, body: 'warehouse: ok\ningest: ok\n' });

    await warehouse.kill();
    await send(valid(50, VALID));
    total += 50;
    await until('not ready', async () => (await ready()).status === 503, child);
    await until(
      'the reason',
      async () =>
        /^warehouse: does not answer\ningest: .*does not answer/.test((await ready()).body),
      child,
    );
    expect((await fetch(`http://${metricsListen}/healthz`)).status).toBe(200);
    await until('the lag shows', async () => (await figure('plancher_lag_records')) === 50, child);
    expect(await figure('plancher_warehouse_waits_total')).toBeGreaterThan(0);
    await warehouse.resume();
    await allCommitted();
    await until('ready again', async () => (await ready()).status === 200, child);

    await client.admin.deleteTopics({ topics: [DEAD_LETTERS] });
    await send([Buffer.from('[1]'), ...valid(50, VALID + 50)]);
    total += 51;
    await until(
      'not ready',
      async () => /ingest: Kafka at .*topic/.test((await ready()).body),
      child,
    );
    expect(
      await warehouse.ask("SELECT count() FROM rejected_record WHERE reason = 'not_an_object'"),
    ).toEqual([['2']]);
    await createDeadLetters();
    await allCommitted();
    await until('ready again', async () => (await ready()).status === 200, child);
    expect(
      (await readAll(client, broker.address, DEAD_LETTERS)).map(({ value }) => value?.toString()),
    ).toContain('[1]');
    expect(await figure('plancher_records_total')).toBe(total);
    expect(await figure('plancher_batch_records_sum')).toBe(total);
    expect(
      await warehouse.ask('SELECT count(), uniqExact(partition, offset) FROM record_outcome'),
    ).toEqual([[String(total), String(total)]]);
    await stopWorker(child);
  });
});

function countsOf(reasons: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const reason of reasons.toSorted()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

async function expectLetters(poison: readonly (Buffer | null)[]): Promise<void> {
  const letters = await readAll(client, broker.address, DEAD_LETTERS);
  // A batch that is tried again sends its letters again, under the same key.
  const byKey = new Map(
    letters.map((letter): [string, DeadLetter] => [String(letter.key), letter]),
  );
  expect(byKey.size).toBe(poison.length);
  const found = [...byKey.values()].map(({ key, value, headers }) => {
    const [topic, partition, offset] = ['topic', 'partition', 'offset'].map((name) =>
      header(headers, `plancher-${name}`),
    );
    expect(`${String(topic)}/${String(partition)}/${String(offset)}`).toBe(String(key));
    const omitted = header(headers, 'plancher-omitted-bytes');
    return `${header(headers, 'plancher-reason')} ${omitted === '' ? String(value?.length ?? 'null') : `omitted ${omitted}`}`;
  });
  const isOmitted = (value: Buffer | null) =>
    (value?.length ?? 0) > Math.min(MOST_LETTER_BYTES, MOST_TOPIC_BYTES);
  const expected = POISON.map(
    ([value, reason]) =>
      `${reason} ${isOmitted(value) ? `omitted ${String(value?.length)}` : String(value?.length ?? 'null')}`,
  );
  expect(found.toSorted()).toEqual(expected.toSorted());
}
