// Sends rejected records to a topic of their own, for consumers that want to be notified. Each is
// in the warehouse before it is sent. After a crash it may be sent again, with the same key.
import type { KafkaSettings } from '../../config/config.ts';
import { invariant } from '../../platform/failure.ts';
import type { Log } from '../../platform/log.ts';
import type { DeadLetter, SendDeadLetters } from '../worker.ts';
import { QUICK, connect } from './client.ts';
import { isRefusal, kafkaFailure } from './failure.ts';

/** Below the default limit of a broker for one message (1 MiB), with room for headers. */
const MOST_BYTES = 900_000;

export interface DeadLetterSender {
  send: SendDeadLetters;
  close: () => Promise<void>;
}

/** Refusals of a broker whose limit is lower (`max.message.bytes` of the topic). */
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** @returns null when no topic for dead letters is configured */
export async function deadLetterSender(
  settings: KafkaSettings,
  log: Log,
): Promise<DeadLetterSender | null> {
  const topic = settings.deadLetterTopic;
  if (topic === null) return null;
  // The writer of the batch retries and reports what it waits for, so the client need not.
  const producer = connect(settings, log, QUICK).producer({ allowAutoTopicCreation: false });
  const send = (letters: readonly DeadLetter[], mostBytes: number) =>
    producer.send({
      topic,
      messages: letters.map((letter) => kafkaMessage(letter, mostBytes)),
      acks: ALL_REPLICAS,
    });
  const sendPiece = async (letters: readonly DeadLetter[]) => {
    try {
      await send(letters, MOST_BYTES);
    } catch (thrown) {
      if (!isRefusal(thrown, TOO_LARGE)) throw thrown;
      for (const letter of letters) await sendAlone(letter);
    }
  };
  const sendAlone = async (letter: DeadLetter) => {
    try {
      await send([letter], MOST_BYTES);
    } catch (thrown) {
      if (!isRefusal(thrown, TOO_LARGE)) throw thrown;
      await send([letter], -1);
    }
  };
  try {
    await producer.connect();
  } catch (thrown) {
    throw kafkaFailure(settings, thrown);
  }
  return {
    send: async (letters) => {
      try {
        for (const piece of inPieces(letters)) await sendPiece(piece);
      } catch (thrown) {
        throw kafkaFailure(settings, thrown);
      }
    },
    close: () => producer.disconnect(),
  };
}

const ALL_REPLICAS = -1;

function isTooLarge({ value }: DeadLetter, mostBytes: number): boolean {
  return (value?.length ?? 0) > mostBytes;
}

function* inPieces(letters: readonly DeadLetter[]): Generator<DeadLetter[]> {
  let piece: DeadLetter[] = [];
  let byteCount = 0;
  for (const letter of letters) {
    const size = isTooLarge(letter, MOST_BYTES) ? 0 : (letter.value?.length ?? 0);
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

function kafkaMessage(letter: DeadLetter, mostBytes: number) {
  invariant(letter.reason !== '', 'a rejected record has a reason');
  return {
    key: `${letter.topic}/${String(letter.partition)}/${String(letter.offset)}`,
    // Larger values are only in the warehouse (view rejected_record); a header says so.
    value: isTooLarge(letter, mostBytes) ? null : letter.value,
    timestamp: String(letter.timestampMs),
    headers: {
      'plancher-reason': letter.reason,
      'plancher-path': letter.path,
      'plancher-topic': letter.topic,
      'plancher-partition': String(letter.partition),
      'plancher-offset': String(letter.offset),
      ...(isTooLarge(letter, mostBytes)
        ? { 'plancher-omitted-bytes': String(letter.value?.length ?? 0) }
        : {}),
    },
  };
}
