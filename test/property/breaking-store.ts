// A warehouse in memory that fails on purpose, for the crash simulation.
import type { z } from 'zod';
import { LEDGER_DOOR } from '../../pipeline/ingest/decode-chunk.ts';
import { Failure } from '../../pipeline/platform/failure.ts';
import type { Parameters, RowBatch, Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import type { Random } from '../../pipeline/platform/random.ts';

/** More operations than any life has. */
export const NEVER = 1_000_000;

export class Crash extends Error {}

export interface Custody {
  first: number;
  last: number;
  chain: string;
}

/**
 * The warehouse as a set: what is written twice under one key is one row, in custody the one that
 * reaches farthest.
 */
export class Rows {
  /** By topic, partition and offset. */
  readonly ledger = new Map<string, string>();
  readonly custody = new Map<string, Custody>();
  readonly deadLetters = new Set<string>();
  /** Offsets without a record: marks of transactions. */
  readonly marks = new Set<string>();
  readonly contradictions: string[] = [];
  /** What was in custody before its ledger rows were there. */
  readonly uncovered: string[] = [];

  insert({ table, rows }: RowBatch): void {
    if (table !== LEDGER_DOOR) return;
    for (const line of rows
      .toString()
      .split('\n')
      .filter((text) => text !== '')) {
      const values: unknown = JSON.parse(line);
      if (!Array.isArray(values)) throw new Error('a ledger row is an array');
      const key = values.slice(0, 3).join(' ');
      const before = this.ledger.get(key);
      if (before !== undefined && before !== line)
        this.contradictions.push(`${key}: ${before} ${line}`);
      this.ledger.set(key, line);
    }
  }

  insertCustody(row: Readonly<Record<string, unknown>>): void {
    const [first = 0, last = 0] = [row['first_offset'], row['last_offset']].map(Number);
    const place = `${String(row['topic'])} ${String(row['partition'])}`;
    const end = `${place} ${String(last)}`;
    if (!this.ledger.has(end) && !this.marks.has(end)) this.uncovered.push(end);
    const key = `${place} ${String(first)}`;
    if ((this.custody.get(key)?.last ?? -1) < last)
      this.custody.set(key, { first, last, chain: String(row['chain_hex']) });
  }

  rangesOf(place: string): Custody[] {
    return [...this.custody]
      .filter(([key]) => key.startsWith(`${place} `))
      .map(([, range]) => range)
      .sort((a, b) => a.first - b.first);
  }
}

/**
 * One worker's way to the warehouse, which breaks before or after one of its next operations, and
 * refuses now and then.
 */
export class Breaking implements Pick<Warehouse, 'insert' | 'insertObjects' | 'query'> {
  readonly #rows: Rows;
  readonly #random: Random;
  readonly #isBefore: boolean;
  #left: number;

  constructor(rows: Rows, random: Random, operationsLeft: number) {
    this.#rows = rows;
    this.#random = random;
    this.#left = operationsLeft;
    this.#isBefore = random.chance(0.5);
  }

  insert(batch: RowBatch): Promise<void> {
    if (batch.rows.length === 0) return Promise.resolve();
    return this.step(() => {
      this.#rows.insert(batch);
    });
  }

  insertObjects(_table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    return this.step(() => {
      for (const row of rows) this.#rows.insertCustody(row);
    });
  }

  async query<Row>(
    _sql: string,
    { topic, partition }: Parameters,
    row: z.ZodType<Row>,
  ): Promise<Row[]> {
    return this.step(() => {
      const ranges = this.#rows.rangesOf(`${String(topic)} ${String(partition)}`);
      const last = ranges.sort((a, b) => a.last - b.last).at(-1);
      return last === undefined
        ? []
        : [row.parse({ last_offset: last.last, chain_sha256: last.chain })];
    });
  }

  async step<Value>(act: () => Value): Promise<Value> {
    await Promise.resolve();
    if (this.#left < NEVER && this.#random.chance(0.04))
      throw new Failure('unreachable', 'refused', { retriable: true });
    this.#left -= 1;
    if (this.#left === 0 && this.#isBefore) throw new Crash();
    const value = act();
    if (this.#left === 0) throw new Crash();
    return value;
  }
}
