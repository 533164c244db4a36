// The pure middle of ingestion: consecutive records in, rows for the warehouse out. Runs in worker
// threads.
import { type Decoded, MAX_RECORD_BYTES, decode } from '../../schemas/decode.ts';
import type { InputRecord, Kind } from '../../schemas/record.ts';
import { sqlTime } from '../platform/clock.ts';
import { bytesOfLength, isBatch } from './message-run.ts';
import { recordRow } from './row.ts';
import { type UnreadableBatch, pathOf, unpackedBatch } from './unreadable-batch.ts';

interface Partition {
  kind: Kind;
  topic: string;
  partition: number;
}

/**
 * Consecutive lines of a file. `lines` holds them with a line feed behind each; the last may lack
 * it. Blank lines have an offset and are no records.
 */
export interface Lines extends Partition {
  type: 'lines';
  firstOffset: number;
  /** As ClickHouse reads it, UTC. */
  knownAt: string;
  lines: Uint8Array;
  /**
   * Lines that are in custody are decoded to see whether their digests still are what custody says;
   * no rows are made of them.
   */
  digestsOnly?: boolean;
}

/**
 * Consecutive messages of a Kafka partition: their values one behind the other, and for each its
 * length, offset and timestamp.
 */
export interface Messages extends Partition {
  type: 'messages';
  values: Uint8Array;
  /** -1: a tombstone; below: a batch that is rejected as a whole (message-run.ts). */
  lengths: Int32Array;
  offsets: Float64Array;
  /** Milliseconds since 1970. */
  timestamps: Float64Array;
}

export type Chunk = Lines | Messages;

export interface DecodedChunk {
  /** Rows for the record table. */
  records: Uint8Array<ArrayBuffer>;
  /** Rows for input_record. */
  ledger: Uint8Array<ArrayBuffer>;
  /** 32 bytes for each record, in order of offset. */
  digests: Uint8Array<ArrayBuffer>;
  kept: number;
  rejected: number;
  /**
   * Offsets without a record of their own: blank lines of a file; of a batch that is rejected as a
   * whole, all but its last.
   */
  blank: number;
  /** Of each rejected record its position in the chunk, and why. */
  rejections: Rejection[];
}

export interface Rejection {
  index: number;
  reason: string;
  path: string;
}

/**
 * Where rows of {@link ledgerRow} are inserted: the door of input_record
 * (sql/migrations/0014_doors.sql).
 */
export const LEDGER_DOOR = 'input_record_door';

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
  const bytes = chunk.type === 'lines' ? chunk.lines : chunk.values;
  const records = new RowBytes(bytes.length);
  const ledger = new RowBytes(bytes.length / 2);
  const digests = new RowBytes(bytes.length / 8);
  const rejections: Rejection[] = [];
  const withRows = chunk.type === 'messages' || chunk.digestsOnly !== true;
  let [kept, count, blank] = [0, 0, 0];
  for (const { raw, offset, knownAt, isBatch: isWholeBatch } of chunk.type === 'lines'
    ? linesIn(chunk)
    : messagesIn(chunk)) {
    if (chunk.type === 'lines' && isBlank(raw)) {
      blank += 1;
      continue;
    }
    const batch = isWholeBatch === true ? unpackedBatch(raw) : null;
    const decoded = batch === null ? decode(chunk.kind, raw) : rejectedBatch(batch);
    blank += batch === null ? 0 : batch.lastOffset - batch.firstOffset;
    if (decoded.outcome === 'valid') {
      if (withRows) records.text(recordRow(decoded, knownAt));
      kept += 1;
    } else rejections.push({ index: count, reason: decoded.reason, path: decoded.path });
    const isKept = batch === null && raw.length <= MAX_RECORD_BYTES;
    const found = {
      offset,
      knownAt,
      raw: isKept ? raw : null,
      byteCount: batch?.byteCount ?? raw.length,
    };
    if (withRows) ledger.text(ledgerRow(chunk, found, decoded));
    digests.text(decoded.digest, 'hex');
    count += 1;
  }
  const rows = { records: records.filled(), ledger: ledger.filled(), digests: digests.filled() };
  return { ...rows, kept, rejected: count - kept, blank, rejections };
}

function rejectedBatch(batch: UnreadableBatch): Decoded {
  return { outcome: 'rejected', reason: batch.reason, path: pathOf(batch), digest: batch.digest };
}

const BLANKS: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0d]);

/** Whether a line holds nothing but what JSON calls white space. */
export function isBlank(line: Uint8Array): boolean {
  // Nearly every line begins with a brace.
  if (line.length > 0 && !BLANKS.has(line[0])) return false;
  return line.every((byte) => BLANKS.has(byte));
}

interface RawRecord {
  raw: Buffer;
  offset: number;
  knownAt: string;
  /** `raw` says which batch is rejected as a whole. */
  isBatch?: boolean;
}

function* linesIn({ lines, firstOffset, knownAt }: Lines): Generator<RawRecord> {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
  let offset = firstOffset;
  for (let start = 0; start < bytes.length; ) {
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    const end = lineFeed === -1 ? bytes.length : lineFeed;
    yield { raw: bytes.subarray(start, end), offset, knownAt };
    offset += 1;
    start = end + 1;
  }
}

function* messagesIn({ values, lengths, offsets, timestamps }: Messages): Generator<RawRecord> {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  let start = 0;
  // Records that were sent together have one time.
  let [lastMs, knownAt] = [Number.NaN, ''];
  for (const [index, length] of lengths.entries()) {
    const timestampMs = timestamps[index] ?? 0;
    if (timestampMs !== lastMs) [lastMs, knownAt] = [timestampMs, sqlTime(timestampMs)];
    const end = start + bytesOfLength(length);
    yield {
      raw: bytes.subarray(start, end),
      offset: offsets[index] ?? 0,
      knownAt,
      isBatch: isBatch(length),
    };
    start = end;
  }
}

/**
 * Bytes that grow. Rows are written as they are made: a hundred thousand short texts kept alive
 * cost more than their copy.
 */
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
    const grown = Buffer.allocUnsafeSlow(
      Math.max(this.#buffer.length * 2, this.#length + byteCount),
    );
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

/**
 * Where a record was found. `raw`: its bytes, kept if it is rejected; null when there are too many
 * to keep.
 */
export interface Found {
  offset: number;
  knownAt: string;
  raw: Buffer | null;
  byteCount: number;
}

/** One row of input_record: the values of {@link LEDGER_COLUMNS}. */
export function ledgerRow(
  at: Partition,
  { offset, knownAt, raw, byteCount }: Found,
  decoded: Decoded,
): string {
  const identity = decoded.outcome === 'valid' ? identityOf(decoded.input) : NO_IDENTITY;
  const rejection =
    decoded.outcome === 'valid'
      ? NO_REJECTION
      : JSON.stringify([decoded.reason, decoded.path, raw?.toString('hex') ?? '']).slice(1, -1);
  // Put together by hand: half the time of JSON.stringify for the whole row. What it is not asked
  // for needs no escapes.
  return `[${JSON.stringify(at.topic)},${String(at.partition)},${String(offset)},"${at.kind}",${identity},${rejection},${String(byteCount)},"${knownAt}","${decoded.digest}"]\n`;
}

const NO_IDENTITY = '"","",0';
const NO_REJECTION = '"","",""';

/** source, record_id, revision */
function identityOf({ kind, record }: InputRecord): string {
  return `${JSON.stringify(record.source)},${JSON.stringify(kind === 'flow' ? record.flow_id : record.record_id)},${String(record.revision)}`;
}
