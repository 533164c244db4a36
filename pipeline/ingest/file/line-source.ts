// Cuts a stream of bytes into chunks of whole lines. Where it cuts lines depends on the bytes
// alone. It holds at most one chunk and one block that was read, however long a line is.
import { type Hash, createHash } from 'node:crypto';
import { MAX_RECORD_BYTES } from '../../../schemas/decode.ts';
import { isBlank } from '../decode-chunk.ts';

const CHUNK_BYTES = 8 * 1_048_576;
const CHUNK_LINES = 32_768;
const LINE_FEED = 10;
const NO_ENDS: ReadonlySet<number> = new Set();
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export type Piece =
  /** Whole lines. `isUnfinished`: a single last line without line feed. */
  | {
      type: 'lines';
      firstOffset: number;
      lineCount: number;
      bytes: Uint8Array;
      isUnfinished: boolean;
    }
  /** A line that is larger than a record may be. Its bytes are not kept. */
  | {
      type: 'oversize';
      firstOffset: number;
      byteCount: number;
      digest: string;
      isUnfinished: boolean;
    };

/** @param ends offsets after which it also cuts */
export async function* linesOf(
  stream: AsyncIterable<Buffer>,
  ends: ReadonlySet<number> = NO_ENDS,
): AsyncGenerator<Piece> {
  const cutter = new Cutter(ends);
  for await (const block of withoutByteOrderMark(stream)) yield* cutter.take(block);
  yield* cutter.end();
}

/** Drops the mark that some programs write before UTF-8. It may be split over several blocks. */
async function* withoutByteOrderMark(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const block of stream) {
    if (head === null) {
      yield block;
      continue;
    }
    head = Buffer.concat([head, block]);
    if (head.length < BYTE_ORDER_MARK.length) continue;
    yield unmarked(head);
    head = null;
  }
  if (head !== null) yield unmarked(head);
}

function unmarked(head: Buffer): Buffer {
  return head.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? head.subarray(BYTE_ORDER_MARK.length)
    : head;
}

/** Consecutive whole lines in one block that was read. */
interface Part {
  block: Buffer;
  start: number;
  end: number;
}

class Cutter {
  /** Offset of the next line. */
  #offset = 0;
  readonly #ends: ReadonlySet<number>;
  /** Whole lines of the chunk that is being filled. */
  #parts: Part[] = [];
  #partBytes = 0;
  #lineCount = 0;
  /** The beginning of a line that is not complete yet. */
  #open: Buffer[] = [];
  #openBytes = 0;
  #oversize: Hash | null = null;

  constructor(ends: ReadonlySet<number>) {
    this.#ends = ends;
  }

  *take(block: Buffer): Generator<Piece> {
    let start = 0;
    for (let end = block.indexOf(LINE_FEED); end !== -1; end = block.indexOf(LINE_FEED, start)) {
      const isPlain = this.#openBytes === 0 && end - start <= MAX_RECORD_BYTES;
      if (isPlain) this.#addLine(block, start, end + 1);
      else yield* this.#endLine(block.subarray(start, end + 1));
      if (
        this.#partBytes >= CHUNK_BYTES ||
        this.#lineCount >= CHUNK_LINES ||
        (this.#ends.size > 0 && this.#ends.has(this.#offset - 1))
      )
        yield* this.#flush();
      start = end + 1;
    }
    if (start < block.length) yield* this.#hold(block.subarray(start));
  }

  /** Adds a whole line. Consecutive lines of one block become one part. */
  #addLine(block: Buffer, start: number, end: number): void {
    const last = this.#parts.at(-1);
    if (last?.block === block && last.end === start) last.end = end;
    else this.#parts.push({ block, start, end });
    this.#partBytes += end - start;
    this.#offset += 1;
    this.#lineCount += 1;
  }

  *end(): Generator<Piece> {
    yield* this.#flush();
    if (this.#openBytes === 0) return;
    // White space without line feed may be the beginning of a record that is appended later.
    if (this.#oversize === null && this.#open.every(isBlank)) return;
    yield this.#takeOpen(true);
  }

  *#endLine(rest: Buffer): Generator<Piece> {
    if (this.#oversize !== null || this.#openBytes + rest.length - 1 > MAX_RECORD_BYTES) {
      yield* this.#hold(rest.subarray(0, -1));
      yield* this.#flush();
      yield this.#takeOpen(false);
      return;
    }
    const line = Buffer.concat([...this.#open, rest]);
    this.#dropOpen();
    this.#addLine(line, 0, line.length);
  }

  *#hold(part: Buffer): Generator<Piece> {
    this.#openBytes += part.length;
    if (this.#oversize === null && this.#openBytes <= MAX_RECORD_BYTES) {
      this.#open.push(part);
      return;
    }
    if (this.#oversize === null) {
      yield* this.#flush();
      this.#oversize = createHash('sha256');
      for (const held of this.#open) this.#oversize.update(held);
      this.#open = [];
    }
    this.#oversize.update(part);
  }

  *#flush(): Generator<Piece> {
    if (this.#lineCount === 0) return;
    const bytes = Buffer.allocUnsafeSlow(this.#partBytes);
    let at = 0;
    for (const { block, start, end } of this.#parts) at += block.copy(bytes, at, start, end);
    yield {
      type: 'lines',
      firstOffset: this.#offset - this.#lineCount,
      lineCount: this.#lineCount,
      bytes,
      isUnfinished: false,
    };
    this.#parts = [];
    this.#partBytes = 0;
    this.#lineCount = 0;
  }

  #takeOpen(isUnfinished: boolean): Piece {
    const firstOffset = this.#offset;
    const [byteCount, oversize, open] = [this.#openBytes, this.#oversize, this.#open];
    this.#dropOpen();
    this.#offset += 1;
    if (oversize !== null)
      return {
        type: 'oversize',
        firstOffset,
        byteCount,
        digest: oversize.digest('hex'),
        isUnfinished,
      };
    return { type: 'lines', firstOffset, lineCount: 1, bytes: Buffer.concat(open), isUnfinished };
  }

  #dropOpen(): void {
    this.#open = [];
    this.#openBytes = 0;
    this.#oversize = null;
  }
}
