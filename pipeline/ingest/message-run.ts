// Messages of one partition in order of offset, packed into a few arrays. Unpacked, each message
// would be two objects that the garbage collector must trace for as long as the message waits.
import { type UnreadableBatch, packedBatch, unpackedBatch } from './unreadable-batch.ts';

export interface Message {
  offset: number;
  /** When the record was known, in milliseconds since 1970. */
  timestampMs: number;
  /** Null: a tombstone. It counts as a record without bytes, and is rejected. */
  value: Buffer | null;
  /** Set when the message stands for a whole batch that is rejected. */
  batch?: UnreadableBatch | undefined;
}

/** Length of a tombstone. */
const NO_VALUE = -1;
/** A batch that is rejected as a whole has the length -2 minus the length of its description. */
const BATCH = -2;

/** How many bytes of `values` belong to a message of this length. */
export const bytesOfLength = (length: number) =>
  length <= BATCH ? BATCH - length : Math.max(0, length);
export const isBatch = (length: number) => length <= BATCH;
const NO_BYTES = Buffer.alloc(0);
/** What a message costs besides its bytes. It bounds a flood of empty messages too. */
const MESSAGE_OVERHEAD_BYTES = 100;

interface Packed {
  values: Buffer;
  /** Where the bytes of each message end in `values`. */
  ends: Float64Array;
  /** -1: a tombstone. Below -1: a batch that is rejected as a whole. */
  lengths: Int32Array;
  offsets: Float64Array;
  timestamps: Float64Array;
}

/** What a decoding thread needs. No part shares its memory, so that all can move to the thread. */
export type OwnBytes = Pick<Packed, 'lengths' | 'offsets' | 'timestamps'> & { values: Uint8Array };

export class MessageRun {
  readonly length: number;
  /** What the run counts against the limit of the buffer. */
  readonly byteCount: number;
  readonly #packed: Packed;
  /** Where the bytes of the run begin in `values`. */
  readonly #start: number;

  private constructor(packed: Packed, start: number) {
    this.#packed = packed;
    this.#start = start;
    this.length = packed.offsets.length;
    this.byteCount = (packed.ends.at(-1) ?? start) - start + this.length * MESSAGE_OVERHEAD_BYTES;
  }

  static of(messages: readonly Message[]): MessageRun {
    const count = messages.length;
    const parts = messages.map(({ value, batch }) =>
      batch === undefined ? (value ?? NO_BYTES) : packedBatch(batch),
    );
    const packed = {
      values: Buffer.concat(parts),
      ends: new Float64Array(count),
      lengths: new Int32Array(count),
      offsets: new Float64Array(count),
      timestamps: new Float64Array(count),
    };
    let end = 0;
    // TypedArray.from with a mapping function takes five times as long.
    for (const [index, { offset, timestampMs, value, batch }] of messages.entries()) {
      const byteCount = parts[index]?.length ?? 0;
      end += byteCount;
      packed.ends[index] = end;
      packed.lengths[index] = batch === undefined ? (value?.length ?? NO_VALUE) : BATCH - byteCount;
      packed.offsets[index] = offset;
      packed.timestamps[index] = timestampMs;
    }
    return new MessageRun(packed, 0);
  }

  static joined(runs: readonly MessageRun[]): MessageRun {
    const [only] = runs;
    return only !== undefined && runs.length === 1
      ? only
      : MessageRun.of(runs.flatMap((run) => [...run]));
  }

  /** @returns undefined past the end */
  at(index: number): Message | undefined {
    const { values, ends, lengths, offsets, timestamps } = this.#packed;
    const [end, length, offset, timestampMs] = [
      ends[index],
      lengths[index],
      offsets[index],
      timestamps[index],
    ];
    if (
      end === undefined ||
      length === undefined ||
      offset === undefined ||
      timestampMs === undefined
    )
      return undefined;
    const bytes = values.subarray(end - bytesOfLength(length), end);
    if (isBatch(length)) return { offset, timestampMs, value: null, batch: unpackedBatch(bytes) };
    return { offset, timestampMs, value: length === NO_VALUE ? null : bytes };
  }

  get last(): Message | undefined {
    return this.at(this.length - 1);
  }

  *[Symbol.iterator](): Generator<Message> {
    for (let index = 0; index < this.length; index += 1) {
      const message = this.at(index);
      if (message !== undefined) yield message;
    }
  }

  /** How many of the first messages stay within the limits; at least one. */
  within(mostRows: number, mostBytes: number): number {
    const { ends } = this.#packed;
    let count = 1;
    const bytes = () => (ends[count] ?? 0) - this.#start + (count + 1) * MESSAGE_OVERHEAD_BYTES;
    while (count < this.length && count < mostRows && bytes() <= mostBytes) count += 1;
    return count;
  }

  /** A part of the run that shares its memory. */
  slice(from: number, to: number = this.length): MessageRun {
    const { values, ends, lengths, offsets, timestamps } = this.#packed;
    const start = from === 0 ? this.#start : (ends[from - 1] ?? this.#start);
    const part = {
      values,
      ends: ends.subarray(from, to),
      lengths: lengths.subarray(from, to),
      offsets: offsets.subarray(from, to),
      timestamps: timestamps.subarray(from, to),
    };
    return new MessageRun(part, start);
  }

  get valueBytes(): number {
    return this.byteCount - this.length * MESSAGE_OVERHEAD_BYTES;
  }

  ownBytes(): OwnBytes {
    const { values, lengths, offsets, timestamps } = this.#packed;
    return {
      values: new Uint8Array(values.subarray(this.#start, this.#start + this.valueBytes)),
      lengths: lengths.slice(),
      offsets: offsets.slice(),
      timestamps: timestamps.slice(),
    };
  }
}
