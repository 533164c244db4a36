// Writes retried records as an input of their own, with a plan in replay_plan before each batch:
//   plan rows -> typed rows -> ledger rows -> custody row        (docs/decisions/0007)
// A crash before the plan leaves nothing. A crash after it leaves a batch that the next retry
// finishes first, under the same coordinates.
import { z } from 'zod';
import { KINDS, type Kind } from '../../../schemas/record.ts';
import { type Clock, sqlTime } from '../../platform/clock.ts';
import { Failure, invariant } from '../../platform/failure.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import { CHAIN_START, extendChain } from '../custody-chain.ts';
import type { Messages } from '../decode-chunk.ts';
import type { Decoder } from '../decode-pool.ts';
import { type Range, writeRanges } from '../write-range.ts';
import type { RejectedRow } from './rejected-records.ts';

export interface RetryTools {
  warehouse: Pick<Warehouse, 'query' | 'insert' | 'insertObjects'>;
  decoder: Decoder;
  clock: Clock;
  /** Returns a new text on each call. */
  newId: () => string;
}

/** What is decoded and written of a record. */
interface RetriedRecord {
  kind: Kind;
  knownAtMs: number;
  raw: Buffer;
}

/** A rejected record with its bytes and the kind to read it as. */
export interface Candidate extends RetriedRecord {
  row: RejectedRow;
}

const BATCH_ROWS = 32_768;
const BATCH_BYTES = 8_388_608;

/** Collects the valid records of one retry into batches, and plans each batch before writing it. */
export class RetryWriter {
  readonly topic: string;
  count = 0;
  readonly #tools: RetryTools;
  #chain = CHAIN_START;
  #batch: Candidate[] = [];
  #byteCount = 0;

  constructor(tools: RetryTools, topic: string) {
    this.#tools = tools;
    this.topic = topic;
  }

  async add(records: readonly Candidate[]): Promise<void> {
    for (const record of records) {
      this.#batch.push(record);
      this.#byteCount += record.raw.length;
    }
    if (this.#batch.length >= BATCH_ROWS || this.#byteCount >= BATCH_BYTES) await this.flush();
  }

  /** Plans and writes the records collected so far. Call it after the last {@link add}. */
  async flush(): Promise<void> {
    const [batch, firstOffset] = [this.#batch, this.count];
    if (batch.length === 0) return;
    const { warehouse, clock } = this.#tools;
    const plannedAt = sqlTime(clock());
    await warehouse.insertObjects(
      'replay_plan',
      batch.map((record, index) => planRow(record, this.topic, firstOffset + index, plannedAt)),
    );
    this.#chain = await writeBatch(
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
    // The ledger replaces an unfinished line when its file grows. The plan keeps its bytes, so that
    // a later run can finish this batch.
    raw_hex: row.is_unfinished ? raw.toString('hex') : '',
  };
}

/** Decodes, chains and writes a planned batch. @returns the custody chain at its end */
async function writeBatch(
  { warehouse, decoder, clock }: RetryTools,
  at: { topic: string; firstOffset: number; chain: Buffer },
  records: readonly RetriedRecord[],
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

function* runsOfOneKind<Item extends RetriedRecord>(
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

/** The records in the form that a decoder takes. */
export function messagesOf(
  topic: string,
  firstOffset: number,
  kind: Kind,
  records: readonly RetriedRecord[],
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

export function kindOf(name: string): Kind {
  const kind = KINDS.find((one) => one === name);
  invariant(kind !== undefined, 'the ledger holds records of known kinds');
  return kind;
}

const interruptedRow = z.object({ replay_topic: z.string(), first_offset: z.coerce.number() });
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

/**
 * Finishes earlier retries that were interrupted between the plan and the custody row.
 * @returns how many planned records it took in
 */
export async function finishInterrupted(tools: RetryTools): Promise<number> {
  const { warehouse } = tools;
  let finished = 0;
  for (const { replay_topic: topic, first_offset: firstOffset } of await warehouse.query(
    sqlFile('ingest/rejected/broken_off.sql'),
    {},
    interruptedRow,
  )) {
    const records = await plannedRecords(warehouse, topic, firstOffset);
    const [custody] = await warehouse.query(
      sqlFile('ingest/custody_of_topic.sql'),
      { topic, partition: 0 },
      custodyRow,
    );
    const chain = custody === undefined ? CHAIN_START : Buffer.from(custody.chain_sha256, 'hex');
    await writeBatch(tools, { topic, firstOffset, chain }, records);
    finished += records.length;
  }
  return finished;
}

/** At most one batch: a retry plans the next batch when the one before is in custody. */
async function plannedRecords(
  warehouse: Pick<Warehouse, 'query'>,
  topic: string,
  firstOffset: number,
): Promise<RetriedRecord[]> {
  const rows = await warehouse.query(
    sqlFile('ingest/rejected/planned.sql'),
    { replay_topic: topic, first_offset: firstOffset },
    plannedRow,
  );
  const lost = rows.find((row) => row.is_found === 0);
  if (lost !== undefined)
    throw new Failure(
      'ledger_changed',
      `The retry ${topic} was interrupted, and the ledger no longer has the bytes of ` +
        `${lost.topic}:${String(lost.partition)}:${lost.offset}, which it planned to take in. ` +
        'Table input_record was changed: restore it and run the same command again.',
    );
  return rows.map((row) => ({
    kind: kindOf(row.kind),
    knownAtMs: row.known_at_ms,
    raw: Buffer.from(row.raw_base64, 'base64'),
  }));
}
