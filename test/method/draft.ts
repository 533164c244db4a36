// A flow before it is a record: it names others by their place among the drafts, so that a world
// stays whole while fast-check shrinks it.
import type { z } from 'zod';
import { dayText } from '../../pipeline/method/calendar.ts';
import type { FlowRecord } from '../../pipeline/method/evidence.ts';
import { flowForm } from '../../schemas/flow-form.ts';
import { type flowReferenceSchema, flowSchema } from '../../schemas/flow.ts';

export type FlowFields = z.input<typeof flowSchema>;

/** Names another draft, or a flow that is not in the records. */
export interface Named {
  /** Its place, counted from the first draft of the story; null: not in the records. */
  readonly at: number | null;
  /** Whether the name says whose flow it is. Without, it is one of the own source. */
  readonly isSourceSaid: boolean;
}

export interface Draft {
  readonly fields: Omit<FlowFields, 'flow_id'>;
  readonly reverses: Named | null;
  readonly upstream: readonly Named[];
  readonly settles: readonly number[];
  /** The place of a draft that has the same flow_id. */
  readonly idOf: number | null;
}

export const NAMES_NOTHING = { reverses: null, upstream: [], settles: [], idOf: null } as const;

/** The records of the drafts. A story is drafts that name each other by their places in it. */
export function recordsOf(stories: readonly (readonly Draft[])[]): FlowRecord[] {
  const drafts = stories.flatMap((story, number) => {
    const start = stories.slice(0, number).reduce((count, { length }) => count + length, 0);
    return story.map((draft) => ({ draft, start }));
  });
  const placeOf = (at: number, start: number) => (start + at) % drafts.length;
  const idAt = (place: number): string => {
    const like = drafts[place]?.draft.idOf ?? null;
    return `f${String(like === null ? place : placeOf(like, 0))}`;
  };
  return drafts.map(({ draft, start }, place) => {
    const referenceOf = ({ at, isSourceSaid }: Named): z.input<typeof flowReferenceSchema> => {
      if (at === null) return { source: null, flow_id: 'lost' };
      const named = placeOf(at, start);
      const source = isSourceSaid ? (drafts[named]?.draft.fields.source ?? null) : null;
      return { source, flow_id: idAt(named) };
    };
    return flowRecord({
      ...draft.fields,
      flow_id: idAt(place),
      reverses: draft.reverses === null ? null : referenceOf(draft.reverses),
      upstream: draft.upstream.map(referenceOf),
      settles: draft.settles.map((at) => idAt(placeOf(at, start))),
    });
  });
}

/** As intake takes it in. */
export function flowRecord(fields: FlowFields): FlowRecord {
  return flowForm(flowSchema.parse(fields)).flow;
}

export const dateOf = (day: number | null) => (day === null ? null : dayText(day));
