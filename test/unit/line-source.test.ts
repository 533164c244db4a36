// How a stream is cut into lines depends on its bytes alone, not on the blocks in which it arrives.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHAIN_START, extendChain } from '../../pipeline/ingest/custody-chain.ts';
import { linesOf } from '../../pipeline/ingest/file/line-source.ts';
import { MAX_RECORD_BYTES } from '../../schemas/decode.ts';

interface Line {
  offset: number;
  /** The bytes, or their digest where the line was too large to keep. */
  content: string;
  isUnfinished: boolean;
}

async function* blocks(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  await Promise.resolve();
  let start = 0;
  for (const cut of [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  )) {
    if (cut > start) yield bytes.subarray(start, cut);
    start = cut;
  }
}

async function cut(
  bytes: Buffer,
  cuts: readonly number[] = [],
  ends?: ReadonlySet<number>,
): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const piece of linesOf(blocks(bytes, cuts), ends)) {
    if (piece.type === 'oversize') {
      lines.push({
        offset: piece.firstOffset,
        content: piece.digest,
        isUnfinished: piece.isUnfinished,
      });
      continue;
    }
    const texts = Buffer.from(piece.bytes).toString('latin1').split('\n');
    if (!piece.isUnfinished) expect(texts.pop()).toBe('');
    expect(texts).toHaveLength(piece.lineCount);
    for (const [index, content] of texts.entries())
      lines.push({ offset: piece.firstOffset + index, content, isUnfinished: piece.isUnfinished });
  }
  return lines;
}

const text = fc
  .array(fc.constantFrom('a', ' ', '\n', '\r', '\u00e9', '{"a":1}', '\ufeff'), { maxLength: 40 })
  .map((parts) => parts.join(''));

describe('lines of a stream', () => {
  test('are those that splitting the text gives, whatever blocks it comes in', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(200), { maxLength: 12 }), async (written, cuts) => {
        const bytes = Buffer.from(written.replace(/^\ufeff/, ''), 'utf8');
        const expected = bytes
          .toString('latin1')
          .split('\n')
          .map((content, offset) => ({ offset, content, isUnfinished: false }));
        const last = expected.at(-1);
        // Blanks that no line feed ends may be the beginning of a record that comes later.
        if (last !== undefined && /^[ \t\r]*$/.test(last.content)) expected.pop();
        else if (last !== undefined) last.isUnfinished = true;
        expect(
          await cut(
            Buffer.from(written.startsWith('\ufeff') ? written : `\ufeff${written}`, 'utf8'),
            cuts,
          ),
        ).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('are the same when it also cuts behind given lines, and no piece goes on behind one of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(fc.nat(200), { maxLength: 12 }),
        fc.uniqueArray(fc.nat(30)),
        async (written, cuts, ends) => {
          const bytes = Buffer.from(written, 'utf8');
          const behind = new Set(ends);
          expect(await cut(bytes, cuts, behind)).toEqual(await cut(bytes));
          for await (const piece of linesOf(blocks(bytes, cuts), behind)) {
            const within =
              piece.type === 'lines'
                ? Array.from(
                    { length: piece.lineCount - 1 },
                    (_, index) => piece.firstOffset + index,
                  )
                : [];
            expect(within.filter((offset) => behind.has(offset))).toEqual([]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a line above the limit keeps its place and its digest, and its neighbours are whole', async () => {
    const large = 'x'.repeat(MAX_RECORD_BYTES + 1);
    const most = 'y'.repeat(MAX_RECORD_BYTES);
    const digest = createHash('sha256').update(large).digest('hex');
    const expected = ['first', digest, most, 'last'].map((content, offset) => ({
      offset,
      content,
      isUnfinished: false,
    }));
    const bytes = Buffer.from(['first', large, most, 'last', ''].join('\n'));
    for (const cuts of [[], [3, 700_000, MAX_RECORD_BYTES + 5, MAX_RECORD_BYTES + 8]])
      expect(await cut(bytes, cuts)).toEqual(expected);
  });
});

describe('the custody chain', () => {
  test('is h(n) = SHA-256(h(n-1) || digest(n)), in ranges as in one piece, and changes with any digest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 20 }),
        fc.nat(20),
        (digests, at) => {
          const whole = Buffer.concat(digests);
          const byHand = digests.reduce(
            (link, digest) => createHash('sha256').update(link).update(digest).digest(),
            Buffer.alloc(32),
          );
          expect(extendChain(CHAIN_START, whole)).toEqual(byHand);
          const middle = Math.min(at, digests.length) * 32;
          expect(
            extendChain(
              extendChain(CHAIN_START, whole.subarray(0, middle)),
              whole.subarray(middle),
            ),
          ).toEqual(byHand);
          const changed = Buffer.from(whole);
          const place = Math.min(middle, whole.length - 1);
          changed[place] = (whole[place] ?? 0) ^ 1;
          expect(extendChain(CHAIN_START, changed)).not.toEqual(byHand);
        },
      ),
    );
  });
});
