// A derivation is printed only when its parts give the documented money of each line, as the method
// cuts it.
import { expect, test } from 'vitest';
import { refuseOtherSum, sumOfParts } from '../../pipeline/explain/sum-of-parts.ts';

const part = (line: string, eur: string, counts = 1) => ({ line, part_eur: eur, counts });
const line = (name: string, eur: string) => ({ line: name, documented_eur: eur });

test('parts that count are added exactly, reversals included', () => {
  const parts = [
    part('a', '0.1'),
    part('a', '0.2000000001'),
    part('a', '-0.1'),
    part('a', '5', 0),
    part('b', '7'),
  ];
  expect(sumOfParts(parts, 'a')).toBe('0.2000000001');
  expect(sumOfParts(parts, 'c')).toBe('0.0000000000');
});

test.each([
  {
    what: 'cut after four decimals',
    lines: [line('a', '0.2999')],
    parts: [part('a', '0.1'), part('a', '0.1999999999')],
  },
  {
    what: 'never below 0',
    lines: [line('a', '0')],
    parts: [part('a', '1'), part('a', '-1.00005')],
  },
  {
    what: 'not above what a column holds',
    lines: [line('a', '99999999999999.9999')],
    parts: [part('a', '200000000000000')],
  },
  { what: 'modelled alone', lines: [line('a', '0.0000')], parts: [] },
  { what: 'taken back in whole', lines: [], parts: [part('a', '1'), part('a', '-1')] },
])('a line that is $what is the sum of its parts', ({ lines, parts }) => {
  expect(() => {
    refuseOtherSum(lines, parts);
  }).not.toThrow();
});

test.each([
  {
    what: 'a part is missing',
    lines: [line('a', '2')],
    parts: [part('a', '1')],
    says: /^The records of line a sum to 1\.0000 EUR, but the floor in force has 2\./,
  },
  {
    what: 'the last digit differs',
    lines: [line('a', '0.3')],
    parts: [part('a', '0.2999999999')],
    says: /sum to 0\.2999 EUR/,
  },
  {
    what: 'a part does not count',
    lines: [line('a', '1')],
    parts: [part('a', '1', 0)],
    says: /sum to 0\.0000 EUR/,
  },
  {
    what: 'the floor lacks the line',
    lines: [],
    parts: [part('a', '1')],
    says: /the floor in force has 0\./,
  },
])('no derivation when $what', ({ lines, parts, says }) => {
  expect(() => {
    refuseOtherSum(lines, parts);
  }).toThrow(says);
});
