// Under which names and ids money is reported.
import { inMonth, network, site } from '../flow-records.ts';
import {
  type Kinds,
  booked,
  dayAfter,
  each,
  earned,
  monthAfter,
  refundOf,
  stated,
  taken,
  total,
} from './world.ts';

export const names: Kinds = {
  d102_two_spellings_of_one_network: (random) => {
    const months = earned(random, 4);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', (id, of) => booked(id, of, { network: 'HTTP://www.PopAds.NET/' })),
      ],
      truth: total(months),
    };
  },
  d104_full_width_and_invisible_letters: (random) => {
    const months = earned(random, 4);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', (id, of) => booked(id, of, { network: 'ｐｏｐａｄｓ.net' })),
        ...each(months, 'c', (id, of) =>
          booked(id, of, { source: 'psp', network: 'pop\u200bads.net' }),
        ),
      ],
      truth: total(months),
    };
  },
  d106_company_behind_the_network_joined_by_a_record: (random) => {
    const months = earned(random, 4);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', (id, of) => booked(id, of, { network: 'Regie Holding S.A.' })),
      ],
      truth: total(months),
      more: { networks: [network('popads.net', { name: 'Regie Holding S.A.' })] },
    };
  },
  d108_company_that_nobody_joined: (random) => {
    const months = earned(random, 4);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', (id, of) => booked(id, of, { network: 'Regie Holding S.A.' })),
      ],
      truth: total(months),
    };
  },
  d110_one_id_for_other_money_in_two_sources: (random) => {
    const [one, other] = [earned(random, 4), earned(random, 4)];
    return {
      flows: [
        ...each(one, '', stated),
        ...each(other, '', (id, of) => stated(id, of, { source: 'psp', network: 'adcash.com' })),
        taken('r', '2', 900, dayAfter(other[2]?.paidOn ?? '', 9), {
          source: 'psp',
          network: 'adcash.com',
        }),
      ],
      truth: total(one) + total(other) - 900,
    };
  },
  d112_id_reused_under_a_higher_revision: (random) => {
    const months = earned(random, 5);
    const [first] = months;
    if (first === undefined) throw new Error('no month');
    return {
      flows: [
        ...each(months, 's', stated),
        stated('s0', { ...first, cents: 4_321 }, { revision: 2, ...inMonth(first.month) }),
      ],
      truth: total(months),
    };
  },
  d114_line_differs_between_sources: (random) => {
    const months = earned(random, 4);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', (id, of) => booked(id, of, { line: 'donation' })),
      ],
      truth: total(months),
    };
  },
  d116_network_not_known_in_one: (random) => {
    const months = earned(random, 5);
    return {
      flows: [
        ...each(months.slice(0, 3), 's', stated),
        ...each(months, 'b', (id, of) => booked(id, of, { network: null })),
      ],
      truth: total(months),
    };
  },
  d118_chain_of_names: (random) => {
    const months = earned(random, 4);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', (id, of) => booked(id, of, { network: 'C Ltd' })),
        ...each(months, 'c', (id, of) => booked(id, of, { source: 'psp', network: 'a.biz' })),
      ],
      truth: total(months),
      more: {
        networks: [
          network('a.biz', { name: 'B Ltd' }),
          network('popads.net', { name: 'C Ltd' }),
          network('B Ltd', { name: 'C Ltd' }),
        ],
      },
    };
  },
  d120_two_networks_that_only_look_alike: (random) => {
    const [one, other] = [earned(random, 4), earned(random, 4)];
    return {
      flows: [
        ...each(one, 's', stated),
        ...each(other, 't', (id, of) => stated(id, of, { network: 'popads-media.net' })),
      ],
      truth: total(one) + total(other),
    };
  },
  d122_refund_under_the_company_of_the_network: (random) => {
    const months = earned(random, 4);
    const { cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', stated),
        taken('r', null, cents, on, { source: 'bank', network: 'Regie Holding S.A.' }),
      ],
      truth: total(months) - cents,
    };
  },
  d124_refund_names_its_target_in_other_letters: (random) => {
    const months = earned(random, 4);
    const { at, of, cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', stated),
        taken('r', `S${String(at)}`, cents, on, inMonth(of.month)),
      ],
      truth: total(months) - cents,
    };
  },
  d126_host_with_www_and_punycode: (random) => {
    const months = earned(random, 4);
    return {
      flows: [
        ...each(months, 's', (id, of) => stated(id, of, { site: 'www.Cinéma.tv' })),
        ...each(months, 'b', (id, of) => booked(id, of, { site: 'xn--cinma-dsa.tv' })),
      ],
      truth: total(months),
      more: { sites: [site('cinéma.tv', 'films')] },
    };
  },
  d128_rows_renumbered_in_a_new_export: (random) => {
    const months = earned(random, 5);
    const { at, cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 'row', stated),
        ...each(months.slice(1), 'row', (id, of) => stated(id, of, { source: 'export-2' })),
        taken('r', `row${String(at)}`, cents, on),
      ],
      truth: total(months) - cents,
    };
  },
  d130_copy_in_another_network_that_pays_for_the_first: (random) => {
    const months = earned(random, 4);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', (id, of) => booked(id, of, { network: 'payoneer.com' })),
        ...each(months, 'c', (id, of) =>
          booked(
            id,
            { ...of, paidOn: `${monthAfter(of.month, 2)}-04` },
            { source: 'psp', network: null },
          ),
        ),
      ],
      truth: total(months),
    };
  },
};
