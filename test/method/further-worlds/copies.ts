// Several sources that report the same payments in other amounts, periods and days.
import { between, flow, inMonth } from '../flow-records.ts';
import {
  type Kinds,
  amountBetween,
  booked,
  dayAfter,
  each,
  earned,
  euros,
  monthAfter,
  quarter,
  shown,
  stated,
  total,
  wholeEuros,
} from './world.ts';

const dollarsAt = (days: readonly string[], rate: string) => ({
  daily: days.map((day) => ({
    day,
    currency: 'USD',
    quoted_in: 'EUR' as const,
    per_unit: rate,
  })),
  monthly: [],
  fixed: [],
  pegs: [],
  margins: new Map<string, string>(),
  marginOfAll: '0.0300',
});

export const copies: Kinds = {
  a104_whole_euros_in_one: (random) => {
    const months = earned(random, 5);
    const cut = months.map(wholeEuros);
    return {
      flows: [...each(months, 'b', booked), ...each(cut, 's', stated)],
      truth: total(months),
    };
  },
  a106_quarters_months_and_days: (random) => {
    const months = earned(random, 6);
    const quarters = [months.slice(0, 3), months.slice(3)];
    return {
      flows: [
        ...quarters.map((of, at) => flow(`q${String(at)}`, { source: 'ledger', ...quarter(of) })),
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
      ],
      truth: total(months),
    };
  },
  a108_periods_a_month_late_in_one: (random) => {
    const months = earned(random, 5);
    const late = months.map((of) => ({ ...of, month: monthAfter(of.month, 1) }));
    return {
      flows: [...each(months, 's', stated), ...each(late, 'd', shown)],
      truth: total(months),
    };
  },
  a110_bank_keeps_a_fee_of_each: (random) => {
    const months = earned(random, 5);
    const fee = amountBetween(random, 100, 2_000);
    const less = months.map((of) => ({ ...of, cents: of.cents - fee }));
    return {
      flows: [...each(months, 's', stated), ...each(less, 'b', booked)],
      truth: total(months),
    };
  },
  a112_paid_in_dollars_booked_in_euros: (random) => {
    const months = earned(random, 4);
    const inEuro = months.map((of) => ({ ...of, cents: Math.round(of.cents * 0.8) }));
    const days = months.map(({ paidOn }) => paidOn);
    return {
      flows: [
        ...each(months, 's', (id, of) => stated(id, of, { currency: 'USD' })),
        ...each(inEuro, 'b', booked),
      ],
      truth: total(inEuro) + months.length,
      reference: { rates: dollarsAt(days, '0.8') },
    };
  },
  a114_corrected_late_in_one: (random) => {
    const months = earned(random, 4);
    const at = random.below(4);
    const before = months.map((of, of_at) => (of_at === at ? { ...of, cents: of.cents * 2 } : of));
    return {
      flows: [
        ...each(before, 's', stated),
        ...each(months, 's', (id, of) => stated(id, of, { revision: 2 })).filter(
          (_, of) => of === at,
        ),
        ...each(months, 'b', booked),
      ],
      truth: total(months),
    };
  },
  a116_exported_again_under_new_ids: (random) => {
    const months = earned(random, 4);
    return {
      flows: [
        ...each(months, 'x', stated),
        ...each(months.slice(1), 'y', stated),
        ...each(months, 'b', booked),
      ],
      truth: total(months),
    };
  },
  a118_running_balances_beside_bank: (random) => {
    const months = earned(random, 5);
    const balances = months.map((of, at) => {
      const { month, paidOn } = of;
      const sum = total(months.slice(0, at + 1));
      return flow(`r${String(at)}`, {
        source: 'dashboard',
        ...between(`${months[0]?.month ?? month}-01`, inMonth(month).period_end),
        value_date: paidOn,
        amount: euros(sum),
      });
    });
    return { flows: [...balances, ...each(months, 'b', booked)], truth: total(months) };
  },
  a120_reserve_released_later: (random) => {
    const months = earned(random, 4);
    const flows = months.flatMap((of, at) => {
      const held = Math.floor(of.cents / 10);
      const first = { ...of, cents: of.cents - held };
      const later = { ...of, cents: held, paidOn: dayAfter(of.paidOn, 90) };
      const id = String(at);
      return [
        stated(`s${id}`, first),
        stated(`s${id}r`, later),
        booked(`b${id}`, first),
        booked(`b${id}r`, later),
      ];
    });
    return { flows, truth: total(months) };
  },
  a128_disputed_in_the_source_that_counts: (random) => {
    const months = earned(random, 4);
    const [first] = months;
    if (first === undefined) throw new Error('no month');
    return {
      flows: [
        ...each(months, 's', stated),
        stated('s0', { ...first, cents: first.cents + 500 }),
        ...each(months, 'b', booked),
      ],
      truth: total(months),
    };
  },
  a130_void_in_one_source: (random) => {
    const months = earned(random, 4);
    const wrong = { ...earned(random, 1)[0], cents: 77_777 };
    const { month = '2014-03', paidOn = '2014-04-20', cents } = wrong;
    const row = { month, paidOn, cents };
    return {
      flows: [
        ...each(months, 's', stated),
        stated('w', row),
        stated('w', row, { revision: 2, void: true }),
        ...each(months, 'b', booked),
      ],
      truth: total(months),
    };
  },
  a140_weekly_payments_and_monthly_sums: (random) => {
    const months = earned(random, 4);
    const flows = months.flatMap((of, at) => {
      const first = Math.floor(of.cents / 4);
      const parts = [first, first, first, of.cents - 3 * first];
      return parts.map((cents, week) =>
        booked(`b${String(at)}-${String(week)}`, {
          ...of,
          cents,
          paidOn: `${of.month}-${String(7 * (week + 1)).padStart(2, '0')}`,
        }),
      );
    });
    return { flows: [...flows, ...each(months, 'd', shown)], truth: total(months) };
  },
  a142_statement_dates_only_in_one: (random) => {
    const months = earned(random, 5);
    const dated = each(months, 's', (id, of) =>
      stated(id, of, { value_date: null, statement_date: `${monthAfter(of.month, 1)}-03` }),
    );
    return { flows: [...dated, ...each(months, 'b', booked)], truth: total(months) };
  },
  a148_cut_periods_with_the_days_of_service: (random) => {
    const months = earned(random, 4);
    const cut = each(months, 'p', (id, of) =>
      stated(id, of, { source: 'psp', ...between(`${of.month}-04`, dayAfter(of.paidOn, -9)) }),
    );
    return { flows: [...cut, ...each(months, 's', stated)], truth: total(months) };
  },
};
