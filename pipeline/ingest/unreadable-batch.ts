// A batch of Kafka records that cannot be unpacked, or that unpacks to more than the limits allow.
// It is rejected as a whole: the ledger gets one row at its last offset, which names the offsets
// that it covers. So the partition can continue after it, and custody has no gap.
import { z } from 'zod';
import { BATCH_REASONS } from '../../schemas/reason.ts';

export interface UnreadableBatch {
  reason: (typeof BATCH_REASONS)[number];
  firstOffset: number;
  lastOffset: number;
  /** Hexadecimal SHA-256 over the bytes of the records as received, still compressed. */
  digest: string;
  /** How many those bytes are. */
  byteCount: number;
}

const batch = z.strictObject({
  reason: z.enum(BATCH_REASONS),
  firstOffset: z.number(),
  lastOffset: z.number(),
  digest: z.string(),
  byteCount: z.number(),
});

/** The description as bytes, so that it can travel to a decoding thread among the records. */
export function packedBatch(unreadable: UnreadableBatch): Buffer {
  return Buffer.from(JSON.stringify(unreadable));
}

export function unpackedBatch(bytes: Buffer): UnreadableBatch {
  return batch.parse(JSON.parse(bytes.toString()));
}

/** The ledger shows these offsets where it shows the JSON path of another rejected record. */
export function pathOf({ firstOffset, lastOffset }: UnreadableBatch): string {
  return `offsets ${String(firstOffset)} to ${String(lastOffset)}`;
}
