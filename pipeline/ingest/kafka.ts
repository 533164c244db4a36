// The only file that knows kafkajs: connection, consumer group, topics. What happens to a batch is in intake.ts.
import {
  type Admin,
  type Consumer,
  type EachBatchPayload,
  Kafka,
  type KafkaConfig as ClientConfig,
  type SASLOptions,
  logLevel,
} from 'kafkajs';
import { setTimeout } from 'node:timers/promises';
import type { KafkaSettings } from '../config.ts';
import { Failure, codeOf, invariant, messageOf } from '../platform/failure.ts';
import type { Log } from '../platform/log.ts';
import type { Intake, Taken } from './intake.ts';
import { TOPICS } from './topic.ts';

const SESSION_TIMEOUT_MS = 15_000;
const REBALANCE_TIMEOUT_MS = 60_000;
const HEARTBEAT_MS = 3_000;
const MOST_BYTES_PER_FETCH = 8 * 1_048_576;
const FETCH_WAIT_MS = 500;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

function connect({ brokers, tls, sasl }: KafkaSettings, log: Log): Kafka {
  const config: ClientConfig = {
    clientId: 'plancher',
    brokers,
    ssl: tls,
    retry: { initialRetryTime: 300, maxRetryTime: 10_000, retries: 10 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, log: { message, error } }) => {
        const line = { about: message, error: typeof error === 'string' ? error : undefined };
        if (level <= logLevel.ERROR) log.error(line, 'kafka client');
        else log.warn(line, 'kafka client');
      },
    ...(sasl === null ? {} : { sasl: saslOptions(sasl) }),
  };
  return new Kafka(config);
}

function saslOptions({ mechanism, username, password }: NonNullable<KafkaSettings['sasl']>): SASLOptions {
  // One case each: the client's type ties the mechanism to its options.
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}

export interface TopicRow {
  topic: string;
  partitions: number;
  state: 'created' | 'exists' | 'missing';
}

/** The topics of the contract on the broker. With `create`, those that are missing are created. */
export async function topics(
  settings: KafkaSettings,
  log: Log,
  create: { partitions: number; retentionMs: number } | null,
): Promise<TopicRow[]> {
  const admin = connect(settings, log).admin();
  try {
    await admin.connect();
    const existing = new Set(await admin.listTopics());
    const missing = Object.values(TOPICS).filter((topic) => !existing.has(topic));
    if (create !== null && missing.length > 0) {
      const configEntries = [{ name: 'retention.ms', value: String(create.retentionMs) }];
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map((topic) => ({ topic, numPartitions: create.partitions, configEntries })),
      });
    }
    const known = Object.values(TOPICS).filter((topic) => create !== null || existing.has(topic));
    const { topics: described } = await admin.fetchTopicMetadata({ topics: known });
    return Object.values(TOPICS).map((topic) => ({
      topic,
      partitions: described.find(({ name }) => name === topic)?.partitions.length ?? 0,
      state: existing.has(topic) ? 'exists' : create === null ? 'missing' : 'created',
    }));
  } catch (thrown) {
    throw kafkaFailure(settings, thrown);
  } finally {
    await admin.disconnect();
  }
}

function kafkaFailure({ brokers }: KafkaSettings, thrown: unknown): Error {
  const failure = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
  if (!failure.name.startsWith('KafkaJS')) return failure;
  const message = `Kafka at ${brokers.join(', ')}: ${failure.message}. Is it running, and are PLANCHER_KAFKA_BROKERS, its TLS and its password right?`;
  return new Failure('kafka', message, { cause: thrown, retriable: true });
}

export interface Consuming {
  /** Ends when the consumer has stopped; rejects when it cannot go on. */
  ended: Promise<void>;
  /** Finishes the batches in flight and leaves the group. */
  stop: () => Promise<void>;
}

/** Consumes the topics of the contract that exist, until stopped. */
export async function consume(settings: KafkaSettings, intake: Intake, log: Log, concurrency: number): Promise<Consuming> {
  const rows = await topics(settings, log, null);
  const missing = rows.filter(({ state }) => state === 'missing').map(({ topic }) => topic);
  if (missing.length > 0) {
    throw new Failure(
      'missing_topics',
      `Kafka at ${settings.brokers.join(', ')} lacks the topics ${missing.join(', ')}. Create them with: plancher topics --create`,
    );
  }
  const kafka = connect(settings, log);
  const admin = kafka.admin();
  await admin.connect();
  const consumer = kafka.consumer({
    groupId: settings.groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxBytesPerPartition: MOST_BYTES_PER_FETCH,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    allowAutoTopicCreation: false,
    // A topic whose partitions were increased must be seen before its records get old.
    metadataMaxAge: 30_000,
  });
  let isStopping = false;
  const ended = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (payload.restart) log.warn({ error: messageOf(payload.error) }, 'consumer restarts');
      else reject(kafkaFailure(settings, payload.error));
    });
    consumer.on(consumer.events.STOP, () => {
      if (isStopping) resolve();
    });
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    log.info({ assignment: payload.memberAssignment }, 'partitions assigned');
    intake.forget();
    void resumeAll(consumer, intake, payload.memberAssignment, log);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: Object.values(TOPICS), fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: concurrency,
    eachBatch: (payload) => takeBatch({ consumer, admin, intake, log }, payload),
  });
  const stop = async () => {
    isStopping = true;
    await consumer.disconnect();
    await admin.disconnect();
  };
  return { ended, stop };
}

