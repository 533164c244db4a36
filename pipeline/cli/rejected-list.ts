// plancher rejected list: rejected records, with the reason.
import type { Command } from 'commander';
import {
  type RejectedFilter,
  type RejectedRow,
  bytesOf,
  rejectedPages,
  slicesOf,
} from '../ingest/rejected/rejected-records.ts';
import type { Session } from '../open-session.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { withInputs } from '../warehouse/input-names.ts';
import type { Io, Write } from './io.ts';
import { type ListFormat, listPieces, printsList } from './list.ts';
import { type FilterOptions, filterOf, filtersRejected, inLedger } from './rejected-filter.ts';
import { withSession } from './session.ts';

const COLUMNS = ['input', 'partition', 'offset', 'kind', 'reason', 'path', 'sha256', 'replayed_at'];

export function addRejectedList(rejected: Command, { write }: Io): void {
  filtersRejected(printsList(rejected.command('list', { isDefault: true })))
    .description(
      'rejected records, with the reason and where they came from; JSON and CSV add their bytes',
    )
    .option('--limit <number>', 'print at most this many')
    .action((options: FilterOptions & { limit?: string }) => {
      const [filter, most] = [filterOf(options), limitOf(options.limit)];
      return withSession(async (session) =>
        list(session, await inLedger(session, filter), most, options.format, write),
      );
    });
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
 * In the order of view rejected_record, with the input as people call it. Bytes that are not UTF-8
 * become U+FFFD, as in every JSON.
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
