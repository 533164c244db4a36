// Makes ranges of input durable. The order matters: typed rows, then ledger rows, then (with Kafka)
// dead letters, then custody rows. After a crash between two of them, the next run writes the same
// rows again under the same keys. A custody row never exists without the rows that it covers.
import { KINDS, type Kind, RECORD_KINDS } from '../../schemas/record.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { LEDGER_COLUMNS, LEDGER_DOOR } from './decode-chunk.ts';
import { recordColumns } from './row.ts';

export interface Range {
  kind: Kind;
  topic: string;
  partition: number;
  firstOffset: number;
  lastOffset: number;
  knownAt: string;
  records: Uint8Array;
  ledger: Uint8Array;
  kept: number;
  rejected: number;
  /** Offsets without a record of their own. */
  blank: number;
  /** The custody chain at lastOffset. */
  chain: Buffer;
  isUnfinished: boolean;
  /** The range is being restored and its custody row exists already. */
  isInCustody?: boolean;
}

/**
 * Makes one insert for each table, whatever the number of ranges.
 * @param beforeCustody what must be done before the ranges count as taken in
 */
export async function writeRanges(
  warehouse: Pick<Warehouse, 'insert' | 'insertObjects'>,
  ranges: readonly Range[],
  beforeCustody: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (const kind of KINDS) {
    const records = ranges.filter((range) => range.kind === kind).map((range) => range.records);
    await warehouse.insert({
      table: RECORD_KINDS[kind].door,
      columns: recordColumns(kind),
      rows: joined(records),
    });
  }
  await warehouse.insert({
    table: LEDGER_DOOR,
    columns: LEDGER_COLUMNS,
    rows: joined(ranges.map((range) => range.ledger)),
  });
  await beforeCustody();
  await warehouse.insertObjects(
    'custody_range',
    ranges.filter(({ isInCustody }) => isInCustody !== true).map(custodyRow),
  );
}

function custodyRow(range: Range): Record<string, unknown> {
  return {
    topic: range.topic,
    partition: range.partition,
    first_offset: range.firstOffset,
    last_offset: range.lastOffset,
    kept: range.kept,
    rejected: range.rejected,
    blank: range.blank,
    unfinished: range.isUnfinished ? 1 : 0,
    known_at: range.knownAt,
    chain_hex: range.chain.toString('hex'),
  };
}

function joined(parts: readonly Uint8Array[]): Buffer {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined)
    return Buffer.from(only.buffer, only.byteOffset, only.byteLength);
  return Buffer.concat(parts);
}
