// When exports are due: zones, and the days on which clocks change. Paris: 2026-03-29 02:00 becomes
// 03:00, 2026-10-25 03:00 becomes 02:00.
import { describe, expect, test } from 'vitest';
import { lastDue, nextDue, scheduleFault } from '../../pipeline/export/schedule.ts';

const PARIS = 'Europe/Paris';
const ms = (text: string) => Date.parse(text);

function dueBetween(schedule: string, zone: string, from: string, to: string): string[] {
  const times: string[] = [];
  for (
    let at = nextDue(schedule, zone, ms(from) - 1);
    at !== null && at < ms(to);
    at = nextDue(schedule, zone, at)
  )
    times.push(new Date(at).toISOString());
  return times;
}

describe('a schedule in Paris', () => {
  test.each([
    // Winter, the gap, summer.
    [
      '30 2 * * *',
      '2026-03-28',
      '2026-03-31',
      ['2026-03-28T01:30:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'],
    ],
    ['0 2 * * *', '2026-03-29', '2026-03-30', ['2026-03-29T01:00:00.000Z']],
    ['59 2 * * *', '2026-03-29', '2026-03-30', ['2026-03-29T01:00:00.000Z']],
    // 02:30 exists twice: once, the first time.
    [
      '30 2 * * *',
      '2026-10-24',
      '2026-10-27',
      ['2026-10-24T00:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    ],
    [
      '30 2,14 * * *',
      '2026-10-25',
      '2026-10-26',
      ['2026-10-25T00:30:00.000Z', '2026-10-25T13:30:00.000Z'],
    ],
    [
      '0 6 1 * *',
      '2026-03-01',
      '2026-05-02',
      ['2026-03-01T05:00:00.000Z', '2026-04-01T04:00:00.000Z', '2026-05-01T04:00:00.000Z'],
    ],
  ])('%s from %s to %s is due at the times that the rules give', (schedule, from, to, times) => {
    expect(dueBetween(schedule, PARIS, from, to)).toEqual(times);
  });

  test('that is due every half hour is due every half hour of real time on the day with 25 hours, and on the one with 23', () => {
    expect(
      dueBetween('*/30 * * * *', PARIS, '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'),
    ).toHaveLength(50);
    expect(
      dueBetween('*/30 * * * *', PARIS, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'),
    ).toHaveLength(46);
  });

  test('looks back to the last time that was due, including the moment itself, and not beyond a limit', () => {
    const last = (now: string, after: string) => {
      const at = lastDue('30 2 * * *', PARIS, ms(after), ms(now));
      return at === null ? null : new Date(at).toISOString();
    };
    expect(last('2026-03-29T01:00:00.000Z', '2026-01-01')).toBe('2026-03-29T01:00:00.000Z');
    expect(last('2026-03-29T00:59:59.999Z', '2026-01-01')).toBe('2026-03-28T01:30:00.000Z');
    expect(last('2026-10-25T01:30:00.000Z', '2026-01-01')).toBe('2026-10-25T00:30:00.000Z');
    expect(last('2026-10-25T01:30:00.000Z', '2026-10-25T00:30:00.000Z')).toBeNull();
  });

  test('gives the same times looked at forwards and backwards, over every quarter hour of both days', () => {
    for (const day of ['2026-03-28T22:00:00Z', '2026-10-24T22:00:00Z'])
      for (const schedule of ['30 2 * * *', '0 3 * * *', '15 1-3 * * *', '*/20 * * * *'])
        for (let now = ms(day); now < ms(day) + 26 * 3_600_000; now += 900_000) {
          const due = nextDue(schedule, PARIS, now);
          expect(
            due === null ? null : lastDue(schedule, PARIS, now, due),
            `${schedule} ${new Date(now).toISOString()}`,
          ).toBe(due);
        }
  });
});

test('a wrong zone, a wrong expression, seconds, and a day that never comes are faults that say so', () => {
  expect(scheduleFault('0 6 * * *', 'Mars/Olympus')?.field).toBe('time_zone');
  for (const schedule of ['0 61 * * *', 'every day', '0 0 6 * * *', '0 6 31 2 *', ''])
    expect(scheduleFault(schedule, PARIS)?.field, schedule).toBe('schedule');
  expect(scheduleFault('0 6 29 2 *', PARIS)).toBeNull();
});
