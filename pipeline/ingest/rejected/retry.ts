// Rejected records tried again through the decoder. What is valid now is taken in as an input of
// its own, `retry:TIME-ID`, by the path of every input; the ledger and the custody of the rejected
// records stay as they are. A row of replay_plan is written before the record it speaks of:
//
//   plan rows -> typed rows -> ledger rows -> custody row        (a batch; docs/decisions/0007)
//
// What a crash leaves behind the plan, the next replay finishes first, under the same coordinates;
// what it leaves before the plan is nothing.
import { z } from 'zod';
import { KINDS, type Kind } from '../../../schemas/record.ts';
import { type Clock, sqlTime } from '../../platform/clock.ts';
import { Failure, invariant } from '../../platform/failure.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import { CHAIN_START, extendChain } from '../custody-chain.ts';
import type { Messages } from '../decode-chunk.ts';
import type { Decoder } from '../decode-pool.ts';
import { runLedgerName } from '../ledger-name.ts';
import {
  type RejectedFilter,
  type RejectedRow,
  WITHOUT_BYTES,
  bytesOf,
  rejectedPages,
  slicesOf,
} from './rejected-records.ts';
import { type Range, writeRanges } from '../write-range.ts';

export interface ReplayRequest extends RejectedFilter {
  /** What to read the records as; null: what they were read as before. */
  kind: Kind | null;
}

export interface ReplayReport {
  /** Topic under which records were taken in; null: none was. */
  topic: string | null;
  tried: number;
  /** Records that the warehouse did not have. */
  taken_in: number;
  /** Valid records that it had, by digest. */
  repeated: number;
  rejected: number;
  /** How many of the rejected have which reason now. */
  reasons: Record<string, number>;
  /** Their bytes were not kept: larger than 1 MiB, or of a batch that could not be unpacked. */
  not_replayable: number;
  /**
   * Not tried: the input that they stand in was not taken in to its end, and must be ingested again
   * first.
   */
  not_in_custody: number;
  /** Not tried: a replay before took them in. */
  already: number;
  /** Records of a replay that had broken off, taken in now before anything else. */
  finished: number;
}

export interface ReplayTools {
  warehouse: Pick<Warehouse, 'query' | 'insert' | 'insertObjects'>;
  decoder: Decoder;
  clock: Clock;
  /** A text that never comes twice. */
  newId: () => string;
}

/** Repeating it is safe at any moment, also after a crash. */
export async function replayRejected(
  tools: ReplayTools,
  request: ReplayRequest,
): Promise<ReplayReport> {
  const finished = await finishBrokenOff(tools);
  const replay = new Replay(tools, runLedgerName('retry', tools));
  const count = { tried: 0, not_replayable: 0, not_in_custody: 0, already: 0 };
  const reasons = new Map<string, number>();
  for await (const page of rejectedPages(tools.warehouse, request)) {
    for (const slice of slicesOf(page)) {
      leaveOut(count, slice);
      const candidates = await candidatesOf(tools.warehouse, slice, request);
      count.tried += candidates.length;
      await replay.take(await validOf(tools.decoder, candidates, reasons));
    }
  }
  await replay.end();
  const takenIn = replay.count === 0 ? 0 : await countTaken(tools.warehouse, replay.topic);
  return {
    topic: replay.count === 0 ? null : replay.topic,
    tried: count.tried,
    taken_in: takenIn,
    repeated: replay.count - takenIn,
    rejected: count.tried - replay.count,
    reasons: Object.fromEntries([...reasons].sort()),
    not_replayable: count.not_replayable,
    not_in_custody: count.not_in_custody,
    already: count.already,
    finished,
  };
}

async function candidatesOf(
  warehouse: ReplayTools['warehouse'],
  slice: readonly [RejectedRow, ...RejectedRow[]],
  request: ReplayRequest,
): Promise<Candidate[]> {
  if (slice.every((row) => whyNot(row) !== null)) return [];
  const bytes = await bytesOf(warehouse, slice, request);
  return slice.flatMap((row, index): Candidate[] => {
    const raw = bytes[index] ?? null;
    if (whyNot(row) !== null || raw === null) return [];
    return [{ row, kind: request.kind ?? kindOf(row.kind), knownAtMs: row.known_at_ms, raw }];
  });
}

