import { describe, expect, test } from 'vitest';
import { supersedersOf } from '../../../pipeline/method/hop.ts';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { evidenceOf, floorText, flow, inMonth, reversal } from '../flow-records.ts';

const up = (...ids: string[]) => ({
  upstream: ids.map((id) => ({ source: 'statement', flow_id: id })),
});
const MARCH = inMonth('2020-03');
const floors = (...flows: FlowRecord[]) => floorText(evidenceOf(flows));

describe('M-HOP: each flow that a hop names is superseded', () => {
  const a = flow('a', { ...MARCH, amount: '100' });
  const b = flow('b', { ...MARCH, amount: '50' });
  const agent = (fields: object) =>
    flow('h', { ...MARCH, source: 'agent', amount: '80', ...fields });

  test('by a paid flow', () => {
    expect(floors(a, b, agent(up('a', 'b')))).toEqual({ '2020-03': '80.0000' });
    expect(floors(a, b, agent(up('a')))).toEqual({ '2020-03': '80.0000' });
  });

  test('by an accrued flow', () => {
    expect(floors(a, b, agent({ ...up('a'), status: 'accrued' }))).toEqual({
      '2020-03': '50.0000',
    });
  });

  test('by a flow in dispute', () => {
    const contents = [agent(up('a')), agent({ ...up('a'), amount: '81' })];
    expect(floors(a, b, ...contents)).toEqual({ '2020-03': '50.0000' });
  });

  test('not by a reversal', () => {
    const take = agent({ ...up('a'), status: 'reversed', amount: '10' });
    expect(floors(a, b, take)).toEqual({ '2020-03': '140.0000' });
  });

  test('a take-back is never superseded', () => {
    const take = reversal('r', 'a', { ...MARCH, amount: '30' });
    // The hop names no money, so that its own key is unknown (M-ORIGIN).
    expect(floors(a, take, flow('h', { ...MARCH, amount: '1', ...up('r') }))).toEqual({
      '2020-03': '70.0000',
    });
  });

  test('a take-back of what an agent passed on to several operations concerns each of them', () => {
    const take = reversal('r', 'a', { ...MARCH, amount: '30', site: 'series.tv' });
    const received = { ...a, site: 'series.tv' };
    const passedOn = [
      agent({ ...up('a'), flow_id: 'h1', amount: '60' }),
      agent({ ...up('a'), flow_id: 'h2', amount: '40', site: 'series.tv' }),
    ];
    expect(floors(received, take, ...passedOn)).toEqual({ '2020-03': '30.0000' });
  });

  test('of a cycle nothing counts', () => {
    const one = flow('x', { ...MARCH, ...up('y') });
    const other = flow('y', { ...MARCH, ...up('x') });
    expect(floors(one, other)).toEqual({ '2020-03': 'superseded_by_hop' });
  });

  test('a flow that names itself names nothing', () => {
    expect(floors({ ...a, ...up('a') })).toEqual({ '2020-03': '100.0000' });
    const twin = { value_date: '2020-04-10', ...up('a') };
    expect(floors({ ...a, ...twin }, { ...a, ...twin, flow_id: 'c' })).toEqual({
      '2020-03': '100.0000',
    });
  });

  test('a chain leaves its last step', () => {
    const last = flow('z', {
      ...MARCH,
      source: 'bank',
      amount: '70',
      upstream: [{ source: 'agent', flow_id: 'h' }],
    });
    expect(floors(a, agent(up('a')), last)).toEqual({ '2020-03': '70.0000' });
  });

  test('the steps above a flow are found through others, and once in a cycle', () => {
    const superseded = new Map([
      ['a', new Set(['b', 'c'])],
      ['b', new Set(['d'])],
      ['d', new Set(['b', 'a'])],
    ]);
    expect([...supersedersOf('a', superseded)].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect([...supersedersOf('c', superseded)]).toEqual([]);
  });
});
