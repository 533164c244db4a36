// Seeded lives of a group of workers over partitions of two topics: crashes before and after every
// write, dead letter and commit, a warehouse that refuses, rebalances, workers that miss a
// rebalance and write late, batches that are delivered again, late or from elsewhere. The code is
// the real one; broker and warehouse are sets in memory. PLANCHER_TEST_SEEDS lives, from
// PLANCHER_TEST_FIRST_SEED on.
import { createHash } from 'node:crypto';
import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { createDecoder } from '../../pipeline/ingest/decode-pool.ts';
import type { Message } from '../../pipeline/ingest/message-run.ts';
import { IngestMeters } from '../../pipeline/ingest/meters.ts';
import { kafkaLedgerName } from '../../pipeline/ingest/ledger-name.ts';
import { RECORD_KINDS } from '../../schemas/record.ts';
import { type Group, Worker } from '../../pipeline/ingest/worker.ts';
import { createLog } from '../../pipeline/platform/log.ts';
import { decode } from '../../schemas/decode.ts';
import { flowLines, siteLines } from '../seeded-lines.ts';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import { Breaking, Crash, NEVER, Rows } from './breaking-store.ts';

const SEEDS = Number(process.env['PLANCHER_TEST_SEEDS'] ?? '1000');
const FIRST_SEED = Number(process.env['PLANCHER_TEST_FIRST_SEED'] ?? '1');
const WORKERS = 3;
const PLACES = [0, 1, 2]
  .map((partition) => ({ topic: RECORD_KINDS.flow.topic, partition }))
  .concat([{ topic: RECORD_KINDS.site.topic, partition: 0 }]);
const POOLS = new Map<string, Buffer[]>([
  [RECORD_KINDS.flow.topic, flowLines(400, 9)],
  [RECORD_KINDS.site.topic, siteLines()],
]);
const NOW_MS = 1_450_000_000_000;

type Place = (typeof PLACES)[number];
const nameOf = ({ topic, partition }: Place) => `${topic} ${String(partition)}`;
const ledgerNameOf = ({ topic, partition }: Place) =>
  `${kafkaLedgerName(topic)} ${String(partition)}`;

const decoder = createDecoder(0);
const log = createLog('silent');

/** What one consumer knows: its partitions, where it reads, what is paused. */
class Consumer {
  readonly worker: Worker;
  readonly store: Breaking;
  readonly position = new Map<string, number>();
  readonly paused = new Set<string>();
  /** Batches that are decoded and not written yet, in order. */
  readonly decoded: Awaited<ReturnType<Worker['writer']['decodeNext']>>[] = [];

  constructor(
    rows: Rows,
    random: Random,
    operationsLeft: number,
    broker: { earliest: number; commit: (offset: number) => void },
  ) {
    this.store = new Breaking(rows, random, operationsLeft);
    const group: Group = {
      pause: (topic, partition) => this.paused.add(nameOf({ topic, partition })),
      resume: (topic, partition) => this.paused.delete(nameOf({ topic, partition })),
      seek: (topic, partition, offset) => this.position.set(nameOf({ topic, partition }), offset),
      commit: (positions) =>
        this.store.step(() => {
          for (const { offset } of positions) broker.commit(offset);
        }),
      earliest: () => Promise.resolve(broker.earliest),
      latest: () => Promise.resolve(Number.MAX_SAFE_INTEGER),
    };
    this.worker = new Worker(group, {
      store: this.store,
      decoder,
      clock: () => NOW_MS,
      log,
      meters: new IngestMeters(new Registry()),
      limits: {
        rows: 1 + random.below(30),
        bytes: 1_000 + random.below(20_000),
        ageMs: NEVER,
        bufferBytes: 2_000 + random.below(20_000),
        stallMs: NEVER,
      },
      sendDeadLetters: (letters) =>
        this.store.step(() => {
          for (const letter of letters)
            rows.deadLetters.add(`${ledgerNameOf(letter)} ${String(letter.offset)}`);
        }),
      pause: () => Promise.resolve(),
    });
  }
}

