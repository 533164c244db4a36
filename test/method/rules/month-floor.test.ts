import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { floorLines } from '../../../pipeline/method/lines.ts';
import { isDocumentedAssumption } from '../../../pipeline/method/without.ts';
import type { MonthFloor } from '../../../pipeline/method/month-floor.ts';
import {
  account,
  between,
  evidenceOf,
  floorText,
  floors,
  flow,
  inMonth,
  reversal,
  site,
} from '../flow-records.ts';

const MARCH = inMonth('2020-03');
const paid = (id: string, amount: string, fields: object = {}) =>
  flow(id, { ...MARCH, amount, ...fields });

function monthOf(
  flows: readonly FlowRecord[],
  question: Parameters<typeof floors>[1] = {},
): MonthFloor {
  const [first] = floors(evidenceOf(flows), question).months;
  if (first === undefined) throw new Error('no month');
  return first;
}

const modelled = (units: bigint, month = '2020-03') => ({ modelled: new Map([[month, units]]) });

describe('M-LINES: the floor of each line', () => {
  test('floor(advertising) = max(advertising + other, modelled) - other', () => {
    const lines = (advertising: bigint, other: bigint, model: bigint) =>
      floorLines(
        new Map([
          ['advertising', advertising],
          ['other', other],
          ['donation', 3n],
        ]),
        model,
      ).get('advertising');
    expect(lines(50n, 20n, 70n)).toBe(50n);
    expect(lines(50n, 20n, 71n)).toBe(51n);
    expect(lines(50n, 20n, 0n)).toBe(50n);
    expect(lines(0n, 90n, 70n)).toBe(0n);
    expect(lines(50n, 20n, 30n)).toBe(50n);
    expect(floorLines(new Map([['donation', 3n]]), 1n).get('advertising')).toBe(1n);
    expect(floorLines(new Map(), 7n)).toEqual(new Map([['advertising', 7n]]));
    expect(floorLines(new Map([['donation', 3n]]), 0n)).toEqual(new Map([['donation', 3n]]));
  });

  test('the other lines have their documented money', () => {
    const flows = [
      paid('a', '10'),
      paid('o', '4', { line: 'other' }),
      paid('d', '2', { line: 'donation' }),
    ];
    const month = monthOf(flows, modelled(200_000n));
    expect(month).toMatchObject({
      floor: 220_000n,
      documented: 160_000n,
      modelled: 200_000n,
      floorLines: new Map([
        ['advertising', 160_000n],
        ['other', 40_000n],
        ['donation', 20_000n],
      ]),
      documentedLines: new Map([
        ['advertising', 100_000n],
        ['other', 40_000n],
        ['donation', 20_000n],
      ]),
    });
  });

  test('documented money of a line is cut after 4 decimals, as the last step', () => {
    const thirds = ['a', 'b', 'c'].map((id) => paid(id, '0.00004'));
    expect(monthOf(thirds).floor).toBe(1n);
    const lines = [paid('a', '0.00009'), paid('b', '0.00009', { line: 'donation' })];
    expect(monthOf(lines).floor).toBe(0n);
    expect(monthOf(lines).status).toBe('ok');
  });

  test('months are in order', () => {
    const flows = ['2021-01', '2019-01', '2020-01'].map((month) => flow(month, inMonth(month)));
    const { months } = floors(evidenceOf(flows), modelled(1n, '2018-01'));
    expect(months.map(({ month }) => month)).toEqual(['2018-01', '2019-01', '2020-01', '2021-01']);
  });

  test('a modelled month needs no flow', () => {
    expect(floorText(evidenceOf([paid('a', '10')]), modelled(5_000n, '2019-12'))).toEqual({
      '2019-12': '0.5000',
      '2020-03': '10.0000',
    });
    expect(floorText(evidenceOf([]), modelled(0n))).toEqual({});
  });
});

