import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { dollars, evidenceOf, floorText, flow, inMonth, reversal } from '../flow-records.ts';

const line = (id: string, month: string, amount: string, fields: object = {}) =>
  flow(id, { status: 'accrued', ...inMonth(month), amount, ...fields });
const LINES = [
  line('l1', '2020-01', '20'),
  line('l2', '2020-02', '25'),
  line('l3', '2020-03', '30'),
  line('l4', '2020-04', '10'),
];
const ALL = ['l1', 'l2', 'l3', 'l4'];
const payment = (amount: string, settles: string[] = ALL, fields: object = {}) =>
  flow('p', { value_date: '2020-06-15', amount, settles, ...fields });
const floors = (...flows: FlowRecord[]) => floorText(evidenceOf(flows));
/** The month of a payment that was replaced. */
const SETTLED = { '2020-06': 'settled' };

describe('M-SETTLE: what names a payment acts on its rest and then on its lines', () => {
  test('a reversal takes from the last line first', () => {
    const take = reversal('r', 'p', { value_date: '2020-07-01', amount: '15' });
    expect(floors(...LINES, payment('85'), take)).toEqual({
      '2020-01': '20.0000',
      '2020-02': '25.0000',
      '2020-03': '25.0000',
      '2020-04': 'only_taken_back',
      ...SETTLED,
    });
  });

  test('a reversal of more than the payment takes all', () => {
    const take = reversal('r', 'p', { value_date: '2020-07-01', amount: '95' });
    const found = floors(
      ...LINES,
      payment('85'),
      take,
      line('x', '2018-01', '12', { status: 'paid' }),
    );
    expect(found).toMatchObject({ '2018-01': '2.0000', '2020-01': 'only_taken_back' });
  });

  test('in another currency it takes what it is worth at the highest rate', () => {
    const flows = [
      line('l1', '2020-01', '20'),
      line('l2', '2020-02', '30'),
      payment('50', ['l1', 'l2']),
      reversal('r', 'p', { value_date: '2020-07-01', amount: '50', currency: 'USD' }),
    ];
    const rates = dollars({ '2020-06-15': '0.7', '2020-07-01': '0.8' });
    // 50 USD at 0.8 are 40 EUR: 30 of February, 10 of January.
    expect(floorText(evidenceOf(flows), { reference: { rates } })).toEqual({
      '2020-01': '10.0000',
      '2020-02': 'only_taken_back',
      ...SETTLED,
    });
    // Without a rate all is taken.
    expect(floors(...flows)).toMatchObject({
      '2020-01': 'only_taken_back',
      '2020-02': 'only_taken_back',
    });
  });

  test('pieces without a rate are worth nothing', () => {
    const usd = { currency: 'USD', value_date: '2019-06-15' };
    const flows = [
      line('l1', '2020-01', '20', { currency: 'USD' }),
      payment('50', ['l1'], usd),
      flow('o', { ...inMonth('2019-06'), amount: '100' }),
      reversal('r', 'p', { value_date: '2020-07-01', amount: '7' }),
    ];
    // The reversal acts in EUR on 30 and 20 USD of no worth: all of it on the last, in no part.
    expect(floors(...flows)).toMatchObject({ '2019-06': '100.0000' });
  });

  test('several reversals take from one line after the other', () => {
    const flows = [
      line('l1', '2020-01', '50'),
      line('l2', '2020-02', '35', { site: 'series.tv' }),
      payment('85', ['l1', 'l2']),
      reversal('r1', 'p', { value_date: '2020-07-01', amount: '35' }),
      reversal('r2', 'p', { value_date: '2020-07-02', amount: '35' }),
    ];
    for (const records of [flows, [...flows].reverse()]) {
      const evidence = evidenceOf(records);
      expect(floorText(evidence, { operation: 'series.tv' })).toEqual({
        '2020-02': 'only_taken_back',
      });
      expect(floorText(evidence)).toEqual({ '2020-01': '15.0000', ...SETTLED });
    }
  });

  const OF_TWO = [
    line('l1', '2020-01', '50'),
    line('l2', '2020-02', '35', { site: 'series.tv' }),
    payment('85', ['l1', 'l2']),
  ];
  const ofTwo = (reference: object, ...flows: FlowRecord[]) =>
    ['films', 'series.tv'].map(
      (operation) =>
        Object.values(floorText(evidenceOf([...OF_TWO, ...flows]), { operation, reference }))[0],
    );
  const take = (id: string, amount: string, fields: object = {}, of = 'p') =>
    reversal(id, of, { value_date: '2020-07-01', amount, ...fields });

  test('each takes what the others have left, in part', () => {
    expect(ofTwo({}, take('r1', '20'))).toEqual(['50.0000', '15.0000']);
    expect(ofTwo({}, take('r1', '20'), take('r2', '20'))).toEqual(['45.0000', 'only_taken_back']);
    const three = [take('r1', '20'), take('r2', '5'), take('r3', '20')];
    expect(ofTwo({}, ...three)).toEqual(['40.0000', 'only_taken_back']);
  });

  test('also of one that names the line', () => {
    const flows = [take('r1', '35', {}, 'l2'), take('r2', '20')];
    expect(ofTwo({}, ...flows)).toEqual(['30.0000', 'only_taken_back']);
  });

  test('also of one in another currency', () => {
    const rates = dollars({ '2020-06-15': '0.7', '2020-07-01': '0.8' });
    const usd = { currency: 'USD' };
    // 25 USD are 20 EUR, 50 USD are 40.
    expect(ofTwo({ rates }, take('r1', '50', usd))).toEqual(['45.0000', 'only_taken_back']);
    const both = [take('r1', '25', usd), take('r2', '25', usd)];
    expect(ofTwo({ rates }, ...both)).toEqual(['45.0000', 'only_taken_back']);
  });

  test('also of one in dispute, of which each content acts alone', () => {
    const contents = [take('r1', '35'), take('r1', '34')];
    expect(ofTwo({}, ...contents)).toEqual(['50.0000', 'only_taken_back']);
    expect(ofTwo({}, ...contents, take('r2', '35'))).toEqual(['15.0000', 'only_taken_back']);
    const others = [take('r1', '35'), take('r1', '9'), take('r1', '35.5')];
    expect(ofTwo({}, ...others, take('r2', '35'))).toEqual(['14.5000', 'only_taken_back']);
  });

  test('a hop that names the payment supersedes it, and it settles nothing', () => {
    const hop = flow('h', {
      value_date: '2020-06-20',
      source: 'bank',
      amount: '84',
      upstream: [{ source: 'statement', flow_id: 'p' }],
    });
    expect(floors(...LINES, payment('85'), hop)).toEqual({
      '2020-01': 'not_paid',
      '2020-02': 'not_paid',
      '2020-03': 'not_paid',
      '2020-04': 'not_paid',
      '2020-06': '84.0000',
    });
  });

  test('a hop that names a line supersedes what was paid of it', () => {
    const hop = flow('h', {
      ...inMonth('2020-04'),
      value_date: '2020-06-20',
      source: 'bank',
      amount: '9',
      upstream: [{ source: 'statement', flow_id: 'l4' }],
    });
    expect(floors(...LINES, payment('85'), hop)).toMatchObject({
      '2020-03': '30.0000',
      '2020-04': 'other_source_counts, superseded_by_hop',
    });
  });
});
