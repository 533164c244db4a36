// Passes rejected records through the decoder again and takes in those that are valid now, as an
// input of its own, `retry:TIME-ID`. The ledger and the custody of the rejected records stay as
// they are. rejected-records.ts reads them, retry-writer.ts writes what is valid.
import { z } from 'zod';
import type { Kind } from '../../../schemas/record.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import type { Decoder } from '../decode-pool.ts';
import { runLedgerName } from '../ledger-name.ts';
import {
  type RejectedFilter,
  type RejectedRow,
  WITHOUT_BYTES,
  bytesOf,
  rejectedPages,
  slicesOf,
} from './rejected-records.ts';
import {
  type Candidate,
  RetryWriter,
  type RetryTools,
  finishInterrupted,
  kindOf,
  messagesOf,
} from './retry-writer.ts';

export interface RetryRequest extends RejectedFilter {
  /** The kind to read the records as; null: the kind that they were read as before. */
  kind: Kind | null;
}

export interface RetryReport {
  /** The input under which records were taken in; null: none was. */
  topic: string | null;
  tried: number;
  /** Records that the warehouse did not have. */
  taken_in: number;
  /** Valid records that it had, by digest. */
  repeated: number;
  rejected: number;
  /** The number of records that are still rejected, by reason. */
  reasons: Record<string, number>;
  /** Not tried: the ledger lacks their bytes (over 1 MiB, or of a batch that was not unpacked). */
  not_replayable: number;
  /** Not tried: the ingest of their input did not finish, and must be repeated first. */
  not_in_custody: number;
  /** Not tried: an earlier retry took them in. */
  already: number;
  /** Records of an interrupted retry, which were taken in before anything else. */
  finished: number;
}

/** It is safe to repeat this at any moment, also after a crash. */
export async function retryRejected(
  tools: RetryTools,
  request: RetryRequest,
): Promise<RetryReport> {
  const finished = await finishInterrupted(tools);
  const writer = new RetryWriter(tools, runLedgerName('retry', tools));
  const count = { tried: 0, not_replayable: 0, not_in_custody: 0, already: 0 };
  const reasons = new Map<string, number>();
  for await (const page of rejectedPages(tools.warehouse, request)) {
    for (const slice of slicesOf(page)) {
      countSkipped(count, slice);
      const candidates = await candidatesOf(tools.warehouse, slice, request);
      count.tried += candidates.length;
      await writer.add(await validOf(tools.decoder, candidates, reasons));
    }
  }
  await writer.flush();
  const takenIn = writer.count === 0 ? 0 : await countTaken(tools.warehouse, writer.topic);
  return {
    topic: writer.count === 0 ? null : writer.topic,
    tried: count.tried,
    taken_in: takenIn,
    repeated: writer.count - takenIn,
    rejected: count.tried - writer.count,
    reasons: Object.fromEntries([...reasons].sort()),
    not_replayable: count.not_replayable,
    not_in_custody: count.not_in_custody,
    already: count.already,
    finished,
  };
}

async function candidatesOf(
  warehouse: RetryTools['warehouse'],
  slice: readonly [RejectedRow, ...RejectedRow[]],
  request: RetryRequest,
): Promise<Candidate[]> {
  if (slice.every((row) => whySkipped(row) !== null)) return [];
  const bytes = await bytesOf(warehouse, slice, request);
  return slice.flatMap((row, index): Candidate[] => {
    const raw = bytes[index] ?? null;
    if (whySkipped(row) !== null || raw === null) return [];
    return [{ row, kind: request.kind ?? kindOf(row.kind), knownAtMs: row.known_at_ms, raw }];
  });
}

type WhySkipped = 'already' | 'not_replayable' | 'not_in_custody';

function countSkipped(count: Record<WhySkipped, number>, slice: readonly RejectedRow[]): void {
  for (const why of slice.map(whySkipped)) if (why !== null) count[why] += 1;
}

/** @returns null for a record to try */
function whySkipped(row: RejectedRow): WhySkipped | null {
  if (row.replayed_at !== null) return 'already';
  if (WITHOUT_BYTES.has(row.reason)) return 'not_replayable';
  return row.is_in_custody ? null : 'not_in_custody';
}

/** @param reasons counts the records that are still rejected */
async function validOf(
  decoder: Decoder,
  candidates: readonly Candidate[],
  reasons: Map<string, number>,
): Promise<Candidate[]> {
  const [first] = candidates;
  if (first === undefined) return [];
  const { rejections } = await decoder.decode(messagesOf('', 0, first.kind, candidates));
  for (const { reason } of rejections) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const rejected = new Set(rejections.map(({ index }) => index));
  return candidates.filter((_, index) => !rejected.has(index));
}

const countRow = z.object({ distinct_records: z.coerce.number(), known: z.coerce.number() });

async function countTaken(warehouse: Pick<Warehouse, 'query'>, topic: string): Promise<number> {
  const [count] = await warehouse.query(
    sqlFile('ingest/rejected/count_taken.sql'),
    { topic },
    countRow,
  );
  return count === undefined ? 0 : count.distinct_records - count.known;
}
