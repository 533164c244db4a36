// Which name a file has in the ledger. What counts is its content, never what it is called: a file
// that was announced before, or whose beginning was, goes on under the name of that content; any
// other gets `file:` and its own SHA-256. Nothing is written here: a file is announced when all
// that can be known of it beforehand is known, and before its first row, so that a crash cannot mix
// two contents.
import { type Hash, createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Kind } from '../../../schemas/record.ts';
import { type Clock, sqlTime } from '../../platform/clock.ts';
import { codeOf, usageFailure } from '../../platform/failure.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import { fileLedgerName } from '../ledger-name.ts';

export interface IdentifiedFile {
  path: string;
  byteCount: number;
  sha256: string;
  headSha256: string;
  isGzip: boolean;
  /** The name of the announced content that this file is or begins with; null: there is none. */
  known: { topic: string; isSame: boolean } | null;
  /** Contents that were announced under the names that it could go on under. */
  versions: readonly Announced[];
}

/**
 * A file begins like one that was taken in, and cannot go on under its name all the same: it is an
 * input of its own.
 */
export class AnotherInput extends Error {}

const announcedRow = z.object({
  topic: z.string(),
  byte_count: z.coerce.number(),
  sha256: z.string(),
});
type Announced = z.infer<typeof announcedRow>;

/**
 * Files of one source begin alike for longer, but the id in the first record tells most of them
 * apart.
 */
const HEAD_BYTES = 256;

/** @throws Failure (exit 2) for what is not a readable, non-empty file */
export async function identifyFile(warehouse: Warehouse, path: string): Promise<IdentifiedFile> {
  const { size } = await statFile(path);
  const head = await headOf(path, size);
  const headSha256 = createHash('sha256').update(head).digest('hex');
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  if (path.endsWith('.gz') && !isGzip)
    throw usageFailure(
      'unreadable_gzip',
      `${path} ends in .gz but is not gzip. Rename it to .ndjson if it is plain text, or fetch it again.`,
    );
  const question = { byte_count: size, head_sha256: headSha256, head_bytes: HEAD_BYTES };
  const announced = await warehouse.query(
    sqlFile('ingest/announced_files.sql'),
    question,
    announcedRow,
  );
  const { total, prefixes } = await fingerprint(
    path,
    size,
    new Set(announced.map((file) => file.byte_count)),
  );
  const beginnings = announced.filter((file) => prefixes.get(file.byte_count) === file.sha256);
  const topics = [...new Set(beginnings.map(({ topic }) => topic))];
  const versions = topics.length === 0 ? [] : await versionsOf(warehouse, topics);
  const known = continued({ beginnings, versions, prefixes, size, total });
  return { path, byteCount: size, sha256: total, headSha256, isGzip, known, versions };
}

function versionsOf(warehouse: Warehouse, topics: string[]): Promise<Announced[]> {
  return warehouse.query(sqlFile('ingest/versions_of_files.sql'), { topics }, announcedRow);
}

interface Compared {
  /** Announced contents that the file is or begins with. */
  beginnings: readonly Announced[];
  versions: readonly Announced[];
  prefixes: ReadonlyMap<number, string>;
  size: number;
  total: string;
}

/**
 * The name that a file goes on under: of its own content, else of its longest beginning that no
 * other content has taken up since.
 */
function continued({
  beginnings,
  versions,
  prefixes,
  size,
  total,
}: Compared): IdentifiedFile['known'] {
  const own = fileLedgerName(total);
  const byLength = [...beginnings].sort(
    (a, b) =>
      b.byte_count - a.byte_count ||
      Number(b.topic === own) - Number(a.topic === own) ||
      (a.topic < b.topic ? -1 : 1),
  );
  const known = byLength.find(({ topic, sha256 }) =>
    versions.every(
      (version) =>
        version.topic !== topic ||
        prefixes.get(version.byte_count) === version.sha256 ||
        // What was announced behind this very content goes on where it ends.
        (sha256 === total && version.byte_count > size),
    ),
  );
  return known === undefined ? null : { topic: known.topic, isSame: known.sha256 === total };
}

