// Which topic name a file has in the ledger. A file is the same file as before when the bytes read then are the beginning
// of its bytes now: equal, or grown. Any other content under the same name gets a name of its own, `NAME#` and the first
// 12 digits of its SHA-256. Decided and written down before the first row, so that a crash cannot mix two contents.
import { type Hash, createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { codeOf, usageFailure } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface IdentifiedFile {
  path: string;
  topic: string;
  byteCount: number;
  isGzip: boolean;
}

const announcedRow = z.object({ topic: z.string(), byte_count: z.coerce.number(), sha256: z.string() });
type Announced = z.infer<typeof announcedRow>;

/**
 * Finds the topic of a file and announces its bytes in the warehouse.
 * @throws Failure (exit 2) for what is not a readable, non-empty file
 */
export async function identifyFile(warehouse: Warehouse, path: string, clock: Clock): Promise<IdentifiedFile> {
  const stats = await statFile(path);
  const name = basename(path);
  const announced = await warehouse.query(sqlFile('ingest/announced_files.sql'), { name }, announcedRow);
  const { total, prefixes, isGzip } = await fingerprint(path, stats.size, new Set(announced.map((file) => file.byte_count)));
  // Before anything is written down: the right file comes under this name later.
  if (path.endsWith('.gz') && !isGzip)
    throw usageFailure(
      'unreadable_gzip',
      `${path} ends in .gz but is not gzip. Rename it to .ndjson if it is plain text, or fetch it again.`,
    );
  const known = announced.find((file) => prefixes.get(file.byte_count) === file.sha256 && !contradicts(announced, file.topic, prefixes));
  const topic = known?.topic ?? (announced.length === 0 ? name : `${name}#${total.slice(0, 12)}`);
  const row = { topic, name, byte_count: stats.size, sha256: total, announced_at: sqlTime(clock()) };
  await warehouse.insertObjects('input_file', [row]);
  return { path, topic, byteCount: stats.size, isGzip };
}

/** A topic whose other versions are not all a beginning of this file belongs to another content. */
function contradicts(announced: readonly Announced[], topic: string, prefixes: ReadonlyMap<number, string>): boolean {
  return announced.some((file) => file.topic === topic && prefixes.get(file.byte_count) !== file.sha256);
}

/** @throws Failure (exit 2) when it is no file that can be read */
export async function statFile(path: string): Promise<Stats> {
  let stats: Stats;
  try {
    stats = await stat(path);
    // Opening a pipe waits for somebody who writes.
    if (stats.isFile()) await (await open(path, 'r')).close();
  } catch (thrown) {
    const what =
      codeOf(thrown) === 'ENOENT'
        ? 'there is no such file'
        : codeOf(thrown) === 'EACCES'
          ? 'you may not read it'
          : `it cannot be opened (${codeOf(thrown)})`;
    throw usageFailure('unreadable_file', `${path}: ${what}. Check the path and try again.`, thrown);
  }
  if (stats.isDirectory())
    throw usageFailure('unreadable_file', `${path} is a directory. Name the files in it, for example ${path.replace(/\/$/, '')}/*.ndjson.`);
  if (stats.isFile() && stats.size === 0) throw usageFailure('empty_file', `${path} is empty. Is the download complete?`);
  if (!stats.isFile())
    throw usageFailure(
      'unreadable_file',
      `${path} is no regular file. Send a stream through standard input: plancher ingest - --kind KIND.`,
    );
  return stats;
}

const READ_BYTES = 4 * 1_048_576;

/** SHA-256 over the first `size` bytes, and over each shorter beginning whose length is in `lengths`. */
async function fingerprint(
  path: string,
  size: number,
  lengths: ReadonlySet<number>,
): Promise<{ total: string; prefixes: Map<number, string>; isGzip: boolean }> {
  const hash: Hash = createHash('sha256');
  const prefixes = new Map<number, string>();
  const stops = [...lengths].filter((length) => length <= size).sort((a, b) => a - b);
  let at = 0;
  let isGzip = false;
  for await (const block of blocksOf(path, size)) {
    if (at === 0) isGzip = block[0] === 0x1f && block[1] === 0x8b;
    let rest = block;
    for (let stop = stops[0]; stop !== undefined && stop <= at + rest.length; stop = stops[0]) {
      hash.update(rest.subarray(0, stop - at));
      rest = rest.subarray(stop - at);
      at = stop;
      prefixes.set(stop, hash.copy().digest('hex'));
      stops.shift();
    }
    hash.update(rest);
    at += rest.length;
  }
  return { total: hash.digest('hex'), prefixes, isGzip };
}

/** The first `size` bytes of a file: what is appended while it is read belongs to a later run. */
export async function* blocksOf(path: string, size: number): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<unknown> = createReadStream(path, { highWaterMark: READ_BYTES, end: size - 1 });
  for await (const block of stream) if (Buffer.isBuffer(block)) yield block;
}
