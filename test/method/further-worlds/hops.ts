// Money on its way: accrued and settled, passed on by agents, bundled, withdrawn to a bank.
import { flow, network } from '../flow-records.ts';
import { account } from '../flow-records.ts';
import {
  type Earned,
  type Fields,
  type Kinds,
  amountBetween,
  booked,
  dayAfter,
  each,
  earned,
  euros,
  monthAfter,
  refundOf,
  stated,
  stepBefore,
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
/** Paid by an agent with the upstream that it names. */
const passed = (
  id: string,
  of: Earned,
  upstream: ReturnType<typeof stepBefore>,
  more: Fields = {},
) =>
  flow(id, { source: 'agent', value_date: of.paidOn, amount: euros(of.cents), upstream, ...more });
const less = (of: Earned, fee: number): Earned => ({ ...of, cents: of.cents - fee });
const later = (of: Earned, days: number): Earned => ({ ...of, paidOn: dayAfter(of.paidOn, days) });
const OWN = 'FR7630006000011234567890189';
const OTHER = 'DE89370400440532013000';
const payeeOf = (iban: string) => ({
  name: 'Example Ltd',
  country: 'FR',
  account: iban,
  account_type: 'iban' as const,
  bic: null,
  bank_country: null,
});

export const hops: Kinds = {
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
  b107_two_hops_with_a_fee_each: (random) => {
    const months = earned(random, 4);
    const flows = months.flatMap((of, at) => {
      const id = String(at);
      return [
        stated(`s${id}`, of),
        passed(`h${id}`, later(less(of, 200), 5), stepBefore('statement', `s${id}`)),
        booked(`b${id}`, later(less(of, 500), 12), { upstream: stepBefore('agent', `h${id}`) }),
      ];
    });
    return { flows, truth: total(months) - 4 * 500 };
  },
  b109_bundle_of_two_networks_with_a_fee: (random) => {
    const months = earned(random, 4);
    const flows = months.flatMap((of, at) => {
      const id = String(at);
      const other = { ...of, cents: Math.floor(of.cents / 2) };
      return [
        stated(`s${id}`, of),
        stated(`t${id}`, other, { source: 'other-statement', network: 'adcash.com' }),
        passed(
          `h${id}`,
          later({ ...of, cents: of.cents + other.cents - 700 }, 5),
          [...stepBefore('statement', `s${id}`), ...stepBefore('other-statement', `t${id}`)],
          { network: 'paypal.com' },
        ),
      ];
    });
    const paid = months.map((of) => of.cents + Math.floor(of.cents / 2) - 700);
    return { flows, truth: paid.reduce((sum, cents) => sum + cents, 0) };
  },
  b111_bundle_with_money_that_no_record_shows: (random) => {
    const months = earned(random, 4);
    const extra = amountBetween(random, 20_000, 50_000);
    const flows = months.flatMap((of, at) => {
      const id = String(at);
      return [
        stated(`s${id}`, of),
        passed(`h${id}`, later(less(of, -extra), 5), stepBefore('statement', `s${id}`)),
      ];
    });
    return { flows, truth: total(months) + 4 * extra };
  },
  b113_conduit_pays_for_two_networks_and_one_has_a_statement: (random) => {
    const months = earned(random, 4);
    const others = earned(random, 4);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'c', (id, of) => booked(id, of, { network: 'paypal.com' })),
        ...each(others, 'e', (id, of) => booked(id, of, { network: 'PayPal Europe' })),
      ],
      truth: total(months) + total(others),
    };
  },
  b115_receipts_at_a_wallet_and_withdrawals_to_the_bank: (random) => {
    const months = earned(random, 6);
    const flows = [0, 3].map((at) => {
      const three = months.slice(at, at + 3);
      return booked(`w${String(at)}`, later({ ...last(three), cents: total(three) - 300 }, 2), {
        network: 'paypal.com',
      });
    });
    return {
      flows: [...each(months, 'c', (id, of) => booked(id, of, { source: 'psp' })), ...flows],
      truth: total(months),
    };
  },
  b117_transfers_between_own_accounts: (random) => {
    const months = earned(random, 4);
    const own = { site: null, payee: payeeOf(OWN) };
    const onward = { site: null, network: null, payee: payeeOf(OTHER), payer_account: OWN };
    return {
      flows: [
        ...each(months, 'b', (id, of) => booked(id, of, own)),
        ...each(months, 't', (id, of) => booked(id, later(of, 3), onward)),
      ],
      truth: total(months),
      more: { accounts: [account(OWN, 'films'), account(OTHER, 'films')] },
    };
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
  b125_refund_at_the_network_after_the_agent_passed_on: (random) => {
    const months = earned(random, 4);
    const { at, cents, on } = refundOf(random, months);
    const flows = months.flatMap((of, month) => {
      const id = String(month);
      return [
        stated(`s${id}`, of),
        passed(`h${id}`, later(less(of, 100), 5), stepBefore('statement', `s${id}`)),
      ];
    });
    const paid = months.map((of) => of.cents - 100);
    const back = Math.min(cents, paid[at] ?? 0);
    return {
      flows: [...flows, taken('r', `s${String(at)}`, back, dayAfter(on, 20))],
      truth: paid.reduce((sum, one) => sum + one, 0) - back,
    };
  },
  b127_refund_through_two_hops_reported_by_each: (random) => {
    const [of] = earned(random, 1);
    if (of === undefined) throw new Error('no month');
    const back = Math.floor(of.cents / 4);
    const on = dayAfter(of.paidOn, 40);
    return {
      flows: [
        stated('s', of),
        passed('h', later(of, 5), stepBefore('statement', 's')),
        booked('b', later(of, 12), { upstream: stepBefore('agent', 'h') }),
        taken('r', 's', back, on),
        taken('r', 'h', back, dayAfter(on, 3), { source: 'agent' }),
        taken('r', 'b', back, dayAfter(on, 6), { source: 'bank' }),
      ],
      truth: of.cents - back,
    };
  },
  b129_bundle_that_is_reduced_by_a_refund_before_it_is_paid: (random) => {
    const [one, other] = earned(random, 2);
    if (one === undefined || other === undefined) throw new Error('no month');
    const back = Math.floor(one.cents / 2);
    const paid = { ...other, cents: one.cents + other.cents - back };
    return {
      flows: [
        stated('s', one),
        stated('t', other),
        taken('r', 's', back, dayAfter(one.paidOn, 3)),
        passed('h', later(paid, 5), stepBefore('statement', 's', 't')),
      ],
      truth: paid.cents,
    };
  },
  b131_agent_pays_one_bundle_in_two_payments: (random) => {
    const [one, other] = earned(random, 2);
    if (one === undefined || other === undefined) throw new Error('no month');
    const upstream = stepBefore('statement', 's', 't');
    const half = Math.floor((one.cents + other.cents) / 2);
    return {
      flows: [
        stated('s', one),
        stated('t', other),
        passed('h', later({ ...other, cents: half }, 5), upstream),
        passed('i', later({ ...other, cents: half - 300 }, 35), upstream),
      ],
      truth: 2 * half - 300,
    };
  },
  b133_two_copies_of_the_origin_and_one_hop: (random) => {
    const months = earned(random, 4);
    const flows = months.flatMap((of, at) => {
      const id = String(at);
      return [
        stated(`s${id}`, of),
        stated(`t${id}`, of, { source: 'export' }),
        passed(`h${id}`, later(less(of, 100), 5), stepBefore('statement', `s${id}`)),
      ];
    });
    return { flows, truth: total(months) - 400 };
  },
  b135_agent_and_his_bank_report_the_hop: (random) => {
    const months = earned(random, 4);
    const flows = months.flatMap((of, at) => {
      const id = String(at);
      return [
        stated(`s${id}`, of),
        passed(`h${id}`, later(less(of, 100), 5), stepBefore('statement', `s${id}`)),
        booked(`b${id}`, later(less(of, 100), 6)),
      ];
    });
    return { flows, truth: total(months) - 400 };
  },
  b137_hop_in_dispute: (random) => {
    const months = earned(random, 4);
    const hop = (id: string, of: Earned) => passed('h', of, stepBefore('statement', id));
    const [of] = months;
    if (of === undefined) throw new Error('no month');
    return {
      flows: [...each(months, 's', stated), hop('s0', less(of, 100)), hop('s0', less(of, 200))],
      truth: total(months) - 200,
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
  b147_conduit_known_by_a_record_only: (random) => {
    const months = earned(random, 5);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'c', (id, of) => booked(id, of, { network: 'fastpayout.biz' })),
      ],
      truth: total(months),
      more: { networks: [network('fastpayout.biz', { is_conduit: true })] },
    };
  },
  b149_refund_by_the_conduit_of_money_that_the_statement_has: (random) => {
    const months = earned(random, 4);
    const { at, cents, on } = refundOf(random, months);
    const conduit = { source: 'bank', network: 'paypal.com' };
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'c', (id, of) => booked(id, of, conduit)),
        taken('r', `c${String(at)}`, cents, on, conduit),
      ],
      truth: total(months) - cents,
    };
  },
  b151_unnamed_refund_by_the_conduit: (random) => {
    const months = earned(random, 4);
    const { cents, on } = refundOf(random, months);
    const conduit = { source: 'bank', network: 'paypal.com' };
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months.slice(2), 'c', (id, of) => booked(id, of, conduit)),
        taken('r', null, cents, on, conduit),
      ],
      truth: total(months) - cents,
    };
  },
  b153_chain_of_three_with_the_middle_missing: (random) => {
    const months = earned(random, 4);
    const flows = months.flatMap((of, at) => [
      stated(`s${String(at)}`, of),
      booked(`b${String(at)}`, later(less(of, 300), 14), {
        upstream: stepBefore('agent', `lost${String(at)}`),
      }),
    ]);
    return { flows, truth: total(months) };
  },
  b155_hop_accrued_and_then_paid: (random) => {
    const [of] = earned(random, 1);
    if (of === undefined) throw new Error('no month');
    const upstream = stepBefore('statement', 's');
    return {
      flows: [
        stated('s', of),
        passed('h', later(less(of, 100), 5), upstream, { status: 'accrued' }),
        passed('h', later(less(of, 100), 9), upstream, { revision: 2 }),
      ],
      truth: of.cents - 100,
    };
  },
  b157_reserve_of_the_agent_paid_half_a_year_later: (random) => {
    const months = earned(random, 3);
    const flows = months.flatMap((of, at) => {
      const id = String(at);
      const held = Math.floor(of.cents / 5);
      const upstream = stepBefore('statement', `s${id}`);
      return [
        stated(`s${id}`, of),
        passed(`h${id}`, later(less(of, held), 5), upstream),
        passed(`i${id}`, later({ ...of, cents: held }, 180), upstream),
      ];
    });
    return { flows, truth: total(months) };
  },
  b159_dollars_passed_on_in_euros: (random) => {
    const months = earned(random, 4);
    const inEuro = months.map((of) => ({ ...of, cents: Math.floor(of.cents * 0.78) }));
    const flows = months.flatMap((of, at) => {
      const id = String(at);
      const paid = inEuro[at] ?? of;
      return [
        stated(`s${id}`, of, { currency: 'USD' }),
        passed(`h${id}`, later(paid, 4), stepBefore('statement', `s${id}`)),
      ];
    });
    return {
      flows,
      truth: total(inEuro),
      reference: {
        rates: {
          daily: months.map(({ paidOn }) => ({
            day: paidOn,
            currency: 'USD',
            quoted_in: 'EUR' as const,
            per_unit: '0.8',
          })),
          monthly: [],
          fixed: [],
          pegs: [],
          margins: new Map(),
          marginOfAll: '0.0300',
        },
      },
    };
  },
  b161_withdrawal_of_receipts_with_upstream: (random) => {
    const months = earned(random, 6);
    const withdrawals = [0, 3].map((at) => {
      const three = months.slice(at, at + 3);
      return booked(`w${String(at)}`, later({ ...last(three), cents: total(three) - 300 }, 2), {
        network: 'paypal.com',
        upstream: stepBefore('psp', ...[0, 1, 2].map((one) => `c${String(at + one)}`)),
      });
    });
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'c', (id, of) => booked(id, of, { source: 'psp' })),
        ...withdrawals,
      ],
      truth: total(months),
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
