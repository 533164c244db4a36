import { describe, expect, test } from 'vitest';
import { carryDeficits } from '../../../pipeline/method/carry.ts';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { type Ledger, takeUnplaced } from '../../../pipeline/method/unplaced.ts';
import { evidenceOf, floorText, floors, flow, inMonth, reversal } from '../flow-records.ts';

const of = (...flows: FlowRecord[]) => floorText(evidenceOf(flows));
const month = (id: string, in_: string, amount: string, fields: object = {}) =>
  flow(id, { ...inMonth(in_), amount, ...fields });

describe('M-CARRY: what is below 0', () => {
  test('is taken from the rest of its key, from its own month on, before all others', () => {
    const flows = [
      month('a', '2020-02', '10'),
      month('b', '2020-03', '10'),
      month('c', '2020-03', '8', { line: 'donation' }),
      reversal('r', 'b', { amount: '15' }),
    ];
    expect(of(...flows)).toEqual({ '2020-02': '10.0000', '2020-03': '3.0000' });
    const [, march] = floors(evidenceOf(flows)).months;
    expect(march?.unplacedReversals).toBe(50_000n);
    expect(of(...flows, reversal('q', 'b', { amount: '6' }))).toEqual({
      '2020-02': '7.0000',
      '2020-03': 'only_taken_back',
    });
  });

  test('the sum of a key is not below 0, and other keys stay', () => {
    const flows = [
      month('a', '2020-02', '10'),
      reversal('r', 'a', { amount: '50' }),
      month('b', '2020-02', '7', { network: 'adsterra.com' }),
    ];
    expect(of(...flows)).toEqual({ '2020-02': '7.0000' });
  });

  test('in order of months', () => {
    const ledger = (): Ledger =>
      new Map([
        [12, new Map([['advertising', -7n]])],
        [10, new Map([['advertising', -3n]])],
        [11, new Map([['advertising', 5n]])],
        [13, new Map([['advertising', 9n]])],
      ]);
    const own = ledger();
    expect(carryDeficits(own)).toEqual([
      { month: 11, line: 'advertising', eur: 3n },
      { month: 11, line: 'advertising', eur: 2n },
      { month: 13, line: 'advertising', eur: 5n },
    ]);
    expect([...own].map(([at, lines]) => [at, lines.get('advertising')])).toEqual([
      [12, 0n],
      [10, 0n],
      [11, 0n],
      [13, 4n],
    ]);
  });

  test('a take-back of nothing takes nothing', () => {
    const ledger: Ledger = new Map([[10, new Map([['other', 5n]])]]);
    expect(takeUnplaced([ledger], 10, 0n)).toEqual([]);
    expect(takeUnplaced([ledger, ledger], null, null)).toEqual([
      { month: 10, line: 'other', eur: 5n },
    ]);
  });
});
