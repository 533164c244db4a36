// Seeded lives of a group of workers over partitions: crashes before and after every write and commit, rebalances, workers that write late, repeats,
// offsets set by hand. The code is the real one (intake, decode, chain, order of writes); broker and warehouse are sets in memory.
// PLANCHER_TEST_SEEDS lives, from PLANCHER_TEST_FIRST_SEED on.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createDecoder } from '../../pipeline/ingest/decode-pool.ts';
import { Intake, type IntakeStore, type Message } from '../../pipeline/ingest/intake.ts';
import { TOPICS } from '../../pipeline/ingest/topic.ts';
import type { Parameters, RowBatch } from '../../pipeline/warehouse/warehouse.ts';
import { decode } from '../../schemas/decode.ts';
import { flowLines } from '../integration/records.ts';
import { type Random, seeded } from '../oracle/random.ts';

const SEEDS = Number(process.env['PLANCHER_TEST_SEEDS'] ?? '1000');
const FIRST_SEED = Number(process.env['PLANCHER_TEST_FIRST_SEED'] ?? '1');
const PARTITIONS = 3;
const WORKERS = 3;
const TOPIC = TOPICS.flow;
const POOL = flowLines(400, 9);

class Crash extends Error {}

interface Custody {
  first: number;
  last: number;
  chain: string;
}

/** The warehouse as a set: what is written twice under one key is one row, in custody the one that reaches farthest. */
class Rows {
  /** By partition and offset; what is not the time of writing. */
  readonly ledger = new Map<string, string>();
  readonly records = new Set<string>();
  readonly custody = new Map<string, Custody>();
  readonly contradictions: string[] = [];

  insert({ table, rows }: RowBatch): void {
    for (const line of rows
      .toString()
      .split('\n')
      .filter((text) => text !== '')) {
      if (table === 'input_record') this.#note(line);
      else this.records.add(line);
    }
  }

  insertCustody(row: Readonly<Record<string, unknown>>): void {
    const [partition, first, last] = [row['partition'], row['first_offset'], row['last_offset']].map(Number);
    const key = `${String(partition)} ${String(first)}`;
    if ((this.custody.get(key)?.last ?? -1) < (last ?? 0))
      this.custody.set(key, { first: first ?? 0, last: last ?? 0, chain: String(row['chain_hex']) });
  }

  rangesOf(partition: number): Custody[] {
    return [...this.custody]
      .filter(([key]) => key.startsWith(`${String(partition)} `))
      .map(([, range]) => range)
      .sort((a, b) => a.first - b.first);
  }

  #note(line: string): void {
    const values: unknown = JSON.parse(line);
    if (!Array.isArray(values)) throw new Error('a ledger row is an array');
    const key = `${String(values[1])} ${String(values[2])}`;
    const before = this.ledger.get(key);
    if (before !== undefined && before !== line) this.contradictions.push(`${key}: ${before} ${line}`);
    this.ledger.set(key, line);
  }
}

/** One worker's way to the warehouse, which breaks before or after one of its next operations. */
class Breaking implements IntakeStore {
  readonly #rows: Rows;
  #left: number;
  readonly #isBefore: boolean;

  constructor(rows: Rows, operationsLeft: number, isBefore: boolean) {
    this.#rows = rows;
    this.#left = operationsLeft;
    this.#isBefore = isBefore;
  }

  insert(batch: RowBatch): Promise<void> {
    return this.#step(() => {
      this.#rows.insert(batch);
    });
  }

  insertObjects(_table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    return this.#step(() => {
      for (const row of rows) this.#rows.insertCustody(row);
    });
  }

  async query<Row>(_sql: string, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]> {
    const ranges = this.#rows.rangesOf(Number(parameters['partition']));
    const last = ranges.sort((a, b) => a.last - b.last).at(-1);
    return this.#step(() => (last === undefined ? [] : [row.parse({ last_offset: last.last, chain_sha256: last.chain })]));
  }

  async #step<Value>(act: () => Value): Promise<Value> {
    await Promise.resolve();
    this.#left -= 1;
    if (this.#left === 0 && this.#isBefore) throw new Crash();
    const value = act();
    if (this.#left === 0) throw new Crash();
    return value;
  }
}

const NEVER = 1_000_000;
const decoder = createDecoder(0);

