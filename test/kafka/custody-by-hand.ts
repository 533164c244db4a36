// Digests and the custody chain of a topic, computed apart from the program's own chain.
import { createHash } from 'node:crypto';
import { kindOfTopic } from '../../pipeline/ingest/topic.ts';
import { decode } from '../../schemas/decode.ts';

/** The chain at each offset. */
export function chainsOf(topic: string, values: readonly (Buffer | null)[]): string[] {
  let link = Buffer.alloc(32);
  return values.map((value) => {
    link = createHash('sha256')
      .update(link)
      .update(Buffer.from(digestOf(topic, value), 'hex'))
      .digest();
    return link.toString('hex');
  });
}

export function digestOf(topic: string, value: Buffer | null): string {
  return decode(kindOfTopic(topic) ?? 'flow', value ?? Buffer.alloc(0)).digest;
}
