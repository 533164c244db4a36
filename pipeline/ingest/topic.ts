// The Kafka topics: one for each record kind.
import { KINDS, type Kind, RECORD_KINDS } from '../../schemas/record.ts';

export const TOPICS: readonly string[] = KINDS.map((kind) => RECORD_KINDS[kind].topic);

/** Names a partition in a Map. */
export function partitionKey({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic} ${String(partition)}`;
}

/** @returns null when no record kind has this topic */
export function kindOfTopic(topic: string): Kind | null {
  return KINDS.find((kind) => RECORD_KINDS[kind].topic === topic) ?? null;
}
