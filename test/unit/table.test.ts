// Tables for people: aligned, complete, and of a size that no foreign record can decide.
import { expect, test } from 'vitest';
import { table } from '../../pipeline/text/table.ts';

test('columns are aligned, numbers to the right', () => {
  expect(
    table([
      { name: 'a', eur: '5.0000' },
      { name: 'longer', eur: '12345.0000' },
    ]),
  ).toBe('name    eur\na           5.0000\nlonger  12345.0000\n');
});

test('figures with groups of digits are figures, in both languages', () => {
  const lines = table([
    { eur: '2,593.8254', euros: '2\u202f593,8254' },
    { eur: '0.2437', euros: '0,2437' },
    { eur: '1.2.3', euros: '2016-05' },
  ]).split('\n');
  expect(lines.slice(1)).toEqual([
    '2,593.8254  2\u202f593,8254',
    '    0.2437      0,2437',
    '1.2.3       2016-05',
    '',
  ]);
});

test('a value beyond any width is shown whole and widens no other row', () => {
  const long = 'x'.repeat(900_000);
  const [, first = '', second = ''] = table([
    { id: long, eur: '1' },
    { id: 'y', eur: '2' },
  ]).split('\n');
  expect(first).toBe(`${long}    1`);
  expect(second.length).toBeLessThan(140);
  expect(second).toMatch(/^y +2$/);
});
