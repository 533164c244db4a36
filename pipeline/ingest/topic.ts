// The Kafka topics: one for each kind of record.
import { KINDS, type Kind } from '../../schemas/record.ts';

export const TOPICS: Readonly<Record<Kind, string>> = {
  panel: 'audience.panel',
  flow: 'adnetwork.flow',
  site: 'site.registry',
  observation: 'site.observation',
  event: 'enforcement.event',
};

/** Names a partition in a Map. */
export function partitionKey({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic} ${String(partition)}`;
}

/** @returns null for a topic that is none of ours */
export function kindOfTopic(topic: string): Kind | null {
  return KINDS.find((kind) => TOPICS[kind] === topic) ?? null;
}
