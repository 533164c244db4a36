// Several sources that report the money of one network.
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

export const severalSources: Kinds = {
  a102_each_of_three_misses_other_months: (random) => {
    const months = earned(random, 8);
    const missing = [random.below(8), random.below(8), random.below(8)];
    const flows = [
      ...each(months, 's', stated).filter((_, at) => at !== missing[0]),
      ...each(months, 'b', booked).filter((_, at) => at !== missing[1]),
      ...each(months, 'd', shown).filter((_, at) => at !== missing[2]),
    ];
    const told = months.filter((_, at) => missing.some((one) => one !== at));
    return { flows, truth: total(told) };
  },
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
  a122_year_total_in_the_other_source: (random) => {
    const months = earned(random, 12);
    return {
      flows: [...each(months, 's', stated), flow('year', { source: 'ledger', ...quarter(months) })],
      truth: total(months),
    };
  },
  a124_first_year_one_source_then_another: (random) => {
    const months = earned(random, 20);
    return {
      flows: [
        ...each(months.slice(0, 10), 's', stated),
        ...each(months.slice(10), 'p', (id, of) => stated(id, of, { source: 'psp' })),
      ],
      truth: total(months),
    };
  },
  a126_sources_that_report_other_payments: (random) => {
    const [one, other] = [earned(random, 4), earned(random, 4)];
    return {
      flows: [
        ...each(one, 's', stated),
        ...each(other, 'p', (id, of) => stated(id, of, { source: 'psp' })),
      ],
      truth: total(one) + total(other),
      reference: { disjoint: [{ network: 'popads.net', sources: ['statement', 'psp'] }] },
    };
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
  a132_two_sites_apart_and_as_one_sum: (random) => {
    const months = earned(random, 4);
    const flows = months.flatMap((of, at) => {
      const half = Math.floor(of.cents / 3);
      const id = String(at);
      return [
        stated(`s${id}`, { ...of, cents: half }),
        stated(`s${id}m`, { ...of, cents: of.cents - half }, { site: 'm.films.tv' }),
        booked(`b${id}`, of),
      ];
    });
    return { flows, truth: total(months) };
  },
  a134_shares_in_one_and_sites_in_the_other: (random) => {
    const months = earned(random, 4);
    const shares = [
      { site: 'films.tv', share: '0.4' },
      { site: 'else.tv', share: '0.6' },
    ];
    const own = months.map((of) => ({ ...of, cents: Math.floor(of.cents * 0.4) }));
    return {
      flows: [
        ...each(months, 's', (id, of) => stated(id, of, { site: null, site_shares: shares })),
        ...each(own, 'p', (id, of) => stated(id, of, { source: 'psp' })),
      ],
      truth: total(own) + months.length,
      more: { sites: [site('films.tv', 'films'), site('else.tv', 'else')] },
    };
  },
  a136_bank_pays_two_months_at_once: (random) => {
    const months = earned(random, 6);
    const flows = [0, 2, 4].map((at) => {
      const pair = months.slice(at, at + 2);
      const last = pair[1] ?? { month: '', cents: 0, paidOn: '2014-01-01' };
      return booked(`b${String(at)}`, { ...last, cents: total(pair) });
    });
    const paid = months.map((of, at) => ({
      ...of,
      paidOn: months[at - (at % 2) + 1]?.paidOn ?? of.paidOn,
    }));
    return { flows: [...flows, ...each(paid, 's', stated)], truth: total(months) };
  },
  a138_accrued_in_one_and_paid_in_the_other: (random) => {
    const months = earned(random, 4);
    const more = months.map((of) => ({ ...of, cents: of.cents + 3_000 }));
    return {
      flows: [
        ...each(more, 'd', (id, of) => shown(id, of, { status: 'accrued' })),
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
  a144_two_accounts_of_one_network: (random) => {
    const [one, other] = [earned(random, 4), earned(random, 4)];
    const of = (account: string) => (id: string, earning: (typeof one)[number]) =>
      stated(id, earning, { publisher_account: account });
    return {
      flows: [
        ...each(one, 's', of('pub-1')),
        ...each(other, 't', of('pub-2')),
        ...each(one, 'b', booked),
      ],
      truth: total(one) + total(other),
    };
  },
  a146_totals_of_a_quarter_beside_its_months: (random) => {
    const months = earned(random, 6);
    return {
      flows: [
        ...each(months, 's', stated),
        flow('q1', quarter(months.slice(0, 3))),
        flow('q2', quarter(months.slice(3))),
        ...each(months, 'b', booked),
      ],
      truth: total(months),
    };
  },
  a148_cut_periods_with_the_days_of_service: (random) => {
    const months = earned(random, 4);
    const cut = each(months, 'p', (id, of) =>
      stated(id, of, { source: 'psp', ...between(`${of.month}-04`, dayAfter(of.paidOn, -9)) }),
    );
    return { flows: [...cut, ...each(months, 's', stated)], truth: total(months) };
  },
  a150_extra_money_only_at_the_bank: (random) => {
    const months = earned(random, 6);
    return {
      flows: [...each(months.slice(0, 3), 's', stated), ...each(months, 'b', booked)],
      truth: total(months),
    };
  },
  a152_every_second_month_in_each: (random) => {
    const months = earned(random, 8);
    return {
      flows: [
        ...each(months, 's', stated).filter((_, at) => at % 2 === 0),
        ...each(months, 'b', booked).filter((_, at) => at % 2 === 1),
      ],
      truth: total(months),
    };
  },
  a154_gross_in_one_and_net_in_the_other: (random) => {
    const months = earned(random, 4);
    const gross = months.map((of) => ({ ...of, cents: of.cents * 2 }));
    return {
      flows: [
        ...each(gross, 'd', (id, of) => shown(id, of, { basis: 'gross' })),
        ...each(months.slice(1), 's', stated),
      ],
      truth: total(months),
      reference: {
        shares: [
          { network: 'popads.net', line: 'advertising', from: '2010-01-01', to: null, low: '0.5' },
        ],
      },
    };
  },
};
