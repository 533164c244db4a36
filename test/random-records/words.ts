// The words that random worlds are made of: names, days, periods and amounts, chosen to meet often.
import type { Random } from '../../pipeline/platform/random.ts';
import { laterDay } from './later-day.ts';

export const SITES = [
  'a-films.tv',
  'b-series.cc',
  'c-mirror.net',
  'd-anime.to',
  'e-files.ws',
] as const;
export const OPERATIONS = ['op-amber', 'op-birch', 'op-cedar'] as const;
export const NETWORKS = [
  'adx.example',
  'adx.example',
  'adx.example',
  'pop.example',
  'pop.example',
  'zhost.example',
] as const;
export const SOURCES = ['bank-records', 'network-statement', 'seized-ledger'] as const;
/** Every month in which a period, a payment or a registration may fall. */
export const MONTHS = [
  '2015-10',
  '2015-11',
  '2015-12',
  '2016-01',
  '2016-02',
  '2016-03',
  '2016-04',
  '2016-05',
] as const;

export function someDay(random: Random): string {
  return `${random.pick(MONTHS)}-${String(1 + random.below(29)).padStart(2, '0')}`;
}

/**
 * First and last day: one day, part of a month, a whole month, across a year's end or 29 February,
 * up to 3 months.
 */
export function period(random: Random): [string, string] {
  switch (random.below(7)) {
    case 0: {
      const day = random.pick(['2016-02-29', '2015-12-31', '2016-01-01', someDay(random)]);
      return [day, day];
    }
    case 1:
      return random.pick([
        ['2015-11-01', '2015-11-30'],
        ['2015-12-01', '2015-12-31'],
        ['2016-02-01', '2016-02-29'],
      ]);
    case 2:
      return random.pick([
        ['2015-12-01', '2016-02-29'],
        ['2015-12-15', '2016-03-14'],
        ['2015-11-30', '2016-01-01'],
      ]);
    case 3:
      return random.pick([
        ['2015-12-31', '2016-01-01'],
        ['2016-02-28', '2016-03-01'],
        ['2016-02-29', '2016-03-01'],
      ]);
    default: {
      const first = someDay(random);
      return [first, laterDay(first, random.pick([3, 13, 29, 30, 44, 89]))];
    }
  }
}

export function randomAmount(random: Random): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => String(random.below(10))).join('');
  switch (random.below(8)) {
    case 0:
      return random.pick(['0', '0.0001', '0.0003', '0.01', '1']);
    case 1:
      return random.pick([
        '99999999999999.9999',
        `${String(1 + random.below(9))}${digits(13)}.${digits(4)}`,
      ]);
    case 2:
    case 3:
    case 4:
      return random.pick(['100', '100', '250.5', '300']); // equal sums, so that sources tie
    default:
      return `${String(1 + random.below(9999))}.${digits(4)}`;
  }
}
