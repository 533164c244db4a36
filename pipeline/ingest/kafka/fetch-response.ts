// Decodes the response to a fetch in place of the client. The client ends for good at the first
// batch that it cannot decode, and it unpacks a batch to gigabytes; here such a batch becomes one
// message that describes it. Covers version 11 of the response, which brokers since Kafka 2.3
// (2019) use with this client; its src/protocol/requests/fetch/v11/response.js has the layout.
import { createHash } from 'node:crypto';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import messageSet from 'kafkajs/src/protocol/messageSet/decoder.js';
import recordBatch, { type DecodedRecord } from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import response from 'kafkajs/src/protocol/requests/fetch/v11/response.js';
import { codeOf, invariant } from '../../platform/failure.ts';
import type { UnreadableBatch } from '../unreadable-batch.ts';
import { TOO_LARGE } from './codecs.ts';

interface BatchHeader {
  firstOffset: bigint;
  lastOffset: bigint;
  attributes: number;
  firstTimestamp: bigint;
  maxTimestamp: bigint;
  producerId: bigint;
  recordCount: number;
  /** The records as received, still compressed. */
  records: Buffer;
}

// https://kafka.apache.org/documentation/#recordbatch
const FIELD = {
  length: 8,
  magic: 16,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  recordCount: 57,
};
const LENGTH_COUNTS_FROM = 12;
const HEADER_BYTES = 61;
const RECORD_BATCH = 2;
const FLAG = { logAppendTime: 0x8, transactional: 0x10, control: 0x20 } as const;
/**
 * The most records of a batch. Each becomes an object of some hundred bytes before it is a row;
 * real producers put thousands into a batch.
 */
const MOST_RECORDS = 1_000_000;

const unreadable = new WeakMap<object, UnreadableBatch>();

/** @returns the batch that a message of the client stands for; undefined: it is a record */
export function unreadableBatch(message: object): UnreadableBatch | undefined {
  return unreadable.get(message);
}

let mostBytes = 0;

/**
 * Makes the client decode with this module.
 * @param unpackedBytes bounds memory: after a quarter of it, the rest waits for the next fetch
 */
export function decodeFetched(unpackedBytes: number): void {
  mostBytes = unpackedBytes;
  response.decode = decodeResponse;
}

async function decodeResponse(raw: Buffer): Promise<unknown> {
  const decoder = new Decoder(raw);
  const clientSideThrottleTime = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const sessionId = decoder.readInt32();
  const responses = await decoder.readArrayAsync(async () => ({
    topicName: decoder.readString(),
    partitions: await decoder.readArrayAsync(() => decodePartition(decoder)),
  }));
  // As in the client: the broker has not throttled the response but requests that the client waits.
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

async function decodePartition(decoder: Decoder): Promise<unknown> {
  const head = {
    partition: decoder.readInt32(),
    errorCode: decoder.readInt16(),
    highWatermark: decoder.readInt64().toString(),
    lastStableOffset: decoder.readInt64().toString(),
    lastStartOffset: decoder.readInt64().toString(),
    abortedTransactions: decoder.readArray(() => ({
      producerId: decoder.readInt64().toString(),
      firstOffset: decoder.readInt64().toString(),
    })),
    preferredReadReplica: decoder.readInt32(),
  };
  const size = decoder.readInt32();
  const messages =
    size <= 0 || !decoder.canReadBytes(size)
      ? []
      : await messagesIn(decoder.readBytes(size) ?? Buffer.alloc(0));
  return { ...head, messages };
}

/** The broker may cut a response in the middle of a batch. That batch comes again. */
async function messagesIn(bytes: Buffer): Promise<unknown[]> {
  if (bytes.length > FIELD.magic && bytes.readInt8(FIELD.magic) !== RECORD_BATCH)
    return messageSet(new Decoder(bytes), bytes.length);
  const messages: unknown[] = [];
  let unpackedBytes = 0;
  for (
    let at = 0;
    at + HEADER_BYTES <= bytes.length && (at === 0 || unpackedBytes < mostBytes / 4);
  ) {
    const end = at + LENGTH_COUNTS_FROM + bytes.readInt32BE(at + FIELD.length);
    if (end > bytes.length || end < at + HEADER_BYTES) break;
    for (const message of await recordsOf(bytes.subarray(at, end))) {
      messages.push(message);
      unpackedBytes += message.value?.length ?? 0;
    }
    at = end;
  }
  return messages;
}

async function recordsOf(batch: Buffer): Promise<readonly DecodedRecord[]> {
  const header = headerOf(batch);
  if (header.recordCount > MOST_RECORDS) return [messageFor(header, 'batch_too_large')];
  try {
    const { records } = await recordBatch(new Decoder(batch));
    invariant(
      records.length === 0 || Number(records.at(-1)?.offset) <= Number(header.lastOffset),
      'the records of a batch lie within its offsets',
    );
    return records;
  } catch (thrown) {
    return [
      messageFor(header, codeOf(thrown) === TOO_LARGE ? 'batch_too_large' : 'unreadable_batch'),
    ];
  }
}

function headerOf(batch: Buffer): BatchHeader {
  const firstOffset = batch.readBigInt64BE(0);
  return {
    firstOffset,
    lastOffset: firstOffset + BigInt(batch.readInt32BE(FIELD.lastOffsetDelta)),
    attributes: batch.readInt16BE(FIELD.attributes),
    firstTimestamp: batch.readBigInt64BE(FIELD.firstTimestamp),
    maxTimestamp: batch.readBigInt64BE(FIELD.maxTimestamp),
    producerId: batch.readBigInt64BE(FIELD.producerId),
    recordCount: batch.readInt32BE(FIELD.recordCount),
    records: batch.subarray(HEADER_BYTES),
  };
}

function messageFor(header: BatchHeader, reason: UnreadableBatch['reason']): DecodedRecord {
  const { attributes, firstOffset, lastOffset, records } = header;
  const message = {
    offset: lastOffset.toString(),
    timestamp: ((attributes & FLAG.logAppendTime) === 0
      ? header.firstTimestamp
      : header.maxTimestamp
    ).toString(),
    key: null,
    value: null,
    isControlRecord: (attributes & FLAG.control) !== 0,
    batchContext: {
      producerId: header.producerId.toString(),
      inTransaction: (attributes & FLAG.transactional) !== 0,
    },
  };
  unreadable.set(message, {
    reason,
    firstOffset: Number(firstOffset),
    lastOffset: Number(lastOffset),
    digest: createHash('sha256').update(records).digest('hex'),
    byteCount: records.length,
  });
  return message;
}
