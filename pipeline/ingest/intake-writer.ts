// Makes the queue of the intake durable: it decodes on threads, extends the custody chain, writes,
// and notifies the listener. While one batch is written the next is decoded. Nothing is dropped:
// when the warehouse does not answer, the writer retries the batch, and the queue fills until the
// worker pauses its partitions.
import { type Clock, sqlTime } from '../platform/clock.ts';
import { Failure, invariant } from '../platform/failure.ts';
import type { Pause } from '../platform/pause.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { extendChain } from './custody-chain.ts';
import type { DecodedChunk, Messages } from './decode-chunk.ts';
import type { Decoder } from './decode-pool.ts';
import type { Intake, Partition, Taken } from './intake.ts';
import type { MessageRun } from './message-run.ts';
import { type Range, writeRanges } from './write-range.ts';

/** A batch is full when it reaches any one of these. */
export interface BatchLimits {
  rows: number;
  bytes: number;
  /** The longest time that a message waits for others to fill its batch. */
  ageMs: number;
}

/** A range that is durable now. */
export interface Written {
  /** The Kafka topic; `range.topic` is its name in the ledger. */
  topic: string;
  range: Range & Pick<DecodedChunk, 'rejections'>;
  messages: MessageRun;
}

export interface Listener {
  /**
   * Called when the rejected records of a batch are in the ledger. The writer awaits it before it
   * writes the custody rows.
   */
  rejected(written: readonly Written[]): Promise<void>;
  /** Called when the batch is durable. */
  written(written: readonly Written[], seconds: number): void;
  /** Called when the warehouse does not take the batch; the writer retries after the pause. */
  waiting(failure: Failure, pauseMs: number): void;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

interface DecodedBatch {
  taken: readonly Taken[];
  chunks: readonly DecodedChunk[];
}

export class IntakeWriter {
  readonly #intake: Intake;
  readonly #store: Pick<Warehouse, 'insert' | 'insertObjects'>;
  readonly #decoder: Decoder;
  readonly #clock: Clock;
  readonly #limits: BatchLimits;
  readonly #listener: Listener;
  readonly #pause: Pause;
  readonly #closing = new AbortController();
  #wake: () => void = () => undefined;
  #ageTimer: NodeJS.Timeout | null = null;

  constructor(
    intake: Intake,
    to: {
      store: Pick<Warehouse, 'insert' | 'insertObjects'>;
      decoder: Decoder;
      clock: Clock;
      limits: BatchLimits;
      listener: Listener;
      pause: Pause;
    },
  ) {
    this.#intake = intake;
    this.#store = to.store;
    this.#decoder = to.decoder;
    this.#clock = to.clock;
    this.#limits = to.limits;
    this.#listener = to.listener;
    this.#pause = to.pause;
  }

  /** Call it after each offer. */
  look(): void {
    if (this.#isFull()) this.#wake();
    else if (this.#intake.queuedRows > 0)
      this.#ageTimer ??= globalThis.setTimeout(() => {
        this.#ageTimer = null;
        this.#wake();
      }, this.#limits.ageMs);
  }

  /** Writes until closed. Rejects when a batch cannot be written and a retry cannot help. */
  async run(): Promise<void> {
    let writing = Promise.resolve();
    while (!this.#closing.signal.aborted) {
      const batch = await this.decodeNext();
      await writing;
      writing = this.write(batch);
      // The next round awaits and throws this. Without a handler until then, Node would end the
      // process with an unhandled rejection.
      writing.catch(() => undefined);
      if (!this.#isFull()) await this.#due();
    }
    await writing;
  }

  /** Begins no further batch; {@link run} ends after the one in flight. */
  close(): void {
    this.#closing.abort();
    this.#wake();
  }

  /** Takes and decodes the next batch, which may be empty. */
  async decodeNext(): Promise<DecodedBatch> {
    const taken = this.#intake.take(this.#limits);
    const chunks = await Promise.all(taken.map((range) => this.#decoder.decode(chunkOf(range))));
    return { taken, chunks };
  }

  /** Batches must be written in the order in which they were decoded. */
  async write(batch: DecodedBatch): Promise<void> {
    const { taken } = batch;
    if (taken.length === 0) return;
    const startedMs = performance.now();
    const written = await this.#untilDurable(batch);
    for (const range of taken) this.#intake.release(range);
    if (written.length > 0) this.#listener.written(written, (performance.now() - startedMs) / 1000);
  }

  async #untilDurable({ taken, chunks }: DecodedBatch): Promise<Written[]> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      // Computed on each try, because a rebalance may have taken partitions away meanwhile. Their
      // new owner writes them.
      const written = chained(taken, chunks, sqlTime(this.#clock()));
      const failure = await this.#writeOnce(written);
      if (failure === null) {
        for (const range of taken) advance(range, written);
        return written;
      }
      if (this.#closing.signal.aborted) throw failure;
      this.#listener.waiting(failure, pauseMs);
      // A stop ends the pause early; the batch then gets one last try.
      await this.#pause(pauseMs, this.#closing.signal);
    }
  }

  /** @returns why the batch must be retried; null: it is durable */
  async #writeOnce(written: readonly Written[]): Promise<Failure | null> {
    const ranges = written.map(({ range }) => range);
    try {
      if (ranges.length > 0)
        await writeRanges(this.#store, ranges, () =>
          this.#listener.rejected(written.filter(({ range }) => range.rejected > 0)),
        );
      return null;
    } catch (thrown) {
      if (thrown instanceof Failure && (thrown.retriable || thrown.code === 'disk_full'))
        return thrown;
      throw thrown;
    }
  }

  #isFull(): boolean {
    return (
      this.#intake.queuedRows >= this.#limits.rows || this.#intake.queuedBytes >= this.#limits.bytes
    );
  }

  async #due(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.look();
    });
    this.#wake = () => undefined;
    if (this.#ageTimer !== null) clearTimeout(this.#ageTimer);
    this.#ageTimer = null;
  }
}

/** The ranges of the partitions that this worker still owns, each chained to the one before. */
function chained(
  taken: readonly Taken[],
  chunks: readonly DecodedChunk[],
  knownAt: string,
): Written[] {
  const ends = new Map<Partition, Buffer>();
  return taken.flatMap(({ from, firstOffset, lastOffset, messages }, index): Written[] => {
    const decoded = chunks[index];
    if (from.isLost || decoded === undefined) return [];
    invariant(
      decoded.kept + decoded.rejected === messages.length,
      'every message has exactly one outcome',
    );
    const chain = extendChain(ends.get(from) ?? from.chain, decoded.digests);
    ends.set(from, chain);
    const { kind, topic, ledgerName, partition } = from;
    const at = { kind, topic: ledgerName, partition, firstOffset, lastOffset };
    return [{ topic, range: { ...at, knownAt, ...decoded, chain, isUnfinished: false }, messages }];
  });
}

function advance({ from, messages, lastOffset }: Taken, written: readonly Written[]): void {
  const done = written.find((one) => one.messages === messages);
  if (done === undefined) return;
  from.durableNext = lastOffset + 1;
  from.chain = done.range.chain;
}

function chunkOf({ from, messages }: Taken): Messages {
  return {
    type: 'messages',
    kind: from.kind,
    topic: from.ledgerName,
    partition: from.partition,
    ...messages.ownBytes(),
  };
}
