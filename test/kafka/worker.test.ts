// The worker against a real broker: whatever happens to the worker, the broker and the offsets of the group, every record is in the ledger exactly
// once, custody has no gap, and the chain is the one that the records give.
import { createHash } from 'node:crypto';
import { type Admin, Kafka, type Producer, logLevel } from 'kafkajs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TOPICS } from '../../pipeline/ingest/topic.ts';
import { decode } from '../../schemas/decode.ts';
import { type Running, ask, startPlancher, plancher, rowsOf, temporaryFolder } from '../integration/plancher.ts';
import { type Random, flowLines, panelLines, randomOf, siteLines } from '../integration/records.ts';
import { LocalBroker } from './local-broker.ts';
import { whyNoBroker } from './broker-for-tests.ts';

const SEED = 20_151_101;
const FLOWS = 60_000;
const PARTITIONS = 3;
const GROUP = 'plancher-ingest';

const folder = temporaryFolder();
let broker: LocalBroker;
let admin: Admin;
let producer: Producer;
/** Every value ever produced, by topic and partition, in order of offset. */
const produced = new Map<string, Buffer[]>();

const isSkipped = whyNoBroker() !== null;

beforeAll(async () => {
  if (isSkipped) return;
  broker = await LocalBroker.start();
  const kafka = new Kafka({
    clientId: 'test',
    brokers: [broker.address],
    logLevel: logLevel.NOTHING,
    retry: { retries: 20, maxRetryTime: 2_000 },
  });
  admin = kafka.admin();
  producer = kafka.producer({
    createPartitioner:
      () =>
      ({ message }) =>
        Number(message.headers?.['partition'] ?? 0),
  });
  await admin.connect();
  await producer.connect();
  const rows = rowsOf(await plancher(['topics', '--create', '--partitions', String(PARTITIONS), '--json'], place('topics')));
  expect(rows.map(({ topic, partitions, state }) => [topic, partitions, state])).toEqual(
    Object.values(TOPICS).map((topic) => [topic, PARTITIONS, 'created']),
  );
  await produce(TOPICS.site, siteLines(), randomOf(1));
  await produce(TOPICS.panel, panelLines(), randomOf(2));
  await produce(TOPICS.flow, flowLines(FLOWS, SEED), randomOf(3));
});

afterAll(async () => {
  if (isSkipped) return;
  await producer.disconnect();
  await admin.disconnect();
  await broker.remove();
  folder.remove();
});

function place(warehouse: string, group = GROUP): { warehouse: string; environment: Record<string, string> } {
  return { warehouse: `${folder.path}/${warehouse}`, environment: { PLANCHER_KAFKA_BROKERS: broker.address, PLANCHER_KAFKA_GROUP: group } };
}

async function produce(topic: string, values: readonly Buffer[], random: Random): Promise<void> {
  const byPartition = Array.from({ length: PARTITIONS }, (): Buffer[] => []);
  for (const value of values) byPartition[random(PARTITIONS)]?.push(value);
  for (const [partition, values] of byPartition.entries()) {
    for (let at = 0; at < values.length; at += 5_000) {
      const messages = values.slice(at, at + 5_000).map((value) => ({ value, partition, headers: { partition: String(partition) } }));
      await producer.send({ topic, messages });
    }
    const name = `${topic} ${String(partition)}`;
    produced.set(name, [...(produced.get(name) ?? []), ...values]);
  }
}

/** Waits until the group has committed everything that was produced: custody is written before. */
async function allCommitted(group: string, child: Running): Promise<void> {
  const wanted = new Map([...produced].map(([name, values]) => [name, values.length]));
  while (child.isRunning()) {
    const offsets = await admin.fetchOffsets({ groupId: group, topics: Object.values(TOPICS) });
    const done = offsets.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }): [string, number] => [`${topic} ${String(partition)}`, Number(offset)]),
    );
    if (done.filter(([name, offset]) => (wanted.get(name) ?? 0) === Math.max(0, offset)).length === done.length && done.length > 0) return;
    await setTimeout(200);
  }
  const { stderr } = await child.ended;
  throw new Error(`the worker ended: ${stderr}`);
}

/** Runs the worker until it has everything, then stops it as a supervisor would. */
async function finish(at: ReturnType<typeof place>): Promise<void> {
  const child = startPlancher(['up', '--roles', 'ingest'], at);
  child.stdin.end();
  await allCommitted(at.environment['PLANCHER_KAFKA_GROUP'] ?? GROUP, child);
  process.kill(child.pid, 'SIGTERM');
  const { code, stderr } = await child.ended;
  expect(code, stderr).toBe(0);
}

const number = z.coerce.number();
const ledgerRow = z.object({
  topic: z.string(),
  partition: number,
  records: number,
  offsets: number,
  first: number,
  last: number,
  outcomes: number,
});
const rangeRow = z.object({ topic: z.string(), partition: number, first_offset: number, last_offset: number, chain: z.string() });
const countRow = z.object({ flows: number });

