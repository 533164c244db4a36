// What an explanation says of each record: its names, its digest, and where its document has it.
// The coordinates in the ledger are looked up by the digest, all at once.
import { hash } from 'node:crypto';
import { z } from 'zod';
import { withInputs } from '../warehouse/input-names.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface RecordShown {
  revision: number;
  /** Digest of the canonical record. */
  sha256: string;
  /** Digest of the document, and where the record is in it. Null: unknown. */
  document_sha256: string | null;
  document_place: string | null;
}

/** The first coordinates in the ledger of a record with that digest; none: it is not there. */
export interface Coordinates {
  topic?: string;
  partition?: number;
  offset?: string;
  /** The name of the topic for people. */
  input?: string;
}

interface AnyRecord {
  readonly revision: number;
  readonly document_sha256?: string | null;
  readonly document_place?: string | null;
}

/** @param record in the order of its schema */
export function recordShown(record: AnyRecord): RecordShown {
  return {
    revision: record.revision,
    sha256: digestOf(record),
    document_sha256: record.document_sha256 ?? null,
    document_place: record.document_place ?? null,
  };
}

/** When a record was known is not part of it. */
function digestOf(record: AnyRecord): string {
  const canonical = JSON.stringify(record, (key, value: unknown) =>
    key === 'known_at' ? undefined : value,
  );
  return hash('sha256', canonical, 'hex');
}

const placeRow = z.object({
  sha256: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
});

/** The coordinates of records, by digest. */
export type Ledger = ReadonlyMap<string, Coordinates>;

export async function ledgerOf(warehouse: Warehouse, digests: readonly string[]): Promise<Ledger> {
  if (digests.length === 0) return new Map();
  const rows = await warehouse.query(
    sqlFile('explain/coordinates.sql'),
    { digests: [...new Set(digests)] },
    placeRow,
  );
  const named = await withInputs(warehouse, rows);
  return new Map(named.map(({ sha256, ...place }) => [sha256, place]));
}

export function traced<One extends { readonly sha256?: string }>(
  rows: readonly One[],
  ledger: Ledger,
): (One & Coordinates)[] {
  return rows.map((row) => ({ ...row, ...ledger.get(row.sha256 ?? '') }));
}
