// Reads rejected records from the ledger, in order: rows without bytes page by page, and the bytes
// slice by slice. So memory stays bounded, however many and however large they are.
import { z } from 'zod';
import { BATCH_REASONS } from '../../../schemas/reason.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';

export interface RejectedFilter {
  /** Null: any. */
  topic: string | null;
  /** Null: any. */
  reason: string | null;
}

const flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1);

const rejectedRow = z.object({
  kind: z.string(),
  reason: z.string(),
  path: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
  sha256: z.string(),
  byte_count: z.string(),
  known_at: z.string(),
  replayed_at: z.string().nullable(),
  known_at_ms: z.coerce.number(),
  is_in_custody: flag,
  is_unfinished: flag,
});
export type RejectedRow = z.infer<typeof rejectedRow>;

const PAGE_ROWS = 32_768;
const SLICE_ROWS = 8_192;
const SLICE_BYTES = 8_388_608;

/** Reasons of records of which the ledger keeps only the digest and the length. */
export const WITHOUT_BYTES: ReadonlySet<string> = new Set(['record_too_large', ...BATCH_REASONS]);

/** @param most the number of rows to stop after */
export async function* rejectedPages(
  warehouse: Pick<Warehouse, 'query'>,
  { topic, reason }: RejectedFilter,
  most = Infinity,
): AsyncGenerator<RejectedRow[]> {
  let after = { after_topic: '', after_partition: 0, after_offset: '0' };
  for (let left = most; left > 0; ) {
    const rows = Math.min(PAGE_ROWS, left);
    const parameters = { ...after, topic: topic ?? '', reason: reason ?? '', rows };
    const page = await warehouse.query(
      sqlFile('ingest/rejected/rejected_page.sql'),
      parameters,
      rejectedRow,
    );
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < rows) return;
    left -= page.length;
    after = { after_topic: last.topic, after_partition: last.partition, after_offset: last.offset };
  }
}

/** Cuts a page into consecutive rows of one partition and kind whose bytes fit into memory. */
export function* slicesOf(
  page: readonly RejectedRow[],
): Generator<[RejectedRow, ...RejectedRow[]]> {
  let slice: [RejectedRow, ...RejectedRow[]] | null = null;
  let byteCount = 0;
  for (const row of page) {
    const size = WITHOUT_BYTES.has(row.reason) ? 0 : Number(row.byte_count);
    const fits =
      slice !== null &&
      isOfSamePartition(slice[0], row) &&
      slice.length < SLICE_ROWS &&
      byteCount + size <= SLICE_BYTES;
    if (slice !== null && fits) slice.push(row);
    else {
      if (slice !== null) yield slice;
      [slice, byteCount] = [[row], 0];
    }
    byteCount += size;
  }
  if (slice !== null) yield slice;
}

function isOfSamePartition(one: RejectedRow, other: RejectedRow): boolean {
  return one.topic === other.topic && one.partition === other.partition && one.kind === other.kind;
}

const rawRow = z.object({ offset: z.string(), sha256: z.string(), raw_base64: z.string() });

/** The bytes of each row of a slice; null where the ledger never had them or lost them. */
export async function bytesOf(
  warehouse: Pick<Warehouse, 'query'>,
  slice: readonly [RejectedRow, ...RejectedRow[]],
  { reason }: RejectedFilter,
): Promise<(Buffer | null)[]> {
  const [{ topic, partition, offset: first_offset }] = slice;
  const parameters = {
    topic,
    partition,
    first_offset,
    last_offset: slice.at(-1)?.offset ?? first_offset,
    reason: reason ?? '',
  };
  const found = await warehouse.query(sqlFile('ingest/rejected/raw.sql'), parameters, rawRow);
  const bytes = new Map(found.map((row) => [`${row.offset} ${row.sha256}`, row.raw_base64]));
  return slice.map((row) => {
    const encoded = WITHOUT_BYTES.has(row.reason)
      ? undefined
      : bytes.get(`${row.offset} ${row.sha256}`);
    return encoded === undefined ? null : Buffer.from(encoded, 'base64');
  });
}
