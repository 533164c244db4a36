// Unpacking gives everything that a file holds, or reports the file as damaged. Nothing is skipped.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { gunzipped } from '../../pipeline/ingest/file/gunzip.ts';

const [first, second] = [gzipSync('one\n'), gzipSync('two\n')];
const zeros = Buffer.alloc(700);

async function unpacked(blocks: readonly Buffer[]): Promise<string> {
  const parts: Buffer[] = [];
  const packed = (async function* () {
    for (const block of blocks) yield await Promise.resolve(block);
  })();
  for await (const part of gunzipped(packed, 'flow.ndjson.gz', 1_048_576)) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** In one block, in one block each, and byte by byte. */
const cuts = (parts: readonly Buffer[]): [string, readonly Buffer[]][] => [
  ['in one block', [Buffer.concat(parts)]],
  ['part by part', parts],
  ['byte by byte', [...Buffer.concat(parts)].map((byte) => Buffer.from([byte]))],
];

describe('members of gzip', () => {
  test.each(cuts([first, second]))('all of them, %s', async (_, blocks) => {
    expect(await unpacked(blocks)).toBe('one\ntwo\n');
  });

  test.each(cuts([first, zeros]))('zeros at the end are padding, %s', async (_, blocks) => {
    expect(await unpacked(blocks)).toBe('one\n');
  });

  test.each([
    ...cuts([first, zeros, second]),
    ...cuts([first, zeros, Buffer.from('{}\n')]),
    ...cuts([first, Buffer.from('{}\n')]),
  ])('bytes after the zeros, or that are not a member, are damage, %s', async (_, blocks) => {
    await expect(unpacked(blocks)).rejects.toThrow(/flow\.ndjson\.gz: the gzip data is damaged/);
  });
});
