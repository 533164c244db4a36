// Where take-backs were placed, and what rests on each assumption, in the world of
// explained-world.ts and small changes of it.
import { describe, expect, test } from 'vitest';
import { evidenceOf, flow, inMonth, reversal } from '../method/flow-records.ts';
import { FLOWS, WORLD, explanationIn } from './explained-world.ts';

const found = explanationIn(WORLD);
const paidOn = (value_date: string) => ({ value_date });

describe('take-backs', () => {
  test('each with where it was placed', () => {
    const shown = found.take_backs.map((one) => [
      one.rule,
      one.source,
      one.flow_id,
      one.target_flow_id,
      one.placed,
      one.from_flow_id,
      one.from_month,
      one.taken_in_month_eur,
    ]);
    expect(shown).toEqual([
      ['M-GONE', 'bank', 'b2', 'b1', 'other_source', 's2', '2022-03', '120.0000000000'],
      ['M-GONE', 'statement', 'n1', '', 'nowhere', '', '', '0.0000000000'],
      ['M-REVERSAL', 'bank', 'b2', 'b1', 'on_target', 'b1', '2022-04', '0.0000000000'],
      ['M-UNPLACED', 'statement', 's5', '', 'month', '', '2022-03', '20.0000000000'],
    ]);
    expect(found.take_backs[2]).toMatchObject({ from_counts: 0, taken_eur: '120.0000000000' });
  });

  test('a refund of what an agent passed on is taken from what the agent paid on', () => {
    const refund = reversal('back', 'n1', { amount: '50', ...paidOn('2022-04-20') });
    const { take_backs: all } = explanationIn({ ...WORLD, flows: [...FLOWS, refund] });
    expect(all.filter((one) => one.flow_id === 'back')).toMatchObject([
      { rule: 'M-REVERSAL', placed: 'on_hop', from_flow_id: 'a1', taken_eur: '50.0000000000' },
    ]);
  });

  test('one that two sources report is deducted once, and says so', () => {
    const twice = reversal('s6', 's2', { amount: '120', ...paidOn('2022-05-28') });
    const { take_backs: all, assumptions } = explanationIn({ ...WORLD, flows: [...FLOWS, twice] });
    expect(all.filter((one) => one.placed === 'repeated')).toMatchObject([
      { source: 'bank', flow_id: 'b2', from_source: 'statement', from_flow_id: 's6' },
    ]);
    expect(assumptions).toContainEqual({
      assumption: 'one_take_back',
      measured_by: 'in_doubt',
      resting_eur: '120.0000',
    });
  });

  test('what a source shows as gone of a flow over two months is split as it was taken', () => {
    const flows = [
      flow('s', { period_start: '2022-03-17', period_end: '2022-04-15', amount: '300' }),
      flow('b', { source: 'bank', ...paidOn('2022-04-20'), amount: '60' }),
      reversal('back', 'b', { source: 'bank', ...paidOn('2022-05-01'), amount: '60' }),
    ];
    const { take_backs: all } = explanationIn(evidenceOf(flows));
    expect(all.filter((one) => one.rule === 'M-GONE')).toMatchObject([
      { taken_eur: '60.0000000000', taken_in_month_eur: '30.0000000000' },
    ]);
  });
});

describe('assumptions', () => {
  const restingOf = (explanation: typeof found) =>
    Object.fromEntries(
      explanation.assumptions.map(({ assumption, resting_eur: eur }) => [assumption, eur]),
    );

  test('each has the money that rests on it', () => {
    expect(restingOf(found)).toMatchObject({
      authentic: '610.0000',
      told_once: '610.0000',
      same_dates: '0.0000',
      one_name: '610.0000',
      own_accounts: '610.0000',
      one_take_back: '0.0000',
      unplaced: '0.0000',
      even_spread: '50.0000',
      payment_month: '0.0000',
      'rung:L0': '610.0000',
    });
    expect(found.sensitivity.slice(0, 3)).toEqual([
      { without: 'even_spread', floor_eur: '560.0000', status: 'ok', reason: '' },
      { without: 'payment_month', floor_eur: '610.0000', status: 'ok', reason: '' },
      {
        without: 'rung:L0',
        floor_eur: null,
        status: 'insufficient',
        reason: 'left_out,not_paid,superseded_by_hop',
      },
    ]);
  });

  test('of two groups that both count, of a payer, and of what was taken from other months', () => {
    const flows = [
      flow('s', { ...inMonth('2022-03'), ...paidOn('2022-04-02'), payer_account: 'net-1' }),
      flow('b', { source: 'bank', ...paidOn('2023-07-15') }),
      reversal('back', null, { ...inMonth('2023-07'), ...paidOn('2023-07-20'), amount: '30' }),
    ];
    expect(restingOf(explanationIn(evidenceOf(flows)))).toMatchObject({
      same_dates: '100.0000',
      one_name: '0.0000',
      own_accounts: '0.0000',
      unplaced: '30.0000',
    });
    expect(restingOf(explanationIn(evidenceOf(flows), '2023-07'))).toMatchObject({
      periods: '0.0000',
      payment_month: '70.0000',
    });
  });
});
