// The path of one file (or of standard input) into the warehouse, as an ordered list of steps:
// identify -> resume behind custody -> cut, decode, chain, write -> count.
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { KINDS, type Kind } from '../../schemas/record.ts';
import { type Clock, isoTime, sqlTime } from '../platform/clock.ts';
import { Failure, messageOf, usageFailure } from '../platform/failure.ts';
import { lostRecords } from '../warehouse/lost-records.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { CHAIN_START } from './custody-chain.ts';
import type { Decoder } from './decode-pool.ts';
import { type IdentifiedFile, blocksOf, identifyFile } from './file-identity.ts';
import { type TakenIn, ingestStream } from './ingest-stream.ts';

export interface FileRequest {
  /** Path of a file, or `-` for standard input. */
  path: string;
  kind: Kind;
  /** When the records were known; null: when they are read. Milliseconds since 1970. */
  knownAtMs: number | null;
  /** Lines that are in custody are written once more, known since they were first known: for a warehouse that lost some. */
  isAgain?: boolean;
}

export interface FileReport {
  file: string;
  kind: Kind;
  topic: string;
  /** Records that are now the copy that counts. */
  accepted: number;
  /** Valid records that were there before, this file's own earlier run included. */
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
  stdin: AsyncIterable<Buffer>;
  /** Share of the file that was read, 0 to 1. */
  onProgress: (file: string, share: number) => void;
}

/** The kind that a file name begins with, as in `flow-2015.ndjson.gz`; null: none. */
export function kindOfFile(path: string): Kind | null {
  const name = basename(path);
  return KINDS.find((kind) => name.startsWith(kind) && /^[^a-z]/.test(name.slice(kind.length))) ?? null;
}

/** @throws Failure with what is wrong with the file and what to do */
export async function ingestFile(tools: IngestTools, request: FileRequest): Promise<FileReport> {
  const knownAtMs = request.knownAtMs ?? tools.clock();
  const source = request.path === '-' ? standardInput(tools) : await fileSource(tools, request.path);
  const custody = await resumePoint(tools.warehouse, source.topic);
  if (custody.startOffset > 0) await refuseOtherKind(tools.warehouse, source.topic, request);
  const before = request.isAgain === true ? await takenInBefore(tools.warehouse, source.topic, custody) : null;
  const again = before?.again ?? [];
  const from = again.length === 0 ? custody : { startOffset: 0, chain: CHAIN_START };
  const origin = { kind: request.kind, topic: source.topic, partition: 0, knownAt: sqlTime(knownAtMs), ...from, again };
  const totals = await ingestStream(tools.warehouse, tools.decoder, source.stream, origin, () => undefined);
  if (totals.kept + totals.rejected + custody.startOffset === 0) throw emptyFailure(request.path);
  const accepted = totals.kept === 0 ? 0 : await countAccepted(tools.warehouse, source.topic, custody.startOffset, totals.kept);
  return {
    file: request.path,
    kind: request.kind,
    topic: source.topic,
    accepted,
    repeated: custody.kept + totals.kept - accepted,
    rejected: custody.rejected + totals.rejected,
    already: custody.kept + custody.rejected,
    ...(before === null ? {} : { restored: before.restored }),
  };
}

function emptyFailure(path: string): Failure {
  if (path === '-') return usageFailure('empty_file', 'Standard input is empty. Did the program before it fail?');
  return usageFailure('empty_file', `${path} holds not one line. Is the download complete?`);
}

interface Source {
  topic: string;
  stream: AsyncIterable<Buffer>;
}

function standardInput({ stdin, clock }: IngestTools): Source {
  // A stream cannot be read again, so each run is an input of its own; what it repeats is told by the records. Named by the time of the
  // run and never by --known-at: two inputs under one name would pass over the lines of the second.
  return { topic: `stdin@${isoTime(clock())}`, stream: stdin };
}

