// plancher rejected: what was not taken in and why; and trying it again.
import type { Command } from 'commander';
import { isReason } from '../../schemas/reason.ts';
import { KINDS } from '../../schemas/record.ts';
import {
  type RejectedFilter,
  type RejectedRow,
  bytesOf,
  rejectedPages,
  slicesOf,
} from '../ingest/rejected/rejected-records.ts';
import type { ReplayReport } from '../ingest/rejected/retry.ts';
import { type Session, followUp, tryAgain } from '../path.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { decodeWorkers, kindNamed } from './ingest.ts';
import {
  type ListFormat,
  type ListOptions,
  listOfOne,
  listPieces,
  listText,
  printsList,
} from './list.ts';
import type { Write } from './io.ts';
import { followUpText } from './follow-up.ts';
import { table } from '../text/table.ts';
import { ledgerNameOf, withInputs } from '../warehouse/input-names.ts';
import { withSession } from './session.ts';

const COLUMNS = ['input', 'partition', 'offset', 'kind', 'reason', 'path', 'sha256', 'replayed_at'];

interface FilterOptions extends ListOptions {
  topic?: string;
  reason?: string;
}

export function addRejected(program: Command, write: Write): void {
  const rejected = program
    .command('rejected')
    .description('rejected records: list them (the default), or try them again');
  printsList(rejected.command('list', { isDefault: true }))
    .description(
      'rejected records, with the reason and where they came from; JSON and CSV have their bytes too',
    )
    .option(
      '--topic <topic>',
      'only from this input: its name in the ledger or the beginning of it, the name of a file, or a Kafka topic',
    )
    .option('--reason <reason>', 'only with this reason code (docs/records.md)')
    .option('--limit <number>', 'print at most so many')
    .action((options: FilterOptions & { limit?: string }) => {
      const [filter, most] = [filterOf(options), limitOf(options.limit)];
      return withSession(async (session) =>
        list(session, await inLedger(session, filter), most, options.format, write),
      );
    });
  printsList(rejected.command('replay'))
    .description(
      'try rejected records again, and take in those that are valid now; repeating it adds nothing',
    )
    .option(
      '--topic <topic>',
      'only from this input: its name in the ledger or the beginning of it, the name of a file, or a Kafka topic',
    )
    .option('--reason <reason>', 'only with this reason code (docs/records.md)')
    .option('--kind <kind>', `read them as another kind: ${KINDS.join(', ')}`)
    .option('--no-estimate', 'do not compute floors, nor look for alerts')
    .action((options: FilterOptions & { kind?: string; estimate: boolean }) => {
      const request = {
        ...filterOf(options),
        kind: options.kind === undefined ? null : kindNamed(options.kind),
      };
      return withSession(async (session) => {
        const report = await tryAgain(
          session,
          { ...request, ...(await inLedger(session, request)) },
          decodeWorkers(session.config.decodeWorkers),
        );
        const followed = options.estimate ? await followUp(session) : null;
        if (options.format === 'table')
          write(`${reportText(report)}${followed === null ? '' : followUpText(followed)}`);
        else write(listText(listOfOne({ ...report }), options.format));
      });
    });
}

function filterOf({ topic, reason }: FilterOptions): RejectedFilter {
  if (reason !== undefined && !isReason(reason))
    throw usageFailure(
      'unknown_reason',
      `--reason ${nameShown(reason)}: there is no such reason code. docs/records.md lists them.`,
    );
  return { topic: topic ?? null, reason: reason ?? null };
}

/** The filter with the name in the ledger of the input that was meant. */
async function inLedger(
  { warehouse }: Session,
  { topic, reason }: RejectedFilter,
): Promise<RejectedFilter> {
  return { topic: topic === null ? null : await ledgerNameOf(warehouse, topic), reason };
}

function limitOf(written: string | undefined): number {
  if (written === undefined) return Infinity;
  const limit = Number(written);
  if (!Number.isInteger(limit) || limit < 1)
    throw usageFailure(
      'wrong_number',
      `--limit ${nameShown(written)}: write a whole number from 1.`,
    );
  return limit;
}

const TEXTS = [
  'kind',
  'reason',
  'path',
  'input',
  'topic',
  'sha256',
  'raw',
  'known_at',
  'replayed_at',
];
const ALL_COLUMNS = [
  'kind',
  'reason',
  'path',
  'input',
  'topic',
  'partition',
  'offset',
  'sha256',
  'byte_count',
  'raw',
  'known_at',
  'replayed_at',
];

async function list(
  { warehouse }: Session,
  filter: RejectedFilter,
  most: number,
  format: ListFormat,
  write: Write,
): Promise<void> {
  const columns = ALL_COLUMNS.map((name) => ({
    name,
    type: TEXTS.includes(name) ? 'String' : 'UInt64',
  }));
  const pieces = listPieces(write, columns, format, COLUMNS);
  // The bytes of a page may be more than memory holds; a table does not show them.
  for await (const page of rejectedPages(warehouse, filter, most))
    if (format === 'table') pieces.add(await withInputs(warehouse, page));
    else
      for (const slice of slicesOf(page)) {
        const bytes = await bytesOf(warehouse, slice, filter);
        const [{ topic }] = slice;
        const [named] = await withInputs(warehouse, [{ topic }]);
        pieces.add(
          slice.map((row, index) => viewRow(row, named?.input ?? topic, bytes[index] ?? null)),
        );
      }
  pieces.end();
}

/**
 * In the order of view rejected_record, with the input as people call it. Bytes that are no UTF-8
 * are shown as U+FFFD, as in every JSON.
 */
function viewRow(
  {
    kind,
    reason,
    path,
    topic,
    partition,
    offset,
    sha256,
    byte_count,
    known_at,
    replayed_at,
  }: RejectedRow,
  input: string,
  raw: Buffer | null,
) {
  return {
    kind,
    reason,
    path,
    input,
    topic,
    partition,
    offset,
    sha256,
    byte_count,
    raw: raw?.toString() ?? '',
    known_at,
    replayed_at,
  };
}

function reportText(report: ReplayReport): string {
  const {
    topic,
    tried,
    taken_in: takenIn,
    repeated,
    rejected,
    not_replayable: tooLarge,
    already,
    finished,
  } = report;
  const count = { tried, taken_in: takenIn, repeated, rejected, not_replayable: tooLarge, already };
  const reasons = Object.entries(report.reasons).map(([reason, records]) => ({
    'still rejected': reason,
    records,
  }));
  return [
    table([count]),
    topic === null
      ? 'Nothing was taken in.\n'
      : `Taken in as ${nameShown(topic)}, with the times at which the records were known.\n`,
    reasons.length === 0 ? '' : table(reasons),
    tooLarge === 0
      ? ''
      : `${String(tooLarge)} cannot be tried again: only their digest was kept.\n`,
    already === 0 ? '' : `${String(already)} were taken in by a replay before.\n`,
    report.not_in_custody === 0
      ? ''
      : `${String(report.not_in_custody)} stand in an input whose ingest broke off: ingest it again, then try again.\n`,
    finished === 0
      ? ''
      : `A replay that had broken off was finished first: ${String(finished)} records.\n`,
  ].join('');
}
