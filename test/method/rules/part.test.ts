import { describe, expect, test } from 'vitest';
import { fullPartOf, isApportioned, partOf, takenValue } from '../../../pipeline/method/part.ts';
import { amountOf, rateOf } from '../../../pipeline/method/amount.ts';
import type { Cell } from '../../../pipeline/method/part.ts';
import type { ContractualShare } from '../../../pipeline/method/reference.ts';
import { between, evidenceOf, floorText, flow, inMonth, reversal, site } from '../flow-records.ts';

const cell: Cell = {
  month: 24_242,
  days: 2n,
  periodDays: 3n,
  propertyShare: 500_000n,
  publisherShare: 250_000n,
};
const [TEN, ONE] = [amountOf('10'), rateOf('1')];

describe('a part: amount x rate x publisher share x property share x days / days of the period', () => {
  test('is cut after 10 decimals', () => {
    // 10 x 0.25 x 0.5 x 2 / 3 = 0.8333...
    expect(partOf(TEN, ONE, cell)).toBe(8_333_333_333n);
    expect(partOf(TEN, rateOf('0.9'), cell)).toBe(7_500_000_000n);
    expect(partOf(TEN, ONE, { ...cell, publisherShare: null })).toBe(0n);
  });

  test('of a take-back that counts in full has no publisher share', () => {
    expect(fullPartOf(TEN, ONE, cell)).toBe(33_333_333_333n);
  });

  test('of a take-back that is not summed beside its target is cut up', () => {
    // 10 x 0.5 x 2 / 3 = 3.3333...
    expect(takenValue(TEN, ONE, 500_000n * 2n, 3n)).toBe(33_333_333_334n);
    expect(takenValue(TEN, rateOf('0.9'), 500_000n * 2n, 3n)).toBe(30_000_000_000n);
    expect(takenValue(1n, 1n, 1n, 1n)).toBe(1n);
    expect(takenValue(0n, 1n, 1n, 1n)).toBe(0n);
  });

  test('of fewer days than the period rests on even_spread', () => {
    expect(isApportioned(cell)).toBe(true);
    expect(isApportioned({ ...cell, days: 3n })).toBe(false);
  });
});

describe('money belongs to the days of its service period', () => {
  test('evenly, in each month', () => {
    const quarter = flow('q', { ...between('2020-01-01', '2020-03-31'), amount: '91' });
    expect(floorText(evidenceOf([quarter]))).toEqual({
      '2020-01': '31.0000',
      '2020-02': '29.0000',
      '2020-03': '31.0000',
    });
  });

  test('of each owner', () => {
    const sites = [
      site('films.tv', 'films', { valid_from: '2020-01-30' }),
      site('films.tv', 'before', { valid_to: '2020-01-29' }),
    ];
    const evidence = evidenceOf(
      [flow('q', { ...between('2020-01-29', '2020-02-01'), amount: '40' })],
      {
        sites,
      },
    );
    expect(floorText(evidence)).toEqual({ '2020-01': '20.0000', '2020-02': '10.0000' });
    expect(floorText(evidence, { operation: 'before' })).toEqual({ '2020-01': '10.0000' });
  });
});

describe('M-GROSS: gross money', () => {
  const gross = { ...inMonth('2020-03'), amount: '310', basis: 'gross' as const };
  const share = (low: string, fields: Partial<ContractualShare> = {}): ContractualShare => ({
    network: 'popads.net',
    line: 'advertising',
    from: '2020-01-01',
    to: null,
    low,
    ...fields,
  });
  const floors = (flows: ReturnType<typeof flow>[], ...shares: ContractualShare[]) =>
    floorText(evidenceOf(flows), { reference: { shares } });

  test('counts at the lowest share of the publisher', () => {
    expect(floors([flow('f', gross)], share('0.8'))).toEqual({ '2020-03': '248.0000' });
    expect(floors([flow('f', gross)], share('0.8'), share('0.7'), share('0.75'))).toEqual({
      '2020-03': '217.0000',
    });
  });

  test('does not count without one of its network and line', () => {
    const NONE = { '2020-03': 'gross_without_share' };
    expect(floors([flow('f', gross)])).toEqual(NONE);
    expect(floors([flow('f', gross)], share('0.8', { network: 'adsterra.com' }))).toEqual(NONE);
    expect(floors([flow('f', gross)], share('0.8', { line: 'donation' }))).toEqual(NONE);
    expect(floors([flow('f', gross)], share('0.8', { to: '2020-02-29' }))).toEqual(NONE);
    expect(floors([flow('f', gross)], share('0.8', { from: '2020-04-01' }))).toEqual(NONE);
  });

  test('counts day by day', () => {
    expect(floors([flow('f', gross)], share('0.5', { from: '2020-03-31' }))).toEqual({
      '2020-03': '5.0000',
    });
    expect(floors([flow('f', gross)], share('0.5', { to: '2020-03-01' }))).toEqual({
      '2020-03': '5.0000',
    });
    // 10 days at 0.5, 5 days without, 16 days at 0.25.
    const shares = [
      share('0.5', { to: '2020-03-10' }),
      share('0.25', { from: '2020-03-16', to: '2020-03-31' }),
    ];
    expect(floors([flow('f', gross)], ...shares)).toEqual({ '2020-03': '90.0000' });
    expect(floors([flow('f', gross)], ...shares.reverse())).toEqual({ '2020-03': '90.0000' });
  });

  test('net money needs none', () => {
    expect(floors([flow('f', { ...gross, basis: 'net' })], share('0.8'))).toEqual({
      '2020-03': '310.0000',
    });
  });

  test('a gross take-back of gross money counts at its share, any other in full', () => {
    const flows = (target: 'net' | 'gross', take: 'net' | 'gross') => [
      flow('f', { ...gross, basis: target }),
      reversal('r', 'f', { amount: '31', basis: take }),
    ];
    expect(floors(flows('gross', 'gross'), share('0.5'))).toEqual({ '2020-03': '139.5000' });
    expect(floors(flows('gross', 'net'), share('0.5'))).toEqual({ '2020-03': '124.0000' });
    expect(floors(flows('net', 'gross'), share('0.5'))).toEqual({ '2020-03': '279.0000' });
    expect(floors(flows('net', 'net'), share('0.5'))).toEqual({ '2020-03': '279.0000' });
    const unknown = reversal('r', null, { ...gross, amount: '31' });
    expect(floors([flow('f', gross), unknown], share('0.5'))).toEqual({ '2020-03': '124.0000' });
  });

  test('in another source a gross take-back counts in full, since money there may be net', () => {
    const other = flow('o', {
      ...gross,
      source: 'bank',
      basis: 'net',
      amount: '300',
      value_date: '2020-04-10',
    });
    const flows = (take: 'net' | 'gross') => [
      flow('f', { ...gross, amount: '310' }),
      reversal('r', 'f', { amount: '31', basis: take }),
      other,
    ];
    // The bank counts: 310 x 0.5 are not near 300.
    expect(floors(flows('gross'), share('0.5'))).toEqual({ '2020-03': '269.0000' });
    expect(floors(flows('net'), share('0.5'))).toEqual({ '2020-03': '269.0000' });
    expect(floors(flows('gross'))).toEqual({ '2020-03': '269.0000' });
  });
});
