// Compressed input: unpacked with a limit on what comes out, because a few kilobytes can unpack to
// gigabytes.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Failure, messageOf, usageFailure } from '../../platform/failure.ts';

export interface UnpackLimits {
  /** Most that one file may unpack to. */
  bytes: number;
  /** Most unpacked bytes for each compressed one. */
  ratio: number;
}

/** A small file may pack to almost nothing without harm. */
const RATIO_COUNTS_FROM_BYTES = 1_048_576;

/** @returns the most that a file of so many bytes may unpack to */
export function mostUnpacked(packedBytes: number, limits: UnpackLimits): number {
  return Math.min(limits.bytes, Math.max(RATIO_COUNTS_FROM_BYTES, packedBytes * limits.ratio));
}

/** @throws Failure when the data is damaged, or unpacks to more than `mostBytes` */
export async function* gunzipped(
  packed: AsyncIterable<Buffer>,
  path: string,
  mostBytes: number,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1_048_576 });
  const watched = new Watched(packed);
  const source = Readable.from(watched.blocks(), { objectMode: false });
  source.on('error', (reason) => gunzip.destroy(reason));
  const plain: AsyncIterable<unknown> = source.pipe(gunzip);
  let unpacked = 0;
  try {
    for await (const block of plain) {
      if (!Buffer.isBuffer(block)) continue;
      unpacked += block.length;
      if (unpacked > mostBytes)
        throw new Failure(
          'expands_too_far',
          `${path} unpacks to more than ${String(mostBytes)} bytes. What was taken in before stays; the rest is not taken in.`,
        );
      yield block;
    }
    // Node ends at a byte 0 behind a member, as if nothing but padding came then.
    await watched.toEnd();
    if (watched.lengthWithoutPadding > gunzip.bytesWritten)
      throw new Error('behind zeros at its end it goes on');
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const message = `${path}: the gzip data is damaged or cut off (${messageOf(thrown)}). Fetch the file again and run the same command: what was taken in stays, the rest is added, nothing counts twice.`;
    throw new Failure('unreadable_gzip', message, { cause: thrown });
  }
}

/** Where in a stream the last byte is that is not 0. */
class Watched {
  lengthWithoutPadding = 0;
  #length = 0;
  readonly #stream: AsyncIterator<Buffer>;

  constructor(stream: AsyncIterable<Buffer>) {
    this.#stream = stream[Symbol.asyncIterator]();
  }

  async *blocks(): AsyncGenerator<Buffer> {
    for (
      let next = await this.#stream.next();
      next.done !== true;
      next = await this.#stream.next()
    ) {
      let end = next.value.length;
      while (end > 0 && next.value[end - 1] === 0) end -= 1;
      if (end > 0) this.lengthWithoutPadding = this.#length + end;
      this.#length += next.value.length;
      yield next.value;
    }
  }

  /** Reads what nobody has read. */
  async toEnd(): Promise<void> {
    for await (const block of this.blocks()) if (block.length === 0) continue;
  }
}

/**
 * Unpacks a file once without keeping anything, so that a bomb is refused before its first record
 * is written. Damage is left to the intake, which takes in what comes before it.
 * @throws Failure (exit 2) when it unpacks to more than the limits allow
 */
export async function refuseExpansion(
  packed: AsyncIterable<Buffer>,
  file: { path: string; byteCount: number },
  limits: UnpackLimits,
): Promise<void> {
  const most = mostUnpacked(file.byteCount, limits);
  try {
    for await (const block of gunzipped(packed, file.path, most)) if (block.length === 0) continue;
    return;
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    if (thrown.code !== 'expands_too_far') return;
  }
  const limit =
    most === limits.bytes
      ? `${String(limits.bytes)} bytes (PLANCHER_UNPACKED_BYTES)`
      : `${String(limits.ratio)} times its size (PLANCHER_UNPACKED_RATIO)`;
  throw usageFailure(
    'expands_too_far',
    `${file.path} has ${String(file.byteCount)} bytes and unpacks to more than ${limit}. Nothing of it was taken in. If it is honest, raise the limit or unpack it yourself.`,
  );
}
