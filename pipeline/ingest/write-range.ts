// A range of input becomes durable: typed rows, then ledger rows, then the custody row. A crash between two of them leaves
// rows that the next run writes again under the same keys; it never leaves a custody row without what stands under it.
import type { Kind } from '../../schemas/record.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { LEDGER_COLUMNS } from './decode-chunk.ts';
import { RECORD_TABLES, recordColumns } from './row.ts';

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
  /** The custody chain at lastOffset. */
  chain: Buffer;
  isUnfinished: boolean;
}

export async function writeRange(warehouse: Pick<Warehouse, 'insert' | 'insertObjects'>, range: Range): Promise<void> {
  await warehouse.insert({ table: RECORD_TABLES[range.kind], columns: recordColumns(range.kind), rows: asBuffer(range.records) });
  await warehouse.insert({ table: 'input_record', columns: LEDGER_COLUMNS, rows: asBuffer(range.ledger) });
  const custody = {
    topic: range.topic,
    partition: range.partition,
    first_offset: range.firstOffset,
    last_offset: range.lastOffset,
    kept: range.kept,
    rejected: range.rejected,
    unfinished: range.isUnfinished ? 1 : 0,
    known_at: range.knownAt,
    chain_hex: range.chain.toString('hex'),
  };
  await warehouse.insertObjects('custody_range', [custody]);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
