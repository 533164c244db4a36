// Takes the bytes of one input into the warehouse: cut, decode, chain, write. Decoding runs ahead
// of writing by a bounded number of chunks. Writing and the custody chain proceed strictly in order
// of offset.
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { Kind } from '../../../schemas/record.ts';
import { EXIT, Failure, invariant } from '../../platform/failure.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import { CHAIN_START, extendChain } from '../custody-chain.ts';
import { type DecodedChunk, type Lines, ledgerRow } from '../decode-chunk.ts';
import type { Decoder } from '../decode-pool.ts';
import { AnotherInput } from './file-identity.ts';
import { type Piece, linesOf } from './line-source.ts';
import { type Range, writeRanges } from '../write-range.ts';

export interface StreamOrigin {
  /** The name of the input for messages. */
  input: string;
  kind: Kind;
  topic: string;
  partition: number;
  /** UTC, in the form that ClickHouse reads. */
  knownAt: string;
  /** Ranges in custody, in order of offset. */
  takenIn: readonly TakenIn[];
  /** True: write those ranges again. False: only compare them with custody. */
  isAgain: boolean;
}

/** A range in custody. */
export interface TakenIn {
  firstOffset: number;
  lastOffset: number;
  knownAt: string;
  /** The custody chain at lastOffset, hexadecimal. */
  chain: string;
}

export interface RecordCount {
  kept: number;
  rejected: number;
  /** Valid records that were changed at intake (schemas/adjustment.ts). */
  adjusted: number;
}

export interface StreamTotals {
  /** Records that an earlier run had taken in. */
  before: RecordCount;
  fresh: RecordCount;
  /** All lines, including blank ones. */
  lineCount: number;
}

/**
 * Compares lines that are in custody with it, or writes them again; lines after them are new.
 * @param beforeWriting called before each range that is written
 * @throws Failure (exit 3) when the lines are not those that custody vouches for
 * @throws AnotherInput when only the last line differs: it had no line end and continues now
 */
export async function ingestStream(
  warehouse: Warehouse,
  decoder: Decoder,
  stream: AsyncIterable<Buffer>,
  origin: StreamOrigin,
  beforeWriting: () => Promise<void>,
): Promise<StreamTotals> {
  const totals: StreamTotals = {
    before: { kept: 0, rejected: 0, adjusted: 0 },
    fresh: { kept: 0, rejected: 0, adjusted: 0 },
    lineCount: 0,
  };
  let chain = CHAIN_START;
  for await (const { piece, before, decoded } of decodeAhead(
    decoder,
    linesOf(stream, endsOf(origin)),
    origin,
  )) {
    chain = extendChain(chain, decoded.digests);
    const range = rangeOf(origin, { piece, before, decoded }, chain);
    refuseOtherChain(range, before, origin);
    if (before !== undefined && before.lastOffset > range.lastOffset && !range.isUnfinished)
      await refuseOtherRecords(warehouse, range, decoded.digests, origin);
    const count = before === undefined ? totals.fresh : totals.before;
    count.kept += range.kept;
    count.rejected += range.rejected;
    count.adjusted += decoded.adjusted;
    totals.lineCount = range.lastOffset + 1;
    if (before !== undefined && !origin.isAgain) continue;
    await beforeWriting();
    await writeRanges(warehouse, [range]);
  }
  return totals;
}

function takenIn({ takenIn: ranges }: StreamOrigin, offset: number): TakenIn | undefined {
  return ranges.find(({ lastOffset }) => offset <= lastOffset);
}

const endsOf = ({ takenIn: ranges }: StreamOrigin) =>
  new Set(ranges.map(({ lastOffset }) => lastOffset));

function refuseOtherChain(
  { firstOffset, lastOffset, chain }: Range,
  before: TakenIn | undefined,
  origin: StreamOrigin,
): void {
  if (before?.lastOffset !== lastOffset || before.chain === chain.toString('hex')) return;
  // A last line without line end is a range of its own. It was a record, and now it continues. What
  // was appended to it must not be skipped.
  const isLastLine =
    before.firstOffset === lastOffset &&
    firstOffset === lastOffset &&
    before === origin.takenIn.at(-1);
  if (isLastLine && !origin.isAgain) throw new AnotherInput();
  const message =
    `${origin.input}: the custody chain up to line ${String(lastOffset + 1)} ` +
    'is not the one from when the file was taken in. ' +
    'Another version of the program decided on its lines, or table custody_range was changed. ' +
    'Nothing after that line was written: ' +
    'restore a copy of the warehouse, or take the file into a new one.';
  throw new Failure('other_chain', message, { exitCode: EXIT.checkFailed });
}

const digestsRow = z.object({ digests: z.string() });