/** Every record of every partition in the ledger once, one outcome each, custody without a gap, the chain that the values give. */
async function expectExact(warehouse: string): Promise<void> {
  const answers = await ask(warehouse, {
    ledger: `SELECT topic, partition, count() AS records, uniqExact(offset) AS offsets, min(offset) AS first, max(offset) AS last, countIf(outcome IN ('accepted', 'repeated', 'rejected')) AS outcomes
      FROM record_outcome GROUP BY topic, partition`,
    ranges:
      'SELECT topic, partition, first_offset, last_offset, lower(hex(chain_sha256)) AS chain FROM custody_range FINAL ORDER BY topic, partition, first_offset',
    flows: 'SELECT uniqExact(source, flow_id, revision, sha256) AS flows FROM flow_record',
    accepted: "SELECT count() AS flows FROM record_outcome WHERE kind = 'flow' AND outcome = 'accepted'",
  });
  const ledger = z.array(ledgerRow).parse(answers.ledger);
  const ranges = z.array(rangeRow).parse(answers.ranges);
  const expected = [...produced].filter(([, values]) => values.length > 0);
  expect(ledger).toHaveLength(expected.length);
  for (const [name, values] of expected) {
    const [topic = '', partition = ''] = name.split(' ');
    const isHere = (row: { topic: string; partition: number }) => row.topic === topic && row.partition === Number(partition);
    const last = values.length - 1;
    expect(ledger.find(isHere), name).toEqual({
      topic,
      partition: Number(partition),
      records: values.length,
      offsets: values.length,
      first: 0,
      last,
      outcomes: values.length,
    });
    let covered = -1;
    for (const range of ranges.filter(isHere)) {
      expect(range.first_offset, `${name}: custody without a gap`).toBeLessThanOrEqual(covered + 1);
      if (range.last_offset === last) expect(range.chain, name).toBe(chainOf(topic, values));
      covered = Math.max(covered, range.last_offset);
    }
    expect(covered, name).toBe(last);
  }
  const accepted = new Set(
    (produced.get(`${TOPICS.flow} 0`) ?? [])
      .concat(produced.get(`${TOPICS.flow} 1`) ?? [], produced.get(`${TOPICS.flow} 2`) ?? [])
      .flatMap((value) => {
        const decoded = decode('flow', value);
        return decoded.outcome === 'valid' ? [decoded.digest] : [];
      }),
  );
  expect(
    z
      .array(countRow)
      .parse([...answers.flows, ...answers.accepted])
      .map(({ flows }) => flows),
  ).toEqual([accepted.size, accepted.size]);
}

/** By hand, not by the program's own function. */
function chainOf(topic: string, values: readonly Buffer[]): string {
  const kind = topic === TOPICS.flow ? 'flow' : topic === TOPICS.site ? 'site' : 'panel';
  return values
    .reduce(
      (link, value) =>
        createHash('sha256')
          .update(link)
          .update(Buffer.from(decode(kind, value).digest, 'hex'))
          .digest(),
      Buffer.alloc(32),
    )
    .toString('hex');
}

describe.skipIf(isSkipped)('every record is in the ledger exactly once', () => {
  test('kill -9 of the worker at 20 random moments', async () => {
    const random = randomOf(SEED);
    const at = place('worker-killed', 'worker-killed');
    let kills = 0;
    for (; kills < 20; kills += 1) {
      const child = startPlancher(['up', '--roles', 'ingest'], at);
      child.stdin.end();
      // From before the group is joined to several ranges written.
      await setTimeout(700 + random(2_500));
      expect(child.kill(), 'the worker runs until it is killed').toBe(true);
      await child.ended;
    }
    await finish(at);
    await expectExact(at.warehouse);
    console.log(`${String(kills)} kills of the worker: 0 lost, 0 double`);
  });

  test('offsets of the group reset by hand to the beginning and to the end', async () => {
    const at = place('offsets-reset', 'offsets-reset');
    // To the end before anything was read: what custody does not have is read all the same.
    for (const topic of Object.values(TOPICS))
      await admin.setOffsets({
        groupId: 'offsets-reset',
        topic,
        partitions: Array.from({ length: PARTITIONS }, (_, partition) => ({
          partition,
          offset: String(produced.get(`${topic} ${String(partition)}`)?.length ?? 0),
        })),
      });
    const child = startPlancher(['up', '--roles', 'ingest'], at);
    child.stdin.end();
    await setTimeout(6_000);
    process.kill(child.pid, 'SIGTERM');
    expect((await child.ended).code).toBe(0);
    await expectExact(at.warehouse);
    for (const topic of Object.values(TOPICS)) await admin.resetOffsets({ groupId: 'offsets-reset', topic, earliest: true });
    await finish(at);
    await expectExact(at.warehouse);
  });

  test('kill -9 of the broker while the worker runs, and its return', async () => {
    const random = randomOf(SEED + 1);
    const at = place('broker-killed', 'broker-killed');
    const child = startPlancher(['up', '--roles', 'ingest'], at);
    child.stdin.end();
    for (let kills = 0; kills < 3; kills += 1) {
      await setTimeout(1_000 + random(2_000));
      await broker.kill();
      await setTimeout(random(1_500));
      await broker.resume();
    }
    await produce(TOPICS.flow, flowLines(2_000, SEED + 7), random);
    await allCommitted('broker-killed', child);
    process.kill(child.pid, 'SIGTERM');
    expect((await child.ended).code).toBe(0);
    await expectExact(at.warehouse);
  });
});