/** A group of consumers and what the broker holds. */
class Life {
  readonly rows = new Rows();
  readonly topic = new Map<string, Message[]>(PLACES.map((place) => [nameOf(place), []]));
  crashes = 0;
  #committed = 0;
  readonly #owner = new Map<string, number>();
  readonly #consumers: Consumer[];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
    this.#consumers = Array.from({ length: WORKERS }, () => this.#newConsumer());
    this.#produce(20 + random.below(80));
  }

  get committed(): number {
    return this.#committed;
  }

  async live(): Promise<void> {
    const act = this.#random.below(24);
    const index = this.#random.below(WORKERS);
    if (act === 0) await this.#rebalance();
    else if (act === 1) this.#produce(this.#random.below(15));
    else if (act === 2) this.#moveAway(index);
    else if (act < 12)
      await this.#guard(index, (consumer) => this.#deliver(consumer, this.#random.chance(0.05)));
    else if (act < 17)
      await this.#guard(index, async (consumer) => {
        consumer.decoded.push(await consumer.worker.writer.decodeNext());
      });
    else if (act < 22) await this.#guard(index, writeNext);
    else if (act === 22) await this.#guard(index, (consumer) => consumer.worker.tick());
    else await this.#guard(index, (consumer) => consumer.worker.commit());
  }

  /** One consumer that nothing disturbs any more. */
  async finish(): Promise<void> {
    const last = new Consumer(this.rows, this.#random, NEVER, this.#broker());
    this.#consumers.splice(0, WORKERS, last);
    await last.worker.assigned(PLACES);
    for (let round = 0; round < 2_000 && this.#isBehind(last); round += 1) {
      await this.#deliver(last, false);
      last.decoded.push(await last.worker.writer.decodeNext());
      await writeNext(last);
    }
    await last.worker.tick();
  }

  #isBehind(consumer: Consumer): boolean {
    return (
      consumer.worker.intake.bufferedBytes > 0 ||
      PLACES.some(
        (place) => (consumer.position.get(nameOf(place)) ?? 0) < this.#endOf(nameOf(place)),
      )
    );
  }

  #endOf(name: string): number {
    return (this.topic.get(name)?.at(-1)?.offset ?? -1) + 1;
  }

  #produce(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const place = this.#pick(PLACES);
      const messages = this.topic.get(nameOf(place)) ?? [];
      const end = this.#endOf(nameOf(place));
      const hasMark = this.#random.chance(0.04);
      if (hasMark) this.rows.marks.add(`${ledgerNameOf(place)} ${String(end)}`);
      const offset = end + (hasMark ? 1 : 0);
      if (this.#random.chance(0.03)) {
        messages.push(this.#unreadable(offset));
        continue;
      }
      const value = this.#random.chance(0.02) ? null : this.#pick(POOLS.get(place.topic) ?? []);
      messages.push({ offset, timestampMs: NOW_MS + offset, value });
    }
  }

  /** A batch that cannot be unpacked: one message at its last offset. */
  #unreadable(firstOffset: number): Message {
    const lastOffset = firstOffset + this.#random.below(5);
    const digest = createHash('sha256').update(String(firstOffset)).digest('hex');
    const batch = {
      reason: 'unreadable_batch' as const,
      firstOffset,
      lastOffset,
      digest,
      byteCount: 100,
    };
    return { offset: lastOffset, timestampMs: NOW_MS + lastOffset, value: null, batch };
  }

  /**
   * Some consumers learn of it, others write on as if nothing had happened: only what they learn
   * changes what they read.
   */
  async #rebalance(): Promise<void> {
    for (const place of PLACES) this.#owner.set(nameOf(place), this.#random.below(WORKERS));
    for (let index = 0; index < WORKERS; index += 1) {
      if (this.#random.chance(0.15)) continue;
      await this.#guard(index, (consumer) =>
        consumer.worker.assigned(
          PLACES.filter((place) => this.#owner.get(nameOf(place)) === index),
        ),
      );
    }
  }

  /** As after a reset to the default offset, or a seek that came between. */
  #moveAway(index: number): void {
    const place = this.#pick(PLACES);
    const position = this.#consumers[index]?.position;
    if (position?.has(nameOf(place)) === true)
      position.set(nameOf(place), this.#random.below(this.#endOf(nameOf(place)) + 2));
  }

  /**
   * What a fetch from the position gives, or `isStray` from elsewhere, without asking who owns the
   * partition.
   */
  async #deliver(consumer: Consumer, isStray: boolean): Promise<void> {
    const readable = PLACES.filter(
      (place) =>
        isStray || (consumer.position.has(nameOf(place)) && !consumer.paused.has(nameOf(place))),
    );
    if (readable.length === 0) return;
    const place = this.#pick(readable);
    const name = nameOf(place);
    const from = isStray
      ? this.#random.below(this.#endOf(name) + 2)
      : (consumer.position.get(name) ?? 0);
    const messages = (this.topic.get(name) ?? [])
      .filter(({ offset }) => offset >= from)
      .slice(0, 1 + this.#random.below(12));
    const lastOffset = messages.at(-1)?.offset;
    if (lastOffset === undefined) {
      // Behind the end the broker says that the offset is out of range, and the client begins at
      // the first.
      if (from > this.#endOf(name)) consumer.position.set(name, 0);
      return;
    }
    const before = consumer.position.get(name);
    const fetchedTo =
      lastOffset +
      (this.rows.marks.has(`${ledgerNameOf(place)} ${String(lastOffset + 1)}`) ? 2 : 1);
    const isTaken = await consumer.worker.fetched({
      ...place,
      fetchedFrom: from,
      fetchedTo,
      end: this.#endOf(name),
      messages,
    });
    // A client that is told to seek while a batch is worked on may or may not remember it.
    const wasMoved = consumer.position.get(name) !== before;
    if (isTaken && consumer.position.has(name) && (!wasMoved || this.#random.chance(0.3)))
      consumer.position.set(name, fetchedTo);
  }

  async #guard(index: number, act: (consumer: Consumer) => Promise<void>): Promise<void> {
    const consumer = this.#consumers[index];
    if (consumer === undefined) return;
    try {
      await act(consumer);
    } catch (thrown) {
      if (!(thrown instanceof Crash)) throw thrown;
      this.crashes += 1;
      this.#consumers[index] = this.#newConsumer();
      await this.#rebalance();
    }
  }

  #newConsumer(): Consumer {
    return new Consumer(
      this.rows,
      this.#random,
      this.#random.chance(0.1) ? NEVER - 1 : 1 + this.#random.below(12),
      this.#broker(),
    );
  }

  #broker(): { earliest: number; commit: (offset: number) => void } {
    return {
      earliest: 0,
      commit: () => {
        this.#committed += 1;
      },
    };
  }

  #pick<Value>(values: readonly Value[]): Value {
    const value = values[this.#random.below(values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }
}

