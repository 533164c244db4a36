// What the ingest role counts and times, in Prometheus' words. Units are in the names.
// https://prometheus.io/docs/practices/naming/
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Written } from './intake-writer.ts';

const SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 3_600];
/** Of a large range, records evenly apart are timed; of a smaller one all. */
const TIMED_PER_RANGE = 64;

export class IngestMeters {
  readonly #records: Counter<'topic' | 'outcome' | 'reason'>;
  readonly #bytes: Counter<'topic'>;
  readonly #batchRows: Histogram;
  readonly #batchSeconds: Histogram;
  readonly #queryable: Histogram;
  readonly #waits: Counter<'code'>;
  readonly #rebalances: Counter;
  readonly #goneRecords: Counter<'topic'>;
  readonly #paused: Gauge;
  readonly #buffered: Gauge;
  readonly #oldest: Gauge;
  readonly #lag: Gauge<'topic' | 'partition'>;
  readonly #lagSeconds: Gauge<'topic' | 'partition'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#records = new Counter({
      name: 'plancher_records_total',
      help: 'records made durable, by topic, outcome (kept or rejected) and reason code; which of the kept ones are repeats, view record_outcome tells',
      labelNames: ['topic', 'outcome', 'reason'],
      registers,
    });
    this.#bytes = new Counter({
      name: 'plancher_record_bytes_total',
      help: 'bytes of those records',
      labelNames: ['topic'],
      registers,
    });
    this.#batchRows = new Histogram({
      name: 'plancher_batch_records',
      help: 'records of a batch',
      buckets: [1, 10, 100, 1_000, 10_000, 50_000, 100_000],
      registers,
    });
    this.#batchSeconds = new Histogram({
      name: 'plancher_batch_seconds',
      help: 'seconds to write a batch, tries included',
      buckets: SECONDS,
      registers,
    });
    this.#queryable = new Histogram({
      name: 'plancher_produced_to_queryable_seconds',
      help: 'seconds from the Kafka timestamp of a record until a query sees it; of large ranges a sample',
      buckets: SECONDS,
      registers,
    });
    this.#waits = new Counter({
      name: 'plancher_warehouse_waits_total',
      help: 'pauses because the warehouse did not take a batch, by code',
      labelNames: ['code'],
      registers,
    });
    this.#rebalances = new Counter({
      name: 'plancher_rebalances_total',
      help: 'assignments of partitions to this worker',
      registers,
    });
    const gone = 'offsets that the broker had deleted before they were taken in';
    this.#goneRecords = new Counter({
      name: 'plancher_records_gone_total',
      help: gone,
      labelNames: ['topic'],
      registers,
    });
    this.#paused = new Gauge({
      name: 'plancher_paused_partitions',
      help: 'partitions that wait because the buffer is full',
      registers,
    });
    this.#buffered = new Gauge({
      name: 'plancher_buffered_bytes',
      help: 'bytes fetched and not durable yet',
      registers,
    });
    this.#oldest = new Gauge({
      name: 'plancher_oldest_unwritten_seconds',
      help: 'age of the oldest record that was fetched and is not written',
      registers,
    });
    const labelNames = ['topic', 'partition'] as const;
    this.#lag = new Gauge({
      name: 'plancher_lag_records',
      help: 'offsets of an assigned partition that are not durable yet',
      labelNames,
      registers,
    });
    this.#lagSeconds = new Gauge({
      name: 'plancher_lag_seconds',
      help: 'age of the newest durable record of a partition that has others behind it; 0: none is missing',
      labelNames,
      registers,
    });
  }

  written(written: readonly Written[], seconds: number, nowMs: number): void {
    this.#batchRows.observe(written.reduce((sum, { messages }) => sum + messages.length, 0));
    this.#batchSeconds.observe(seconds);
    for (const { topic, range, messages } of written) {
      if (range.kept > 0) this.#records.inc({ topic, outcome: 'kept', reason: '' }, range.kept);
      for (const { reason } of range.rejections)
        this.#records.inc({ topic, outcome: 'rejected', reason });
      this.#bytes.inc({ topic }, messages.valueBytes);
      const step = Math.max(1, Math.floor(messages.length / TIMED_PER_RANGE));
      for (let index = 0; index < messages.length; index += step)
        this.#queryable.observe(
          Math.max(0, nowMs - (messages.at(index)?.timestampMs ?? nowMs)) / 1000,
        );
    }
  }

  waited(code: string): void {
    this.#waits.inc({ code });
  }

  rebalanced(): void {
    this.#rebalances.inc();
    this.#lag.reset();
    this.#lagSeconds.reset();
  }

  gone(topic: string, count: number): void {
    this.#goneRecords.inc({ topic }, count);
  }

  buffer(state: { pausedPartitions: number; bufferedBytes: number; oldestSeconds: number }): void {
    this.#paused.set(state.pausedPartitions);
    this.#buffered.set(state.bufferedBytes);
    this.#oldest.set(state.oldestSeconds);
  }

  lag(topic: string, partition: number, behind: { records: number; seconds: number }): void {
    this.#lag.set({ topic, partition: String(partition) }, behind.records);
    this.#lagSeconds.set({ topic, partition: String(partition) }, behind.seconds);
  }
}
