// The promise: a draft says less than what was observed, never more, and counts nowhere.
import { expect, test } from 'vitest';
import { isApproved } from '../../pipeline/reference/approval.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { cardWithDrafts } from '../../pipeline/reference/observed/card-with-drafts.ts';
import { draftRow } from '../../pipeline/reference/observed/draft-row.ts';
import type { ObservedRate } from '../../pipeline/reference/observed/observed-rate.ts';
import { type RateRow, parseRateCard } from '../../pipeline/reference/rate-card.ts';

const RUN = 'c53b957d99aa';
const SHIPPED = readReference().rateCard;
const PRICE: ObservedRate = {
  ...{ factor: 'cpm', network: 'popads', country: null, period: '2015' },
  ...{ n: 39, low: 400_000n, median: 500_000n, high: 900_001n },
};
const FILL: ObservedRate = {
  ...{ factor: 'fill_rate', network: null, country: null, period: '2015' },
  ...{ n: 19, low: 1_234_567n, median: 1_500_000n, high: 2_000_000n },
};
const of = (rate: ObservedRate, card: readonly RateRow[] = SHIPPED.rows) =>
  draftRow(rate, card, RUN);
const rowOf = (rate: ObservedRate, card?: readonly RateRow[]): RateRow => {
  const draft = of(rate, card);
  if (!('row' in draft)) throw new Error(draft.problem);
  return draft.row;
};
const withoutFactor = (factor: string) => SHIPPED.rows.filter((row) => row.factor !== factor);
const cardRowOf = (factor: string): RateRow => {
  const row = SHIPPED.rows.find((one) => one.factor === factor);
  if (row === undefined) throw new Error(factor);
  return row;
};

test('the price of the advertiser: what the publisher was paid, to that by the least share', () => {
  expect(rowOf(PRICE)).toMatchObject({
    ...{ id: 'observed-cpm-2015-popads-c53b957d', network: 'popads', country: null },
    ...{ valid_from: '2015-01-01', valid_to: '2015-12-31' },
    ...{ unit: 'EUR per 1000 impressions', currency: 'EUR', grade: 'observed', approved_by: [] },
    // 0.900001 / 0.3 = 3.00000333..., cut up
    ...{ low: '0.4', high: '3.000004' },
  });
});

test('the fill of a position: by the most positions, and by the least that is paid for, at most 1', () => {
  // 1.234567 / 10 = 0.1234567, cut down; 2 / (1 x 0.4 x 0.4) = 12.5
  expect(rowOf(FILL)).toMatchObject({
    ...{ unit: 'paid impressions per position served', currency: null, network: null },
    ...{ id: 'observed-fill_rate-2015-all-c53b957d', low: '0.123456', high: '1' },
  });
  // 0.1 / 0.16
  expect(rowOf({ ...FILL, low: 50_000n, high: 100_000n })).toMatchObject({
    low: '0.005',
    high: '0.625',
  });
});

test('the source names n, the period, the level, the run, and what the ends were made of', () => {
  const { source } = rowOf(PRICE);
  for (const part of [
    'observed: 0.4 to 0.900001 EUR paid to the publisher per 1000 impressions, median 0.5',
    'n = 39 operations, period 2015, run c53b957d99aa',
    'at level 0.95',
    'flows do not say where an audience was',
    'divided by 0.3, the least publisher_share of the card',
  ])
    expect(source).toContain(part);
});

test('rows of the card that do not count, or not in the period, move no end', () => {
  const share = cardRowOf('publisher_share');
  const less = { ...share, id: 'less', low: '0.1' };
  const high = (row: RateRow) => rowOf(PRICE, [...SHIPPED.rows, row]).high;
  expect(high({ ...less, network: 'popads.net' })).toBe('9.00001');
  expect(high({ ...less, valid_from: '2015-12-31' })).toBe('9.00001');
  expect(high({ ...less, approved_by: ['one'] })).toBe('3.000004');
  expect(high({ ...less, valid_from: '2016-01-01' })).toBe('3.000004');
  expect(high({ ...less, valid_to: '2014-12-31' })).toBe('3.000004');
  expect(high({ ...less, line: 'other' })).toBe('3.000004');
});