async function writeNext(consumer: Consumer): Promise<void> {
  const batch = consumer.decoded.shift();
  if (batch !== undefined) await consumer.worker.writer.write(batch);
}

function chainOf(topic: string, messages: readonly Message[]): string {
  const kind = topic === RECORD_KINDS.flow.topic ? 'flow' : 'site';
  const digests = messages.map(({ value, batch }) =>
    Buffer.from(batch?.digest ?? decode(kind, value ?? Buffer.alloc(0)).digest, 'hex'),
  );
  return digests
    .reduce(
      (link, digest) => createHash('sha256').update(link).update(digest).digest(),
      Buffer.alloc(32),
    )
    .toString('hex');
}

async function liveOnce(seed: number): Promise<Life> {
  const random = randomOf(seed);
  const life = new Life(random);
  const acts = 60 + random.below(160);
  for (let act = 0; act < acts; act += 1) await life.live();
  await life.finish();
  return life;
}

function expectExact({ rows, topic }: Life, seed: string): void {
  expect(rows.contradictions, seed).toEqual([]);
  expect(rows.uncovered, `${seed}: custody before the ledger`).toEqual([]);
  const isRejected = (line: string) => {
    const values: unknown = JSON.parse(line);
    return Array.isArray(values) && values[REASON] !== '';
  };
  const rejected = [...rows.ledger].flatMap(([key, line]) => (isRejected(line) ? [key] : []));
  expect([...rows.deadLetters].sort(), `${seed}: dead letters`).toEqual(rejected.sort());
  for (const place of PLACES) {
    const name = nameOf(place);
    const messages = topic.get(name) ?? [];
    const offsets = [...rows.ledger.keys()]
      .filter((key) => key.startsWith(`${ledgerNameOf(place)} `))
      .map((key) => Number(key.split(' ')[2]));
    expect(
      offsets.sort((a, b) => a - b),
      `${seed}, ${name}`,
    ).toEqual(messages.map(({ offset }) => offset));
    let covered = -1;
    for (const range of rows.rangesOf(ledgerNameOf(place))) {
      expect(range.first, `${seed}, ${name}: a gap in custody`).toBeLessThanOrEqual(covered + 1);
      covered = Math.max(covered, range.last);
      expect(range.chain, `${seed}, ${name}: the chain at ${String(range.last)}`).toBe(
        chainOf(
          place.topic,
          messages.filter(({ offset }) => offset <= range.last),
        ),
      );
    }
    expect(covered, `${seed}, ${name}`).toBe(messages.at(-1)?.offset ?? -1);
  }
}

/** Position of the reason code in a ledger row. */
const REASON = 7;

describe('every record that was produced is in the ledger exactly once', () => {
  test(`in ${String(SEEDS)} seeded lives with crashes, refusals, rebalances and late writers; custody has no gap, the chain verifies, every rejected record is a dead letter`, async () => {
    let [crashes, ranges, committed] = [0, 0, 0];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed += 1) {
      const life = await liveOnce(seed);
      expectExact(life, `seed ${String(seed)}`);
      crashes += life.crashes;
      ranges += life.rows.custody.size;
      committed += life.committed;
    }
    console.log(
      `${String(SEEDS)} lives: ${String(crashes)} crashes, ${String(ranges)} ranges, ${String(committed)} commits`,
    );
    expect(crashes).toBeGreaterThan(SEEDS);
    expect(committed).toBeGreaterThan(SEEDS);
  });
});