async function fileSource(tools: IngestTools, path: string): Promise<Source> {
  const file = await identifyFile(tools.warehouse, path, tools.clock);
  const read = withProgress(blocksOf(path, file.byteCount), file, tools.onProgress);
  return { topic: file.topic, stream: file.isGzip ? gunzipped(read, path) : read };
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

async function* gunzipped(compressed: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const { Readable } = await import('node:stream');
  const gunzip = createGunzip({ chunkSize: 1_048_576 });
  const source = Readable.from(compressed, { objectMode: false });
  source.on('error', (reason) => gunzip.destroy(reason));
  const plain: AsyncIterable<unknown> = source.pipe(gunzip);
  try {
    for await (const block of plain) if (Buffer.isBuffer(block)) yield block;
  } catch (thrown) {
    const message = `${path}: the gzip data is damaged or cut off (${messageOf(thrown)}). Fetch the file again and run the same command: what was taken in stays, the rest is added, nothing counts twice.`;
    throw new Failure('unreadable_gzip', message, { cause: thrown });
  }
}

const custodyRow = z.object({
  last_offset: z.coerce.number(),
  chain_sha256: z.string(),
  kept: z.coerce.number(),
  rejected: z.coerce.number(),
});

async function resumePoint(
  warehouse: Warehouse,
  topic: string,
): Promise<{ startOffset: number; chain: Buffer; kept: number; rejected: number }> {
  const [custody] = await warehouse.query(sqlFile('ingest/custody_of_topic.sql'), { topic, partition: 0 }, custodyRow);
  if (custody === undefined) return { startOffset: 0, chain: CHAIN_START, kept: 0, rejected: 0 };
  return {
    startOffset: custody.last_offset + 1,
    chain: Buffer.from(custody.chain_sha256, 'hex'),
    kept: custody.kept,
    rejected: custody.rejected,
  };
}

const rangeRow = z.object({ last_offset: z.coerce.number(), known_at: z.string(), chain_sha256: z.string() });
const ledgerRow = z.object({ records: z.coerce.number() });

/** The ranges of a file that are written once more, and how many of their records have no row in the ledger or in the table of their kind. */
async function takenInBefore(
  warehouse: Warehouse,
  topic: string,
  { kept, rejected }: { kept: number; rejected: number },
): Promise<{ again: TakenIn[]; restored: number }> {
  const ranges = await warehouse.query(sqlFile('ingest/custody_ranges.sql'), { topic, partition: 0 }, rangeRow);
  const again = ranges.map((range) => ({ lastOffset: range.last_offset, knownAt: range.known_at, chain: range.chain_sha256 }));
  const [inLedger] = await warehouse.query(sqlFile('ingest/ledger.sql'), { topic }, ledgerRow);
  const lost = (await lostRecords(warehouse, topic)).reduce((sum, { records }) => sum + records, 0);
  return { again, restored: kept + rejected - (inLedger?.records ?? 0) + lost };
}

const kindRow = z.object({ kind: z.string() });

/** Its lines were decided on as records of another kind, and would be passed over as done. */
async function refuseOtherKind(warehouse: Warehouse, topic: string, { path, kind }: FileRequest): Promise<void> {
  const [before] = await warehouse.query(sqlFile('ingest/kind_of_topic.sql'), { topic, partition: 0 }, kindRow);
  if (before === undefined || before.kind === kind) return;
  const message = `${path} was taken in before as ${before.kind} records, so it cannot be taken in as ${kind} under the same name. Copy it to another name, such as ${kind}-${basename(path)}, and ingest the copy; or take in what is in the warehouse: plancher rejected replay --kind ${kind} --topic ${topic}`;
  throw usageFailure('other_kind', message);
}

/** Up to here each is looked for by itself. */
const FEW_RECORDS = 1_000;
const countRow = z.object({ distinct_records: z.coerce.number(), known_before: z.coerce.number() });

async function countAccepted(warehouse: Warehouse, topic: string, firstOffset: number, kept: number): Promise<number> {
  const file = kept <= FEW_RECORDS ? 'ingest/count_accepted_few.sql' : 'ingest/count_accepted.sql';
  const [count] = await warehouse.query(sqlFile(file), { topic, first_offset: firstOffset }, countRow);
  return count === undefined ? 0 : count.distinct_records - count.known_before;
}