/** A group of workers and what the broker holds. */
class Group {
  readonly rows = new Rows();
  readonly topic: Message[][];
  /** Where the group believes each partition goes on. */
  readonly #committed = Array.from({ length: PARTITIONS }, () => 0);
  readonly #owner = Array.from({ length: PARTITIONS }, () => 0);
  readonly #position = Array.from({ length: PARTITIONS }, () => 0);
  readonly #workers: Intake[];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
    this.topic = Array.from({ length: PARTITIONS }, () => []);
    this.#workers = Array.from({ length: WORKERS }, () => this.#newWorker(this.#crashSoon()));
    this.produce(20 + random.below(60));
  }

  produce(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const log = this.topic[this.#random.below(PARTITIONS)];
      // Transaction markers and compaction leave holes in offsets.
      const offset = (log?.at(-1)?.offset ?? -1) + 1 + (this.#random.chance(4) ? 1 : 0);
      log?.push({
        offset,
        timestampMs: 1_450_000_000_000 + offset,
        value: this.#random.chance(2) ? null : (POOL[this.#random.below(POOL.length)] ?? null),
      });
    }
  }

  async live(): Promise<void> {
    const act = this.#random.below(20);
    const partition = this.#random.below(PARTITIONS);
    if (act === 0) this.#rebalance();
    else if (act === 1) this.produce(this.#random.below(12));
    else if (act === 2) this.#committed[partition] = this.#random.below((this.topic[partition]?.at(-1)?.offset ?? 0) + 2);
    else if (act === 3) await this.#deliver(partition, this.#random.below(WORKERS), this.#random.below(40));
    else await this.#deliver(partition, this.#owner[partition] ?? 0, this.#position[partition] ?? 0);
  }

  /** One worker that nothing disturbs any more. */
  async finish(): Promise<void> {
    this.#workers[0] = this.#newWorker(NEVER);
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      this.#owner[partition] = 0;
      this.#position[partition] = this.#committed[partition] ?? 0;
      const end = (this.topic[partition]?.at(-1)?.offset ?? -1) + 1;
      // As the worker does on assignment, it seeks to what custody lacks; the group may have been set beyond the end.
      this.#position[partition] = await this.#workers[0].nextOffset(TOPIC, partition);
      for (let round = 0; round < 500 && (this.#position[partition] ?? 0) < end; round += 1)
        await this.#deliver(partition, 0, this.#position[partition] ?? 0);
    }
  }

  #rebalance(): void {
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      this.#owner[partition] = this.#random.below(WORKERS);
      this.#position[partition] = this.#committed[partition] ?? 0;
    }
    for (const worker of this.#workers) worker.forget();
  }

  /** A batch from `from` on; for who does not own the partition it is one that arrives late. */
  async #deliver(partition: number, worker: number, from: number): Promise<void> {
    const rest = (this.topic[partition] ?? []).filter(({ offset }) => offset >= from);
    const messages = rest.slice(0, 1 + this.#random.below(9));
    if (messages.length === 0) return;
    const isOwner = this.#owner[partition] === worker;
    try {
      const taken = await this.#workers[worker]?.take({ topic: TOPIC, partition, fetchedFrom: from, messages });
      if (taken === undefined || !isOwner) return;
      this.#position[partition] = taken.nextOffset;
      // A crash between custody and commit: the group does not hear of it.
      if (taken.outcome === 'written' && !this.#random.chance(10)) this.#committed[partition] = taken.nextOffset;
    } catch (thrown) {
      if (!(thrown instanceof Crash)) throw thrown;
      this.#workers[worker] = this.#newWorker(this.#crashSoon());
      if (isOwner) this.#rebalance();
    }
  }

  #crashSoon(): number {
    return this.#random.chance(20) ? NEVER : 1 + this.#random.below(14);
  }

  #newWorker(operationsLeft: number): Intake {
    return new Intake(new Breaking(this.rows, operationsLeft, this.#random.chance(50)), decoder, () => 1_450_000_000_000);
  }
}

function chainOf(messages: readonly Message[]): string {
  const digests = messages.map(({ value }) => Buffer.from(decode('flow', value ?? Buffer.alloc(0)).digest, 'hex'));
  return digests.reduce((link, digest) => createHash('sha256').update(link).update(digest).digest(), Buffer.alloc(32)).toString('hex');
}

async function liveOnce(seed: number): Promise<Group> {
  const random = seeded(seed);
  const group = new Group(random);
  const acts = 30 + random.below(80);
  for (let act = 0; act < acts; act += 1) await group.live();
  await group.finish();
  return group;
}

describe('every record that was produced is in the ledger exactly once', () => {
  test(`in ${String(SEEDS)} seeded lives with crashes, rebalances, late writers and holes in offsets; custody has no gap and the chain verifies`, async () => {
    let crashedRanges = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed += 1) {
      const { rows, topic } = await liveOnce(seed);
      expect(rows.contradictions, `seed ${String(seed)}`).toEqual([]);
      for (const [partition, messages] of topic.entries()) {
        const offsets = [...rows.ledger.keys()]
          .filter((key) => key.startsWith(`${String(partition)} `))
          .map((key) => Number(key.split(' ')[1]));
        expect(
          offsets.sort((a, b) => a - b),
          `seed ${String(seed)}, partition ${String(partition)}`,
        ).toEqual(messages.map(({ offset }) => offset));
        const ranges = rows.rangesOf(partition);
        let covered = -1;
        for (const range of ranges) {
          expect(range.first, `seed ${String(seed)}: a gap in custody`).toBeLessThanOrEqual(covered + 1);
          covered = Math.max(covered, range.last);
          expect(range.chain, `seed ${String(seed)}: the chain at ${String(range.last)}`).toBe(
            chainOf(messages.filter(({ offset }) => offset <= range.last)),
          );
        }
        expect(covered, `seed ${String(seed)}`).toBe(messages.at(-1)?.offset ?? -1);
        crashedRanges += ranges.length;
      }
    }
    expect(crashedRanges).toBeGreaterThan(SEEDS * PARTITIONS);
  });
});
