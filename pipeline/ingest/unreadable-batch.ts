// A batch of Kafka records that cannot be unpacked, or only into more than the limits allow. It is
// rejected as a whole: one row in the ledger at its last offset, which says which offsets it holds,
// so that the partition goes on behind it and custody has no gap.
import { z } from 'zod';
import { BATCH_REASONS } from '../../schemas/reason.ts';

export interface UnreadableBatch {
  reason: (typeof BATCH_REASONS)[number];
  firstOffset: number;
  lastOffset: number;
  /** SHA-256 over the bytes of the records as they came, compressed; hexadecimal. */
  digest: string;
  /** Of those bytes. */
  byteCount: number;
}

const batch = z.strictObject({
  reason: z.enum(BATCH_REASONS),
  firstOffset: z.number(),
  lastOffset: z.number(),
  digest: z.string(),
  byteCount: z.number(),
});

/** Beside the bytes of other records, on the way to a decoding thread. */
export function packedBatch(unreadable: UnreadableBatch): Buffer {
  return Buffer.from(JSON.stringify(unreadable));
}

export function unpackedBatch(bytes: Buffer): UnreadableBatch {
  return batch.parse(JSON.parse(bytes.toString()));
}

/** In the place of a JSON path: where the records of the batch are. */
export function pathOf({ firstOffset, lastOffset }: UnreadableBatch): string {
  return `offsets ${String(firstOffset)} to ${String(lastOffset)}`;
}
