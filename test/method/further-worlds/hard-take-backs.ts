// Take-backs that are easily lost: of copies that do not count, above their target, in parts.
import { between, flow, inMonth, site } from '../flow-records.ts';
import {
  type Kinds,
  amountBetween,
  booked,
  dayAfter,
  each,
  earned,
  euros,
  monthAfter,
  refundOf,
  shown,
  stated,
  stepBefore,
  taken,
  total,
} from './world.ts';

export const hardTakeBacks: Kinds = {
  a214_whole_refund_in_a_copy_that_does_not_count: (random) => {
    const months = earned(random, 5);
    const { at, of, on } = refundOf(random, months);
    const without = each(months, 'd', shown).filter((_, one) => one !== at);
    return {
      flows: [
        ...each(months, 's', stated),
        ...without,
        booked('b', of),
        taken('r', 'b', of.cents, on, { source: 'bank' }),
      ],
      truth: total(months) - of.cents,
    };
  },
  a216_two_refunds_where_the_first_could_use_up_the_copy: (random) => {
    // The statement counts. The psp has the same two payments; its period of the first is narrow.
    const [one, , other] = earned(random, 3);
    if (one === undefined || other === undefined) throw new Error('no month');
    const early = { ...one, paidOn: `${monthAfter(one.month, 1)}-02` };
    const late = { ...other, cents: one.cents * 3 };
    const copies = [
      flow('p1', { source: 'psp', value_date: early.paidOn, amount: euros(early.cents) }),
      flow('p2', {
        source: 'psp',
        ...between(`${one.month}-15`, inMonth(late.month).period_end),
        value_date: late.paidOn,
        amount: euros(late.cents),
      }),
    ];
    const back = dayAfter(late.paidOn, 5);
    return {
      flows: [
        stated('s1', early),
        stated('s2', late),
        stated('s3', {
          ...late,
          month: monthAfter(late.month, 8),
          paidOn: dayAfter(late.paidOn, 250),
        }),
        ...copies,
        taken('r1', 'p2', late.cents, back, { source: 'psp' }),
        taken('r2', 'p1', early.cents, dayAfter(back, 30), { source: 'psp' }),
      ],
      truth: late.cents,
    };
  },
  a218_refund_of_a_settled_payment_beside_another_of_its_half: (random) => {
    const [one, other, third] = earned(random, 3);
    if (one === undefined || other === undefined || third === undefined) throw new Error('none');
    const half = { ...other, cents: one.cents };
    const payment = flow('pay', {
      value_date: other.paidOn,
      amount: euros(2 * one.cents),
      settles: ['l1', 'l2'],
    });
    const back = dayAfter(third.paidOn, 20);
    return {
      flows: [
        stated('l1', one, { status: 'accrued', value_date: null }),
        stated('l2', half, { status: 'accrued', value_date: null }),
        payment,
        stated('s3', { ...third, cents: 3 * one.cents, paidOn: dayAfter(other.paidOn, 8) }),
        taken('r', 'pay', 2 * one.cents, back),
        booked('b', { ...third, cents: 3 * one.cents, paidOn: dayAfter(other.paidOn, 8) }),
        taken('r', 'b', one.cents, back, { source: 'bank' }),
      ],
      truth: 2 * one.cents,
    };
  },
  a220_equal_prices_in_three_sources: (random) => {
    const cents = amountBetween(random, 1_000, 5_000);
    const months = earned(random, 10).map((of) => ({ ...of, cents }));
    const [one, other] = [random.below(5), 5 + random.below(5)];
    const on = (at: number) => dayAfter(months[at]?.paidOn ?? '2014-01-01', 25);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
        ...each(months, 'd', shown),
        taken('r', `s${String(one)}`, cents, on(one)),
        taken('q', `s${String(other)}`, cents, on(other)),
        taken('r', `b${String(one)}`, cents, dayAfter(on(one), 2), { source: 'bank' }),
      ],
      truth: total(months) - 2 * cents,
    };
  },
  a222_refunds_of_equal_prices_without_days: (random) => {
    const cents = amountBetween(random, 1_000, 5_000);
    const months = earned(random, 6).map((of) => ({ ...of, cents }));
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'd', shown),
        taken('r', 's0', cents, dayAfter(months[0]?.paidOn ?? '', 20)),
        taken('r', 'd0', cents, null, { source: 'dashboard' }),
      ],
      truth: total(months) - cents,
    };
  },
  a228_unnamed_deduction_of_the_account: (random) => {
    const months = earned(random, 5);
    const { cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
        taken('r', null, cents, on, { source: 'bank' }),
      ],
      truth: total(months) - cents,
    };
  },
  a230_deduction_above_the_money_of_its_month: (random) => {
    const months = earned(random, 5);
    const cents = Math.floor(total(months) / 2);
    return {
      flows: [
        ...each(months, 's', stated),
        taken('r', 's2', cents, dayAfter(months[2]?.paidOn ?? '', 9)),
        ...each(months, 'b', booked),
      ],
      truth: total(months) - cents,
    };
  },
  a232_refund_under_the_words_of_the_bank: (random) => {
    const months = earned(random, 5);
    const { cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', (id, of) => stated(id, of, { publisher_account: 'pub-1' })),
        taken('r', null, cents, on, {
          source: 'bank',
          network: 'CARD SETTLEMENT 4711',
          publisher_account: 'pub-1',
          site: null,
        }),
      ],
      truth: total(months) - cents,
    };
  },
  a234_refund_of_nobodys_copy_under_the_words_of_the_bank: (random) => {
    const months = earned(random, 5);
    const { at, cents, on } = refundOf(random, months);
    const bank = { network: null, publisher_account: 'pub-1', site: null };
    return {
      flows: [
        ...each(months, 's', (id, of) => stated(id, of, { publisher_account: 'pub-1' })),
        ...each(months, 'b', (id, of) => booked(id, of, bank)),
        taken('r', `b${String(at)}`, cents, on, { source: 'bank', ...bank }),
      ],
      truth: total(months) - cents,
    };
  },
  a236_refund_of_an_id_that_another_source_uses_for_other_money: (random) => {
    const months = earned(random, 8);
    const [first, last] = [months[0], months[7]];
    if (first === undefined || last === undefined) throw new Error('no month');
    const account = { publisher_account: 'pub-1' };
    const small = { ...last, cents: 300 };
    return {
      flows: [
        ...each(months.slice(0, 7), 's', (id, of) => stated(id, of, account)),
        stated('70', small, account),
        stated('7', small, { ...account, source: 'psp' }),
        taken('r', '7', first.cents, dayAfter(first.paidOn, 9), { source: 'bank', ...account }),
      ],
      truth: total(months.slice(1, 7)) + 300,
    };
  },
  a238_accrual_refunded_after_a_payment_of_a_later_period: (random) => {
    const months = earned(random, 4);
    const { at, of, cents } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 'a', (id, one) => stated(id, one, { status: 'accrued', value_date: null })),
        ...each(months, 'p', (id, one) => stated(id, { ...one, month: monthAfter(one.month, 1) })),
        taken('r', `a${String(at)}`, cents, dayAfter(of.paidOn, 4)),
      ],
      truth: total(months) - cents,
    };
  },
  a240_accrual_reduced_before_it_is_paid: (random) => {
    const months = earned(random, 4);
    const fraud = amountBetween(random, 500, 4_000);
    return {
      flows: [
        ...each(months, 'a', (id, of) =>
          stated(id, { ...of, cents: of.cents + fraud }, { status: 'accrued', value_date: null }),
        ),
        ...months.map((of, at) =>
          taken(`r${String(at)}`, `a${String(at)}`, fraud, `${monthAfter(of.month, 1)}-02`),
        ),
        ...each(months, 'p', stated),
      ],
      truth: total(months),
    };
  },
  a242_refund_of_a_copy_of_what_an_agent_passed_on_months_later: (random) => {
    const [of] = earned(random, 1);
    if (of === undefined) throw new Error('no month');
    const later = dayAfter(of.paidOn, 130);
    return {
      flows: [
        stated('s', of),
        flow('h', {
          source: 'agent',
          value_date: later,
          amount: euros(of.cents - 150),
          upstream: stepBefore('statement', 's'),
        }),
        booked('b', { ...of, cents: of.cents - 40, paidOn: dayAfter(of.paidOn, 2) }),
        taken('r', 'b', of.cents - 40, dayAfter(later, 9), { source: 'bank' }),
      ],
      truth: 0,
    };
  },
  a246_each_source_reports_another_refund_of_one_payment: (random) => {
    const months = earned(random, 5);
    const { at, of, on } = refundOf(random, months);
    const [one, other] = [Math.floor(of.cents / 3), Math.floor(of.cents / 5)];
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
        taken('r', `s${String(at)}`, one, on),
        taken('r', `b${String(at)}`, other, dayAfter(on, 40), { source: 'bank' }),
      ],
      truth: total(months) - one - other,
    };
  },
  a248_refund_of_the_quarter_in_one_of_the_month_in_the_other: (random) => {
    const months = earned(random, 3);
    const { at, cents, on } = refundOf(random, months);
    const [first, last] = [months[0], months[2]];
    return {
      flows: [
        flow('q', {
          ...between(`${first?.month ?? ''}-01`, inMonth(last?.month ?? '2014-01').period_end),
          value_date: last?.paidOn ?? null,
          amount: euros(total(months)),
        }),
        taken('r', 'q', cents, on),
        ...each(months, 'b', booked),
        taken('r', `b${String(at)}`, cents, on, { source: 'bank' }),
      ],
      truth: total(months) - cents,
    };
  },
  a252_refund_of_a_mirror_in_the_copy_of_the_account: (random) => {
    const months = earned(random, 4);
    const { at, cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', (id, of) => stated(id, of, { site: 'mirror.tv' })),
        ...each(months, 'b', booked),
        taken('r', `b${String(at)}`, cents, on, { source: 'bank' }),
      ],
      truth: total(months) - cents,
      more: { sites: [site('films.tv', 'films'), site('mirror.tv', 'films')] },
    };
  },
  a254_refund_of_a_copy_that_a_supersession_needs: (random) => {
    // The refund comes first, and can take from the copy that counts and from the agent's payment.
    // What the agent passed on can take from the copy alone.
    const [of] = earned(random, 1);
    if (of === undefined) throw new Error('no month');
    return {
      flows: [
        booked('b', { ...of, paidOn: dayAfter(of.paidOn, 2) }),
        stated('s', of),
        stated('p', of, { source: 'psp' }),
        flow('h', {
          source: 'agent',
          value_date: dayAfter(of.paidOn, 65),
          amount: euros(of.cents - 150),
          upstream: stepBefore('bank', 'b'),
        }),
        taken('r', 's', of.cents, dayAfter(of.paidOn, 220)),
      ],
      truth: 0,
    };
  },
};
