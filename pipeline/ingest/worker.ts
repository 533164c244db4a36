// One ingest worker, independent of the Kafka client. It decides what to do when partitions are
// assigned, a batch arrives, the buffer is full, or nothing progresses. kafka/consume.ts connects
// it to a consumer group; the crash simulation connects it to a broker in memory.
import type { Clock } from '../platform/clock.ts';
import { Failure, codeOf, messageOf } from '../platform/failure.ts';
import type { Log } from '../platform/log.ts';
import type { Pause } from '../platform/pause.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Decoder } from './decode-pool.ts';
import { Intake, type Offer } from './intake.ts';
import { type BatchLimits, IntakeWriter, type Listener, type Written } from './intake-writer.ts';
import type { Message } from './message-run.ts';
import type { IngestMeters } from './meters.ts';
import { partitionKey } from './topic.ts';

/** What a worker needs from its consumer group. */
export interface Group {
  pause(topic: string, partition: number): void;
  resume(topic: string, partition: number): void;
  seek(topic: string, partition: number, offset: number): void;
  /** Commits are for monitoring only: custody, not the group, says where to continue. */
  commit(positions: readonly Position[]): Promise<void>;
  /** The first offset that the broker still has. */
  earliest(topic: string, partition: number): Promise<number>;
  /** The offset after the last record that the broker has. */
  latest(topic: string, partition: number): Promise<number>;
}

export interface Position {
  topic: string;
  partition: number;
  /** Offset of the next record. */
  offset: number;
}

export interface Fetched extends Offer {
  /** Offset after the last record of the partition. */
  end: number;
}

export interface WorkerLimits extends BatchLimits {
  /** Bytes fetched but not durable. Above it partitions pause; at half of it they resume. */
  bufferBytes: number;
  /** The longest time without progress while there is work. */
  stallMs: number;
}

export interface DeadLetter extends Message {
  topic: string;
  partition: number;
  reason: string;
  path: string;
}

/** Sends rejected records to the topic for dead letters; resolves when the broker has them. */
export type SendDeadLetters = (letters: readonly DeadLetter[]) => Promise<void>;

export interface WorkerTools {
  store: Pick<Warehouse, 'insert' | 'insertObjects' | 'query'>;
  decoder: Decoder;
  clock: Clock;
  log: Log;
  meters: IngestMeters;
  limits: WorkerLimits;
  sendDeadLetters: SendDeadLetters | null;
  pause: Pause;
}

interface Durable {
  topic: string;
  partition: number;
  offset: number;
  newestMs: number;
  end: number;
}

const ASSIGN_PAUSE_MS = 1_000;

/**
 * The worker skips offsets that custody has. In a topic that was deleted and created again under
 * the same name, those offsets hold other records.
 * @throws Failure when custody is beyond the end of the topic
 */
function refuseAnotherTopic(topic: string, partition: number, next: number, end: number): void {
  if (next <= end) return;
  const what =
    `Custody of topic ${topic}, partition ${String(partition)} has ${String(next)} offsets, ` +
    `the broker ends at ${String(end)}`;
  const why = 'The topic was deleted and created again, or the broker lost records.';
  const todo =
    'Nothing is taken in, because its records would be skipped as known. ' +
    'Send them to a topic of another cluster and warehouse, or ingest them as files.';
  throw new Failure('another_topic', `${what}. ${why} ${todo}`);
}

export class Worker implements Listener {
  readonly intake: Intake;
  readonly writer: IntakeWriter;
  readonly #group: Group;
  readonly #tools: WorkerTools;
  /** Counts rebalances, so that work begun under an earlier assignment does not act on this one. */
  #epoch = 0;
  readonly #paused = new Map<string, Position>();
  readonly #durable = new Map<string, Durable>();
  readonly #uncommitted = new Set<string>();
  #progressedMs = performance.now();
  #waitingFor: Failure | null = null;

  constructor(group: Group, tools: WorkerTools) {
    this.#group = group;
    this.#tools = tools;
    this.intake = new Intake(tools.store);
    this.writer = new IntakeWriter(this.intake, { ...tools, listener: this });
  }

