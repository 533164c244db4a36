// The Kafka topics of the contract, section 1: one for each kind of record.
import { KINDS, type Kind } from '../../schemas/record.ts';

export const TOPICS: Readonly<Record<Kind, string>> = {
  panel: 'audience.panel',
  flow: 'adnetwork.flow',
  site: 'site.registry',
  observation: 'site.observation',
  event: 'enforcement.event',
};

/** @returns null for a topic that is none of ours */
export function kindOfTopic(topic: string): Kind | null {
  return KINDS.find((kind) => TOPICS[kind] === topic) ?? null;
}
