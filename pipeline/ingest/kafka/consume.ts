// Connects a worker to a consumer group: assignments, batches, ends of partitions, commits.
// worker.ts decides what to do with them.
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { KafkaSettings } from '../../config/config.ts';
import { nearestKnown } from '../../platform/clock.ts';
import { Failure, codeOf, invariant, messageOf } from '../../platform/failure.ts';
import type { Log } from '../../platform/log.ts';
import { systemPause } from '../../platform/pause.ts';
import { TOPICS } from '../topic.ts';
import type { Fetched, Group, Worker } from '../worker.ts';
import { connect } from './client.ts';
import { unreadableBatch } from './fetch-response.ts';
import { kafkaFailure } from './failure.ts';

const MOST_BYTES_PER_FETCH = 8 * 1_048_576;
const FETCH_WAIT_MS = 250;
const TICK_MS = 1_000;
/** How often it reads the ends of all partitions. Fetched ones report theirs with each batch. */
const LOOK_MS = 10_000;
const MOST_PARTITIONS_AT_ONCE = 64;
/**
 * The client ends when no broker knows the coordinator of the group, which passes as soon as the
 * broker that restarts is up. After any other failure that may pass it restarts by itself.
 */
const WITHOUT_COORDINATOR = 'KafkaJSGroupCoordinatorNotFound';
const RESTART_PAUSE_MS = 1_000;

export interface Consuming {
  /** Rejects when the consumer or the worker cannot go on. */
  ended: Promise<void>;
  /** Writes the batch in flight, commits and leaves the group. */
  stop: () => Promise<void>;
}

/** Consumes the topics of the record kinds until stopped. The topics must exist. */
export async function consume(
  settings: KafkaSettings,
  log: Log,
  workerFor: (group: Group) => Worker,
): Promise<Consuming> {
  try {
    return await begin(settings, log, workerFor);
  } catch (thrown) {
    throw kafkaFailure(settings, thrown);
  }
}

async function begin(
  settings: KafkaSettings,
  log: Log,
  workerFor: (group: Group) => Worker,
): Promise<Consuming> {
  const kafka = connect(settings, log);
  const admin = kafka.admin();
  await admin.connect();
  const consumer = consumerOf(kafka, settings);
  const worker = workerFor(groupOf(settings, consumer, admin));
  const run = () =>
    consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: MOST_PARTITIONS_AT_ONCE,
      eachBatch: (payload) => takeBatch(worker, payload),
    });
  const stopping = new AbortController();
  const runAgain = async () => {
    await systemPause(RESTART_PAUSE_MS, stopping.signal);
    if (stopping.signal.aborted) return;
    await consumer.connect();
    await run();
  };
  const failed = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      const isLeft = !restart && error.name === WITHOUT_COORDINATOR;
      if (restart || isLeft) log.warn({ error: messageOf(error) }, 'consumer restarts');
      else reject(kafkaFailure(settings, error));
      if (isLeft)
        runAgain().catch((thrown: unknown) => {
          reject(kafkaFailure(settings, thrown));
        });
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      log.info({ assignment: payload.memberAssignment }, 'partitions assigned');
      worker.assigned(partitionsOf(payload.memberAssignment)).catch(reject);
    });
  });
  failed.catch(() => undefined);
  await consumer.connect();
  await consumer.subscribe({ topics: [...TOPICS], fromBeginning: true });
  await run();
  const ticking = tick(worker, stopping.signal);
  const looking = lookAtEnds(worker, admin, stopping.signal, log);
  const writing = worker.writer.run();
  const stop = async () => {
    stopping.abort();
    worker.writer.close();
    await Promise.allSettled([writing, ticking, looking]);
    await worker.commit();
    await consumer.disconnect();
    await admin.disconnect();
  };
  return { ended: Promise.race([failed, ticking, writing]), stop };
}

function consumerOf(kafka: Kafka, settings: KafkaSettings): Consumer {
  return kafka.consumer({
    groupId: settings.groupId,
    sessionTimeout: settings.sessionMs,
    rebalanceTimeout: Math.max(60_000, settings.sessionMs),
    heartbeatInterval: Math.floor(settings.sessionMs / 5),
    maxBytesPerPartition: MOST_BYTES_PER_FETCH,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    allowAutoTopicCreation: false,
    // New partitions of a topic must be noticed before their records become old.
    metadataMaxAge: settings.metadataMs,
  });
}

