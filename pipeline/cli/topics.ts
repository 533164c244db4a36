// plancher topics: what is on the broker, and what is missing.
import type { Command } from 'commander';
import { loadConfig } from '../config/config.ts';
import { topics } from '../ingest/kafka/topics.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { createLog } from '../platform/log.ts';
import type { Row } from '../text/row.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOf, listText, printsList } from './list.ts';

interface TopicOptions extends ListOptions {
  create?: true;
  partitions: string;
  retentionDays: string;
}

const DAY_MS = 86_400_000;

export function addTopics(program: Command, { write }: Io): void {
  printsList(program.command('topics'))
    .description('the Kafka topics of the kinds of record')
    .option('--create', 'create the missing ones')
    .option('--partitions <number>', 'partitions of a topic that is created', '6')
    .option(
      '--retention-days <number>',
      'days that a created topic keeps its records; -1: forever',
      '-1',
    )
    .action(async (options: TopicOptions) => {
      const rows = await topicRows(options);
      write(listText(listOf(rows, ['topic', 'partitions', 'state']), options.format));
    });
}

async function topicRows(options: TopicOptions): Promise<Row[]> {
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
  const found = await topics(config.kafka, createLog(config.logLevel), create);
  return found.map((row) => ({ ...row }));
}
