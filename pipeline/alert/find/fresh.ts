// The ranges of input that came in after the last evaluation, cut into slices that fit in memory.
import { z } from 'zod';

export const watermarkRow = z.object({
  topic: z.string(),
  partition: z.number(),
  last_offset: z.coerce.number(),
});
type Mark = z.output<typeof watermarkRow>;

export interface FreshRange {
  topic: string;
  partition: number;
  first: number;
  /** Included. */
  last: number;
}

const SLICE_RECORDS = 500_000;

export function freshRanges(now: readonly Mark[], before: readonly Mark[]): FreshRange[] {
  const seen = new Map(
    before.map(({ topic, partition, last_offset }) => [
      JSON.stringify([topic, partition]),
      last_offset,
    ]),
  );
  return now.flatMap(({ topic, partition, last_offset: last }) => {
    const first = (seen.get(JSON.stringify([topic, partition])) ?? -1) + 1;
    return first > last ? [] : [{ topic, partition, first, last }];
  });
}

/** Consecutive ranges of at most `most` offsets in all. */
export function* inSlices(
  ranges: readonly FreshRange[],
  most: number = SLICE_RECORDS,
): Generator<FreshRange[]> {
  let [slice, left]: [FreshRange[], number] = [[], most];
  for (const range of ranges)
    for (let first = range.first; first <= range.last; ) {
      const last = Math.min(range.last, first + left - 1);
      slice.push({ ...range, first, last });
      left -= last - first + 1;
      first = last + 1;
      if (left === 0) {
        yield slice;
        [slice, left] = [[], most];
      }
    }
  if (slice.length > 0) yield slice;
}

/** Ranges of one topic, as sql/expressions/offset_range.sql takes them. */
export function byTopic(slice: readonly FreshRange[]) {
  return [...new Set(slice.map(({ topic }) => topic))].map((topic) => {
    const ranges = slice.filter((range) => range.topic === topic);
    return {
      topic,
      partitions: ranges.map(({ partition }) => partition),
      first_offsets: ranges.map(({ first }) => first),
      last_offsets: ranges.map(({ last }) => last),
    };
  });
}
