// The custody chain: h(n) = SHA-256(h(n-1) || digest(n)) in order of offset, from 32 zero bytes.
// Its value at an offset depends on the records alone, not on batches, restarts or workers. Anyone
// can recompute it from the topic, the file or the ledger.
import { hash } from 'node:crypto';
import { invariant } from '../platform/failure.ts';

const DIGEST_BYTES = 32;

/** The chain before the first record. */
export const CHAIN_START: Buffer = Buffer.alloc(DIGEST_BYTES);

/**
 * @param chain the chain before the first of these digests
 * @param digests 32 bytes for each record, in order of offset
 */
export function extendChain(chain: Buffer, digests: Uint8Array): Buffer {
  invariant(
    chain.length === DIGEST_BYTES && digests.length % DIGEST_BYTES === 0,
    'digests are 32 bytes each',
  );
  const link = Buffer.alloc(2 * DIGEST_BYTES);
  let at = chain;
  for (let start = 0; start < digests.length; start += DIGEST_BYTES) {
    link.set(at, 0);
    link.set(digests.subarray(start, start + DIGEST_BYTES), DIGEST_BYTES);
    at = hash('sha256', link, 'buffer');
  }
  return at;
}
