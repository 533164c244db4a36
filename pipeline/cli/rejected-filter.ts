// Which rejected records a command is about.
import type { Command } from 'commander';
import { isReason } from '../../schemas/reason.ts';
import type { RejectedFilter } from '../ingest/rejected/rejected-records.ts';
import type { Session } from '../open-session.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { ledgerNameOf } from '../warehouse/input-names.ts';
import type { ListOptions } from './list.ts';

export interface FilterOptions extends ListOptions {
  topic?: string;
  reason?: string;
}

/** Adds `--topic` and `--reason`. */
export function filtersRejected(command: Command): Command {
  return command
    .option(
      '--topic <topic>',
      'only from this input: its name in the ledger or the beginning of it, ' +
        'the name of a file, or a Kafka topic',
    )
    .option('--reason <reason>', 'only with this reason code (docs/records.md)');
}

/** @throws Failure (exit 2) for a reason that does not exist */
export function filterOf({ topic, reason }: FilterOptions): RejectedFilter {
  if (reason !== undefined && !isReason(reason))
    throw usageFailure(
      'unknown_reason',
      `--reason ${nameShown(reason)}: there is no such reason code. docs/records.md lists them.`,
    );
  return { topic: topic ?? null, reason: reason ?? null };
}

/** The same filter, with the input by its name in the ledger. */
export async function inLedger(
  { warehouse }: Session,
  { topic, reason }: RejectedFilter,
): Promise<RejectedFilter> {
  return { topic: topic === null ? null : await ledgerNameOf(warehouse, topic), reason };
}
