// Documented money by hand (docs/method.md). Where no other is named: 300 EUR for the 30 days of
// November 2015, 10 EUR a day, to a.tv of operation op, told by the bank on adx.example.
import type { RandomTables } from '../random-records/reference-tables.ts';
import { type Fields, flow as payment, site } from '../records.ts';

/**
 * Per USD: EUR 0.8 in November 2015, 0.9 in December; GBP 0.65 in December only. A monthly rate
 * has a margin of 0.0294 (M-RATE): for what was paid a dollar is 0.77648 and 0.87354 EUR, for what
 * was taken back 0.82352 and 0.92646.
 */
export const TABLES: RandomTables = {
  fx: [
    { month: '2015-11', currency: 'EUR', units_per_usd: '0.8' },
    { month: '2015-12', currency: 'EUR', units_per_usd: '0.9' },
    { month: '2015-12', currency: 'GBP', units_per_usd: '0.65' },
  ],
  daily: [],
  fixed: [],
  shares: [
    { line: 'advertising', from: '2015-01-01', to: '2015-11-10', low: '0.7' },
    { line: 'advertising', from: '2015-11-11', to: '2015-11-20', low: '0.9' },
    { line: 'advertising', from: '2015-11-11', to: '2015-11-20', low: '0.6' },
    { line: 'donation', from: '2015-01-01', to: null, low: '0.1' },
  ].map((share) => ({ network: 'gross.example', ...share })),
  disjoint: [
    { network: null, sources: ['statement', 'archive'] },
    { network: 'joint.example', sources: ['bank', 'registry'] },
    { network: 'joint.example', sources: ['registry', 'ledger'] },
    { network: 'apart.example', sources: ['bank', 'ledger'] },
  ],
};

export const flow = (change: Fields = {}, id = 'f-1') =>
  payment(id, { source: 'bank', network: 'adx.example', site: 'a.tv', amount: '300', ...change });
export const registration = (change: Fields = {}, id = 'reg-1') =>
  site(id, { site: 'a.tv', ...change });
const reversal = (change: Fields = {}, id = 'r-1') =>
  flow({ status: 'reversed', reverses: { flow_id: 'f-1' }, ...change }, id);
const after = (id: string) => ({ upstream: [{ flow_id: id }] });

export const HALF = { period_start: '2015-11-16', period_end: '2015-12-15' };
const GROSS = { network: 'gross.example', basis: 'gross' };
const LEDGER = { source: 'ledger', amount: '120' };
const BANK = [flow({ amount: '100' }), flow({ amount: '30', line: 'file_host' }, 'f-2')];

export interface Case {
  is: string;
  flows: readonly Fields[];
  sites?: readonly Fields[];
  /** Lines with money: operation, month, line and EUR. */
  gives: readonly string[];
  /** What is left out of it: flow, operation, rule, reason and amount. */
  leaves?: readonly string[];
}

const SPREAD: readonly Case[] = [
  { is: 'one month and operation', flows: [flow()], gives: ['op 2015-11 advertising 300'] },
  {
    is: '30 days, 15 in each month',
    flows: [flow(HALF)],
    gives: ['op 2015-11 advertising 150', 'op 2015-12 advertising 150'],
  },
  {
    is: '3 days across a year end, cut and never rounded up',
    flows: [flow({ amount: '100', period_start: '2015-12-31', period_end: '2016-01-02' })],
    gives: ['op 2015-12 advertising 33.3333', 'op 2016-01 advertising 66.6666'],
  },
  {
    is: '28 February to 1 March of a leap year is 3 days',
    flows: [flow({ amount: '3', period_start: '2016-02-28', period_end: '2016-03-01' })],
    gives: ['op 2016-02 advertising 2', 'op 2016-03 advertising 1'],
  },
  {
    is: '28 February to 1 March of another year is 2 days',
    flows: [flow({ amount: '3', period_start: '2015-02-28', period_end: '2015-03-01' })],
    gives: ['op 2015-02 advertising 1.5', 'op 2015-03 advertising 1.5'],
  },
  {
    // A day is 0.0000333333, three of them 0.0000999999; two days are 0.0000666666. On one value
    // date they would be one flow (M-TWIN).
    is: 'parts are cut at 10 decimals before they are summed',
    flows: ['2015-12-28', '2015-12-29', '2015-12-30'].map((date, index) =>
      flow(
        {
          amount: '0.0001',
          period_start: '2015-11-30',
          period_end: '2015-12-02',
          value_date: date,
        },
        `f-${String(index)}`,
      ),
    ),
    gives: ['op 2015-12 advertising 0.0001'],
  },
];

