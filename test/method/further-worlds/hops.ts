// Money on its way: passed on by agents, bundled, paid by conduits, withdrawn to a bank.
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
  refundOf,
  stated,
  stepBefore,
  taken,
  total,
} from './world.ts';

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
};
