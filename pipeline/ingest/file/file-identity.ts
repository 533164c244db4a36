// Decides the name of a file in the ledger from its content, never from its file name. A file that
// was announced before, or that begins with announced content, continues under that name; any other
// file is named `file:` and its SHA-256. A file must be announced after it is identified and before
// its first row is written, so that a crash cannot mix two contents under one name.
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
  /** Name of the announced content that the file equals or begins with; null: there is none. */
  known: { topic: string; isSame: boolean } | null;
  /** All contents that were announced under the names that the file could continue. */
  versions: readonly Announced[];
}

/**
 * Thrown when a file begins like one that was taken in but cannot continue under its name. The
 * caller must take it in as an input of its own.
 */
export class AnotherInput extends Error {}

const announcedRow = z.object({
  topic: z.string(),
  byte_count: z.coerce.number(),
  sha256: z.string(),
});
type Announced = z.infer<typeof announcedRow>;

/** How much of a file selects candidates. The id in the first record usually falls within it. */
const HEAD_BYTES = 256;

/** @throws Failure (exit 2) unless the path is a readable, non-empty file */
export async function identifyFile(warehouse: Warehouse, path: string): Promise<IdentifiedFile> {
  const { size } = await statFile(path);
  const head = await firstBytes(path, Math.min(size, HEAD_BYTES));
  const headSha256 = createHash('sha256').update(head).digest('hex');
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  if (path.endsWith('.gz') && !isGzip)
    throw usageFailure(
      'unreadable_gzip',
      `${path} ends in .gz but is not gzip. ` +
        'Rename it to .ndjson if it is plain text, or fetch it again.',
    );
  const parameters = { byte_count: size, head_sha256: headSha256, head_bytes: HEAD_BYTES };
  const announced = await warehouse.query(
    sqlFile('ingest/announced_files.sql'),
    parameters,
    announcedRow,
  );
  const { total, prefixes } = await digestsOf(
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
  /** Announced contents that the file equals or begins with. */
  beginnings: readonly Announced[];
  versions: readonly Announced[];
  prefixes: ReadonlyMap<number, string>;
  size: number;
  total: string;
}

/**
 * The name that a file continues: that of its own content, else that of its longest beginning which
 * no other content has continued since.
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
        // A longer version that continues exactly this content does not conflict with it.
        (sha256 === total && version.byte_count > size),
    ),
  );
  return known === undefined ? null : { topic: known.topic, isSame: known.sha256 === total };
}

/**
 * Writes down which content has which name. Call it before the first row of the file is written.
 * @throws AnotherInput when another process announced a different continuation of the same
 * beginning since this file was identified
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

/** Writes down that an announced file was read to the end. */
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

/** @throws Failure (exit 2) unless the path is a readable, non-empty file */
export async function statFile(path: string): Promise<Stats> {
  let stats: Stats;
  try {
    stats = await stat(path);
    // Only regular files are opened: opening a named pipe blocks until another process writes.
    if (stats.isFile()) await (await open(path, 'r')).close();
  } catch (thrown) {
    const what =
      codeOf(thrown) === 'ENOENT'
        ? 'there is no such file'
        : codeOf(thrown) === 'EACCES'
          ? 'you have no permission to read it'
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
      `${path} is a directory. ` +
        `Name the files in it, for example ${path.replace(/\/$/, '')}/*.ndjson.`,
    );
  if (stats.isFile() && stats.size === 0)
    throw usageFailure('empty_file', `${path} is empty. Is the download complete?`);
  if (!stats.isFile())
    throw usageFailure(
      'unreadable_file',
      `${path} is not a regular file. ` +
        'Send a stream through standard input: plancher ingest - --kind KIND.',
    );
  return stats;
}

const READ_BYTES = 4 * 1_048_576;

async function firstBytes(path: string, byteCount: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const block of blocksOf(path, byteCount)) parts.push(block);
  return Buffer.concat(parts);
}

/** SHA-256 of the first `size` bytes, and of each shorter beginning with a length in `lengths`. */
async function digestsOf(
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

/** The first `size` bytes of a file. What another process appends meanwhile is for a later run. */
export async function* blocksOf(path: string, size: number): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<unknown> = createReadStream(path, {
    highWaterMark: READ_BYTES,
    end: size - 1,
  });
  for await (const block of stream) if (Buffer.isBuffer(block)) yield block;
}
