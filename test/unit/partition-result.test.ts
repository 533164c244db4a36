// What the doctor says of a partition of Kafka, from its offsets and from custody.
import { describe, expect, test } from 'vitest';
import { partitionResult } from '../../pipeline/doctor/kafka-checks.ts';

const TAKEN_IN_MS = Date.UTC(2026, 0, 2);

describe('a partition of Kafka', () => {
  const now = TAKEN_IN_MS + 600_000;
  const ends = { topic: 'adnetwork.flow', partition: 0, earliest: 0, end: 9, committed: 9 };
  const custody = {
    topic: 'kafka:adnetwork.flow',
    partition: 0,
    position: 9,
    records: 9,
    blank: 0,
    missing_offsets: 0,
    offsets: 9,
    overlapping_offsets: 0,
    last_taken_in_ms: TAKEN_IN_MS,
  };
  const look = (more: Partial<typeof ends>, known: Partial<typeof custody> | null = {}) =>
    partitionResult(
      { ...ends, ...more },
      new Map(known === null ? [] : [['kafka:adnetwork.flow 0', { ...custody, ...known }]]),
      now,
    );

  test.each([
    {
      name: 'that is taken in',
      found: look({}),
      state: 'ok',
      says: 'the broker has 0 to 9, the group has committed 9, custody continues at 9, lag 0',
    },
    {
      name: 'that is empty and was never taken in',
      found: look({ end: 0, committed: -1 }, null),
      state: 'ok',
      says: 'the group has committed nothing',
    },
    {
      name: 'that is being taken in',
      found: look({ end: 50 }, { last_taken_in_ms: now - 2_000 }),
      state: 'ok',
      says: 'lag 41',
    },
    {
      name: 'where records wait and nothing moves',
      found: look({ end: 50 }),
      state: 'warning',
      says: 'lag 41; nothing was taken in for 10 min',
    },
    {
      name: 'that nobody ever took in',
      found: look({ end: 50 }, null),
      state: 'warning',
      says: 'lag 50; nothing was ever taken in',
    },
    {
      name: 'that retention outran',
      found: look({ earliest: 20, end: 50 }),
      state: 'failed',
      says: 'lag 30; 11 records were deleted before',
    },
    {
      name: 'that was made anew',
      found: look({ end: 4 }),
      state: 'failed',
      says: 'custody is beyond the end',
    },
    {
      name: 'while the warehouse is down',
      found: partitionResult(ends, null, now),
      state: 'warning',
      says: 'the broker has 0 to 9',
    },
  ])('$name is $state', ({ found, state, says }) => {
    expect(found.check).toBe('partition adnetwork.flow/0');
    expect(found.state).toBe(state);
    expect(found.what).toContain(says);
    expect(found.what_to_do === '').toBe(state === 'ok');
  });
});
