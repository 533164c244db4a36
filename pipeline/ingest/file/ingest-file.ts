// Takes one file, or standard input, into the warehouse. The steps in order: identify the file,
// refuse other formats, compare earlier lines with custody, announce the file, then cut, decode,
// chain and write its lines, and count what was new.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { z } from 'zod';
import { KINDS, type Kind } from '../../../schemas/record.ts';
import { type Clock, sqlTime } from '../../platform/clock.ts';
import { Failure, usageFailure } from '../../platform/failure.ts';
import { lostRecords } from '../../warehouse/lost-records.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import type { Decoder } from '../decode-pool.ts';
import {
  AnotherInput,
  type IdentifiedFile,
  announce,
  blocksOf,
  identifyFile,
  noteEnd,
  statFile,
} from './file-identity.ts';
import { type UnpackLimits, gunzipped, mostUnpacked, refuseExpansion } from './gunzip.ts';
import { ingestStream } from './ingest-stream.ts';
import { type Head, otherFormat, peek } from './input-shape.ts';
import { fileLedgerName, runLedgerName } from '../ledger-name.ts';

export interface FileRequest {
  /** Path of a file, or `-` for standard input. */
  path: string;
  kind: Kind;
  /** When the records were known, in milliseconds since 1970; null: when they are read. */
  knownAtMs: number | null;
  /**
   * Restores a warehouse that lost records: lines in custody are written again, with the time at
   * which they were first known.
   */
  isAgain?: boolean;
}

export interface FileReport {
  file: string;
  kind: Kind;
  topic: string;
  /** Records that the warehouse did not have. */
  accepted: number;
  /** Valid records that it had, including from an earlier run of this file. */
  repeated: number;
  rejected: number;
  /** Valid records that were changed at intake (schemas/adjustment.ts). */
  adjusted: number;
  /** Lines that an earlier run had taken in. */
  already: number;
  /** With `isAgain`: lost records that are back. */
  restored?: number;
}

export interface IngestTools {
  warehouse: Warehouse;
  decoder: Decoder;
  clock: Clock;
  /** Returns a new text on each call. */
  newId: () => string;
  unpack: UnpackLimits;
  stdin: AsyncIterable<Buffer>;
  /** `share` is the part of the file that was read, from 0 to 1. */
  onProgress: (file: string, share: number) => void;
}

/** The kind that a file name begins with, as in `flow-2015.ndjson.gz`; null: none. */
export function kindOfFile(path: string): Kind | null {
  const name = basename(path);
  return (
    KINDS.find((kind) => name.startsWith(kind) && /^[^a-z]/.test(name.slice(kind.length))) ?? null
  );
}

/** @throws Failure that says what is wrong with the file and what to do */
export async function ingestFile(tools: IngestTools, request: FileRequest): Promise<FileReport> {
  if (request.path === '-') return intoLedger(tools, request, standardInput(tools));
  const file = await identifyFile(tools.warehouse, request.path);
  if (file.isGzip) await refuseExpansion(blocksOf(file.path, file.byteCount), file, tools.unpack);
  const own = fileLedgerName(file.sha256);
  const topic = (await continuedBy(tools.warehouse, file, request.kind)) ?? own;
  try {
    return await intoLedger(tools, request, fileSource(tools, file, topic, request.kind));
  } catch (thrown) {
    if (!(thrown instanceof AnotherInput) || topic === own) throw thrown;
    return await intoLedger(tools, request, fileSource(tools, file, own, request.kind));
  }
}

/**
 * Checks the beginning of a file. Call it for every file of a command before the first is taken in.
 * @throws Failure (exit 2) when the file cannot be read or holds no records
 */
export async function refuseUnfit(path: string, limits: UnpackLimits): Promise<void> {
  const { size } = await statFile(path);
  const { head } = await beginningOf(blocksOf(path, size));
  const isGzip = head.bytes[0] === 0x1f && head.bytes[1] === 0x8b;
  const unpacked = isGzip
    ? await beginningOf(gunzipped(blocksOf(path, size), path, mostUnpacked(size, limits)))
    : { head };
  refuseOtherFormat(path, unpacked.head);
}