test.each<[string, ObservedRate, readonly RateRow[]]>([
  ['too_few_operations', { ...PRICE, n: 18, low: null, high: null }, SHIPPED.rows],
  ['pages_of_one_country', { ...FILL, country: 'FR' }, SHIPPED.rows],
  ['no_card_rate', PRICE, withoutFactor('publisher_share')],
  ['no_card_rate', PRICE, [{ ...cardRowOf('publisher_share'), low: '0' }]],
  ['no_card_rate', FILL, withoutFactor('ads_per_page')],
  ['no_card_rate', FILL, withoutFactor('ad_block_share')],
  ['no_card_rate', FILL, withoutFactor('valid_traffic_share')],
  // More paid impressions for each position than 1, and a price beyond what a card can hold.
  ['not_a_rate', { ...FILL, low: 11_000_000n, high: 12_000_000n }, SHIPPED.rows],
  ['not_a_rate', { ...PRICE, high: 10n ** 12n }, SHIPPED.rows],
])('no draft: %s', (problem, rate, card) => {
  expect(of(rate, card)).toEqual({ problem });
});

test('where a page may show nothing that is paid for, the high of a fill is 1', () => {
  const blocked = { ...cardRowOf('ad_block_share'), high: '1' };
  expect(rowOf(FILL, [...withoutFactor('ad_block_share'), blocked]).high).toBe('1');
});

test('a key that is no plain word is not written into the id', () => {
  const evil = 'x\u001b[2K\u202e"FORGED';
  const row = rowOf({ ...PRICE, network: evil });
  expect(row.id).toMatch(/^observed-cpm-2015-[0-9a-f]{12}-c53b957d$/);
  expect(row.network).toBe(evil);
});

const inForce = (rows: readonly RateRow[], version = '2026-11-24-0123456789ab') => ({
  card: { version, rows: [...rows] },
  runId: RUN,
});

test('the card with drafts is the card in force, and each draft is reported as one', () => {
  const card = cardWithDrafts(inForce(SHIPPED.rows), [rowOf(PRICE), rowOf(FILL)]);
  expect(card.version).toBe('2026-11-24-observed-c53b957d');
  expect(card.rows.slice(0, SHIPPED.rows.length)).toEqual(SHIPPED.rows);
  const { card: parsed, findings } = parseRateCard(JSON.stringify(card));
  expect(parsed?.rows).toEqual(card.rows);
  expect(parsed?.rows.filter(isApproved)).toEqual(SHIPPED.rows);
  expect(findings.map(({ severity, row, field }) => [severity, row, field])).toEqual([
    ['note', 'observed-cpm-2015-popads-c53b957d', 'approved_by'],
    ['note', 'observed-fill_rate-2015-all-c53b957d', 'approved_by'],
  ]);
});

test('drafts of an earlier proposal go, rows with a name in them stay', () => {
  const earlier = { ...rowOf(PRICE), id: 'observed-cpm-2014-popads-00000000' };
  const half = { ...earlier, id: 'observed-cpm-2013-popads-00000000', approved_by: ['A. Martin'] };
  const own = { ...earlier, id: 'own', grade: 'observed' as const };
  const approved = { ...rowOf(FILL), approved_by: ['A. Martin', 'B. Durand'] };
  const card = cardWithDrafts(
    inForce([earlier, half, own, approved], '2026-11-24-observed-00000000-0123456789ab'),
    [rowOf(PRICE), rowOf(FILL)],
  );
  expect(card.version).toBe('2026-11-24-observed-c53b957d');
  expect(card.rows).toEqual([half, own, approved, rowOf(PRICE)]);
});
