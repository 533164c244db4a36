// The doctor against a real broker: missing topics, records that wait, a worker that is up to date,
// and records that retention deleted before they were read.
import { RECORD_KINDS } from '../../schemas/record.ts';
import { type Admin, Kafka, type Producer, logLevel } from 'kafkajs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { plancher, rowsOf, startPlancher } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { siteLines } from '../seeded-lines.ts';
import { freePort } from '../free-port.ts';
import { whyNoBroker } from './broker-for-tests.ts';
import { LocalBroker } from './local-broker.ts';

const folder = temporaryFolder();
const GROUP = 'plancher-doctor';
const isSkipped = whyNoBroker() !== null;
let broker: LocalBroker;
let admin: Admin;
let producer: Producer;

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
  producer = kafka.producer();
  await admin.connect();
  await producer.connect();
});

afterAll(async () => {
  if (isSkipped) return;
  await producer.disconnect();
  await admin.disconnect();
  await broker.remove();
  folder.remove();
});

const rows = z.array(
  z.strictObject({
    check: z.string(),
    state: z.string(),
    what: z.string(),
    what_to_do: z.string(),
  }),
);
const PARTITION = `partition ${RECORD_KINDS.site.topic}/0`;

async function doctor(place: Parameters<typeof plancher>[1], code: number) {
  const ended = await plancher(['doctor', '--json'], place);
  expect([ended.code, ended.stderr], ended.stdout).toEqual([code, '']);
  return new Map(rows.parse(JSON.parse(ended.stdout)).map((row) => [row.check, row]));
}

test.skipIf(isSkipped)(
  'missing topics, records that wait, a worker at work, and records that were deleted before they were taken in',
  async () => {
    const listen = `127.0.0.1:${String(await freePort())}`;
    const environment = {
      PLANCHER_KAFKA_BROKERS: broker.address,
      PLANCHER_KAFKA_GROUP: GROUP,
      PLANCHER_METRICS_LISTEN: listen,
    };
    const place = { warehouse: `${folder.path}/warehouse`, environment };
    rowsOf(await plancher(['migrate', '--json'], place));
    const bare = await doctor(place, 3);
    expect(bare.get('kafka')?.state).toBe('ok');
    expect(bare.get(`topic ${RECORD_KINDS.flow.topic}`)).toMatchObject({
      state: 'failed',
      what_to_do: 'plancher topics --create',
    });

    rowsOf(await plancher(['topics', '--create', '--partitions', '1', '--json'], place));
    const count = siteLines().length;
    const produce = () =>
      producer.send({
        topic: RECORD_KINDS.site.topic,
        messages: siteLines().map((value) => ({ value })),
      });
    await produce();
    const waiting = await doctor(place, 0);
    expect(waiting.get(PARTITION)?.state).toBe('warning');
    expect(waiting.get(PARTITION)?.what).toContain(
      `custody continues at 0, lag ${String(count)}; nothing was ever taken in`,
    );
    expect(waiting.get(`partition ${RECORD_KINDS.flow.topic}/0`)?.state).toBe('ok');

    const worker = startPlancher(['up', '--roles', 'ingest'], place);
    worker.stdin.end();
    const committed = async () =>
      Number(
        (await admin.fetchOffsets({ groupId: GROUP, topics: [RECORD_KINDS.site.topic] }))[0]
          ?.partitions[0]?.offset ?? -1,
      );
    while (worker.isRunning() && (await committed()) < count) await setTimeout(200);
    const working = await doctor(place, 0);
    expect(working.get('warehouse')?.what).toContain(`in use by process ${String(worker.pid)} `);
    expect(working.get('plancher up')).toMatchObject({
      state: 'ok',
      what: 'ready: warehouse: ok; ingest: ok',
    });
    expect(working.get(PARTITION)?.what).toContain(
      `the group has committed ${String(count)}; the position of custody is unknown`,
    );
    if (worker.isRunning()) process.kill(worker.pid, 'SIGTERM');
    await worker.ended;

    const done = await doctor(place, 0);
    expect(done.get(PARTITION)).toMatchObject({ state: 'ok' });
    expect(done.get(PARTITION)?.what).toBe(
      `the broker has 0 to ${String(count)}, the group has committed ${String(count)}, custody continues at ${String(count)}, lag 0`,
    );
    await produce();
    await admin.deleteTopicRecords({
      topic: RECORD_KINDS.site.topic,
      partitions: [{ partition: 0, offset: String(count + 20) }],
    });
    const outrun = await doctor(place, 3);
    expect(outrun.get(PARTITION)?.state).toBe('failed');
    expect(outrun.get(PARTITION)?.what).toContain(
      `lag ${String(count - 20)}; 20 records were deleted before they were taken in`,
    );

    // The topic made anew: its records have offsets that custody has, and are others.
    await admin.deleteTopics({ topics: [RECORD_KINDS.site.topic] });
    const isGone = async () => !(await admin.listTopics()).includes(RECORD_KINDS.site.topic);
    while (!(await isGone())) await setTimeout(100);
    rowsOf(await plancher(['topics', '--create', '--partitions', '1', '--json'], place));
    await producer.send({
      topic: RECORD_KINDS.site.topic,
      messages: siteLines()
        .slice(0, 3)
        .map((value) => ({ value })),
    });
    const refusing = startPlancher(['up', '--roles', 'ingest'], place);
    refusing.stdin.end();
    const { code, stderr } = await refusing.ended;
    expect([code, stderr.split('\n').find((line) => line.startsWith('plancher:'))]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(
          `Custody of topic ${RECORD_KINDS.site.topic}, partition 0 has ${String(count)} offsets, the broker ends at 3`,
        ),
      ),
    ]);
  },
);
