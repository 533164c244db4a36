import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { monthText } from '../../../pipeline/method/calendar.ts';
import {
  between,
  countingFlows,
  evidenceOf,
  floorText,
  floors,
  flow,
  inMonth,
  reversal,
} from '../flow-records.ts';

/** Of a month, credited in it, so that the window is the month. */
const inside = (
  id: string,
  source: string,
  amount: string,
  month = '2020-03',
  fields: object = {},
) =>
  flow(id, {
    ...between(`${month}-11`, `${month}-18`),
    value_date: `${month}-15`,
    source,
    amount,
    ...fields,
  });
const counting = (...flows: FlowRecord[]) => countingFlows(evidenceOf(flows));

/** `source rank months`, a payment-dated group with *. */
function ranks(...flows: FlowRecord[]): string[] {
  const { groups } = floors(evidenceOf(flows)).documented.chosen;
  return groups.map(
    ({ source, isPaymentDated, rank, months }) =>
      `${source}${isPaymentDated ? '*' : ''} ${String(rank)} ${months.map(monthText).join(' ')}`,
  );
}

describe('M-OWNER: the rank of a group', () => {
  test('near ones first: at least 0.95 of the largest, and of them the smallest', () => {
    expect(counting(inside('a', 'a', '100'), inside('b', 'b', '95'))).toEqual(['b']);
    expect(counting(inside('a', 'a', '100'), inside('b', 'b', '94.99999999'))).toEqual(['a']);
    expect(counting(inside('a', 'a', '96'), inside('b', 'b', '100'))).toEqual(['a']);
  });

  test('among the near not payment-dated before payment-dated', () => {
    const paid = flow('b', { source: 'b', value_date: '2020-03-15', amount: '96' });
    expect(counting(inside('a', 'a', '100'), paid)).toEqual(['a']);
    expect(counting(inside('a', 'a', '90'), paid)).toEqual(['b']);
  });

  test('then those with the fewest flows that cross months', () => {
    const crossing = (id: string, amount: string) =>
      flow(id, { ...between('2020-03-31', '2020-04-01'), source: 'a', amount });
    const whole = (id: string, month: string, amount: string) =>
      flow(id, { ...inMonth(month), source: 'b', amount });
    expect(counting(crossing('a', '96'), whole('b', '2020-03', '100'))).toEqual(['b']);
    expect(
      counting(
        crossing('a', '96'),
        { ...crossing('b', '50'), source: 'b' },
        { ...crossing('c', '50'), source: 'b', line: 'other' },
      ),
    ).toEqual(['a']);
  });

  test('then the others, the largest first', () => {
    const flows = [
      inside('a', 'a', '1000'),
      inside('b', 'b', '50', '2021-03'),
      inside('c', 'c', '60', '2021-03'),
      inside('d', 'd', '40', '2021-03'),
    ];
    expect(ranks(...flows)).toEqual(['a 1 2020-03', 'c 2 2021-03', 'b 3 ', 'd 4 ']);
    expect(ranks(...[...flows].reverse())).toEqual(['a 1 2020-03', 'c 2 2021-03', 'b 3 ', 'd 4 ']);
  });

  test('ties by name', () => {
    expect(ranks(inside('x', 'b', '100'), inside('y', 'a', '100'))).toEqual([
      'a 1 2020-03',
      'b 2 ',
    ]);
    expect(
      ranks(inside('w', 'z', '1000', '2019-03'), inside('x', 'b', '100'), inside('y', 'a', '100')),
    ).toEqual(['z 1 2019-03', 'a 2 2020-03', 'b 3 ']);
    const dated = flow('p', { source: 'a', value_date: '2020-03-15', amount: '100' });
    const large = inside('w', 'z', '1000', '2019-03');
    expect(ranks(large, dated, inside('y', 'a', '100'))).toEqual([
      'z 1 2019-03',
      'a 2 2020-03',
      'a* 3 ',
    ]);
  });

  test('a total is the parts less the own take-backs', () => {
    const flows = [inside('a', 'a', '100'), inside('b', 'b', '90')];
    expect(counting(...flows)).toEqual(['a']);
    const take = reversal('r', 'a', { source: 'a', amount: '20' });
    expect(counting(...flows, take)).toEqual(['b']);
    // 100 - 5 is near 96 and smaller.
    const little = reversal('r', 'a', { source: 'a', amount: '5' });
    expect(counting(inside('a', 'a', '100'), inside('b', 'b', '96'), little)).toEqual(['a']);
  });

  test('a group below 0 is the last', () => {
    const flows = [
      inside('a', 'a', '10'),
      reversal('r', 'a', { source: 'a', amount: '40' }),
      inside('b', 'b', '0'),
    ];
    expect(ranks(...flows)).toEqual(['b 1 2020-03', 'a 2 ']);
  });
});

