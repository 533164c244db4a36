// Checks Kafka: the brokers, the topics, and how far custody is behind the end of each partition.
// When custody cannot be read, it still reports the rest.
import type { KafkaSettings } from '../config/config.ts';
import { type PartitionEnds, partitionEnds, topics } from '../ingest/kafka/topics.ts';
import { kafkaLedgerName } from '../ingest/ledger-name.ts';
import { partitionKey } from '../ingest/topic.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { ago } from './ago.ts';
import { type CheckResult, failed, ok, runCheck, warning } from './check-result.ts';
import type { CustodyOfPartition } from './custody-checks.ts';

/** Few, because a person waits for the answer. */
const TRIES = 2;
/** How long records may wait before it warns. A worker that keeps up takes them in earlier. */
const PATIENCE_MS = 60_000;

/** @param custody null: the warehouse could not be read */
export async function checkKafka(
  settings: KafkaSettings,
  { log, clock }: { log: Log; clock: Clock },
  custody: readonly CustodyOfPartition[] | null,
): Promise<readonly CheckResult[]> {
  const described = await runCheck('kafka', async () => {
    const rows = await topics(settings, log, null, TRIES);
    return [
      ok('kafka', `${settings.brokers.join(', ')} answers`),
      ...rows.map(({ topic, partitions, state }) =>
        state === 'missing'
          ? failed(`topic ${topic}`, 'does not exist', 'plancher topics --create')
          : ok(`topic ${topic}`, `${String(partitions)} partitions`),
      ),
    ];
  });
  // No broker answers, so the check of partitions would only fail again.
  if (described.some(({ check, state }) => check === 'kafka' && state === 'failed'))
    return described;
  const taken = custody === null ? null : new Map(custody.map((one) => [partitionKey(one), one]));
  const positions = await runCheck('kafka partitions', async () =>
    (await partitionEnds(settings, log, TRIES)).map((ends) =>
      partitionResult(ends, taken, clock()),
    ),
  );
  return [...described, ...positions];
}

/** @param taken custody by name in the ledger and partition; null: it could not be read */
export function partitionResult(
  ends: PartitionEnds,
  taken: ReadonlyMap<string, CustodyOfPartition> | null,
  nowMs: number,
): CheckResult {
  const { topic, partition, earliest, end, committed } = ends;
  const check = `partition ${topic}/${String(partition)}`;
  const group =
    committed < 0
      ? 'the group has committed nothing'
      : `the group has committed ${String(committed)}`;
  const broker = `the broker has ${String(earliest)} to ${String(end)}, ${group}`;
  if (taken === null)
    return warning(
      check,
      `${broker}; the position of custody is unknown without the warehouse`,
      'fix the warehouse first',
    );
  const known = taken.get(partitionKey({ topic: kafkaLedgerName(topic), partition }));
  const position = known?.position ?? 0;
  const lag = Math.max(0, end - Math.max(position, earliest));
  const what = `${broker}, custody continues at ${String(position)}, lag ${String(lag)}`;
  if (position > end)
    return failed(
      check,
      `${what}: custody is beyond the end`,
      'is this another broker, or was the topic deleted and created again? ' +
        'Use a new warehouse, or the right broker',
    );
  if (earliest > position)
    return failed(
      check,
      `${what}; ${String(earliest - position)} records were deleted before they were taken in`,
      'send them again from their source, or ingest them from files; ' +
        'give the topic a longer retention',
    );
  const silentMs = known === undefined ? Infinity : nowMs - known.last_taken_in_ms;
  if (lag > 0 && silentMs > PATIENCE_MS) {
    const silence =
      known === undefined
        ? 'nothing was ever taken in'
        : `nothing was taken in for ${ago(silentMs)}`;
    return warning(
      check,
      `${what}; ${silence}`,
      'is plancher up running, and does it log a failure?',
    );
  }
  return ok(check, what);
}
