// One partition's bytes into the warehouse: cut, decode, chain, write. Decoding runs ahead of writing by a bounded number
// of chunks; writing and the custody chain go strictly in order of offset.
import { setImmediate } from 'node:timers/promises';
import type { Kind } from '../../schemas/record.ts';
import { EXIT, Failure, invariant } from '../platform/failure.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { extendChain } from './custody-chain.ts';
import { type DecodedChunk, type Lines, ledgerRow } from './decode-chunk.ts';
import type { Decoder } from './decode-pool.ts';
import { type Piece, linesOf } from './line-source.ts';
import { type Range, writeRanges } from './write-range.ts';

export interface StreamOrigin {
  kind: Kind;
  topic: string;
  partition: number;
  /** As ClickHouse reads it, UTC. */
  knownAt: string;
  /** Where to go on: the offset behind the last one in custody, and the chain there. */
  startOffset: number;
  chain: Buffer;
  /** Ranges from startOffset on that are in custody and are to be written once more, in order. */
  again: readonly TakenIn[];
}

/** A range in custody. */
export interface TakenIn {
  lastOffset: number;
  knownAt: string;
  /** Hexadecimal. */
  chain: string;
}

export interface StreamTotals {
  kept: number;
  rejected: number;
}

/**
 * Returns what is new: ranges that are written once more are not counted again.
 * @param onRange called after each range that became durable
 * @throws Failure when a range that is written once more is not the one in custody
 */
export async function ingestStream(
  warehouse: Warehouse,
  decoder: Decoder,
  stream: AsyncIterable<Buffer>,
  origin: StreamOrigin,
  onRange: () => void,
): Promise<StreamTotals> {
  const totals: StreamTotals = { kept: 0, rejected: 0 };
  let chain = origin.chain;
  for await (const { piece, before, decoded } of decodeAhead(decoder, linesOf(stream, origin.startOffset, endsOf(origin)), origin)) {
    chain = extendChain(chain, decoded.digests);
    const range = rangeOf(origin, { piece, before, decoded }, chain);
    refuseOtherChain(range, before);
    await writeRanges(warehouse, [range]);
    if (range.isInCustody !== true) {
      totals.kept += range.kept;
      totals.rejected += range.rejected;
    }
    onRange();
  }
  return totals;
}

function takenIn({ again }: StreamOrigin, offset: number): TakenIn | undefined {
  return again.find(({ lastOffset }) => offset <= lastOffset);
}

const endsOf = ({ again }: StreamOrigin) => new Set(again.map(({ lastOffset }) => lastOffset));

function refuseOtherChain({ topic, lastOffset, chain }: Range, before: TakenIn | undefined): void {
  if (before?.lastOffset !== lastOffset || before.chain === chain.toString('hex')) return;
  const message = `${topic}: up to line ${String(lastOffset)} the custody chain is another than when the file was taken in: another version of the program decided on its lines, or custody_range was changed. Nothing from there on was written again; restore a copy of the warehouse.`;
  throw new Failure('other_chain', message, { exitCode: EXIT.checkFailed });
}

interface DecodedPiece {
  piece: Piece;
  /** The range that it is written again for; undefined: it is new. */
  before: TakenIn | undefined;
  decoded: DecodedChunk;
}

/** Keeps every decoding thread busy and gives the results in order. */
async function* decodeAhead(decoder: Decoder, pieces: AsyncIterable<Piece>, origin: StreamOrigin): AsyncGenerator<DecodedPiece> {
  const ahead: Promise<DecodedPiece>[] = [];
  try {
    for await (const piece of pieces) {
      const decoding = decodePiece(decoder, piece, origin);
      // A failure is thrown where the result is awaited; without this, Node would end the process before.
      decoding.catch(() => undefined);
      ahead.push(decoding);
      const first = ahead.length > decoder.width ? ahead.shift() : undefined;
      if (first !== undefined) yield await first;
      else await setImmediate();
    }
  } catch (thrown) {
    // The input broke off, as a cut gzip file does: what came before is taken in.
    for (const decoding of ahead) yield await decoding;
    throw thrown;
  }
  for (const decoding of ahead) yield await decoding;
}

async function decodePiece(decoder: Decoder, piece: Piece, origin: StreamOrigin): Promise<DecodedPiece> {
  const at = { kind: origin.kind, topic: origin.topic, partition: origin.partition };
  const before = takenIn(origin, piece.firstOffset);
  const knownAt = before?.knownAt ?? origin.knownAt;
  if (piece.type === 'lines') {
    const lines: Lines = { ...at, type: 'lines', firstOffset: piece.firstOffset, knownAt, lines: piece.bytes };
    return { piece, before, decoded: await decoder.decode(lines) };
  }
  const rejected = { outcome: 'rejected', reason: 'record_too_large', path: '$', digest: piece.digest } as const;
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
      rejections: [{ index: 0, reason: rejected.reason, path: rejected.path }],
    },
  };
}

function rangeOf(origin: StreamOrigin, { piece, before, decoded }: DecodedPiece, chain: Buffer): Range {
  const lineCount = piece.type === 'lines' ? piece.lineCount : 1;
  invariant(decoded.kept + decoded.rejected === lineCount, 'every line has exactly one outcome');
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
    chain,
    // A last line that could be decoded is a whole record, line feed or not.
    isUnfinished: piece.isUnfinished && decoded.rejected === 1,
    isInCustody: before !== undefined,
  };
}
