// A test bed for failures: one broker, one served warehouse behind a line that can be cut or
// slowed, and several workers, each a process of its own. It knows every value that was produced,
// and checks that the warehouse has each exactly once.
import { type Admin, Kafka, type Producer, logLevel } from 'kafkajs';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { z } from 'zod';
import { kafkaLedgerName, kafkaTopicOf } from '../../pipeline/ingest/ledger-name.ts';
import { kindOfTopic, TOPICS } from '../../pipeline/ingest/topic.ts';
import { RECORD_KINDS } from '../../schemas/record.ts';
import { decode } from '../../schemas/decode.ts';
import { type Running, plancher, rowsOf, startPlancher } from '../integration/plancher.ts';
import { type Random } from '../../pipeline/platform/random.ts';
import { flowLines, panelLines, siteLines } from '../seeded-lines.ts';
import { PASSWORD, type ServedWarehouse, serveWarehouse } from '../warehouse/served.ts';
import { Line } from './line.ts';
import type { Broker } from './broker.ts';
import { chainsOf, digestOf } from './custody-by-hand.ts';

const COMPLETE_MS = 180_000;
const LOOK_MS = 100;
const BATCH = 2_000;
/** As long as the longest test. */
const NO_LIMIT_MS = 3_600_000;

/** Soon noticed, so that tests are short: a silent worker, new partitions, a record that waits. */
const QUICK = {
  PLANCHER_KAFKA_SESSION_SECONDS: '6',
  PLANCHER_KAFKA_METADATA_SECONDS: '1',
  PLANCHER_BATCH_AGE_MS: '100',
  PLANCHER_DECODE_WORKERS: '1',
};

export interface FieldOptions {
  broker: Broker;
  /** Parent directory of the warehouse; it must exist. */
  directory: string;
  name: string;
  workers: number;
  partitions: number;
}

export class Field {
  readonly admin: Admin;
  readonly warehouse: ServedWarehouse;
  readonly line: Line;
  readonly workers: Running[] = [];
  readonly group: string;
  /** Every value ever produced, by topic and partition, in order of offset. */
  readonly produced = new Map<string, (Buffer | null)[]>();
  readonly #producer: Producer;
  readonly #broker: Broker;
  #partitions: number;
  #made = 0;

  private constructor(
    options: FieldOptions,
    parts: { admin: Admin; producer: Producer; warehouse: ServedWarehouse; line: Line },
  ) {
    this.#broker = options.broker;
    this.#partitions = options.partitions;
    this.group = options.name;
    this.admin = parts.admin;
    this.#producer = parts.producer;
    this.warehouse = parts.warehouse;
    this.line = parts.line;
  }

  /** New topics, a new warehouse, and workers that consume. */
  static async open(options: FieldOptions): Promise<Field> {
    const kafka = new Kafka({
      clientId: 'test',
      brokers: [options.broker.address],
      logLevel: logLevel.NOTHING,
      retry: { retries: 30, maxRetryTime: 1_000 },
    });
    const admin = kafka.admin();
    await admin.connect();
    await deleteTopics(admin);
    const producer = kafka.producer({ createPartitioner: () => partitionOf });
    await producer.connect();
    const warehouse = await serveWarehouse(`${options.directory}/${options.name}`);
    const line = await Line.to(new URL(warehouse.url));
    const field = new Field(options, { admin, producer, warehouse, line });
    const created = await plancher(
      ['topics', '--create', '--partitions', String(options.partitions), '--json'],
      field.place(),
    );
    expect(rowsOf(created).map(({ partitions, state }) => [partitions, state])).toEqual(
      TOPICS.map(() => [options.partitions, 'created']),
    );
    const migrated = await plancher(['migrate'], field.place());
    expect([migrated.code, migrated.stderr]).toEqual([0, '']);
    for (let index = 0; index < options.workers; index += 1)
      field.workers.push(field.startWorker());
    return field;
  }

  place(): { warehouse: null; environment: Record<string, string> } {
    return {
      warehouse: null,
      environment: {
        ...QUICK,
        PLANCHER_WAREHOUSE: `http://plancher:${encodeURIComponent(PASSWORD)}@${this.line.address}/plancher`,
        PLANCHER_KAFKA_BROKERS: this.#broker.address,
        PLANCHER_KAFKA_GROUP: this.group,
      },
    };
  }

  startWorker(): Running {
    const worker = startPlancher(['up', '--roles', 'ingest'], this.place(), NO_LIMIT_MS);
    worker.stdin.end();
    return worker;
  }

  /** Ends a worker as a power cut does, and starts another in its place. */
  async replaceWorker(index: number): Promise<void> {
    this.workers[index]?.kill();
    await this.workers[index]?.ended;
    this.workers[index] = this.startWorker();
  }

