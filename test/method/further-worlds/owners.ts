// Whose money it is: sites, accounts and shares.
import { account, flow, site } from '../flow-records.ts';
import {
  type Kinds,
  booked,
  dayAfter,
  each,
  earned,
  refundOf,
  stated,
  stepBefore,
  taken,
  total,
} from './world.ts';

const OWN = 'FR7630006000011234567890189';
const payee = {
  name: 'Example Ltd',
  country: 'FR',
  account: OWN,
  account_type: 'iban' as const,
  bic: null,
  bank_country: null,
};

export const owners: Kinds = {
  b201_refund_after_the_site_was_sold: (random) => {
    const months = earned(random, 6);
    const sold = `${months[3]?.month ?? ''}-01`;
    const cents = Math.floor((months[1]?.cents ?? 0) / 2);
    return {
      flows: [
        ...each(months, 's', stated),
        taken('r', 's1', cents, dayAfter(months[5]?.paidOn ?? '', 3)),
      ],
      truth: total(months.slice(0, 3)) - cents,
      more: {
        sites: [
          site('films.tv', 'films', { valid_to: dayAfter(sold, -1) }),
          site('films.tv', 'buyer', { valid_from: sold }),
        ],
      },
    };
  },
  b203_site_moves_to_a_new_name: (random) => {
    const months = earned(random, 6);
    return {
      flows: [
        ...each(months.slice(0, 3), 's', stated),
        ...each(months.slice(3), 't', (id, of) => stated(id, of, { site: 'films2.tv' })),
        ...each(months, 'b', booked),
      ],
      truth: total(months),
      more: { sites: [site('films.tv', 'films'), site('films2.tv', 'films')] },
    };
  },
  b205_account_of_two_operations_in_turn: (random) => {
    const months = earned(random, 6);
    const turn = `${months[3]?.month ?? ''}-01`;
    const unnamed = { site: null, publisher_account: 'pub-1' };
    const row = (operation: string, fields: object) =>
      account('pub-1', operation, {
        network: 'popads.net',
        account_type: 'publisher',
        ...fields,
      });
    return {
      flows: each(months, 's', (id, of) => stated(id, of, unnamed)),
      truth: total(months.slice(0, 3)),
      more: {
        accounts: [
          row('films', { valid_to: dayAfter(turn, -1) }),
          row('other', { valid_from: turn }),
        ],
      },
    };
  },
  b207_refund_of_money_that_shares_divide: (random) => {
    const months = earned(random, 4).map((of) => ({ ...of, cents: of.cents - (of.cents % 10) }));
    const { at, cents } = refundOf(random, months);
    const back = cents - (cents % 10);
    const shares = [
      { site: 'films.tv', share: '0.3' },
      { site: 'else.tv', share: '0.7' },
    ];
    const on = dayAfter(months[at]?.paidOn ?? '', 12);
    return {
      flows: [
        ...each(months, 's', (id, of) => stated(id, of, { site: null, site_shares: shares })),
        taken('r', `s${String(at)}`, back, on),
      ],
      truth: ((total(months) - back) * 3) / 10,
      more: { sites: [site('films.tv', 'films'), site('else.tv', 'else')] },
    };
  },
  b209_unnamed_refund_of_an_account_of_two_sites: (random) => {
    const [own, others] = [earned(random, 4), earned(random, 4)];
    const through = { publisher_account: 'pub-1' };
    const { cents, on } = refundOf(random, own);
    return {
      flows: [
        ...each(own, 's', (id, of) => stated(id, of, through)),
        ...each(others, 'e', (id, of) => stated(id, of, { ...through, site: 'else.tv' })),
        taken('r', null, cents, on, { ...through, site: null }),
      ],
      truth: total(own) - cents,
      more: { sites: [site('films.tv', 'films'), site('else.tv', 'else')] },
    };
  },
  b211_one_hop_for_two_operations_and_a_refund: (random) => {
    const months = earned(random, 3).map((of) => ({ ...of, cents: of.cents - (of.cents % 2) }));
    const shares = [
      { site: 'films.tv', share: '0.5' },
      { site: 'else.tv', share: '0.5' },
    ];
    const flows = months.flatMap((of, at) => [
      stated(`s${String(at)}`, of, { site: null, site_shares: shares }),
      flow(`h${String(at)}`, {
        source: 'agent',
        value_date: dayAfter(of.paidOn, 4),
        amount: (of.cents / 200).toFixed(2),
        upstream: stepBefore('statement', `s${String(at)}`),
      }),
      flow(`i${String(at)}`, {
        source: 'agent',
        site: 'else.tv',
        value_date: dayAfter(of.paidOn, 4),
        amount: (of.cents / 200).toFixed(2),
        upstream: stepBefore('statement', `s${String(at)}`),
      }),
    ]);
    return {
      flows,
      truth: total(months) / 2,
      more: { sites: [site('films.tv', 'films'), site('else.tv', 'else')] },
    };
  },
  b213_bank_by_account_and_statement_by_site: (random) => {
    const months = earned(random, 5);
    return {
      flows: [
        ...each(months.slice(0, 4), 's', stated),
        ...each(months, 'b', (id, of) => booked(id, of, { site: null, payee })),
      ],
      truth: total(months),
      more: { accounts: [account(OWN, 'films', { account_type: 'iban' })] },
    };
  },
  b215_iban_in_two_spellings: (random) => {
    const months = earned(random, 4);
    const spaced = { ...payee, account: 'fr76 3000 6000 0112 3456 7890 189' };
    return {
      flows: each(months, 'b', (id, of) => booked(id, of, { site: null, payee: spaced })),
      truth: total(months),
      more: { accounts: [account(OWN, 'films', { account_type: 'iban' })] },
    };
  },
  b217_registry_row_corrected: (random) => {
    const months = earned(random, 4);
    return {
      flows: each(months, 's', stated),
      truth: total(months),
      more: {
        sites: [
          site('films.tv', 'wrong', { record_id: 'row' }),
          site('films.tv', 'films', { record_id: 'row', revision: 2 }),
        ],
      },
    };
  },
  b219_refund_of_the_account_of_money_that_no_site_names: (random) => {
    const months = earned(random, 4);
    const { at, cents, on } = refundOf(random, months);
    const through = { publisher_account: 'pub-1' };
    return {
      flows: [
        ...each(months, 's', (id, of) => stated(id, of, through)),
        ...each(months, 'b', (id, of) => booked(id, of, { ...through, site: null })),
        taken('r', `b${String(at)}`, cents, on, { source: 'bank', ...through, site: null }),
      ],
      truth: total(months) - cents,
    };
  },
};
