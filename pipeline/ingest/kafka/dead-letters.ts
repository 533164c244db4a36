// Rejected records on a topic of their own, for those who want to be told. The record itself is in the warehouse before it is sent; what is sent
// twice after a crash has the same key.
import type { KafkaSettings } from '../../config.ts';
import { invariant } from '../../platform/failure.ts';
import type { Log } from '../../platform/log.ts';
import type { DeadLetter, SendDeadLetters } from '../worker.ts';
import { connect } from './client.ts';
import { kafkaFailure } from './failure.ts';

/** Under what a broker takes in one piece by default (1 MiB), with room for headers. */
const MOST_BYTES = 900_000;

export interface DeadLetterSender {
  send: SendDeadLetters;
  close: () => Promise<void>;
}

/** @returns null when no topic for dead letters is named */
export async function deadLetterSender(settings: KafkaSettings, log: Log): Promise<DeadLetterSender | null> {
  const topic = settings.deadLetterTopic;
  if (topic === null) return null;
  const producer = connect(settings, log).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const send: SendDeadLetters = async (letters) => {
    try {
      for (const messages of inPieces(letters)) await producer.send({ topic, messages: messages.map(messageOf), acks: ALL_REPLICAS });
    } catch (thrown) {
      throw kafkaFailure(settings, thrown);
    }
  };
  return { send, close: () => producer.disconnect() };
}

const ALL_REPLICAS = -1;

function isTooLarge({ value }: DeadLetter): boolean {
  return (value?.length ?? 0) > MOST_BYTES;
}

function* inPieces(letters: readonly DeadLetter[]): Generator<DeadLetter[]> {
  let piece: DeadLetter[] = [];
  let byteCount = 0;
  for (const letter of letters) {
    const size = isTooLarge(letter) ? 0 : (letter.value?.length ?? 0);
    if (piece.length > 0 && byteCount + size > MOST_BYTES) {
      yield piece;
      [piece, byteCount] = [[], 0];
    }
    piece.push(letter);
    byteCount += size + HEADER_BYTES;
  }
  if (piece.length > 0) yield piece;
}

const HEADER_BYTES = 300;

function messageOf(letter: DeadLetter) {
  invariant(letter.reason !== '', 'a rejected record has a reason');
  return {
    key: `${letter.topic}/${String(letter.partition)}/${String(letter.offset)}`,
    // Larger ones stay in the warehouse alone (view rejected_record); the header says so.
    value: isTooLarge(letter) ? null : letter.value,
    timestamp: String(letter.timestampMs),
    headers: {
      'plancher-reason': letter.reason,
      'plancher-path': letter.path,
      'plancher-topic': letter.topic,
      'plancher-partition': String(letter.partition),
      'plancher-offset': String(letter.offset),
      ...(isTooLarge(letter) ? { 'plancher-omitted-bytes': String(letter.value?.length ?? 0) } : {}),
    },
  };
}