/** Custody may be behind what the group has committed, for example after offsets were reset by hand, and no batch may come to show it. */
async function resumeAll(consumer: Consumer, intake: Intake, assignment: Record<string, number[]>, log: Log): Promise<void> {
  for (const [topic, partitions] of Object.entries(assignment)) {
    for (const partition of partitions) {
      try {
        const offset = String(await intake.nextOffset(topic, partition));
        consumer.seek({ topic, partition, offset });
        // The group's bookkeeping follows custody, so that its lag is the true one.
        await consumer.commitOffsets([{ topic, partition, offset }]);
      } catch (thrown) {
        // The first batch asks again.
        log.warn({ topic, partition, error: messageOf(thrown) }, 'position not known yet');
      }
    }
  }
}

interface Worker {
  consumer: Consumer;
  admin: Admin;
  intake: Intake;
  log: Log;
}

async function takeBatch({ consumer, admin, intake, log }: Worker, payload: EachBatchPayload): Promise<void> {
  const { topic, partition, messages: fetched } = payload.batch;
  // Not in the client's types: the offset that it asked the broker for.
  const fetchedFrom = Number(Reflect.get(payload.batch, 'fetchedOffset'));
  invariant(Number.isSafeInteger(fetchedFrom), 'the Kafka client says which offset it fetched from');
  const messages = fetched.map(({ offset, timestamp, value }) => ({ offset: Number(offset), timestampMs: Number(timestamp), value }));
  const taken = await withHeartbeat(payload, () => takeUntilDurable(intake, { topic, partition, fetchedFrom, messages }, payload, log));
  if (taken === null) return;
  if (taken.outcome === 'behind') {
    const earliest = Number((await admin.fetchTopicOffsets(topic)).find((row) => row.partition === partition)?.low ?? 0);
    if (earliest > taken.nextOffset) {
      log.error({ topic, partition, from: taken.nextOffset, to: earliest }, 'records are gone from the topic before they were taken in');
      await intake.goneBefore(topic, partition, earliest);
    }
    const offset = String(Math.max(earliest, taken.nextOffset));
    log.warn({ topic, partition, offset }, 'going back to what custody does not have');
    consumer.seek({ topic, partition, offset });
    return;
  }
  payload.resolveOffset(String(taken.nextOffset - 1));
  try {
    await consumer.commitOffsets([{ topic, partition, offset: String(taken.nextOffset) }]);
  } catch (thrown) {
    // Only the group's own bookkeeping: custody says where to go on.
    log.warn({ topic, partition, error: messageOf(thrown) }, 'offset not committed');
  }
  await payload.heartbeat();
}

/** Tries again for as long as the warehouse may come back. Nothing is dropped: the partition waits. Null: stopped or taken away meanwhile. */
async function takeUntilDurable(
  intake: Intake,
  batch: Parameters<Intake['take']>[0],
  payload: EachBatchPayload,
  log: Log,
): Promise<Taken | null> {
  for (let pauseMs = FIRST_PAUSE_MS; payload.isRunning() && !payload.isStale(); pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    try {
      return await intake.take(batch);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || !(thrown.retriable || thrown.code === 'disk_full')) throw thrown;
      log.error(
        { topic: batch.topic, partition: batch.partition, code: codeOf(thrown), error: thrown.message, pauseMs },
        'partition waits for the warehouse',
      );
      await setTimeout(pauseMs);
    }
  }
  return null;
}

/** kafkajs sends no heartbeat of its own while a batch is worked on. */
async function withHeartbeat<Value>(payload: EachBatchPayload, act: () => Promise<Value>): Promise<Value> {
  const failures: unknown[] = [];
  const timer = setInterval(() => {
    payload.heartbeat().catch((thrown: unknown) => failures.push(thrown));
  }, HEARTBEAT_MS);
  try {
    const value = await act();
    // The group wants to rebalance: what was written stays, and the client must hear of it.
    if (failures.length > 0) await payload.heartbeat();
    return value;
  } finally {
    clearInterval(timer);
  }
}
