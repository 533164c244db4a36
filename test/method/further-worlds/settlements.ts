// Accrued money, and payments that settle lines of it.
import { flow } from '../flow-records.ts';
import {
  type Earned,
  type Fields,
  type Kinds,
  booked,
  dayAfter,
  each,
  earned,
  euros,
  monthAfter,
  stated,
  taken,
  total,
} from './world.ts';

const accrued = (id: string, of: Earned, fields: Fields = {}) =>
  stated(id, of, { status: 'accrued', value_date: null, ...fields });
const last = (months: readonly Earned[]): Earned => {
  const found = months.at(-1);
  if (found === undefined) throw new Error('no month');
  return found;
};
const less = (of: Earned, fee: number): Earned => ({ ...of, cents: of.cents - fee });
const later = (of: Earned, days: number): Earned => ({ ...of, paidOn: dayAfter(of.paidOn, days) });
export const settlements: Kinds = {
  b101_accrued_then_paid_under_another_id: (random) => {
    const months = earned(random, 4);
    return {
      flows: [...each(months, 'a', accrued), ...each(months, 'p', stated)],
      truth: total(months),
    };
  },
  b103_accrual_paid_in_three_parts: (random) => {
    const months = earned(random, 3);
    const flows = months.flatMap((of, at) => {
      const id = String(at);
      const part = Math.floor(of.cents / 3);
      const pay = (cents: number, number: number) =>
        flow(`p${id}-${String(number)}`, {
          value_date: dayAfter(of.paidOn, 20 * number),
          amount: euros(cents),
          settles: [`a${id}`],
        });
      return [accrued(`a${id}`, of), pay(part, 0), pay(part, 1), pay(of.cents - 2 * part, 2)];
    });
    return { flows, truth: total(months) };
  },
  b105_parts_of_an_accrual_that_do_not_say_what_they_pay: (random) => {
    const months = earned(random, 3);
    const flows = months.flatMap((of, at) => {
      const part = Math.floor(of.cents / 2);
      return [
        accrued(`a${String(at)}`, of),
        booked(`p${String(at)}`, { ...of, cents: part }, { source: 'statement' }),
        booked(`q${String(at)}`, later(less(of, part), 30), { source: 'statement' }),
      ];
    });
    return { flows, truth: total(months) };
  },
  b119_settlement_with_deductions: (random) => {
    const months = earned(random, 4);
    const fraud = 1_500;
    return {
      flows: [
        ...each(months, 'a', accrued),
        taken('d', 'a2', fraud, null, { statement_date: last(months).paidOn }),
        flow('p', {
          value_date: last(months).paidOn,
          amount: euros(total(months) - fraud),
          settles: ['a0', 'a1', 'a2', 'a3', 'd'],
        }),
        booked('b', { ...last(months), cents: total(months) - fraud }),
      ],
      truth: total(months) - fraud,
    };
  },
  b121_deduction_above_a_month_is_carried_over: (random) => {
    const months = earned(random, 4);
    const fraud = (months[1]?.cents ?? 0) + 2_000;
    return {
      flows: [
        ...each(months, 'a', accrued),
        taken('d', 'a1', fraud, null, { statement_date: last(months).paidOn }),
        flow('p', {
          value_date: last(months).paidOn,
          amount: euros(total(months) - fraud),
          settles: ['a0', 'a1', 'a2', 'a3', 'd'],
        }),
      ],
      truth: total(months) - fraud,
    };
  },
  b123_refund_of_a_settled_payment: (random) => {
    const months = earned(random, 4);
    const cents = Math.floor(total(months) / 3);
    const paid = last(months);
    const back = dayAfter(paid.paidOn, 30);
    return {
      flows: [
        ...each(months, 'a', accrued),
        flow('p', {
          value_date: paid.paidOn,
          amount: euros(total(months)),
          settles: ['a0', 'a1', 'a2', 'a3'],
        }),
        taken('r', 'p', cents, back),
        booked('b', { ...paid, cents: total(months) }),
        taken('r', 'b', cents, back, { source: 'bank' }),
      ],
      truth: total(months) - cents,
    };
  },
  b139_advance_and_settlement_of_the_rest: (random) => {
    const [of] = earned(random, 1);
    if (of === undefined) throw new Error('no month');
    const advance = Math.floor(of.cents / 3);
    return {
      flows: [
        accrued('a', of),
        flow('v', { value_date: `${of.month}-20`, amount: euros(advance), settles: ['a'] }),
        flow('p', { value_date: of.paidOn, amount: euros(of.cents - advance), settles: ['a'] }),
        booked('b1', { ...of, cents: advance, paidOn: `${of.month}-20` }),
        booked('b2', less(of, advance)),
      ],
      truth: of.cents,
    };
  },
  b141_payment_above_its_lines: (random) => {
    const months = earned(random, 3);
    const extra = 5_000;
    return {
      flows: [
        ...each(months, 'a', accrued),
        flow('p', {
          value_date: last(months).paidOn,
          amount: euros(total(months) + extra),
          settles: ['a0', 'a1', 'a2', 'missing'],
        }),
        booked('b', { ...last(months), cents: total(months) + extra }),
      ],
      truth: total(months) + extra,
    };
  },
  b143_settled_lines_are_reported_as_paid_too: (random) => {
    const months = earned(random, 4);
    const paid = last(months);
    return {
      flows: [
        ...each(months, 's', (id, of) => stated(id, { ...of, paidOn: paid.paidOn })),
        flow('p', {
          value_date: paid.paidOn,
          amount: euros(total(months)),
          settles: ['s0', 's1', 's2', 's3'],
        }),
        booked('b', { ...paid, cents: total(months) }),
      ],
      truth: total(months),
    };
  },
  b145_payment_below_its_lines: (random) => {
    const months = earned(random, 4);
    const paid = Math.floor(total(months) * 0.6);
    return {
      flows: [
        ...each(months, 'a', accrued),
        flow('p', {
          value_date: last(months).paidOn,
          amount: euros(paid),
          settles: ['a0', 'a1', 'a2', 'a3'],
        }),
        ...each(months, 'x', (id, of) => accrued(id, of, { source: 'dashboard' })),
      ],
      truth: paid,
    };
  },
  b163_carry_over_to_the_next_payment: (random) => {
    const months = earned(random, 4);
    const month = (at: number) => monthAfter(months[0]?.month ?? '2014-01', at);
    return {
      flows: [
        ...each(months, 'a', accrued),
        flow('p', {
          value_date: `${month(4)}-15`,
          amount: euros(total(months.slice(0, 3))),
          settles: ['a0', 'a1', 'a2', 'a3'],
        }),
        flow('q', {
          value_date: `${month(7)}-15`,
          amount: euros(months[3]?.cents ?? 0),
          settles: ['a0', 'a1', 'a2', 'a3'],
        }),
      ],
      truth: total(months),
    };
  },
};
