// Several sources, each of which reports only some of the money, or other sums of it.
import { flow, site } from '../flow-records.ts';
import { type Kinds, booked, each, earned, quarter, shown, stated, total } from './world.ts';

export const coverage: Kinds = {
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
