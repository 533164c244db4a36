// ledger.csv: where each line of the files of records is in the ledger, so that it can be traced to
// the bytes that were taken in. A record that came several times has a row for each time.
import { z } from 'zod';
import { CaseFault } from './case-fault.ts';
import { type Column, csvBytes, csvRows } from './csv-table.ts';
import {
  RECORD_FILES,
  type RecordFile,
  type RecordLine,
  type RecordLines,
  earlier,
} from './record-files.ts';

export const LEDGER_COLUMNS: readonly Column[] = [
  { name: 'file', about: 'file of records in this folder' },
  { name: 'line', about: 'line in that file, from 1', isNumber: true },
  { name: 'topic', about: 'name of the input in the ledger: a file by its SHA-256, or a topic' },
  { name: 'partition', about: 'partition of the topic; 0 for files', isNumber: true },
  {
    name: 'offset',
    about: 'offset in the partition; of a file its line, counted from 0',
    isNumber: true,
  },
  {
    name: 'sha256',
    about: 'digest in the ledger: of the line; of a refused record, of the bytes as they came',
  },
  { name: 'known_at', about: 'when this content was first known (UTC); empty: unknown' },
];

/** One time that a record came. */
export interface Copy {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly sha256: string;
  readonly knownAt: string | null;
}

/** When and where the record of a line came. */
export type CopiesOf = (file: RecordFile, line: RecordLine) => readonly Copy[];

export function ledgerBytes(lines: RecordLines, copiesOf: CopiesOf): Buffer {
  const rows = RECORD_FILES.flatMap((file) =>
    lines[file].flatMap((line, index) => {
      const copies = copiesOf(file, line);
      // What the method reads goes before what the ledger has: both are when it was first known.
      const knownAt = line.knownAt ?? copies.map((one) => one.knownAt).reduce(earlier, null);
      return copies.map((one) => [
        file,
        String(index + 1),
        one.topic,
        String(one.partition),
        one.offset,
        one.sha256,
        file === 'panel.ndjson' ? line.knownAt : knownAt,
      ]);
    }),
  );
  return csvBytes(LEDGER_COLUMNS, rows);
}

const count = z.string().regex(/^\d{1,20}$/);
const rowSchema = z.tuple([
  z.enum(RECORD_FILES),
  count.transform(Number),
  z.string().min(1),
  count,
  count,
  z.string().regex(/^[0-9a-f]{64}$/),
  z.string().regex(/^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z)?$/),
]);

export interface LedgerRow {
  readonly file: RecordFile;
  readonly line: number;
  readonly sha256: string;
  readonly knownAt: string | null;
}

/** @throws CaseFault */
export function ledgerRows(bytes: Buffer): LedgerRow[] {
  return csvRows('ledger.csv', LEDGER_COLUMNS, bytes).map((cells, index) => {
    const row = rowSchema.safeParse(cells);
    if (!row.success) {
      const column = LEDGER_COLUMNS[Number(row.error.issues[0]?.path[0])]?.name ?? '';
      throw new CaseFault('ledger.csv', index + 2, `its ${column} is none`);
    }
    const [file, line, , , , sha256, knownAt] = row.data;
    return { file, line, sha256, knownAt: knownAt === '' ? null : knownAt };
  });
}
