// Turns consecutive records into rows for the warehouse. It is a pure function, so that it can run
// in worker threads.
import { type Decoded, MAX_RECORD_BYTES, decode } from '../../schemas/decode.ts';
import type { InputRecord, Kind } from '../../schemas/record.ts';
import { sqlTime } from '../platform/clock.ts';
import { bytesOfLength, isBatch } from './message-run.ts';
import { recordRow } from './row.ts';
import { type UnreadableBatch, pathOf, unpackedBatch } from './unreadable-batch.ts';

interface InputPartition {
  kind: Kind;
  topic: string;
  partition: number;
}

/**
 * Consecutive lines of a file. Each line in `lines` ends with a line feed; the last may lack it.
 * Blank lines have an offset but are not records.
 */
export interface Lines extends InputPartition {
  type: 'lines';
  firstOffset: number;
  /** UTC, in the form that ClickHouse reads. */
  knownAt: string;
  lines: Uint8Array;
  /**
   * True for lines that are already in custody: they are decoded only to compare their digests with
   * custody, and produce no rows.
   */
  digestsOnly?: boolean;
}

/**
 * Consecutive messages of a Kafka partition: their concatenated values, and the length, offset and
 * timestamp of each.
 */
export interface Messages extends InputPartition {
  type: 'messages';
  values: Uint8Array;
  /** -1: a tombstone. Below -1: a batch that is rejected as a whole (message-run.ts). */
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
  /** Records that were changed at intake (schemas/adjustment.ts). */
  adjusted: number;
  /**
   * Offsets without a record of their own: blank lines of a file, and every offset but the last of
   * a batch that is rejected as a whole.
   */
  blank: number;
  rejections: Rejection[];
}

export interface Rejection {
  /** Position of the record in the chunk. */
  index: number;
  reason: string;
  path: string;
}

/** The door to input_record for rows of {@link ledgerRow} (sql/migrations/0008_doors.sql). */
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
  'adjusted',
] as const;

const LINE_FEED = 10;

export function decodeChunk(chunk: Chunk): DecodedChunk {
  const bytes = chunk.type === 'lines' ? chunk.lines : chunk.values;
  const records = new RowBytes(bytes.length);
  const ledger = new RowBytes(bytes.length / 2);
  const digests = new RowBytes(bytes.length / 8);
  const rejections: Rejection[] = [];
  const withRows = chunk.type === 'messages' || chunk.digestsOnly !== true;
  let [kept, adjusted, count, blank] = [0, 0, 0, 0];
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
      if (decoded.adjustments.length > 0) adjusted += 1;
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
  return { ...rows, kept, adjusted, rejected: count - kept, blank, rejections };
}

function rejectedBatch(batch: UnreadableBatch): Decoded {
  return { outcome: 'rejected', reason: batch.reason, path: pathOf(batch), digest: batch.digest };
}

const BLANKS: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0d]);

/** True for a line of nothing but JSON white space. */
export function isBlank(line: Uint8Array): boolean {
  // A shortcut: nearly every line begins with a brace.
  if (line.length > 0 && !BLANKS.has(line[0])) return false;
  return line.every((byte) => BLANKS.has(byte));
}

interface RawRecord {
  raw: Buffer;
  offset: number;
  knownAt: string;
  /** True: `raw` describes a batch that is rejected as a whole. */
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
  // Records that were sent together share one timestamp, so format it only when it changes.
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
 * A buffer that grows. Each row is copied into it at once, because keeping a hundred thousand short
 * strings alive costs more than copying them.
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

/** Where a record was found, and its bytes. */
export interface Found {
  offset: number;
  knownAt: string;
  /** Kept in the ledger when the record is rejected or adjusted; null: too many to keep. */
  raw: Buffer | null;
  byteCount: number;
}

/** One row of input_record: the values of {@link LEDGER_COLUMNS}. */
export function ledgerRow(
  at: InputPartition,
  { offset, knownAt, raw, byteCount }: Found,
  decoded: Decoded,
): string {
  const bytes = () => raw?.toString('hex') ?? '';
  const [identity, finding, adjusted] =
    decoded.outcome === 'rejected'
      ? [NO_IDENTITY, listed([decoded.reason, decoded.path, bytes()]), NO_ADJUSTMENT]
      : decoded.adjustments.length === 0
        ? [identityOf(decoded.input), NO_FINDING, NO_ADJUSTMENT]
        : [
            identityOf(decoded.input),
            listed(['', '', bytes()]),
            JSON.stringify(decoded.adjustments),
          ];
  // Concatenated by hand, which takes half the time of JSON.stringify for the whole row. The values
  // that do not pass JSON.stringify never need escapes.
  const place = `${JSON.stringify(at.topic)},${String(at.partition)},${String(offset)}`;
  const content = `${String(byteCount)},"${knownAt}","${decoded.digest}"`;
  return `[${place},"${at.kind}",${identity},${finding},${content},${adjusted}]\n`;
}

const NO_IDENTITY = '"","",0';
/** The columns reason, path and raw_hex. */
const NO_FINDING = '"","",""';
const NO_ADJUSTMENT = '[]';

/** The values of a row or of a part of it, without brackets. */
function listed(values: readonly string[]): string {
  return JSON.stringify(values).slice(1, -1);
}

/** The columns source, record_id and revision. */
function identityOf({ kind, record }: InputRecord): string {
  const id = kind === 'flow' ? record.flow_id : record.record_id;
  return `${JSON.stringify(record.source)},${JSON.stringify(id)},${String(record.revision)}`;
}
