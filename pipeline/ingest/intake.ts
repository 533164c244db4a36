// What a worker does with a batch of a Kafka partition, without Kafka: resume behind custody, decode, chain, write. The warehouse is the truth
// about offsets: whatever the consumer group says, a partition goes on at the first offset that custody does not have. Everything written
// depends on the records alone, so two workers that believe to own a partition write the same rows.
import { z } from 'zod';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { invariant } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { CHAIN_START, extendChain } from './custody-chain.ts';
import type { Messages } from './decode-chunk.ts';
import type { Decoder } from './decode-pool.ts';
import { kindOfTopic } from './topic.ts';
import { writeRange } from './write-range.ts';

/** What intake needs of the warehouse. */
export type IntakeStore = Pick<Warehouse, 'insert' | 'insertObjects' | 'query'>;

export interface Message {
  offset: number;
  /** Milliseconds since 1970: when the record was known. */
  timestampMs: number;
  /** Null: a tombstone, which is a record without bytes and is rejected as such. */
  value: Buffer | null;
}

/** Messages of one partition in order of offset. */
export interface Batch {
  topic: string;
  partition: number;
  /** The offset that the broker was asked for: between it and the first message there is nothing in the topic. */
  fetchedFrom: number;
  messages: readonly Message[];
}

export type Taken =
  /** Everything before `nextOffset` is in custody. */
  | { outcome: 'written'; nextOffset: number; kept: number; rejected: number }
  /** Records before this batch are missing: ask for them first. */
  | { outcome: 'behind'; nextOffset: number };

interface Position {
  nextOffset: number;
  chain: Buffer;
  /** What is before this offset is gone from the topic, by the broker's word. */
  goneBefore: number;
}

const custodyRow = z.object({ last_offset: z.coerce.number(), chain_sha256: z.string() });

export class Intake {
  readonly #warehouse: IntakeStore;
  readonly #decoder: Decoder;
  readonly #clock: Clock;
  readonly #positions = new Map<string, Position>();

  constructor(warehouse: IntakeStore, decoder: Decoder, clock: Clock) {
    this.#warehouse = warehouse;
    this.#decoder = decoder;
    this.#clock = clock;
  }

  /** To be called on every assignment: another worker may have written meanwhile. */
  forget(): void {
    this.#positions.clear();
  }

  /** The first offset of the partition that custody does not have. */
  async nextOffset(topic: string, partition: number): Promise<number> {
    return (await this.#position(topic, partition)).nextOffset;
  }

  /** The broker says that the topic begins at `earliest`: what custody lacks before it cannot be had any more. */
  async goneBefore(topic: string, partition: number, earliest: number): Promise<void> {
    (await this.#position(topic, partition)).goneBefore = earliest;
  }

  /** Makes the batch durable. Throws when the warehouse does; the same batch may then be given again. */
  async take({ topic, partition, fetchedFrom, messages }: Batch): Promise<Taken> {
    const position = await this.#position(topic, partition);
    // A batch that was fetched before a seek, or for an offset that somebody set, proves nothing about what lies before it.
    if (fetchedFrom > Math.max(position.nextOffset, position.goneBefore)) return { outcome: 'behind', nextOffset: position.nextOffset };
    const fresh = messages.filter(({ offset }) => offset >= position.nextOffset);
    const last = fresh.at(-1);
    if (last === undefined) return { outcome: 'written', nextOffset: position.nextOffset, kept: 0, rejected: 0 };
    const decoded = await this.#decoder.decode(chunkOf(topic, partition, fresh));
    invariant(decoded.kept + decoded.rejected === fresh.length, 'every message has exactly one outcome');
    const chain = extendChain(position.chain, decoded.digests);
    await writeRange(this.#warehouse, {
      kind: kindNamed(topic),
      topic,
      partition,
      firstOffset: position.nextOffset,
      lastOffset: last.offset,
      knownAt: sqlTime(this.#clock()),
      ...decoded,
      chain,
      isUnfinished: false,
    });
    this.#positions.set(key(topic, partition), { nextOffset: last.offset + 1, chain, goneBefore: 0 });
    return { outcome: 'written', nextOffset: last.offset + 1, kept: decoded.kept, rejected: decoded.rejected };
  }

  async #position(topic: string, partition: number): Promise<Position> {
    const known = this.#positions.get(key(topic, partition));
    if (known !== undefined) return known;
    const [custody] = await this.#warehouse.query(sqlFile('ingest/custody_of_topic.sql'), { topic, partition }, custodyRow);
    const position: Position =
      custody === undefined
        ? { nextOffset: 0, chain: CHAIN_START, goneBefore: 0 }
        : { nextOffset: custody.last_offset + 1, chain: Buffer.from(custody.chain_sha256, 'hex'), goneBefore: 0 };
    this.#positions.set(key(topic, partition), position);
    return position;
  }
}

function key(topic: string, partition: number): string {
  return `${topic} ${String(partition)}`;
}

function kindNamed(topic: string): Messages['kind'] {
  const kind = kindOfTopic(topic);
  invariant(kind !== null, 'only topics of the contract are subscribed to');
  return kind;
}

function chunkOf(topic: string, partition: number, messages: readonly Message[]): Messages {
  return {
    type: 'messages',
    kind: kindNamed(topic),
    topic,
    partition,
    values: Buffer.concat(messages.flatMap(({ value }) => (value === null ? [] : [value]))),
    lengths: Uint32Array.from(messages, ({ value }) => value?.length ?? 0),
    offsets: Float64Array.from(messages, ({ offset }) => offset),
    timestamps: Float64Array.from(messages, ({ timestampMs }) => timestampMs),
  };
}
