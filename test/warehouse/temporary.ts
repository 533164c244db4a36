// The warehouse of a test file, with the real schema:
//   const { warehouse, remove } = await temporaryWarehouse('shipped', clock); afterAll(remove);
// chDB binds one data directory to a process, so a file opens it once; vitest runs each file in a
// process of its own. `served.ts` gives a warehouse that other processes can use.
import { z } from 'zod';
import { CHAIN_START, extendChain } from '../../pipeline/ingest/custody-chain.ts';
import { writeRanges } from '../../pipeline/ingest/write-range.ts';
import { recordColumns } from '../../pipeline/ingest/row.ts';
import {
  type DecodedChunk,
  LEDGER_COLUMNS,
  LEDGER_DOOR,
  type Lines,
  decodeChunk,
} from '../../pipeline/ingest/decode-chunk.ts';
import { loadReference, readReference } from '../../pipeline/reference/load.ts';
import { type Clock, sqlTime } from '../../pipeline/platform/clock.ts';
import { migrate } from '../../pipeline/warehouse/migrate.ts';
import { openWarehouse } from '../../pipeline/warehouse/open.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { type Kind, RECORD_KINDS } from '../../schemas/record.ts';
import { ndjson } from '../records.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export const TEST_TIME_MS = Date.UTC(2026, 0, 2);

/** A clock that gives another millisecond each time. */
export function tickingClock(startMs: number = TEST_TIME_MS): () => number {
  let now = startMs;
  return () => (now += 1);
}

interface TemporaryWarehouse {
  warehouse: Warehouse;
  directory: string;
  remove: () => Promise<void>;
  /** Takes out every record and result; the reference data stays. For a `beforeEach`. */
  empty: () => Promise<void>;
}

const EMPTY_TABLES =
  'SELECT name FROM system.tables WHERE database = currentDatabase() ' +
  "AND (engine LIKE '%MergeTree' OR engine = 'Memory') AND total_rows = 0";

/**
 * @param reference `monthly` for a test whose figures rest on monthly exchange rates: all that ships
 * but the rates by day; `none` for a test that loads reference data of its own
 */
export async function temporaryWarehouse(
  reference: 'shipped' | 'monthly' | 'none',
  clock: Clock = tickingClock(),
): Promise<TemporaryWarehouse> {
  const folder = temporaryFolder();
  const directory = folder.path;
  const warehouse = await openWarehouse(`embedded:${directory}`);
  await migrate(warehouse, { cluster: null, clock: tickingClock(), isExclusive: true });
  if (reference === 'shipped') await loadReference(warehouse, readReference(), clock);
  if (reference === 'monthly')
    await loadReference(warehouse, { ...readReference(), dailyRates: null }, clock);
  const tables = await warehouse.query(EMPTY_TABLES, {}, z.object({ name: z.string() }));
  return {
    warehouse,
    directory,
    remove: async () => {
      await warehouse.close();
      folder.remove();
    },
    empty: async () => {
      for (const { name } of tables) await warehouse.command(`TRUNCATE TABLE ${name}`);
    },
  };
}

function decodedLines(
  records: readonly object[],
  at: Omit<Lines, 'type' | 'partition' | 'lines'>,
): DecodedChunk {
  return decodeChunk({ type: 'lines', partition: 0, ...at, lines: ndjson(records) });
}

/**
 * Puts records into the tables by the real decoder and row maker; a record that is not valid
 * throws.
 */
export async function putRecords(
  warehouse: Warehouse,
  kind: Kind,
  records: readonly object[],
  topic = `${kind}.ndjson`,
  knownAtMs = TEST_TIME_MS,
): Promise<void> {
  if (records.length === 0) return;
  const decoded = decodedLines(records, {
    kind,
    topic,
    firstOffset: 0,
    knownAt: sqlTime(knownAtMs),
  });
  if (decoded.rejected > 0)
    throw new Error(
      `${String(decoded.rejected)} records are not valid: ${Buffer.from(decoded.ledger).toString().slice(0, 500)}`,
    );
  await warehouse.insert({
    table: RECORD_KINDS[kind].door,
    columns: recordColumns(kind),
    rows: Buffer.from(decoded.records),
  });
  await warehouse.insert({
    table: LEDGER_DOOR,
    columns: LEDGER_COLUMNS,
    rows: Buffer.from(decoded.ledger),
  });
}

/**
 * {@link putRecords} at the next offsets of a topic, with the custody row that makes an estimate
 * run see them.
 */
export async function putRange(
  warehouse: Warehouse,
  kind: Kind,
  records: readonly object[],
  topic: string,
  firstOffset: number,
): Promise<void> {
  if (records.length === 0) return;
  const knownAt = sqlTime(TEST_TIME_MS + firstOffset);
  const decoded = decodedLines(records, { kind, topic, firstOffset, knownAt });
  const lastOffset = firstOffset + records.length - 1;
  const chain = extendChain(CHAIN_START, decoded.digests);
  await writeRanges(warehouse, [
    {
      kind,
      topic,
      partition: 0,
      firstOffset,
      lastOffset,
      knownAt,
      ...decoded,
      chain,
      isUnfinished: false,
    },
  ]);
}