type WhyNot = 'already' | 'not_replayable' | 'not_in_custody';

function leaveOut(count: Record<WhyNot, number>, slice: readonly RejectedRow[]): void {
  for (const why of slice.map(whyNot)) if (why !== null) count[why] += 1;
}

function whyNot(row: RejectedRow): WhyNot | null {
  if (row.replayed_at !== null) return 'already';
  if (WITHOUT_BYTES.has(row.reason)) return 'not_replayable';
  return row.is_in_custody ? null : 'not_in_custody';
}

function kindOf(name: string): Kind {
  const kind = KINDS.find((one) => one === name);
  invariant(kind !== undefined, 'the ledger holds records of the five kinds');
  return kind;
}

/** A record as it is decoded and written. */
interface Replayed {
  kind: Kind;
  knownAtMs: number;
  raw: Buffer;
}

interface Candidate extends Replayed {
  row: RejectedRow;
}

async function validOf(
  decoder: Decoder,
  candidates: readonly Candidate[],
  reasons: Map<string, number>,
): Promise<Candidate[]> {
  const [first] = candidates;
  if (first === undefined) return [];
  const { rejections } = await decoder.decode(messagesOf('', 0, first.kind, candidates));
  for (const { reason } of rejections) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const rejected = new Set(rejections.map(({ index }) => index));
  return candidates.filter((_, index) => !rejected.has(index));
}

function messagesOf(
  topic: string,
  firstOffset: number,
  kind: Kind,
  records: readonly Replayed[],
): Messages {
  return {
    type: 'messages',
    kind,
    topic,
    partition: 0,
    values: Buffer.concat(records.map(({ raw }) => raw)),
    lengths: Int32Array.from(records, ({ raw }) => raw.length),
    offsets: Float64Array.from(records, (_, index) => firstOffset + index),
    timestamps: Float64Array.from(records, ({ knownAtMs }) => knownAtMs),
  };
}

const BATCH_ROWS = 32_768;
const BATCH_BYTES = 8_388_608;

/** One replay: gathers valid records into batches, and plans each batch before it is written. */
class Replay {
  readonly topic: string;
  count = 0;
  readonly #tools: ReplayTools;
  #chain = CHAIN_START;
  #batch: Candidate[] = [];
  #byteCount = 0;

  constructor(tools: ReplayTools, topic: string) {
    this.#tools = tools;
    this.topic = topic;
  }