  /** @param mayBeYoung a process that was asked to stop before it listens for that just ends */
  async stopWorkers(mayBeYoung = false): Promise<void> {
    for (const worker of this.workers) if (worker.isRunning()) process.kill(worker.pid, 'SIGTERM');
    const codes = await Promise.all(
      this.workers.map(async (worker) => {
        const { code, stderr } = await worker.ended;
        return code === 0 || (mayBeYoung && code === null) ? '' : `${String(code)}: ${stderr}`;
      }),
    );
    expect(codes.filter((code) => code !== '')).toEqual([]);
    this.workers.length = 0;
  }

  /** Flows, registry rows and panels, with a share of broken ones; never the same twice. */
  async produce(count: number, random: Random): Promise<void> {
    this.#made += 1;
    await this.send(RECORD_KINDS.flow.topic, flowLines(count, this.#made * 1_009), random);
    await this.send(RECORD_KINDS.site.topic, siteLines(), random);
    await this.send(RECORD_KINDS.panel.topic, panelLines(), random);
  }

  async send(topic: string, values: readonly (Buffer | null)[], random: Random): Promise<void> {
    const byPartition = Array.from({ length: this.#partitions }, (): (Buffer | null)[] => []);
    for (const value of values) byPartition[random.below(this.#partitions)]?.push(value);
    for (const [partition, sent] of byPartition.entries()) {
      for (let at = 0; at < sent.length; at += BATCH) {
        const part = sent.slice(at, at + BATCH);
        const messages = part.map((value) => ({
          value,
          headers: { partition: String(partition) },
        }));
        const [first] = await this.#producer.send({ topic, messages, acks: -1 });
        this.#note(topic, partition, Number(first?.baseOffset), part);
      }
    }
  }

  /**
   * A producer that tries again may leave a batch twice in the topic and tells only where the last
   * copy is: then both are there, and both must be in the ledger.
   */
  #note(
    topic: string,
    partition: number,
    firstOffset: number,
    values: readonly (Buffer | null)[],
  ): void {
    const name = `${topic} ${String(partition)}`;
    if (!Number.isSafeInteger(firstOffset) || firstOffset < 0)
      throw new Error(`the broker did not say where ${name} took the batch`);
    const known = this.produced.get(name) ?? [];
    while (known.length < firstOffset) known.push(...values);
    if (known.length !== firstOffset)
      throw new Error(`${name} has at ${String(known.length)} what nobody sent`);
    known.push(...values);
    this.produced.set(name, known);
  }

  async addPartitions(count: number): Promise<void> {
    this.#partitions += count;
    await this.admin.createPartitions({
      topicPartitions: TOPICS.map((topic) => ({ topic, count: this.#partitions })),
    });
    // A producer that does not know a partition drops what is meant for it.
    await this.#producer.disconnect();
    await this.#producer.connect();
  }

  /** Sets the committed offsets of the group, which must have no member. */
  async resetOffsets(to: 'beginning' | 'end'): Promise<void> {
    for (const topic of TOPICS) {
      const partitions = (await this.admin.fetchTopicOffsets(topic)).map(
        ({ partition, low, high }) => ({
          partition,
          offset: to === 'end' ? high : low,
        }),
      );
      await this.admin.setOffsets({ groupId: this.group, topic, partitions });
    }
  }

  get total(): number {
    return [...this.produced.values()].reduce((sum, values) => sum + values.length, 0);
  }

  /** Waits until custody reaches the end of every partition. */
  async complete(): Promise<void> {
    const deadlineMs = performance.now() + COMPLETE_MS;
    for (;;) {
      const missing = await this.#missing();
      if (missing.length === 0) return;
      const ended = this.workers.find((worker) => !worker.isRunning());
      if (ended !== undefined)
        throw new Error(`a worker ended: ${(await ended.ended).stderr.slice(-2_000)}`);
      if (performance.now() > deadlineMs)
        throw new Error(`not complete after ${String(COMPLETE_MS)} ms: ${missing.join('; ')}`);
      await setTimeout(LOOK_MS);
    }
  }

  async #missing(): Promise<string[]> {
    const rows = await this.#ask(
      'SELECT topic, partition, max(last_offset) AS last FROM custody_range GROUP BY topic, partition',
      positionRow,
    );
    const reached = new Map(
      rows.map(([topic, partition, last]) => [`${withoutSpace(topic)} ${String(partition)}`, last]),
    );
    return [...this.produced].flatMap(([name, values]) => {
      const last = reached.get(name) ?? -1;
      return last >= values.length - 1
        ? []
        : [`${name}: ${String(last)} of ${String(values.length - 1)}`];
    });
  }

  /**
   * Every record of every partition in the ledger once with one outcome, custody without a gap, the
   * chain that the values give.
   */
  async expectExact(): Promise<void> {
    const ledger = await this.#ask(
      `SELECT topic, partition, count(), uniqExact(offset), min(offset), max(offset),
         countIf(outcome IN ('accepted', 'repeated', 'rejected'))
       FROM record_outcome GROUP BY topic, partition ORDER BY topic, partition`,
      ledgerRow,
    );
    const counted = ledger.map(([topic, partition, ...counts]) => [
      `${withoutSpace(topic)} ${String(partition)}`,
      ...counts,
    ]);
    const expected = [...this.produced].map(([name, values]) => [
      name,
      values.length,
      values.length,
      0,
      values.length - 1,
      values.length,
    ]);
    // Both as texts: partition 10 comes before partition 2.
    const byName = (rows: (string | number)[][]) =>
      rows.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    expect(byName(counted)).toEqual(byName(expected));
    await this.#expectCustody();
    await this.#expectOutcomes();
  }

  async #expectCustody(): Promise<void> {
    const ranges = await this.#ask(
      'SELECT topic, partition, first_offset, last_offset, lower(hex(chain_sha256)) FROM custody_range FINAL ORDER BY topic, partition, first_offset',
      rangeRow,
    );
    for (const [name, values] of this.produced) {
      const [topic = '', partition = ''] = name.split(' ');
      const digests = await this.#ask(
        `SELECT toUInt64(offset), lower(hex(sha256)) FROM input_record FINAL WHERE topic = '${kafkaLedgerName(topic)}' AND partition = ${partition} ORDER BY offset`,
        digestRow,
      );
      const wrong = digests.filter(
        ([offset, digest]) => digest !== digestOf(topic, values[offset] ?? null),
      );
      expect(
        wrong.slice(0, 3),
        `${name}: ${String(wrong.length)} digests of ${String(values.length)} differ`,
      ).toEqual([]);
      const chains = chainsOf(topic, values);
      let covered = -1;
      for (const [, , first, last, chain] of ranges.filter(
        (range) => range[0] === kafkaLedgerName(topic) && range[1] === Number(partition),
      )) {
        expect(first, `${name}: custody without a gap`).toBeLessThanOrEqual(covered + 1);
        expect(chain, `${name}: the chain at ${String(last)}`).toBe(chains[last]);
        covered = Math.max(covered, last);
      }
      expect(covered, name).toBe(values.length - 1);
    }
  }

  /** Each content is accepted once however often it came, and is one row of its table. */
  async #expectOutcomes(): Promise<void> {
    for (const topic of [
      RECORD_KINDS.flow.topic,
      RECORD_KINDS.site.topic,
      RECORD_KINDS.panel.topic,
    ]) {
      const kind = kindOfTopic(topic) ?? 'flow';
      const values = [...this.produced].flatMap(([name, of]) =>
        name.startsWith(`${topic} `) ? of : [],
      );
      const decoded = values.map((value) => decode(kind, value ?? Buffer.alloc(0)));
      const digests = new Set(
        decoded.flatMap(({ outcome, digest }) => (outcome === 'valid' ? [digest] : [])),
      );
      const rejected = decoded.filter(({ outcome }) => outcome === 'rejected').length;
      const counts = await this.#ask(
        `SELECT (SELECT count() FROM record_outcome WHERE kind = '${kind}' AND outcome = 'accepted'),
           (SELECT uniqExact(sha256) FROM ${kind}_record),
           (SELECT count() FROM rejected_record WHERE kind = '${kind}')`,
        countsRow,
      );
      expect(counts, kind).toEqual([[digests.size, digests.size, rejected]]);
    }
  }

