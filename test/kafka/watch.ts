// Waits for what a process is to do: checks a condition repeatedly until it holds, the process
// ends, or a time limit passes.
import { randomUUID } from 'node:crypto';
import { type Admin, Kafka, type KafkaMessage, type Producer, logLevel } from 'kafkajs';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Running, startPlancher } from '../integration/plancher.ts';

const LONGEST_MS = 120_000;
const LOOK_MS = 100;

/** @param child must go on running meanwhile */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  child?: Running,
): Promise<void> {
  const deadlineMs = performance.now() + LONGEST_MS;
  while (!(await holds())) {
    if (child?.isRunning() === false)
      throw new Error(`plancher ended before ${what}: ${(await child.ended).stderr.slice(-2_000)}`);
    if (performance.now() > deadlineMs) {
      // Nothing of a failed test may run on.
      child?.kill();
      const log = child === undefined ? '' : `: ${(await child.ended).stderr.slice(-2_000)}`;
      throw new Error(`${what}: not within ${String(LONGEST_MS)} ms${log}`);
    }
    await setTimeout(LOOK_MS);
  }
}

/** Soon noticed, so that tests are short. */
const QUICK = {
  PLANCHER_LOG_LEVEL: 'info',
  PLANCHER_BATCH_AGE_MS: '100',
  PLANCHER_DECODE_WORKERS: '1',
  PLANCHER_KAFKA_METADATA_SECONDS: '1',
};

/** Starts `plancher up --roles ingest`. */
export function startWorker(
  warehouse: string | null,
  environment: Record<string, string>,
): Running {
  const child = startPlancher(['up', '--roles', 'ingest'], {
    warehouse,
    environment: { ...QUICK, ...environment },
  });
  child.stdin.end();
  return child;
}

/** Stops a worker as a supervisor does, and looks how it ended. @returns its log */
export async function stopWorker(child: Running): Promise<string> {
  if (child.isRunning()) process.kill(child.pid, 'SIGTERM');
  const { code, stderr } = await child.ended;
  expect(code, stderr).toBe(0);
  return stderr;
}

export interface Client {
  admin: Admin;
  producer: Producer;
  close: () => Promise<void>;
}

function kafkaAt(address: string): Kafka {
  return new Kafka({
    clientId: 'test',
    brokers: [address],
    logLevel: logLevel.NOTHING,
    retry: { retries: 20, maxRetryTime: 1_000 },
  });
}

/** The test's own connection, at the listener without login. */
export async function connectTo(address: string): Promise<Client> {
  const kafka = kafkaAt(address);
  // A batch that is tried again must not be twice in the topic: tests count.
  const [admin, producer] = [
    kafka.admin(),
    kafka.producer({ idempotent: true, maxInFlightRequests: 1 }),
  ];
  await admin.connect();
  await producer.connect();
  return {
    admin,
    producer,
    close: async () => {
      await producer.disconnect();
      await admin.disconnect();
    },
  };
}

/**
 * What a group has committed of all partitions of a topic: custody is written before. -1: the
 * broker does not know yet.
 */
export async function committed(admin: Admin, groupId: string, topic: string): Promise<number> {
  try {
    const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
    return (offsets?.partitions ?? []).reduce(
      (sum, { offset }) => sum + Math.max(0, Number(offset)),
      0,
    );
  } catch (thrown) {
    // A broker that has just started has no coordinator for the group, and the client does not ask
    // again.
    if (thrown instanceof Error && thrown.name === 'KafkaJSProtocolError') return -1;
    throw thrown;
  }
}

export type DeadLetter = Pick<KafkaMessage, 'key' | 'value' | 'headers'>;

/** All that is in a topic now. */
export async function readAll(
  { admin }: Client,
  address: string,
  topic: string,
): Promise<DeadLetter[]> {
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
  );
  const consumer = kafkaAt(address).consumer({ groupId: `test-${randomUUID()}` });
  const found: DeadLetter[] = [];
  const read = new Map<number, number>();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      found.push(message);
      read.set(partition, Number(message.offset) + 1);
      return Promise.resolve();
    },
  });
  await until(`${topic} is read`, () =>
    Promise.resolve([...ends].every(([partition, end]) => (read.get(partition) ?? 0) >= end)),
  );
  await consumer.disconnect();
  return found;
}