  /**
   * Reads in custody where each partition continues, and seeks there. It retries for as long as the
   * warehouse needs; the partitions stay paused until then.
   */
  async assigned(partitions: readonly { topic: string; partition: number }[]): Promise<void> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    this.intake.forget();
    this.#paused.clear();
    this.#durable.clear();
    this.#uncommitted.clear();
    this.#tools.meters.rebalanced();
    for (const { topic, partition } of partitions) this.#group.pause(topic, partition);
    for (const { topic, partition } of partitions) {
      const offset = await this.#positionOf(topic, partition, epoch);
      if (offset === null) return;
      const name = partitionKey({ topic, partition });
      this.#durable.set(name, {
        topic,
        partition,
        offset,
        newestMs: this.#tools.clock(),
        end: offset,
      });
      // Commit what custody has, so that the lag that the group shows is the true one.
      this.#uncommitted.add(name);
      this.#group.seek(topic, partition, offset);
      this.#group.resume(topic, partition);
    }
  }

  /** @returns null when another assignment came meanwhile */
  async #positionOf(topic: string, partition: number, epoch: number): Promise<number | null> {
    while (epoch === this.#epoch) {
      try {
        const offset = await this.intake.assign(topic, partition, () => epoch === this.#epoch);
        // The end must be read after custody: a topic only grows, so this order raises no false
        // alarm.
        refuseAnotherTopic(topic, partition, offset, await this.#group.latest(topic, partition));
        return epoch === this.#epoch ? offset : null;
      } catch (thrown) {
        if (!(thrown instanceof Failure) || !thrown.retriable) throw thrown;
        this.#wait(thrown, ASSIGN_PAUSE_MS);
        await this.#tools.pause(ASSIGN_PAUSE_MS);
      }
    }
    return null;
  }

  /** @returns true when the consumer may fetch what follows the batch */
  async fetched({ end, ...offer }: Fetched): Promise<boolean> {
    const { topic, partition } = offer;
    const known = this.#durable.get(partitionKey({ topic, partition }));
    if (known !== undefined) known.end = Math.max(known.end, end);
    const offered = this.intake.offer(offer);
    if (offered.outcome === 'unassigned') return false;
    if (offered.outcome === 'behind') {
      await this.#goBack(topic, partition, offered.nextOffset);
      return false;
    }
    this.writer.look();
    if (this.intake.bufferedBytes > this.#tools.limits.bufferBytes) {
      this.#group.pause(topic, partition);
      this.#paused.set(partitionKey({ topic, partition }), { topic, partition, offset: 0 });
    }
    return true;
  }

  async #goBack(topic: string, partition: number, nextOffset: number): Promise<void> {
    const { log, meters } = this.#tools;
    const epoch = this.#epoch;
    const earliest = await this.#group.earliest(topic, partition);
    if (epoch !== this.#epoch) return;
    if (earliest > nextOffset) {
      log.error(
        { topic, partition, from: nextOffset, to: earliest },
        'records are gone from the topic: the broker deleted them before they were taken in',
      );
      meters.gone(topic, earliest - nextOffset);
      this.intake.goneBefore(topic, partition, earliest);
    }
    const offset = Math.max(earliest, nextOffset);
    log.warn({ topic, partition, offset }, 'going back to the first record that custody lacks');
    this.#group.seek(topic, partition, offset);
  }

  async rejected(written: readonly Written[]): Promise<void> {
    if (this.#tools.sendDeadLetters === null || written.length === 0) return;
    const letters = written.flatMap(({ topic, range, messages }) =>
      range.rejections.flatMap(({ index, reason, path }) => {
        const message = messages.at(index);
        return message === undefined
          ? []
          : [{ ...message, topic, partition: range.partition, reason, path }];
      }),
    );
    await this.#tools.sendDeadLetters(letters);
  }

  written(written: readonly Written[], seconds: number): void {
    const { meters, clock, limits } = this.#tools;
    this.#progressedMs = performance.now();
    if (this.#waitingFor !== null) this.#tools.log.info({}, 'the warehouse takes records again');
    this.#waitingFor = null;
    meters.written(written, seconds, clock());
    for (const { topic, range, messages } of written) {
      const name = partitionKey({ topic, partition: range.partition });
      const known = this.#durable.get(name);
      if (known === undefined || known.offset > range.lastOffset) continue;
      known.offset = range.lastOffset + 1;
      known.newestMs = messages.last?.timestampMs ?? known.newestMs;
      this.#uncommitted.add(name);
    }
    if (this.intake.bufferedBytes <= limits.bufferBytes / 2) this.#resumePaused();
  }

  waiting(failure: Failure, pauseMs: number): void {
    this.#wait(failure, pauseMs);
  }

  /**
   * Updates the meters, commits, and checks for progress. Call it about once a second.
   * @throws Failure when nothing progressed for too long
   */
  async tick(): Promise<void> {
    const { meters, clock, limits } = this.#tools;
    if (this.intake.bufferedBytes <= limits.bufferBytes / 2) this.#resumePaused();
    const oldestMs = this.intake.oldestQueuedMs();
    meters.buffer({
      pausedPartitions: this.#paused.size,
      bufferedBytes: this.intake.bufferedBytes,
      oldestSeconds: oldestMs === null ? 0 : Math.max(0, clock() - oldestMs) / 1000,
    });
    for (const { topic, partition, offset, newestMs, end } of this.#durable.values())
      meters.lag(topic, partition, {
        records: Math.max(0, end - offset),
        seconds: end > offset ? Math.max(0, clock() - newestMs) / 1000 : 0,
      });
    if (!this.#hasWork() || this.#waitingFor !== null) this.#progressedMs = performance.now();
    if (performance.now() - this.#progressedMs > limits.stallMs)
      throw new Failure(
        'stalled',
        `Nothing was written for ${String(Math.round(limits.stallMs / 1000))} s, although ` +
          `${String(this.lagRecords())} records wait and the warehouse answers. ` +
          'Nothing is lost: start the worker again.',
      );
    await this.commit();
  }

  async commit(): Promise<void> {
    const positions = [...this.#uncommitted].flatMap((name) => this.#durable.get(name) ?? []);
    this.#uncommitted.clear();
    if (positions.length === 0) return;
    try {
      await this.#group.commit(
        positions.map(({ topic, partition, offset }) => ({ topic, partition, offset })),
      );
    } catch (thrown) {
      for (const { topic, partition } of positions)
        this.#uncommitted.add(partitionKey({ topic, partition }));
      this.#tools.log.warn(
        { code: codeOf(thrown), error: messageOf(thrown) },
        'offsets not committed',
      );
    }
  }

  /** Notes where the broker says a partition ends. Partitions that are not fetched need this. */
  endOf(topic: string, partition: number, end: number): void {
    const known = this.#durable.get(partitionKey({ topic, partition }));
    if (known !== undefined) known.end = Math.max(known.end, end);
  }

  lagRecords(): number {
    return [...this.#durable.values()].reduce(
      (sum, { offset, end }) => sum + Math.max(0, end - offset),
      0,
    );
  }

  /** Why nothing can be written now; null: nothing prevents it. */
  get hindrance(): string | null {
    if (this.#epoch === 0) return 'has not joined the consumer group yet';
    return this.#waitingFor?.message ?? null;
  }

  #hasWork(): boolean {
    return this.intake.bufferedBytes > 0 || this.lagRecords() > 0;
  }

  #wait(failure: Failure, pauseMs: number): void {
    this.#waitingFor = failure;
    this.#tools.meters.waited(failure.code);
    const what = failure.code === 'kafka' ? 'waiting for Kafka' : 'waiting for the warehouse';
    this.#tools.log.error({ code: failure.code, error: failure.message, pauseMs }, what);
  }

  #resumePaused(): void {
    for (const { topic, partition } of this.#paused.values()) this.#group.resume(topic, partition);
    this.#paused.clear();
  }
}