describe('M-LINES: a month in which nothing counts has no figure', () => {
  const of = (...flows: FlowRecord[]) => floorText(evidenceOf(flows))['2020-03'];

  test('but the reason', () => {
    expect(of(paid('a', '0'))).toBe('nothing_paid');
    const gone = [paid('a', '1'), reversal('r', 'a', { amount: '1' })];
    expect(of(...gone)).toBe('only_taken_back');
    expect(of(...gone, paid('b', '0'))).toBe('only_taken_back');
    expect(of(paid('a', '1', { status: 'accrued' }))).toBe('not_paid');
    expect(of(paid('a', '0'), paid('b', '1', { status: 'accrued' }))).toBe(
      'nothing_paid, not_paid',
    );
  });

  test('and each reason once, in order', () => {
    const accrued = paid('a', '1', { status: 'accrued' });
    const dollar = paid('c', '1', { currency: 'USD' });
    const gross = paid('d', '1', { basis: 'gross' });
    expect(of(dollar, gross, accrued, { ...accrued, flow_id: 'b' })).toBe(
      'gross_without_share, not_paid, unconverted',
    );
  });

  test('of the months of its service in which it is the operation\u2019s', () => {
    const sites = [site('films.tv', 'films', { valid_from: '2020-02-15' })];
    const accrued = flow('a', { ...between('2020-01-01', '2020-03-31'), status: 'accrued' });
    expect(floorText(evidenceOf([accrued], { sites }))).toEqual({
      '2020-02': 'not_paid',
      '2020-03': 'not_paid',
    });
  });

  test('also where modelled money is', () => {
    const month = monthOf([paid('a', '0')], modelled(1n));
    expect([month.status, month.reasons, month.rung]).toEqual(['ok', [], null]);
  });
});

describe('what a figure rests on', () => {
  const shared = { site: null, site_shares: [{ site: 'films.tv', share: '0.5' }] };
  const spread = between('2020-03-31', '2020-04-01');

  test('the rung: L1 where some of it is a share of a flow', () => {
    expect(monthOf([paid('a', '10')]).rung).toBe('L0');
    expect(monthOf([paid('a', '10'), paid('b', '10', shared)]).rung).toBe('L1');
    const gone = reversal('r', 'b', { amount: '10' });
    expect(monthOf([paid('a', '10'), paid('b', '10', shared), gone]).rung).toBe('L0');
    expect(monthOf([paid('a', '0')]).rung).toBeNull();
    // All of its line is gone.
    const unplaced = reversal('r', null, { ...MARCH, amount: '5' });
    const lines = [paid('a', '10'), paid('b', '10', { ...shared, line: 'donation' })];
    expect(monthOf(lines).rung).toBe('L1');
    expect(monthOf([...lines, unplaced]).rung).toBe('L0');
  });

  test('even_spread: what is of some days of its flow only', () => {
    const month = monthOf([paid('a', '10'), paid('b', '8', spread)]);
    expect([month.documented, month.apportioned]).toEqual([140_000n, 40_000n]);
    expect(monthOf([paid('a', '10')]).apportioned).toBe(0n);
  });

  test('payment_month: what is dated by payment alone', () => {
    const day = flow('b', { value_date: '2020-03-15', amount: '8' });
    expect(monthOf([day]).paymentDated).toBe(80_000n);
    expect(monthOf([paid('a', '8')]).paymentDated).toBe(0n);
  });

  test('at most the documented money of its line', () => {
    const unplaced = reversal('r', null, { ...MARCH, amount: '17' });
    const month = monthOf([paid('a', '10'), paid('b', '20', spread), unplaced]);
    expect([month.documented, month.apportioned, month.unplacedReversals]).toEqual([
      30_000n,
      30_000n,
      170_000n,
    ]);
    const over = reversal('q', 'b', { amount: '30' });
    const below = monthOf([paid('a', '10'), paid('b', '20', spread), over]);
    expect(below.apportioned).toBe(0n);
    const lines = [paid('a', '10', spread), paid('b', '20', { ...spread, line: 'donation' })];
    expect(monthOf(lines).apportioned).toBe(150_000n);
    const minus = [...lines, reversal('m', 'a', { amount: '12' })];
    expect(monthOf(minus).apportioned).toBe(90_000n);
  });
});