/** Peeks at the stream and closes it. */
async function beginningOf(blocks: AsyncIterable<Buffer>): Promise<{ head: Head }> {
  const { head, stream } = await peek(blocks);
  await stream[Symbol.asyncIterator]().return?.();
  return { head };
}

/** Bytes to read, and what to write down before the first record and after the last. */
interface Source {
  topic: string;
  stream: AsyncIterable<Buffer>;
  /** Takes effect on the first call only. */
  announce: () => Promise<void>;
  end: (lineCount: number) => Promise<void>;
}

async function intoLedger(
  tools: IngestTools,
  request: FileRequest,
  source: Source,
): Promise<FileReport> {
  const { warehouse, decoder } = tools;
  const { topic } = source;
  const { head, stream } = await peek(source.stream);
  refuseOtherFormat(request.path, head);
  const ranges = await warehouse.query(
    sqlFile('ingest/custody_ranges.sql'),
    { topic, partition: 0 },
    rangeRow,
  );
  const isAgain = request.isAgain === true;
  const restored = isAgain ? await recordsToRestore(warehouse, topic, ranges) : null;
  const takenIn = ranges.map((range) => ({
    firstOffset: range.first_offset,
    lastOffset: range.last_offset,
    knownAt: range.known_at,
    chain: range.chain_sha256,
  }));
  const knownAt = sqlTime(request.knownAtMs ?? tools.clock());
  const origin = {
    input: request.path,
    kind: request.kind,
    topic,
    partition: 0,
    knownAt,
    takenIn,
    isAgain,
  };
  const { before, fresh, lineCount } = await ingestStream(
    warehouse,
    decoder,
    stream,
    origin,
    source.announce,
  );
  if (before.kept + before.rejected + fresh.kept + fresh.rejected === 0)
    throw emptyFailure(request.path);
  await source.announce();
  await source.end(lineCount);
  const accepted =
    fresh.kept === 0
      ? 0
      : await countAccepted(warehouse, topic, (takenIn.at(-1)?.lastOffset ?? -1) + 1, fresh.kept);
  return {
    file: request.path,
    kind: request.kind,
    topic,
    accepted,
    repeated: before.kept + fresh.kept - accepted,
    rejected: before.rejected + fresh.rejected,
    adjusted: before.adjusted + fresh.adjusted,
    already: before.kept + before.rejected,
    ...(restored === null ? {} : { restored }),
  };
}

function emptyFailure(path: string): Failure {
  if (path === '-')
    return usageFailure(
      'empty_file',
      'Standard input is empty. Did the program that writes to it fail?',
    );
  return usageFailure('empty_file', `${path} holds no record. Is the download complete?`);
}

function refuseOtherFormat(path: string, head: Head): void {
  if (head.isAll && BLANK.test(head.bytes.toString('latin1'))) throw emptyFailure(path);
  const found = otherFormat(head);
  if (found === null) return;
  const name = path === '-' ? 'Standard input' : path;
  const message =
    `${name} holds ${found.what}, not NDJSON. Nothing of it was taken in. ` +
    `${found.advice}, and ingest the result.`;
  throw usageFailure('not_ndjson', message);
}

/** An optional byte order mark and white space. */
const BLANK = /^(\xef\xbb\xbf)?[ \t\r\n]*$/;

function standardInput({ stdin, ...naming }: IngestTools): Source {
  // A stream cannot be read again, so each run is a separate input. Records that it repeats are
  // recognised by their digests.
  const nothing = () => Promise.resolve();
  return { topic: runLedgerName('stdin', naming), stream: stdin, announce: nothing, end: nothing };
}

