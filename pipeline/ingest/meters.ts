// What the ingest role counts and times, for Prometheus. Each name ends in its unit.
// https://prometheus.io/docs/practices/naming/
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Written } from './intake-writer.ts';

const SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 3_600];
/** How many records of a large range are timed, evenly spaced. Smaller ranges time every record. */
const TIMED_PER_RANGE = 64;

type Registers = Registry[];

/** What is measured of batches that became durable. */
const batchMeters = (registers: Registers) => ({
  records: new Counter<'topic' | 'outcome' | 'reason'>({
    name: 'plancher_records_total',
    help:
      'records made durable, by topic, outcome (kept or rejected) and reason code; ' +
      'view record_outcome tells which of the kept ones are repeats',
    labelNames: ['topic', 'outcome', 'reason'],
    registers,
  }),
  bytes: new Counter<'topic'>({
    name: 'plancher_record_bytes_total',
    help: 'bytes of those records',
    labelNames: ['topic'],
    registers,
  }),
  rows: new Histogram({
    name: 'plancher_batch_records',
    help: 'records of a batch',
    buckets: [1, 10, 100, 1_000, 10_000, 50_000, 100_000],
    registers,
  }),
  seconds: new Histogram({
    name: 'plancher_batch_seconds',
    help: 'seconds to write a batch, retries included',
    buckets: SECONDS,
    registers,
  }),
  queryable: new Histogram({
    name: 'plancher_produced_to_queryable_seconds',
    help:
      'seconds from the Kafka timestamp of a record until a query sees it; ' +
      'a sample of the records of large ranges',
    buckets: SECONDS,
    registers,
  }),
});

/** What interrupts the intake. */
const interruptionMeters = (registers: Registers) => ({
  waits: new Counter<'code'>({
    name: 'plancher_warehouse_waits_total',
    help: 'pauses because the warehouse did not take a batch, by code',
    labelNames: ['code'],
    registers,
  }),
  rebalances: new Counter({
    name: 'plancher_rebalances_total',
    help: 'assignments of partitions to this worker',
    registers,
  }),
  goneRecords: new Counter<'topic'>({
    name: 'plancher_records_gone_total',
    help: 'offsets that the broker deleted before they were taken in',
    labelNames: ['topic'],
    registers,
  }),
});

/** What waits between Kafka and the warehouse. */
const bufferMeters = (registers: Registers) => ({
  paused: new Gauge({
    name: 'plancher_paused_partitions',
    help: 'partitions that wait because the buffer is full',
    registers,
  }),
  bytes: new Gauge({
    name: 'plancher_buffered_bytes',
    help: 'bytes fetched and not durable yet',
    registers,
  }),
  oldest: new Gauge({
    name: 'plancher_oldest_unwritten_seconds',
    help: 'age of the oldest record that was fetched and is not written',
    registers,
  }),
});

const lagMeters = (registers: Registers) => ({
  records: new Gauge<'topic' | 'partition'>({
    name: 'plancher_lag_records',
    help: 'offsets of an assigned partition that are not durable yet',
    labelNames: ['topic', 'partition'],
    registers,
  }),
  seconds: new Gauge<'topic' | 'partition'>({
    name: 'plancher_lag_seconds',
    help:
      'age of the newest durable record of a partition that has records after it; ' +
      '0: the partition has no lag',
    labelNames: ['topic', 'partition'],
    registers,
  }),
});

export class IngestMeters {
  readonly #batch: ReturnType<typeof batchMeters>;
  readonly #interruption: ReturnType<typeof interruptionMeters>;
  readonly #buffer: ReturnType<typeof bufferMeters>;
  readonly #lag: ReturnType<typeof lagMeters>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#batch = batchMeters(registers);
    this.#interruption = interruptionMeters(registers);
    this.#buffer = bufferMeters(registers);
    this.#lag = lagMeters(registers);
  }

  written(written: readonly Written[], seconds: number, nowMs: number): void {
    this.#batch.rows.observe(written.reduce((sum, { messages }) => sum + messages.length, 0));
    this.#batch.seconds.observe(seconds);
    for (const { topic, range, messages } of written) {
      if (range.kept > 0)
        this.#batch.records.inc({ topic, outcome: 'kept', reason: '' }, range.kept);
      for (const { reason } of range.rejections)
        this.#batch.records.inc({ topic, outcome: 'rejected', reason });
      this.#batch.bytes.inc({ topic }, messages.valueBytes);
      const step = Math.max(1, Math.floor(messages.length / TIMED_PER_RANGE));
      for (let index = 0; index < messages.length; index += step)
        this.#batch.queryable.observe(
          Math.max(0, nowMs - (messages.at(index)?.timestampMs ?? nowMs)) / 1000,
        );
    }
  }

  waited(code: string): void {
    this.#interruption.waits.inc({ code });
  }

  rebalanced(): void {
    this.#interruption.rebalances.inc();
    this.#lag.records.reset();
    this.#lag.seconds.reset();
  }

  gone(topic: string, count: number): void {
    this.#interruption.goneRecords.inc({ topic }, count);
  }

  buffer(state: { pausedPartitions: number; bufferedBytes: number; oldestSeconds: number }): void {
    this.#buffer.paused.set(state.pausedPartitions);
    this.#buffer.bytes.set(state.bufferedBytes);
    this.#buffer.oldest.set(state.oldestSeconds);
  }

  lag(topic: string, partition: number, behind: { records: number; seconds: number }): void {
    this.#lag.records.set({ topic, partition: String(partition) }, behind.records);
    this.#lag.seconds.set({ topic, partition: String(partition) }, behind.seconds);
  }
}