function groupOf(settings: KafkaSettings, consumer: Consumer, admin: Admin): Group {
  return {
    pause: (topic, partition) => {
      whileInGroup(() => {
        consumer.pause([{ topic, partitions: [partition] }]);
      });
    },
    resume: (topic, partition) => {
      whileInGroup(() => {
        consumer.resume([{ topic, partitions: [partition] }]);
      });
    },
    seek: (topic, partition, offset) => {
      whileInGroup(() => {
        consumer.seek({ topic, partition, offset: String(offset) });
      });
    },
    commit: (positions) =>
      consumer.commitOffsets(
        positions.map(({ offset, ...at }) => ({ ...at, offset: String(offset) })),
      ),
    earliest: async (topic, partition) =>
      Number((await offsetsOf(settings, admin, topic, partition))?.low ?? 0),
    // A partition that the broker does not list yet cannot contradict custody.
    latest: async (topic, partition) =>
      Number(
        (await offsetsOf(settings, admin, topic, partition))?.high ?? Number.POSITIVE_INFINITY,
      ),
  };
}

const OFFSETS_PAUSE_MS = 200;
const OFFSETS_TRIES = 50;

/**
 * The client asks once only, and gives up when a broker is away for a moment or a partition has no
 * leader yet.
 * @throws Failure
 */
async function offsetsOf(
  settings: KafkaSettings,
  admin: Admin,
  topic: string,
  partition: number,
): Promise<{ low: string; high: string } | undefined> {
  for (let tried = 1; ; tried += 1)
    try {
      return (await admin.fetchTopicOffsets(topic)).find((row) => row.partition === partition);
    } catch (thrown) {
      const failure = kafkaFailure(settings, thrown);
      const mayPass = failure instanceof Failure && failure.retriable;
      if (tried === OFFSETS_TRIES || !mayPass) throw failure;
      await systemPause(OFFSETS_PAUSE_MS);
    }
}

/**
 * Ignores the refusal of a consumer that is in no group because it restarts: its next assignment
 * sets everything again. For these calls the client has no other reason to refuse.
 */
function whileInGroup(act: () => void): void {
  try {
    act();
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'KafkaJSNonRetriableError') throw thrown;
  }
}

function partitionsOf(
  assignment: Record<string, number[]>,
): { topic: string; partition: number }[] {
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}

async function takeBatch(worker: Worker, payload: EachBatchPayload): Promise<void> {
  const { batch } = payload;
  // The offset that the client requested from the broker. Its types do not declare it.
  const fetchedFrom = Number(Reflect.get(batch, 'fetchedOffset'));
  invariant(
    Number.isSafeInteger(fetchedFrom),
    'the Kafka client reports the offset that it fetched from',
  );
  const fetched: Fetched = {
    topic: batch.topic,
    partition: batch.partition,
    fetchedFrom,
    fetchedTo: Number(batch.lastOffset()) + 1,
    end: Number(batch.highWatermark),
    messages: batch.messages.map((message) => ({
      offset: Number(message.offset),
      timestampMs: nearestKnown(Number(message.timestamp)),
      value: message.value,
      batch: unreadableBatch(message),
    })),
  };
  if (!payload.isRunning() || payload.isStale()) return;
  const last = batch.messages.at(-1);
  if ((await worker.fetched(fetched)) && last !== undefined) payload.resolveOffset(last.offset);
  await payload.heartbeat();
}

async function tick(worker: Worker, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await worker.tick();
    await systemPause(TICK_MS, stop);
  }
}

async function lookAtEnds(
  worker: Worker,
  admin: Admin,
  stop: AbortSignal,
  log: Log,
): Promise<void> {
  while (!stop.aborted) {
    try {
      for (const topic of TOPICS) {
        const offsets = await admin.fetchTopicOffsets(topic);
        offsets.forEach(({ partition, high }) => {
          worker.endOf(topic, partition, Number(high));
        });
      }
    } catch (thrown) {
      log.warn({ code: codeOf(thrown), error: messageOf(thrown) }, 'ends of partitions unknown');
    }
    await systemPause(LOOK_MS, stop);
  }
}