describe('leaving an assumption out', () => {
  const spread = between('2020-03-31', '2020-04-01');
  const shared = { site: null, site_shares: [{ site: 'films.tv', share: '0.5' }] };
  const without = (assumption: string, ...flows: FlowRecord[]) => {
    const known = (['even_spread', 'payment_month', 'rung:L0', 'rung:L1'] as const).find(
      (one) => one === assumption,
    );
    if (known === undefined) throw new Error(assumption);
    return floorText(evidenceOf(flows), { without: [known] });
  };

  test('is known by its id', () => {
    expect(['even_spread', 'rung:L1', 'rung:L2'].map(isDocumentedAssumption)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('leaves out the paid parts that rest on it', () => {
    const flows = [paid('a', '10'), paid('b', '8', spread)];
    expect(without('even_spread', ...flows)).toEqual({
      '2020-03': '10.0000',
      '2020-04': 'left_out',
    });
    const day = flow('p', { value_date: '2020-03-15', amount: '8' });
    expect(without('payment_month', day)).toEqual({ '2020-03': 'left_out' });
    expect(without('payment_month', paid('a', '10'))).toEqual({ '2020-03': '10.0000' });
    const both = [paid('a', '10'), paid('b', '8', shared)];
    expect(without('rung:L0', ...both)).toEqual({ '2020-03': '4.0000' });
    expect(without('rung:L1', ...both)).toEqual({ '2020-03': '10.0000' });
  });

  test('what takes back stays', () => {
    const flows = [paid('a', '10'), paid('b', '8', spread), reversal('r', 'b', { amount: '6' })];
    // 10 + 4 - 3 without the 4 that were paid.
    expect(without('even_spread', ...flows)).toEqual({
      '2020-03': '7.0000',
      '2020-04': 'left_out',
    });
    const more = [...flows, reversal('q', 'a', { amount: '9' })];
    expect(without('even_spread', ...more)).toMatchObject({ '2020-03': 'left_out' });
    expect(monthOf(more, { without: ['even_spread'] }).documented).toBe(0n);
  });

  test('leaves the other lines', () => {
    const flows = [paid('a', '10', { line: 'donation' }), paid('b', '8', spread)];
    expect(without('even_spread', ...flows)).toMatchObject({ '2020-03': '10.0000' });
  });

  test('keeps every choice as it was', () => {
    const flows = [
      flow('d', { value_date: '2020-03-15', source: 'bank', amount: '100' }),
      paid('a', '10'),
    ];
    expect(without('payment_month', ...flows)).toEqual({
      '2020-03': 'left_out, other_source_counts',
    });
  });

  test('leaves the figures that show what rests on it', () => {
    const month = monthOf([paid('a', '10'), paid('b', '8', spread)], { without: ['even_spread'] });
    expect([month.apportioned, month.rung]).toEqual([0n, 'L0']);
  });
});

describe('why a flow is left out', () => {
  const OWN = 'DE44500105175407324931';
  const up = (source: string, id: string) => ({ upstream: [{ source, flow_id: id }] });

  function rules(flows: readonly FlowRecord[], more: object = {}): string[] {
    return floors(evidenceOf(flows, more))
      .leftOut.map(({ flow: { flowId }, rule, reason }) => `${flowId} ${rule} ${reason}`)
      .sort();
  }

  test('the first rule that leaves it out', () => {
    const dated = { value_date: '2020-04-10' };
    expect(rules([paid('a', '5', dated), paid('b', '5', dated)])).toEqual(['b M-TWIN twin']);
    expect(
      rules([
        flow('a', { ...between('2020-03-01', '2020-03-15'), amount: '5' }),
        flow('b', { ...between('2020-03-16', '2020-03-31'), amount: '5' }),
        paid('t', '10'),
      ]),
    ).toEqual(['t M-TOTAL total']);
    expect(rules([paid('a', '5'), paid('a', '6')])).toEqual([
      'a M-DISPUTE disputed',
      'a M-DISPUTE disputed',
    ]);
    expect(rules([paid('a', '5', { status: 'accrued' })])).toEqual(['a M-SETTLE not_paid']);
    expect(
      rules([paid('a', '5'), paid('h', '4', { source: 'agent', ...up('statement', 'a') })]),
    ).toEqual(['a M-HOP superseded_by_hop']);
    const accrued = paid('a', '5', { status: 'accrued' });
    expect(rules([accrued, paid('h', '4', { source: 'agent', ...up('statement', 'a') })])).toEqual([
      'a M-HOP superseded_by_hop',
    ]);
    expect(rules([paid('a', '5', { currency: 'USD' })])).toEqual(['a M-RATE unconverted']);
    expect(rules([paid('a', '5', { basis: 'gross' })])).toEqual(['a M-GROSS gross_without_share']);
    expect(rules([paid('a', '5'), paid('b', '2', { source: 'bank' })])).toEqual([
      'b M-OWNER other_source_counts',
    ]);
    expect(rules([paid('a', '5'), paid('b', '2', { network: null, source: 'bank' })])).toEqual([
      'b M-ORIGIN other_side_counts',
    ]);
  });

  test('payments that were replaced, and lines of those that do not count', () => {
    const line = paid('l', '5', { status: 'paid' });
    const payment = flow('p', { value_date: '2020-04-10', amount: '5', settles: ['l'] });
    expect(rules([line, payment])).toEqual(['p M-SETTLE settled']);
    expect(rules([line, payment, { ...payment, amount: '4' }])).toEqual([
      'l M-SETTLE settled',
      'p M-DISPUTE disputed',
      'p M-DISPUTE disputed',
    ]);
  });

  test('gross money in the months without a share', () => {
    const half = flow('a', { ...between('2020-03-31', '2020-04-01'), basis: 'gross' });
    const share = {
      network: 'popads.net',
      line: 'advertising',
      from: '2020-04-01',
      to: null,
      low: '0.5',
    };
    expect(floorText(evidenceOf([half]), { reference: { shares: [share] } })).toEqual({
      '2020-03': 'gross_without_share',
      '2020-04': '25.0000',
    });
  });

  test('a twin of a dropped flow is a twin', () => {
    const dated = { value_date: '2020-04-10' };
    const hop = paid('h', '5', { source: 'agent', ...up('statement', 'a') });
    expect(rules([paid('a', '5', dated), paid('b', '5', dated), hop])).toEqual([
      'a M-HOP superseded_by_hop',
      'b M-TWIN twin',
    ]);
  });

  test('transfers of the operation, and nothing of others', () => {
    const accounts = [account(OWN, 'films')];
    const transfer = [paid('a', '5', { payer_account: OWN }), paid('b', '5')];
    expect(rules(transfer, { accounts })).toEqual(['a M-TRANSFER own_transfer']);
    const ofOther = [paid('a', '5', { payer_account: OWN, site: 'series.tv' })];
    expect(rules(ofOther, { accounts: [account(OWN, 'series.tv')] })).toEqual([]);
    expect(rules([paid('a', '5', { site: 'series.tv', status: 'accrued' })])).toEqual([]);
    expect(rules([paid('a', '5', { site: 'series.tv', currency: 'USD' })])).toEqual([]);
    const dated = { value_date: '2020-04-10', site: 'series.tv' };
    expect(rules([paid('a', '5', dated), paid('b', '5', dated)])).toEqual([]);
    expect(rules([reversal('r', null, MARCH)])).toEqual([]);
  });
});
