// plancher topics: what is on the broker, and what is missing.
import { loadConfig } from '../config/config.ts';
import { topics } from '../ingest/kafka/topics.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { createLog } from '../platform/log.ts';
import type { ListOptions } from './list.ts';
import type { Row } from '../text/row.ts';

export interface TopicOptions extends ListOptions {
  create?: true;
  partitions: string;
  retentionDays: string;
}

const DAY_MS = 86_400_000;

export async function topicsCommand(options: TopicOptions): Promise<Row[]> {
  const config = loadConfig();
  if (config.kafka === null)
    throw usageFailure('no_kafka', 'Set PLANCHER_KAFKA_BROKERS to host:port of a Kafka broker.');
  const [partitions, days] = [Number(options.partitions), Number(options.retentionDays)];
  if (!Number.isInteger(partitions) || partitions < 1)
    throw usageFailure(
      'wrong_number',
      `--partitions ${nameShown(options.partitions)}: write a whole number from 1.`,
    );
  if (!Number.isInteger(days) || (days < 1 && days !== -1))
    throw usageFailure(
      'wrong_number',
      `--retention-days ${nameShown(options.retentionDays)}: write a number of days, or -1.`,
    );
  const create =
    options.create === true ? { partitions, retentionMs: days === -1 ? -1 : days * DAY_MS } : null;
  return (await topics(config.kafka, createLog(config.logLevel), create)).map((row) => ({
    ...row,
  }));
}
