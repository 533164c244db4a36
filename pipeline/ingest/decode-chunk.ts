// The pure middle of ingestion: consecutive lines in, rows for the warehouse out. Runs in worker threads.
import { type Decoded, decode } from '../../schemas/decode.ts';
import type { InputRecord, Kind } from '../../schemas/record.ts';
import { recordRow } from './row.ts';

/** Consecutive records of one partition. `lines` holds them with a line feed behind each; the last may lack it. */
export interface Chunk {
  kind: Kind;
  topic: string;
  partition: number;
  firstOffset: number;
  /** As ClickHouse reads it, UTC. */
  knownAt: string;
  lines: Uint8Array;
}

export interface DecodedChunk {
  /** Rows for the record table. */
  records: Uint8Array<ArrayBuffer>;
  /** Rows for input_record. */
  ledger: Uint8Array<ArrayBuffer>;
  /** 32 bytes for each record, in order of offset. */
  digests: Uint8Array<ArrayBuffer>;
  kept: number;
  rejected: number;
}

export const LEDGER_COLUMNS = [
  'topic',
  'partition',
  'offset',
  'kind',
  'source',
  'record_id',
  'revision',
  'reason',
  'path',
  'raw_hex',
  'byte_count',
  'known_at',
  'sha256_hex',
] as const;

const LINE_FEED = 10;

export function decodeChunk(chunk: Chunk): DecodedChunk {
  const bytes = Buffer.from(chunk.lines.buffer, chunk.lines.byteOffset, chunk.lines.byteLength);
  const records = new RowBytes(bytes.length);
  const ledger = new RowBytes(bytes.length / 2);
  const digests = new RowBytes(bytes.length / 8);
  let [kept, count] = [0, 0];
  for (let start = 0; start < bytes.length; ) {
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    const end = lineFeed === -1 ? bytes.length : lineFeed;
    const raw = bytes.subarray(start, end);
    const decoded = decode(chunk.kind, raw);
    if (decoded.outcome === 'valid') {
      records.text(recordRow(decoded, chunk.knownAt));
      kept += 1;
    }
    ledger.text(ledgerRow(chunk, chunk.firstOffset + count, decoded, raw, raw.length));
    digests.text(decoded.digest, 'hex');
    count += 1;
    start = end + 1;
  }
  return { records: records.filled(), ledger: ledger.filled(), digests: digests.filled(), kept, rejected: count - kept };
}

/** Bytes that grow. Rows are written as they are made: a hundred thousand short texts kept alive cost more than their copy. */
class RowBytes {
  #buffer: Buffer<ArrayBuffer>;
  #length = 0;

  constructor(expectedBytes: number) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(1_024, Math.ceil(expectedBytes)));
  }

  text(row: string, encoding: 'utf8' | 'hex' = 'utf8'): void {
    this.#reserve(row.length * 3);
    this.#length += this.#buffer.write(row, this.#length, encoding);
  }

  filled(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(byteCount: number): void {
    if (this.#length + byteCount <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + byteCount));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

/**
 * One row of input_record: the values of {@link LEDGER_COLUMNS}.
 * @param raw the bytes, kept with a rejected record; null when there were too many to keep
 */
export function ledgerRow(
  at: Omit<Chunk, 'firstOffset' | 'lines'>,
  offset: number,
  decoded: Decoded,
  raw: Buffer | null,
  byteCount: number,
): string {
  const identity = decoded.outcome === 'valid' ? identityOf(decoded.input) : NO_IDENTITY;
  const rejection = decoded.outcome === 'valid' ? NO_REJECTION : [decoded.reason, decoded.path, raw?.toString('hex') ?? ''];
  return `${JSON.stringify([at.topic, at.partition, offset, at.kind, ...identity, ...rejection, byteCount, at.knownAt, decoded.digest])}\n`;
}

const NO_IDENTITY = ['', '', 0];
const NO_REJECTION = ['', '', ''];

/** source, record_id, revision */
function identityOf({ kind, record }: InputRecord): (string | number)[] {
  return [record.source, kind === 'flow' ? record.flow_id : record.record_id, record.revision];
}
