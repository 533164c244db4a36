// Where the records of a case are in the ledger. What the ledger does not have is no evidence: then
// there is no case.
import { z } from 'zod';
import { refusedTakeBack } from '../../method/refused-record.ts';
import { groupBy } from '../../method/order.ts';
import { Failure } from '../../platform/failure.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import type { CopiesOf, Copy } from './ledger-file.ts';
import { RECORD_FILES, type RecordLine, type RecordLines, refusedText } from './record-files.ts';

const copyRow = z
  .object({
    topic: z.string(),
    partition: z.number(),
    offset: z.string(),
    sha256: z.string(),
    known_at: z.string(),
  })
  .transform(({ known_at: knownAt, ...row }): Copy => ({ ...row, knownAt }));
const refusedRow = z.object({ raw: z.string() }).and(copyRow);

/** Digests of one statement. */
const PAGE = 2_000;

/** @param asOf UTC, in the form that ClickHouse reads */
export async function ledgerCopies(
  warehouse: Warehouse,
  lines: RecordLines,
  asOf: string,
): Promise<CopiesOf> {
  const digests = RECORD_FILES.flatMap((file) =>
    file === 'refused.ndjson' ? [] : lines[file].map(({ digest }) => digest),
  );
  const found: Copy[] = [];
  for (let first = 0; first < digests.length; first += PAGE) {
    const page = digests.slice(first, first + PAGE);
    const sql = sqlFile('export/case/copies.sql');
    for (const copy of await warehouse.query(sql, { digests: page }, copyRow)) found.push(copy);
  }
  const byDigest = groupBy(found, ({ sha256 }) => sha256);
  const byText =
    lines['refused.ndjson'].length === 0
      ? new Map<string, Copy[]>()
      : await refusedCopies(warehouse, asOf);
  return (file, line) => {
    const copies = file === 'refused.ndjson' ? byText.get(line.text) : byDigest.get(line.digest);
    return copies ?? refuse(line);
  };
}

async function refusedCopies(
  warehouse: Warehouse,
  asOf: string,
): Promise<ReadonlyMap<string, readonly Copy[]>> {
  const rows = await warehouse.query(
    sqlFile('evidence/35_refused.sql'),
    { as_of: asOf },
    refusedRow,
  );
  const told = rows.flatMap(({ raw, ...copy }) => {
    const read = refusedTakeBack(parsed(raw));
    return read === null ? [] : [{ text: refusedText(read), copy }];
  });
  const byText = groupBy(told, ({ text }) => text);
  return new Map([...byText].map(([text, all]) => [text, all.map(({ copy }) => copy)]));
}

/** Null: not JSON. */
function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

function refuse({ digest }: RecordLine): never {
  throw new Failure(
    'untraced_record',
    `A record of the case, with the digest ${digest}, is not in the ledger as it is in its ` +
      'table, so nothing was written. Run plancher doctor.',
  );
}
