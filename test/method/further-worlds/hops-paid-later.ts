// Money on its way: passed on by agents, bundled, paid by conduits, withdrawn to a bank.
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
  stated,
  stepBefore,
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
export const hopsPaidLater: Kinds = {
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
};