describe('M-OWNER: the owner of a month', () => {
  test('is the first group in rank with a window in it', () => {
    const flows = [
      inside('a', 'a', '100', '2020-03'),
      inside('a2', 'a', '100', '2020-05'),
      inside('b', 'b', '20', '2020-03'),
      inside('b2', 'b', '30', '2020-04'),
    ];
    expect(ranks(...flows)).toEqual(['a 1 2020-03 2020-05', 'b 2 2020-04']);
    expect(floorText(evidenceOf(flows))).toEqual({
      '2020-03': '100.0000',
      '2020-04': '30.0000',
      '2020-05': '100.0000',
    });
  });

  test('its months are in order', () => {
    const flows = [
      inside('a2', 'a', '100', '2020-05'),
      inside('a', 'a', '100', '2020-03'),
      inside('b', 'b', '20', '2020-03'),
    ];
    expect(ranks(...flows)).toEqual(['a 1 2020-03 2020-05', 'b 2 ']);
  });

  test('a flow counts if its group owns every month of its window', () => {
    const b = (value: string) => ({ ...inside('b', 'b', '30', '2020-04'), value_date: value });
    const a = inside('a', 'a', '100', '2020-05');
    expect(counting(a, b('2020-04-20'))).toEqual(['a', 'b']);
    expect(counting(a, b('2020-04-21'))).toEqual(['a']);
    const early = inside('a', 'a', '100', '2020-03');
    expect(counting(early, b('2020-04-11'))).toEqual(['a', 'b']);
    expect(counting(early, b('2020-04-10'))).toEqual(['a']);
    expect(counting(early, b('2020-02-10'))).toEqual(['a']);
  });

  test('the payment-dated flows of a source are a second group', () => {
    const flows = [
      inside('a', 's', '100'),
      flow('p', { source: 's', value_date: '2020-03-15', amount: '40' }),
      flow('q', { source: 's', value_date: '2020-05-15', amount: '7' }),
    ];
    expect(counting(...flows)).toEqual(['a', 'q']);
    expect(ranks(...flows)).toEqual(['s 1 2020-03', 's* 2 2020-05']);
  });

  test('a superseded flow keeps its months from others', () => {
    const flows = [
      inside('a', 'a', '100', '2019-03'),
      inside('u', 'a', '50'),
      inside('b', 'b', '30'),
      inside('h', 'agent', '10', '2021-03', { upstream: [{ source: 'a', flow_id: 'u' }] }),
    ];
    expect(counting(...flows)).toEqual(['a', 'h']);
  });

  test('each key has its own ranks', () => {
    const flows = [
      inside('a', 'a', '100'),
      inside('b', 'b', '20', '2020-03', { network: 'adsterra.com' }),
    ];
    expect(ranks(...flows)).toEqual(['a 1 2020-03', 'b 1 2020-03']);
    const ofUnknown = [
      inside('a', 'a', '100', '2020-03', { network: 'Firm A' }),
      inside('b', 'b', '20', '2020-03', { network: 'Firm B' }),
    ];
    expect(ranks(...ofUnknown)).toEqual(['a 1 2020-03', 'b 2 ']);
  });
});

describe('M-OWNER: sources that are declared disjoint', () => {
  const a = inside('a', 'a', '100');
  const b = inside('b', 'b', '40');
  const c = inside('c', 'c', '20');
  const of = (flows: FlowRecord[], ...disjoint: [string | null, string[]][]) =>
    countingFlows(evidenceOf(flows), {
      reference: { disjoint: disjoint.map(([network, sources]) => ({ network, sources })) },
    });

  test('are one group on the key', () => {
    expect(of([a, b, c], ['popads.net', ['b', 'a']])).toEqual(['a', 'b']);
    expect(of([a, b, c], ['popads.net', ['b', 'a', 'b']])).toEqual(['a', 'b']);
    expect(of([a, b, c], ['adsterra.com', ['b', 'a']])).toEqual(['a']);
  });

  test('or on every key', () => {
    expect(of([a, b, c], [null, ['b', 'a', 'c']])).toEqual(['a', 'b', 'c']);
  });

  test('a source in two declarations of a key is in none', () => {
    expect(of([a, b, c], ['popads.net', ['a', 'b']], [null, ['b', 'c']])).toEqual(['a']);
    expect(of([a, b, c], ['popads.net', ['a', 'b']], ['adsterra.com', ['b', 'c']])).toEqual([
      'a',
      'b',
    ]);
    // a and c are left of the first.
    expect(of([a, b, c], ['popads.net', ['b', 'c', 'a']], [null, ['b', 'd']])).toEqual(['a', 'c']);
  });

  test('a source in two does not lend its name to a group', () => {
    expect(of([a, b, c], ['popads.net', ['a', 'b', 'c']], [null, ['a', 'd']])).toEqual(['a']);
  });

  test('the group has the name of the first source', () => {
    for (const sources of [
      ['b', 'a'],
      ['a', 'b'],
    ]) {
      const reference = { disjoint: [{ network: null, sources }] };
      const { groups } = floors(evidenceOf([b, a]), { reference }).documented.chosen;
      const found = groups.map(({ source, total }) => [source, total]);
      expect(found).toEqual([['a', 1_400_000_000_000n]]);
    }
  });

  test('of a network that is not known are none', () => {
    const [one, other] = ['Firm A', 'Firm B'].map((network, at) =>
      inside(`f${String(at)}`, at === 0 ? 'a' : 'b', at === 0 ? '100' : '40', '2020-03', {
        network,
      }),
    );
    if (one === undefined || other === undefined) throw new Error('two flows');
    expect(of([one, other], ['Firm C', ['a', 'b']])).toEqual(['f0']);
    expect(of([one, other], [null, ['a', 'b']])).toEqual(['f0', 'f1']);
  });
});
