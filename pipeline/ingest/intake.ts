// What waits between Kafka and the warehouse, without Kafka: queues of messages by partition,
// bounded, in order of offset. The warehouse is the truth about offsets: a partition goes on at the
// first offset that custody does not have, whatever the consumer group says. Everything written
// depends on the records alone, so two workers that both believe to own a partition write the same
// rows.
//
//   offset of a partition      durableNext        takenNext          queuedNext
//   ---- in custody ----------|--- being written --|--- in the queue ---|--- still in Kafka ----
import { z } from 'zod';
import type { Kind } from '../../schemas/record.ts';
import { invariant } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { CHAIN_START } from './custody-chain.ts';
import { kafkaLedgerName } from './ledger-name.ts';
import { type Message, MessageRun } from './message-run.ts';
import { kindOfTopic, partitionKey } from './topic.ts';

/** Messages of one partition in order of offset, as one fetch gave them. */
export interface Offer {
  topic: string;
  partition: number;
  /**
   * The offset that the broker was asked for: between it and the first message there is nothing in
   * the topic.
   */
  fetchedFrom: number;
  /**
   * Between the last message and this offset there is nothing either, but for marks of
   * transactions.
   */
  fetchedTo: number;
  messages: readonly Message[];
}

export type Offered =
  | { outcome: 'queued' }
  /** Records before this offer are missing: ask for them first. */
  | { outcome: 'behind'; nextOffset: number }
  /** Where the partition goes on has not been asked yet. */
  | { outcome: 'unassigned' };

/** One partition, from one assignment to the next. */
export class Partition {
  readonly topic: string;
  /** Of the topic in the ledger and in custody. */
  readonly ledgerName: string;
  readonly partition: number;
  readonly kind: Kind;
  queuedNext: number;
  takenNext: number;
  durableNext: number;
  /** The custody chain before durableNext. */
  chain: Buffer;
  /** What is before this offset is gone from the topic, by the broker's word. */
  goneBefore = 0;
  queue: MessageRun[] = [];
  /** Another worker may have it: what is queued is dropped, what is being written does no harm. */
  isLost = false;

  constructor(at: { topic: string; partition: number }, nextOffset: number, chain: Buffer) {
    const kind = kindOfTopic(at.topic);
    invariant(kind !== null, 'only topics of a record kind are subscribed to');
    this.topic = at.topic;
    this.ledgerName = kafkaLedgerName(at.topic);
    this.partition = at.partition;
    this.kind = kind;
    this.queuedNext = nextOffset;
    this.takenNext = nextOffset;
    this.durableNext = nextOffset;
    this.chain = chain;
  }
}

/** Consecutive messages that are taken out of a queue together and become one range of custody. */
export interface Taken {
  from: Partition;
  firstOffset: number;
  lastOffset: number;
  messages: MessageRun;
}

const custodyRow = z.object({ last_offset: z.coerce.number(), chain_sha256: z.string() });

/**
 * Rows of one range: small enough that the ranges of one partition are decoded on several threads.
 */
const RANGE_ROWS = 8_192;

export class Intake {
  readonly #store: Pick<Warehouse, 'query'>;
  readonly #partitions = new Map<string, Partition>();
  /** Bytes that are queued or being written. */
  bufferedBytes = 0;
  queuedRows = 0;
  queuedBytes = 0;

  constructor(store: Pick<Warehouse, 'query'>) {
    this.#store = store;
  }

  /** To be called on every rebalance, before {@link assign}. */
  forget(): void {
    for (const partition of this.#partitions.values()) {
      partition.isLost = true;
      for (const { length, byteCount } of partition.queue) {
        this.queuedRows -= length;
        this.queuedBytes -= byteCount;
        this.bufferedBytes -= byteCount;
      }
      partition.queue = [];
    }
    this.#partitions.clear();
  }

