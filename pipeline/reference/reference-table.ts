// A table of reference data as the warehouse keeps it. A version is made of the label and the
// content. A version in the warehouse never changes; other content gets another version.
import { createHash } from 'node:crypto';

export type TableRow = Record<string, unknown>;

export interface ReferenceTable {
  name: string;
  /** The label, and the first digits of the digest of the rows. */
  version: string;
  rows: readonly TableRow[];
}

/** @param rows in the order of the file, with the columns of the table */
export function referenceTable(
  name: string,
  label: string,
  rows: readonly TableRow[],
): ReferenceTable {
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return {
    name,
    version: `${label}-${digest.slice(0, 12)}`,
    rows: rows.map((row) => ({ ...row })),
  };
}