/**
 * Writes down which bytes stand behind a name. To be called before the first row of the file.
 * @throws AnotherInput when another process announced another continuation of the same beginning
 * since this file was identified
 */
export async function announce(
  warehouse: Warehouse,
  file: IdentifiedFile,
  topic: string,
  kind: Kind,
  clock: Clock,
): Promise<void> {
  const row = {
    topic,
    name: basename(file.path),
    byte_count: file.byteCount,
    sha256: file.sha256,
    kind,
    head_sha256: file.headSha256,
    announced_at: sqlTime(clock()),
  };
  await warehouse.insertObjects('input_file', [row]);
  const keyOf = (version: Announced) =>
    `${version.topic} ${String(version.byte_count)} ${version.sha256}`;
  const expected = new Set([...file.versions, row].map(keyOf));
  if ((await versionsOf(warehouse, [topic])).every((version) => expected.has(keyOf(version))))
    return;
  if (topic !== fileLedgerName(file.sha256)) throw new AnotherInput();
}

/** Writes down that an announced file was read to its end. */
export async function noteEnd(
  warehouse: Warehouse,
  file: IdentifiedFile,
  topic: string,
  lineCount: number,
  clock: Clock,
): Promise<void> {
  const row = {
    topic,
    byte_count: file.byteCount,
    sha256: file.sha256,
    line_count: lineCount,
    ended_at: sqlTime(clock()),
  };
  await warehouse.insertObjects('input_file_end', [row]);
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
    throw usageFailure(
      'unreadable_file',
      `${path}: ${what}. Check the path and try again.`,
      thrown,
    );
  }
  if (stats.isDirectory())
    throw usageFailure(
      'unreadable_file',
      `${path} is a directory. Name the files in it, for example ${path.replace(/\/$/, '')}/*.ndjson.`,
    );
  if (stats.isFile() && stats.size === 0)
    throw usageFailure('empty_file', `${path} is empty. Is the download complete?`);
  if (!stats.isFile())
    throw usageFailure(
      'unreadable_file',
      `${path} is no regular file. Send a stream through standard input: plancher ingest - --kind KIND.`,
    );
  return stats;
}

const READ_BYTES = 4 * 1_048_576;

async function headOf(path: string, size: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const block of blocksOf(path, Math.min(size, HEAD_BYTES))) parts.push(block);
  return Buffer.concat(parts);
}

/**
 * SHA-256 over the first `size` bytes, and over each shorter beginning whose length is in
 * `lengths`.
 */
async function fingerprint(
  path: string,
  size: number,
  lengths: ReadonlySet<number>,
): Promise<{ total: string; prefixes: Map<number, string> }> {
  const hash: Hash = createHash('sha256');
  const prefixes = new Map<number, string>();
  const stops = [...lengths].sort((a, b) => a - b);
  let [at, next] = [0, 0];
  for await (const block of blocksOf(path, size)) {
    let rest = block;
    for (
      let stop = stops[next];
      stop !== undefined && stop <= at + rest.length;
      stop = stops[next]
    ) {
      hash.update(rest.subarray(0, stop - at));
      rest = rest.subarray(stop - at);
      at = stop;
      prefixes.set(stop, hash.copy().digest('hex'));
      next += 1;
    }
    hash.update(rest);
    at += rest.length;
  }
  return { total: hash.digest('hex'), prefixes };
}

/** The first `size` bytes of a file: what is appended while it is read belongs to a later run. */
export async function* blocksOf(path: string, size: number): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<unknown> = createReadStream(path, {
    highWaterMark: READ_BYTES,
    end: size - 1,
  });
  for await (const block of stream) if (Buffer.isBuffer(block)) yield block;
}