function fileSource(tools: IngestTools, file: IdentifiedFile, topic: string, kind: Kind): Source {
  const { warehouse, clock } = tools;
  const read = withProgress(
    asIdentified(blocksOf(file.path, file.byteCount), file),
    file,
    tools.onProgress,
  );
  let isAnnounced = false;
  return {
    topic,
    stream: file.isGzip
      ? gunzipped(read, file.path, mostUnpacked(file.byteCount, tools.unpack))
      : read,
    announce: async () => {
      if (!isAnnounced) await announce(warehouse, file, topic, kind, clock);
      isAnnounced = true;
    },
    end: (lineCount) => noteEnd(warehouse, file, topic, lineCount, clock),
  };
}

/**
 * Passes the blocks on and checks their digest.
 * @throws Failure after the last block when the bytes are not those that were identified, since the
 * name in the ledger belongs to other bytes then
 */
async function* asIdentified(
  blocks: AsyncIterable<Buffer>,
  { path, sha256 }: IdentifiedFile,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const block of blocks) {
    hash.update(block);
    yield block;
  }
  if (hash.digest('hex') === sha256) return;
  const message =
    `${path} was changed while it was read. The rest of it was not taken in. ` +
    'When the program that writes it has finished, run the same command again.';
  throw new Failure('file_changed', message);
}

async function* withProgress(
  blocks: AsyncIterable<Buffer>,
  file: IdentifiedFile,
  onProgress: IngestTools['onProgress'],
): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const block of blocks) {
    read += block.length;
    yield block;
    onProgress(file.path, read / file.byteCount);
  }
}

const rangeRow = z.object({
  first_offset: z.coerce.number(),
  last_offset: z.coerce.number(),
  known_at: z.string(),
  chain_sha256: z.string(),
  kept: z.coerce.number(),
  rejected: z.coerce.number(),
});
const ledgerCountRow = z.object({ records: z.coerce.number() });

/** How many records in custody have no row in the ledger or in the table of their kind. */
async function recordsToRestore(
  warehouse: Warehouse,
  topic: string,
  ranges: readonly z.infer<typeof rangeRow>[],
): Promise<number> {
  const inCustody = ranges.reduce((sum, { kept, rejected }) => sum + kept + rejected, 0);
  const [inLedger] = await warehouse.query(sqlFile('ingest/ledger.sql'), { topic }, ledgerCountRow);
  const lost = (await lostRecords(warehouse, topic)).reduce((sum, { records }) => sum + records, 0);
  return inCustody - (inLedger?.records ?? 0) + lost;
}

const kindRow = z.object({ kind: z.string() });

/**
 * The name that a file continues; null: it is a new input. A file that only begins like one of
 * another kind is a new input.
 * @throws Failure (exit 2) when the whole file was taken in as another kind, since its lines would
 * be skipped as done
 */
async function continuedBy(
  warehouse: Warehouse,
  { path, known }: IdentifiedFile,
  kind: Kind,
): Promise<string | null> {
  if (known === null) return null;
  const [before] = await warehouse.query(
    sqlFile('ingest/kind_of_topic.sql'),
    { topic: known.topic, partition: 0 },
    kindRow,
  );
  if (before === undefined || before.kind === kind) return known.topic;
  if (!known.isSame) return null;
  const message =
    `${path} was taken in before as ${before.kind} records, ` +
    `so it cannot be taken in as ${kind}. Try its rejected lines as ${kind}: ` +
    `plancher rejected retry --kind ${kind} --topic ${known.topic}`;
  throw usageFailure('other_kind', message);
}

/** Up to this many records, looking up each digest costs less than comparing with all. */
const FEW_RECORDS = 1_000;
const countRow = z.object({ distinct_records: z.coerce.number(), known_before: z.coerce.number() });

async function countAccepted(
  warehouse: Warehouse,
  topic: string,
  firstOffset: number,
  kept: number,
): Promise<number> {
  const file = kept <= FEW_RECORDS ? 'ingest/count_accepted_few.sql' : 'ingest/count_accepted.sql';
  const [count] = await warehouse.query(
    sqlFile(file),
    { topic, first_offset: firstOffset },
    countRow,
  );
  return count === undefined ? 0 : count.distinct_records - count.known_before;
}