const REGISTRY: readonly Case[] = [
  {
    is: 'a site that moves on 11 November gives 10 days to one operation and 20 to the other',
    flows: [flow()],
    sites: [
      registration({ valid_to: '2015-11-10' }),
      registration({ operation: 'op-b', valid_from: '2015-11-11' }, 'reg-2'),
    ],
    gives: ['op 2015-11 advertising 100', 'op-b 2015-11 advertising 200'],
  },
  {
    is: 'days with two operations are nobody`s; the same operation twice is one',
    flows: [flow()],
    sites: [
      registration(),
      registration({ valid_from: '2015-11-02' }, 'reg-2'),
      registration({ operation: 'op-b', valid_from: '2015-11-21' }, 'reg-3'),
    ],
    gives: ['op 2015-11 advertising 200'],
  },
  {
    is: 'a disputed row is settled by a higher revision',
    flows: [flow()],
    sites: [
      registration(),
      registration({ operator_country: 'BE' }),
      registration({ revision: 2, operation: 'op-c' }),
    ],
    gives: ['op-c 2015-11 advertising 300'],
  },
  {
    is: 'what nobody owns is listed',
    flows: [flow()],
    sites: [registration(), registration({ operation: 'op-b' }, 'reg-2')],
    gives: [],
    leaves: ['f-1 nobody M-PROPERTY unattributed 300'],
  },
  {
    is: 'each site gets its proven share, the rest goes to nobody',
    flows: [
      flow({
        site: null,
        site_shares: [
          { site: 'a.tv', share: '0.25' },
          { site: 'b.tv', share: '0.5' },
        ],
      }),
    ],
    sites: [registration(), registration({ site: 'b.tv' }, 'reg-2')],
    gives: ['op 2015-11 advertising 225'],
  },
];

const RATES: readonly Case[] = [
  {
    is: 'the lower of the rates of both dates',
    // 300 x 0.77648.
    flows: [flow({ currency: 'USD', statement_date: '2015-11-05' })],
    gives: ['op 2015-11 advertising 232.944'],
  },
  {
    // 0.9 / 0.65 = 1.3846153846, less its margin 1.343907692292...
    is: 'a rate is cut after 10 decimals',
    flows: [flow({ currency: 'GBP', amount: '10000000000000' })],
    gives: ['op 2015-11 advertising 13439076922000'],
  },
  {
    is: 'without a rate it is left out in full; EUR needs no date',
    flows: [
      flow({ currency: 'RUB' }),
      flow({ currency: 'USD', value_date: '2016-01-04' }, 'f-2'),
      flow({ value_date: null }, 'f-3'),
    ],
    gives: ['op 2015-11 advertising 300'],
    leaves: ['f-1 op M-RATE unconverted 300', 'f-2 op M-RATE unconverted 300'],
  },
];

const GROSS_MONEY: readonly Case[] = [
  {
    // 10 days x 10 x 0.7, 10 days x 10 x 0.6, 10 days without a share.
    is: 'gross money counts times the lowest share of each day',
    flows: [flow(GROSS)],
    gives: ['op 2015-11 advertising 130'],
  },
  {
    is: 'gross money without a share on any day is listed',
    flows: [flow({ basis: 'gross' })],
    gives: [],
    leaves: ['f-1 op M-GROSS gross_without_share 300'],
  },
  {
    is: 'a gross reversal of a net flow counts in full',
    flows: [flow({ network: 'gross.example' }), reversal({ amount: '30', ...GROSS })],
    gives: ['op 2015-11 advertising 270'],
  },
  {
    // 30 in full, of which 20 days of 1 EUR are days that count.
    is: 'a net reversal of a gross flow counts in full on the days that count',
    flows: [flow(GROSS), reversal({ amount: '30', network: 'gross.example' })],
    gives: ['op 2015-11 advertising 110'],
  },
];

const REVERSALS: readonly Case[] = [
  {
    is: 'a full one cancels exactly, whatever its own site, line and dates say',
    flows: [
      flow({ currency: 'USD', ...HALF, statement_date: '2015-11-05' }),
      reversal({ currency: 'USD', site: 'z.tv', line: 'donation', value_date: '2015-12-24' }),
    ],
    gives: [],
  },
  {
    // December, of the target: 0.92646; its own November: 0.82352.
    is: 'a partial one in another currency has the highest rate of its dates and its target`s',
    flows: [flow(), reversal({ amount: '100', currency: 'USD', value_date: '2015-11-01' })],
    gives: ['op 2015-11 advertising 207.354'],
  },
  {
    is: 'one of an unknown flow has its own dates, at the higher rate (M-UNPLACED)',
    flows: [
      flow(),
      reversal({
        reverses: { flow_id: 'nothing' },
        amount: '100',
        currency: 'USD',
        statement_date: '2015-11-05',
      }),
    ],
    gives: ['op 2015-11 advertising 207.354'],
  },
  {
    is: 'one of a flow without a rate takes nothing from its own source (M-GONE)',
    flows: [flow({ currency: 'RUB' }), reversal(), flow({ amount: '50' }, 'f-2')],
    gives: ['op 2015-11 advertising 50'],
    leaves: ['f-1 op M-RATE unconverted 300'],
  },
  {
    is: 'and takes its amount from what another source reports',
    flows: [
      flow({ currency: 'RUB' }),
      reversal({ amount: '30' }),
      flow({ source: 'ledger', amount: '50' }, 'f-2'),
    ],
    gives: ['op 2015-11 advertising 20'],
    leaves: ['f-1 op M-RATE unconverted 300'],
  },
  {
    is: 'one of a reversal is idle',
    flows: [flow(), reversal({ amount: '100' }), reversal({ reverses: { flow_id: 'r-1' } }, 'r-2')],
    gives: ['op 2015-11 advertising 200'],
  },
  {
    is: 'of a disputed one the content that takes back most does (M-DISPUTE)',
    flows: [flow(), reversal({ amount: '9' }), reversal({ amount: '8' })],
    gives: ['op 2015-11 advertising 291'],
  },
];