  /**
   * Asks custody where the partition goes on.
   * @param isWanted false when another assignment came while custody was asked
   * @returns the first offset that custody does not have
   */
  async assign(
    topic: string,
    partition: number,
    isWanted: () => boolean = () => true,
  ): Promise<number> {
    const [custody] = await this.#store.query(
      sqlFile('ingest/custody_of_topic.sql'),
      { topic: kafkaLedgerName(topic), partition },
      custodyRow,
    );
    const nextOffset = custody === undefined ? 0 : custody.last_offset + 1;
    const chain = custody === undefined ? CHAIN_START : Buffer.from(custody.chain_sha256, 'hex');
    if (isWanted())
      this.#partitions.set(
        partitionKey({ topic, partition }),
        new Partition({ topic, partition }, nextOffset, chain),
      );
    return nextOffset;
  }

  /**
   * The broker says that the topic begins at `earliest`: what custody lacks before it cannot be had
   * any more.
   */
  goneBefore(topic: string, partition: number, earliest: number): void {
    const position = this.#partitions.get(partitionKey({ topic, partition }));
    if (position !== undefined) position.goneBefore = earliest;
  }

  offer({ topic, partition, fetchedFrom, fetchedTo, messages }: Offer): Offered {
    const position = this.#partitions.get(partitionKey({ topic, partition }));
    if (position === undefined) return { outcome: 'unassigned' };
    // A batch that was fetched before a seek, or for an offset that somebody set, proves nothing
    // about what lies before it.
    if (fetchedFrom > Math.max(position.queuedNext, position.goneBefore))
      return { outcome: 'behind', nextOffset: position.queuedNext };
    const fresh = messages.filter(({ offset }) => {
      if (offset < position.queuedNext) return false;
      position.queuedNext = offset + 1;
      return true;
    });
    if (fresh.length > 0) {
      const run = MessageRun.of(fresh);
      position.queue.push(run);
      this.queuedRows += run.length;
      this.queuedBytes += run.byteCount;
      this.bufferedBytes += run.byteCount;
    }
    // Marks behind the last message belong to its range; without a message there is no range to put
    // them into.
    if (position.queue.length > 0) position.queuedNext = Math.max(position.queuedNext, fetchedTo);
    return { outcome: 'queued' };
  }

  /**
   * Takes what waits, partition by partition, up to the limits; at least one message where there is
   * one.
   */
  take(limits: { rows: number; bytes: number }): Taken[] {
    const taken: Taken[] = [];
    let [rows, bytes] = [limits.rows, limits.bytes];
    for (const partition of this.#partitions.values()) {
      while (partition.queue.length > 0 && (taken.length === 0 || (rows > 0 && bytes > 0))) {
        const range = takeRange(
          partition,
          Math.min(RANGE_ROWS, Math.max(1, rows)),
          Math.max(1, bytes),
        );
        taken.push(range);
        const { length, byteCount } = range.messages;
        rows -= length;
        bytes -= byteCount;
        this.queuedRows -= length;
        this.queuedBytes -= byteCount;
        this.#serveLast(partition);
      }
    }
    return taken;
  }

  /** What was taken is durable, or not wanted any more. */
  release({ messages }: Taken): void {
    this.bufferedBytes -= messages.byteCount;
  }

  /** Milliseconds since 1970 of the oldest message that is queued; null: none is. */
  oldestQueuedMs(): number | null {
    const oldest = [...this.#partitions.values()].flatMap(
      ({ queue }) => queue[0]?.at(0)?.timestampMs ?? [],
    );
    return oldest.length === 0 ? null : Math.min(...oldest);
  }

  /** Partitions whose turn came go to the end of the line. */
  #serveLast(partition: Partition): void {
    const name = partitionKey(partition);
    if (partition.queue.length > 0) return;
    this.#partitions.delete(name);
    this.#partitions.set(name, partition);
  }
}

function takeRange(partition: Partition, mostRows: number, mostBytes: number): Taken {
  const parts: MessageRun[] = [];
  let [rows, bytes] = [mostRows, mostBytes];
  for (
    let next = partition.queue[0];
    next !== undefined && rows > 0 && bytes > 0;
    next = partition.queue[0]
  ) {
    const part = next.slice(0, next.within(rows, bytes));
    // Only the first may be larger than what is left.
    if (parts.length > 0 && part.byteCount > bytes) break;
    parts.push(part);
    rows -= part.length;
    bytes -= part.byteCount;
    if (part.length === next.length) partition.queue.shift();
    else partition.queue[0] = next.slice(part.length);
  }
  const messages = MessageRun.joined(parts);
  const { last } = messages;
  invariant(last !== undefined, 'only a queue with messages is taken from');
  const firstOffset = partition.takenNext;
  partition.takenNext = partition.queue.length === 0 ? partition.queuedNext : last.offset + 1;
  return { from: partition, firstOffset, lastOffset: partition.takenNext - 1, messages };
}
