// Unpacks compressed input. The output is limited, because a few kilobytes can unpack to gigabytes.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Failure, messageOf, usageFailure } from '../../platform/failure.ts';

export interface UnpackLimits {
  /** The most bytes that one file may unpack to. */
  bytes: number;
  /** The most unpacked bytes for each compressed byte. */
  ratio: number;
}

/** Any file may unpack to this much: a small file with a high ratio does no harm. */
const RATIO_COUNTS_FROM_BYTES = 1_048_576;

/** @returns the most bytes that a file of this size may unpack to */
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
          `${path} unpacks to more than ${String(mostBytes)} bytes. ` +
            'What was taken in before this point stays; the rest is not taken in.',
        );
      yield block;
    }
    // Node stops at a zero byte after a member, as if only padding followed. So compare its
    // position with that of the last byte that is not zero.
    await watched.toEnd();
    if (watched.lengthWithoutPadding > gunzip.bytesWritten)
      throw new Error('more data follows the zeros after its end');
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const message =
      `${path}: the gzip data is damaged or cut off (${messageOf(thrown)}). ` +
      'Fetch the file again and run the same command: ' +
      'what was taken in stays, the rest is added, and nothing counts twice.';
    throw new Failure('unreadable_gzip', message, { cause: thrown });
  }
}

/** Watches a stream pass, and notes where its last byte is that is not zero. */
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

  /** Reads what the reader of {@link blocks} left. */
  async toEnd(): Promise<void> {
    for await (const block of this.blocks()) if (block.length === 0) continue;
  }
}

/**
 * Unpacks a file once and discards the result, so that a gzip bomb is refused before its first
 * record is written. It ignores damage: the intake reports that, and takes in what comes before.
 * @throws Failure (exit 2) when the file unpacks to more than the limits allow
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
    `${file.path} has ${String(file.byteCount)} bytes and unpacks to more than ${limit}. ` +
      'Nothing of it was taken in. If you trust the file, raise the limit or unpack it yourself.',
  );
}