  async #ask<Row>(sql: string, row: z.ZodType<Row>): Promise<Row[]> {
    return z.array(row).parse(await this.warehouse.ask(sql));
  }

  /** After a failed test: nothing of it may run on. */
  async abandon(): Promise<void> {
    for (const worker of this.workers) worker.kill();
    await Promise.all(this.workers.map((worker) => worker.ended));
    await this.line.close();
    await this.warehouse.kill();
    await this.#producer.disconnect();
    await this.admin.disconnect();
  }

  /** Prints what a suite of failures came to. */
  async close(what: string): Promise<void> {
    await this.stopWorkers();
    await this.complete();
    await this.expectExact();
    console.log(`${what}: ${String(this.total)} records, 0 lost, 0 double`);
    await this.line.close();
    await this.warehouse.stop();
    await this.#producer.disconnect();
    await this.admin.disconnect();
  }
}

const number = z.coerce.number();
const positionRow = z.tuple([z.string(), number, number]);
const ledgerRow = z.tuple([z.string(), number, number, number, number, number, number]);
const rangeRow = z.tuple([z.string(), number, number, number, z.string()]);
const digestRow = z.tuple([number, z.string()]);
const countsRow = z.tuple([number, number, number]);

function partitionOf({ message }: { message: { headers?: Record<string, unknown> } }): number {
  return Number(message.headers?.['partition'] ?? 0);
}

async function deleteTopics(admin: Admin): Promise<void> {
  const ours = (await admin.listTopics()).filter((topic) => kindOfTopic(topic) !== null);
  if (ours.length > 0) await admin.deleteTopics({ topics: ours });
}

const withoutSpace = (ledgerName: unknown) =>
  kafkaTopicOf(String(ledgerName)) ?? String(ledgerName);
