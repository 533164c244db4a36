// Lists and creates the topics of the record kinds on the broker, and reads where their partitions
// begin and end.
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
 * Lists the topics of the record kinds, and the one for dead letters if it is configured.
 * @param create how to create the missing ones; null: only list
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
        // Otherwise the client fails when a broker does not know the topics yet; see onceKnown().
        waitForLeaders: false,
        topics: missing.map((topic) => ({
          topic,
          numPartitions: create.partitions,
          configEntries,
        })),
      });
    }
    const known = wanted.filter((topic) => create !== null || existing.has(topic));
    const { topics: metadata } = await onceKnown(() => admin.fetchTopicMetadata({ topics: known }));
    return wanted.map((topic) => ({
      topic,
      partitions: metadata.find(({ name }) => name === topic)?.partitions.length ?? 0,
      state: existing.has(topic) ? 'exists' : create === null ? 'missing' : 'created',
    }));
  });
}

const KNOWN_WITHIN_MS = 30_000;
const KNOWN_PAUSE_MS = 100;

/**
 * Retries while the cluster settles. Right after its creation, a topic has no leader and some
 * brokers do not know it; a broker that has just started has no coordinator.
 */
async function onceKnown<Value>(act: () => Promise<Value>): Promise<Value> {
  const deadlineMs = performance.now() + KNOWN_WITHIN_MS;
  for (;;) {
    try {
      return await act();
    } catch (thrown) {
      if (!isRefusal(thrown, NOT_KNOWN_YET) || performance.now() > deadlineMs) throw thrown;
    }
    await systemPause(KNOWN_PAUSE_MS);
  }
}

const NOT_KNOWN_YET = new Set([
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
  /** Offset of the next record that will be produced. */
  end: number;
  /** The offset that the group committed; -1: none. */
  committed: number;
}

/** Where each partition begins and ends according to the broker. */
export async function partitionEnds(
  settings: KafkaSettings,
  log: Log,
  tries = QUICK,
): Promise<PartitionEnds[]> {
  return withAdmin(connect(settings, log, tries), settings, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const known = TOPICS.filter((topic) => existing.has(topic));
    const committed = await onceKnown(() =>
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
 * Waits for a broker that starts later than this process. It throws at once what waiting does not
 * mend, such as a wrong password or a missing topic.
 * @returns false when it was stopped before
 * @throws Failure that says what is wrong, or names the missing topics
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
      `Kafka at ${settings.brokers.join(', ')} lacks the topics ${missing.join(', ')}. ` +
        'Create them with: plancher topics --create',
    );
}