/**
 * Checks lines that end within a range. Custody holds no chain for such an offset, so this compares
 * the digest of each record with the ledger. A last line that was cut may be complete by now.
 */
async function refuseOtherRecords(
  warehouse: Warehouse,
  range: Range,
  digests: Uint8Array,
  origin: StreamOrigin,
): Promise<void> {
  const { topic, partition, firstOffset: first_offset, lastOffset: last_offset } = range;
  const parameters = { topic, partition, first_offset, last_offset };
  const [ledger] = await warehouse.query(
    sqlFile('ingest/ledger_digests.sql'),
    parameters,
    digestsRow,
  );
  const [known, found] = [ledger?.digests ?? '', Buffer.from(digests).toString('hex')];
  // With --again the ledger may have lost rows; restoring them is its purpose.
  if (known === found || (origin.isAgain && known.length < found.length)) return;
  const message =
    `${origin.input}: its lines up to line ${String(last_offset + 1)} ` +
    'are not those that were taken in under its name. ' +
    'Another file continued its last line, or table input_record was changed. ' +
    'Nothing after that line was written: ' +
    'add a line feed at its end, or take the file into a new warehouse.';
  throw new Failure('other_chain', message, { exitCode: EXIT.checkFailed });
}

interface DecodedPiece {
  piece: Piece;
  /** The range in custody that holds the piece; undefined: the piece is new. */
  before: TakenIn | undefined;
  decoded: DecodedChunk;
}

/** Keeps every decoding thread busy and yields the results in order. */
async function* decodeAhead(
  decoder: Decoder,
  pieces: AsyncIterable<Piece>,
  origin: StreamOrigin,
): AsyncGenerator<DecodedPiece> {
  const ahead: Promise<DecodedPiece>[] = [];
  try {
    for await (const piece of pieces) {
      const decoding = decodePiece(decoder, piece, origin);
      // A later await throws the failure. Without a handler until then, Node would end the process
      // with an unhandled rejection.
      decoding.catch(() => undefined);
      ahead.push(decoding);
      const first = ahead.length > decoder.width ? ahead.shift() : undefined;
      if (first !== undefined) yield await first;
      else await setImmediate();
    }
  } catch (thrown) {
    // The input broke off, as a truncated gzip file does. Take in what came before.
    for (const decoding of ahead) yield await decoding;
    throw thrown;
  }
  for (const decoding of ahead) yield await decoding;
}

async function decodePiece(
  decoder: Decoder,
  piece: Piece,
  origin: StreamOrigin,
): Promise<DecodedPiece> {
  const at = { kind: origin.kind, topic: origin.topic, partition: origin.partition };
  const before = takenIn(origin, piece.firstOffset);
  const knownAt = before?.knownAt ?? origin.knownAt;
  if (piece.type === 'lines') {
    const digestsOnly = before !== undefined && !origin.isAgain;
    const lines: Lines = {
      ...at,
      type: 'lines',
      firstOffset: piece.firstOffset,
      knownAt,
      lines: piece.bytes,
      digestsOnly,
    };
    return { piece, before, decoded: await decoder.decode(lines) };
  }
  const rejected = {
    outcome: 'rejected',
    reason: 'record_too_large',
    path: '$',
    digest: piece.digest,
  } as const;
  const found = { offset: piece.firstOffset, knownAt, raw: null, byteCount: piece.byteCount };
  const ledger = ledgerRow(at, found, rejected);
  return {
    piece,
    before,
    decoded: {
      records: new Uint8Array(),
      ledger: Buffer.from(ledger),
      digests: Buffer.from(piece.digest, 'hex'),
      kept: 0,
      rejected: 1,
      adjusted: 0,
      blank: 0,
      rejections: [{ index: 0, reason: rejected.reason, path: rejected.path }],
    },
  };
}

function rangeOf(
  origin: StreamOrigin,
  { piece, before, decoded }: DecodedPiece,
  chain: Buffer,
): Range {
  const lineCount = piece.type === 'lines' ? piece.lineCount : 1;
  invariant(
    decoded.kept + decoded.rejected + decoded.blank === lineCount,
    'every line is blank or has exactly one outcome',
  );
  return {
    kind: origin.kind,
    topic: origin.topic,
    partition: origin.partition,
    firstOffset: piece.firstOffset,
    lastOffset: piece.firstOffset + lineCount - 1,
    knownAt: before?.knownAt ?? origin.knownAt,
    records: decoded.records,
    ledger: decoded.ledger,
    kept: decoded.kept,
    rejected: decoded.rejected,
    blank: decoded.blank,
    chain,
    // A last line that could be decoded is a complete record, with or without line feed.
    isUnfinished: piece.isUnfinished && decoded.rejected === 1,
    isInCustody: before !== undefined,
  };
}
