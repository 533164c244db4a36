// The path of one file (or of standard input) into the warehouse, as an ordered list of steps:
// identify -> refuse what is no NDJSON -> compare with custody what was taken in before -> announce
// -> cut, decode, chain, write -> count.
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
import { type Head, headOf, otherFormat } from './input-shape.ts';
import { fileLedgerName, runLedgerName } from '../ledger-name.ts';

export interface FileRequest {
  /** Path of a file, or `-` for standard input. */
  path: string;
  kind: Kind;
  /** When the records were known; null: when they are read. Milliseconds since 1970. */
  knownAtMs: number | null;
  /**
   * Lines that are in custody are written once more, known since they were first known: for a
   * warehouse that lost some.
   */
  isAgain?: boolean;
}

export interface FileReport {
  file: string;
  kind: Kind;
  topic: string;
  /** Records that the warehouse did not have. */
  accepted: number;
  /** Valid records that it had, by this file's own earlier run too. */
  repeated: number;
  rejected: number;
  /** Lines that an earlier run had taken in already. */
  already: number;
  /** Of a file that is taken in once more: records that were lost and are back. */
  restored?: number;
}

export interface IngestTools {
  warehouse: Warehouse;
  decoder: Decoder;
  clock: Clock;
  /** A text that never comes twice. */
  newId: () => string;
  unpack: UnpackLimits;
  stdin: AsyncIterable<Buffer>;
  /** Share of the file that was read, 0 to 1. */
  onProgress: (file: string, share: number) => void;
}

/** The kind that a file name begins with, as in `flow-2015.ndjson.gz`; null: none. */
export function kindOfFile(path: string): Kind | null {
  const name = basename(path);
  return (
    KINDS.find((kind) => name.startsWith(kind) && /^[^a-z]/.test(name.slice(kind.length))) ?? null
  );
}

/** @throws Failure with what is wrong with the file and what to do */
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
 * Looks at the beginning of a file. To be called for every file of a command before the first is
 * taken in.
 * @throws Failure (exit 2) for what cannot be read, or holds no records
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

/** Reads no further. */
async function beginningOf(blocks: AsyncIterable<Buffer>): Promise<{ head: Head }> {
  const { head, stream } = await headOf(blocks);
  await stream[Symbol.asyncIterator]().return?.();
  return { head };
}

/** What is read, and what is written down of it before its first record and behind its last. */
interface Source {
  topic: string;
  stream: AsyncIterable<Buffer>;
  /** Has no effect the second time. */
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
  const { head, stream } = await headOf(source.stream);
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
    already: before.kept + before.rejected,
    ...(restored === null ? {} : { restored }),
  };
}

function emptyFailure(path: string): Failure {
  if (path === '-')
    return usageFailure('empty_file', 'Standard input is empty. Did the program before it fail?');
  return usageFailure('empty_file', `${path} holds not one record. Is the download complete?`);
}

function refuseOtherFormat(path: string, head: Head): void {
  if (head.isAll && BLANK.test(head.bytes.toString('latin1'))) throw emptyFailure(path);
  const found = otherFormat(head);
  if (found === null) return;
  const name = path === '-' ? 'Standard input' : path;
  const message = `${name} holds ${found.what}, not NDJSON. Nothing of it was taken in. ${found.advice}, and take in what comes of it.`;
  throw usageFailure('not_ndjson', message);
}

/** Nothing, or a byte order mark and blanks. */
const BLANK = /^(\xef\xbb\xbf)?[ \t\r\n]*$/;

function standardInput({ stdin, ...naming }: IngestTools): Source {
  // A stream cannot be read again, so each run is an input of its own; what it repeats, the records
  // show.
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
 * @throws Failure behind the last block when they are not what the file was identified by: its name
 * in the ledger is that of other bytes
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
  const message = `${path} was changed while it was read. The rest of it was not taken in; when whoever writes it is done, run the same command again.`;
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
const ledgerRow = z.object({ records: z.coerce.number() });

/** How many records in custody have no row in the ledger or in the table of their kind. */
async function recordsToRestore(
  warehouse: Warehouse,
  topic: string,
  ranges: readonly z.infer<typeof rangeRow>[],
): Promise<number> {
  const inCustody = ranges.reduce((sum, { kept, rejected }) => sum + kept + rejected, 0);
  const [inLedger] = await warehouse.query(sqlFile('ingest/ledger.sql'), { topic }, ledgerRow);
  const lost = (await lostRecords(warehouse, topic)).reduce((sum, { records }) => sum + records, 0);
  return inCustody - (inLedger?.records ?? 0) + lost;
}

const kindRow = z.object({ kind: z.string() });

/**
 * The name under which a file goes on. A file that only begins like one of another kind is another
 * input.
 * @throws Failure (exit 2) when all of it was taken in as another kind: its lines would be passed
 * over as done
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
  const message = `${path} was taken in before as ${before.kind} records, so it cannot be taken in as ${kind}. Try its rejected lines as ${kind}: plancher rejected retry --kind ${kind} --topic ${known.topic}`;
  throw usageFailure('other_kind', message);
}

/** Up to here each is looked for by itself. */
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
