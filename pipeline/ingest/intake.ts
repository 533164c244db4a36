// The queue between Kafka and the warehouse: messages by partition, in order of offset, bounded.
// The warehouse decides about offsets: a partition continues at the first offset that custody
// lacks, whatever the consumer group committed. All rows depend on the records alone, so two
// workers that both believe they own a partition write the same rows.
import { z } from 'zod';
import type { Kind } from '../../schemas/record.ts';
import { invariant } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { CHAIN_START } from './custody-chain.ts';
import { kafkaLedgerName } from './ledger-name.ts';
import { type Message, MessageRun } from './message-run.ts';
import { kindOfTopic, partitionKey } from './topic.ts';

/** The messages of one fetch of a partition, in order of offset. */
export interface Offer {
  topic: string;
  partition: number;
  /** The offset that the fetch requested. The topic holds nothing from it to the first message. */
  fetchedFrom: number;
  /** From the last message up to this offset the topic holds at most transaction markers. */
  fetchedTo: number;
  messages: readonly Message[];
}

export type Offered =
  | { outcome: 'queued' }
  /** Records before this offer are missing: fetch from `nextOffset` first. */
  | { outcome: 'behind'; nextOffset: number }
  /** Custody has not been read for this partition yet. */
  | { outcome: 'unassigned' };

/**
 * The state of one partition, from one assignment to the next. Its offsets:
 *
 *                       durableNext         takenNext         queuedNext
 *   --- in custody ---------|--- being written --|--- in the queue ---|--- still in Kafka ---
 */
export class Partition {
  readonly topic: string;
  /** Name of the topic in the ledger and in custody. */
  readonly ledgerName: string;
  readonly partition: number;
  readonly kind: Kind;
  queuedNext: number;
  takenNext: number;
  durableNext: number;
  /** The custody chain before durableNext. */
  chain: Buffer;
  /** The broker reports that it deleted everything before this offset. */
  goneBefore = 0;
  queue: MessageRun[] = [];
  /**
   * Another worker may own the partition now. Its queue is dropped; a write in flight does no harm.
   */
  isLost = false;

  constructor(at: { topic: string; partition: number }, nextOffset: number, chain: Buffer) {
    const kind = kindOfTopic(at.topic);
    invariant(kind !== null, 'a worker subscribes only to topics of a record kind');
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

/** Consecutive messages, taken from a queue together, that become one range of custody. */
export interface Taken {
  from: Partition;
  firstOffset: number;
  lastOffset: number;
  messages: MessageRun;
}

const custodyRow = z.object({ last_offset: z.coerce.number(), chain_sha256: z.string() });

/** The most rows of one range; few enough that several threads can decode one partition. */
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

  /** Call it on every rebalance, before {@link assign}. */
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
   * Reads in custody where the partition continues.
   * @param isWanted returns false when another assignment came while custody was read
   * @returns the first offset that custody lacks
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

  /** Notes that the topic begins at `earliest`: what custody lacks before it is gone for good. */
  goneBefore(topic: string, partition: number, earliest: number): void {
    const position = this.#partitions.get(partitionKey({ topic, partition }));
    if (position !== undefined) position.goneBefore = earliest;
  }

  offer({ topic, partition, fetchedFrom, fetchedTo, messages }: Offer): Offered {
    const position = this.#partitions.get(partitionKey({ topic, partition }));
    if (position === undefined) return { outcome: 'unassigned' };
    // This fetch began before a seek, or at an offset that somebody set in the group. It proves
    // nothing about the records before it.
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
    // Transaction markers after the last message belong to its range. Without a message there is no
    // range that could hold them.
    if (position.queue.length > 0) position.queuedNext = Math.max(position.queuedNext, fetchedTo);
    return { outcome: 'queued' };
  }

  /** Takes queued messages, partition by partition, up to the limits, but at least one. */
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

  /** Call it when a taken range is durable or no longer needed. */
  release({ messages }: Taken): void {
    this.bufferedBytes -= messages.byteCount;
  }

  /** Timestamp of the oldest queued message, in ms since 1970; null: the queue is empty. */
  oldestQueuedMs(): number | null {
    const oldest = [...this.#partitions.values()].flatMap(
      ({ queue }) => queue[0]?.at(0)?.timestampMs ?? [],
    );
    return oldest.length === 0 ? null : Math.min(...oldest);
  }

  /** Moves a partition whose queue is empty to the end, so that the others come first. */
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
    // Only the first part may exceed the bytes that are left.
    if (parts.length > 0 && part.byteCount > bytes) break;
    parts.push(part);
    rows -= part.length;
    bytes -= part.byteCount;
    if (part.length === next.length) partition.queue.shift();
    else partition.queue[0] = next.slice(part.length);
  }
  const messages = MessageRun.joined(parts);
  const { last } = messages;
  invariant(last !== undefined, 'a range is taken only from a queue that holds messages');
  const firstOffset = partition.takenNext;
  partition.takenNext = partition.queue.length === 0 ? partition.queuedNext : last.offset + 1;
  return { from: partition, firstOffset, lastOffset: partition.takenNext - 1, messages };
}