const HOPS_AND_REVISIONS: readonly Case[] = [
  {
    is: 'the hop before no longer counts, across sources too',
    flows: [flow(), flow({ ...LEDGER, upstream: [{ source: 'bank', flow_id: 'f-1' }] }, 'f-2')],
    gives: ['op 2015-11 advertising 120'],
    leaves: ['f-1 op M-HOP superseded_by_hop 300'],
  },
  {
    is: 'a circle leaves nothing',
    flows: [flow(after('f-2')), flow(after('f-1'), 'f-2')],
    gives: [],
    leaves: ['f-1 op M-HOP superseded_by_hop 300', 'f-2 op M-HOP superseded_by_hop 300'],
  },
  {
    is: 'what is accrued or disputed supersedes what it names',
    flows: [
      flow(),
      flow({ status: 'accrued', ...after('f-1') }, 'f-2'),
      ...[1, 2].map((clicks) => flow({ clicks, ...after('f-1') }, 'f-3')),
    ],
    gives: [],
    leaves: [
      'f-1 op M-HOP superseded_by_hop 300',
      'f-2 op M-SETTLE not_paid 300',
      'f-3 op M-DISPUTE disputed 300',
    ],
  },
  {
    is: 'the highest revision counts',
    flows: [flow({ revision: 2, amount: '40' }), flow(), flow({ amount: '7' })],
    gives: ['op 2015-11 advertising 40'],
  },
  {
    is: 'two contents under it are disputed',
    flows: [flow({ amount: '40' }), flow({ amount: '40', impressions: 1 })],
    gives: [],
    leaves: ['f-1 op M-DISPUTE disputed 40'],
  },
];

const SOURCES: readonly Case[] = [
  {
    is: 'the source with the largest sum over its lines counts',
    flows: [...BANK, flow(LEDGER)],
    gives: ['op 2015-11 advertising 100', 'op 2015-11 file_host 30'],
    leaves: ['f-1 op M-OWNER other_source_counts 120'],
  },
  {
    // The bank has 110 left, less than 120. What it shows to be gone is taken from what counts
    // (M-GONE).
    is: 'reversals count in the choice, and are of all sources',
    flows: [...BANK, reversal({ amount: '20' }), flow(LEDGER)],
    gives: ['op 2015-11 advertising 100'],
    leaves: ['f-1 op M-OWNER other_source_counts 100', 'f-2 op M-OWNER other_source_counts 30'],
  },
  {
    is: 'networks are chosen apart and added',
    flows: [...BANK, flow({ ...LEDGER, network: 'pop.example' }, 'f-9')],
    gives: ['op 2015-11 advertising 220', 'op 2015-11 file_host 30'],
  },
  {
    is: 'a tie goes to the first name; a declared group has that of its first member',
    flows: [flow({ source: 'bank', line: 'donation' }), flow({ source: 'statement' })],
    gives: ['op 2015-11 advertising 300'],
    leaves: ['f-1 op M-OWNER other_source_counts 300'],
  },
  {
    is: 'sources that are declared disjoint count together',
    flows: [...BANK, flow(LEDGER)].map((one) => ({ ...one, network: 'apart.example' })),
    gives: ['op 2015-11 advertising 220', 'op 2015-11 file_host 30'],
  },
  {
    // The registry is in two declarations, so it is in none, and joins nobody.
    is: 'a third source joins no two others',
    flows: [...BANK, flow(LEDGER)].map((one) => ({ ...one, network: 'joint.example' })),
    gives: ['op 2015-11 advertising 100', 'op 2015-11 file_host 30'],
    leaves: ['f-1 op M-OWNER other_source_counts 120'],
  },
];

export const RULES: readonly (readonly [string, readonly Case[]])[] = [
  ['a flow belongs to the days of its service period', SPREAD],
  ['the registry says whose day it is', REGISTRY],
  ['rates', RATES],
  ['gross money', GROSS_MONEY],
  ['reversals', REVERSALS],
  ['hops, revisions and disputes', HOPS_AND_REVISIONS],
  ['one source counts for an operation and network in all months (M-OWNER)', SOURCES],
];
