// The topics of the record kinds on the broker: which there are, and where their partitions begin
// and end.
import type { Admin, Kafka } from 'kafkajs';
import type { KafkaSettings } from '../../config/config.ts';
import { Failure } from '../../platform/failure.ts';
import { systemPause } from '../../platform/pause.ts';
import type { Log } from '../../platform/log.ts';
import { TOPICS } from '../topic.ts';
import { QUICK, connect } from './client.ts';
import { isRefusal, kafkaFailure } from './failure.ts';

export interface TopicRow {
  topic: string;
  partitions: number;
  state: 'created' | 'exists' | 'missing';
}

/**
 * The topics of the record kinds (and the one for dead letters) on the broker. With `create`, those
 * that are missing are created.
 */
export async function topics(
  settings: KafkaSettings,
  log: Log,
  create: { partitions: number; retentionMs: number } | null,
  tries = QUICK,
): Promise<TopicRow[]> {
  return withAdmin(connect(settings, log, tries), settings, async (admin) => {
    const wanted = [
      ...TOPICS,
      ...(settings.deadLetterTopic === null ? [] : [settings.deadLetterTopic]),
    ];
    const existing = new Set(await admin.listTopics());
    const missing = wanted.filter((topic) => !existing.has(topic));
    if (create !== null && missing.length > 0) {
      const configEntries = [{ name: 'retention.ms', value: String(create.retentionMs) }];
      await admin.createTopics({
        // The client takes a broker that has not heard of them yet for a failure; see onceHeard().
        waitForLeaders: false,
        topics: missing.map((topic) => ({
          topic,
          numPartitions: create.partitions,
          configEntries,
        })),
      });
    }
    const known = wanted.filter((topic) => create !== null || existing.has(topic));
    const { topics: metadata } = await onceHeard(() => admin.fetchTopicMetadata({ topics: known }));
    return wanted.map((topic) => ({
      topic,
      partitions: metadata.find(({ name }) => name === topic)?.partitions.length ?? 0,
      state: existing.has(topic) ? 'exists' : create === null ? 'missing' : 'created',
    }));
  });
}

const HEARD_MS = 30_000;
const HEARD_PAUSE_MS = 100;

/**
 * A topic that was created a moment ago is not known to every broker and has no leader; a broker
 * that has just started has no coordinator.
 */
async function onceHeard<Value>(ask: () => Promise<Value>): Promise<Value> {
  const deadlineMs = performance.now() + HEARD_MS;
  for (;;) {
    try {
      return await ask();
    } catch (thrown) {
      if (!isRefusal(thrown, NOT_HEARD_OF) || performance.now() > deadlineMs) throw thrown;
    }
    await systemPause(HEARD_PAUSE_MS);
  }
}

const NOT_HEARD_OF = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);

export interface PartitionEnds {
  topic: string;
  partition: number;
  /** The first offset that the broker still has. */
  earliest: number;
  /** Of the next record that will be produced. */
  end: number;
  /** What the group has committed; -1: nothing. */
  committed: number;
}

/** Where each partition begins and ends by the broker's word. */
export async function partitionEnds(
  settings: KafkaSettings,
  log: Log,
  tries = QUICK,
): Promise<PartitionEnds[]> {
  return withAdmin(connect(settings, log, tries), settings, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const known = TOPICS.filter((topic) => existing.has(topic));
    const committed = await onceHeard(() =>
      admin.fetchOffsets({ groupId: settings.groupId, topics: known }),
    );
    const rows = await Promise.all(
      known.map(async (topic) =>
        (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
          topic,
          partition,
          earliest: Number(low),
          end: Number(high),
          committed: Number(
            committed
              .find((one) => one.topic === topic)
              ?.partitions.find((one) => one.partition === partition)?.offset ?? -1,
          ),
        })),
      ),
    );
    return rows.flat();
  });
}

async function withAdmin<Value>(
  kafka: Kafka,
  settings: KafkaSettings,
  act: (admin: Admin) => Promise<Value>,
): Promise<Value> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await act(admin);
  } catch (thrown) {
    throw kafkaFailure(settings, thrown);
  } finally {
    await admin.disconnect();
  }
}

const START_MS = 60_000;
const START_PAUSE_MS = 1_000;

/**
 * Waits for a broker that starts later than we do. What waiting does not change, as a wrong
 * password or a missing topic, is thrown at once.
 * @returns false when it was asked to stop before
 * @throws Failure that says what is wrong, or names the topics which are not there
 */
export async function reachTopics(
  settings: KafkaSettings,
  log: Log,
  stop: AbortSignal,
): Promise<boolean> {
  const deadlineMs = performance.now() + START_MS;
  while (!stop.aborted) {
    try {
      await refuseMissingTopics(settings, log);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Failure) || !thrown.retriable || performance.now() > deadlineMs)
        throw thrown;
      log.warn({ error: thrown.message }, 'waiting for Kafka');
    }
    await systemPause(START_PAUSE_MS, stop);
  }
  return false;
}

async function refuseMissingTopics(settings: KafkaSettings, log: Log): Promise<void> {
  const missing = (await topics(settings, log, null))
    .filter(({ state }) => state === 'missing')
    .map(({ topic }) => topic);
  if (missing.length > 0)
    throw new Failure(
      'missing_topics',
      `Kafka at ${settings.brokers.join(', ')} lacks the topics ${missing.join(', ')}. Create them with: plancher topics --create`,
    );
}