  async take(records: readonly Candidate[]): Promise<void> {
    for (const record of records) {
      this.#batch.push(record);
      this.#byteCount += record.raw.length;
    }
    if (this.#batch.length >= BATCH_ROWS || this.#byteCount >= BATCH_BYTES) await this.end();
  }

  /** Writes what waits. */
  async end(): Promise<void> {
    const [batch, firstOffset] = [this.#batch, this.count];
    if (batch.length === 0) return;
    const { warehouse, clock } = this.#tools;
    const plannedAt = sqlTime(clock());
    await warehouse.insertObjects(
      'replay_plan',
      batch.map((record, index) => planRow(record, this.topic, firstOffset + index, plannedAt)),
    );
    this.#chain = await writeReplayed(
      this.#tools,
      { topic: this.topic, firstOffset, chain: this.#chain },
      batch,
    );
    this.count += batch.length;
    [this.#batch, this.#byteCount] = [[], 0];
  }
}

function planRow(
  { row, kind, raw }: Candidate,
  topic: string,
  offset: number,
  plannedAt: string,
): Record<string, unknown> {
  return {
    topic: row.topic,
    partition: row.partition,
    offset: row.offset,
    kind,
    known_at: row.known_at,
    replay_topic: topic,
    replay_offset: offset,
    planned_at: plannedAt,
    rejected_hex: row.sha256,
    // The ledger replaces such a line when its file grows, and a replay that broke off must still
    // find it.
    raw_hex: row.is_unfinished ? raw.toString('hex') : '',
  };
}

/** Steps 6 to 9 of the path (path.ts). @returns the custody chain at the end */
async function writeReplayed(
  { warehouse, decoder, clock }: ReplayTools,
  at: { topic: string; firstOffset: number; chain: Buffer },
  records: readonly Replayed[],
): Promise<Buffer> {
  const ranges: Range[] = [];
  let [firstOffset, chain] = [at.firstOffset, at.chain];
  for (const run of runsOfOneKind(records)) {
    const { kind } = run[0];
    const decoded = await decoder.decode(messagesOf(at.topic, firstOffset, kind, run));
    chain = extendChain(chain, decoded.digests);
    const lastOffset = firstOffset + run.length - 1;
    const range = {
      kind,
      topic: at.topic,
      partition: 0,
      firstOffset,
      lastOffset,
      knownAt: sqlTime(clock()),
      chain,
      isUnfinished: false,
    };
    ranges.push({ ...range, ...decoded });
    firstOffset = lastOffset + 1;
  }
  await writeRanges(warehouse, ranges);
  return chain;
}

function* runsOfOneKind<Item extends Replayed>(
  records: readonly Item[],
): Generator<[Item, ...Item[]]> {
  let run: [Item, ...Item[]] | null = null;
  for (const record of records) {
    if (run !== null && run[0].kind === record.kind) run.push(record);
    else {
      if (run !== null) yield run;
      run = [record];
    }
  }
  if (run !== null) yield run;
}

const brokenRow = z.object({ replay_topic: z.string(), first_offset: z.coerce.number() });
const plannedRow = z.object({
  kind: z.string(),
  known_at_ms: z.coerce.number(),
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
  raw_base64: z.string(),
  is_found: z.number(),
});
const custodyRow = z.object({ chain_sha256: z.string() });

/** @returns the number of records that were planned and are in now */
async function finishBrokenOff(tools: ReplayTools): Promise<number> {
  const { warehouse } = tools;
  let finished = 0;
  for (const { replay_topic: topic, first_offset: firstOffset } of await warehouse.query(
    sqlFile('ingest/rejected/broken_off.sql'),
    {},
    brokenRow,
  )) {
    // At most one batch: the next one is planned when the one before is in custody.
    const rows = await warehouse.query(
      sqlFile('ingest/rejected/planned.sql'),
      { replay_topic: topic, first_offset: firstOffset },
      plannedRow,
    );
    const lost = rows.find((row) => row.is_found === 0);
    if (lost !== undefined)
      throw new Failure(
        'ledger_changed',
        `The replay ${topic} broke off, and the bytes of ${lost.topic}:${String(lost.partition)}:${lost.offset}, which it had planned to take in, are no longer in the ledger. Somebody changed table input_record: restore it and run the same command again.`,
      );
    const [custody] = await warehouse.query(
      sqlFile('ingest/custody_of_topic.sql'),
      { topic, partition: 0 },
      custodyRow,
    );
    const chain = custody === undefined ? CHAIN_START : Buffer.from(custody.chain_sha256, 'hex');
    const records = rows.map((row) => ({
      kind: kindOf(row.kind),
      knownAtMs: row.known_at_ms,
      raw: Buffer.from(row.raw_base64, 'base64'),
    }));
    await writeReplayed(tools, { topic, firstOffset, chain }, records);
    finished += records.length;
  }
  return finished;
}

const countRow = z.object({ distinct_records: z.coerce.number(), known: z.coerce.number() });

async function countTaken(warehouse: Pick<Warehouse, 'query'>, topic: string): Promise<number> {
  const [count] = await warehouse.query(
    sqlFile('ingest/rejected/count_taken.sql'),
    { topic },
    countRow,
  );
  return count === undefined ? 0 : count.distinct_records - count.known;
}
