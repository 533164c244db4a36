// Worlds that cause alerts: the random worlds of the oracle, with changing payees, accounts and
// enforcement events.
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import type { OracleFlow } from '../oracle/documented.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { randomWorld } from '../oracle/world.ts';
import { OPERATIONS, SITES, someDay } from '../oracle/world-words.ts';
import { event, flow } from '../records.ts';
import { renamed } from './renamed-world.ts';

export interface Arrival {
  kind: 'flow' | 'site' | 'event';
  record: object;
}

type Payee = OracleFlow['payee'];
const PAYEES: readonly [Payee, ...Payee[]] = [
  {
    name: 'Example Media Ltd',
    country: 'CY',
    account: 'w-1',
    account_type: 'wallet',
    bic: null,
    bank_country: null,
  },
  {
    name: 'Example  MEDIA ltd',
    country: 'CY',
    account: 'w-2',
    account_type: 'wallet',
    bic: null,
    bank_country: null,
  },
  {
    name: 'Example Media Ltd',
    country: 'LU',
    account: 'w-1',
    account_type: 'wallet',
    bic: null,
    bank_country: null,
  },
  {
    name: 'Autre SA',
    country: 'FR',
    account: 'w-3',
    account_type: 'other',
    bic: null,
    bank_country: null,
  },
  {
    name: 'Isla SA',
    country: 'PA',
    account: 'w-4',
    account_type: 'other',
    bic: null,
    bank_country: null,
  },
];

/**
 * Records of one world. Worlds share sources and networks, so that the records of one cover
 * the others.
 */
export function arrivalsOf(seed: number): Arrival[] {
  const random = randomOf(seed * 7 + 1);
  const prefix = `w${String(seed)}-`;
  const world = renamed(randomWorld(seed), prefix);
  const flows = world.flows.map((flow) => ({
    ...flow,
    // Some years apart, so that keys fall silent and return.
    value_date:
      flow.value_date === null ? null : later(flow.value_date, random.pick([0, 0, 0, 1, 2])),
    payee: random.pick(PAYEES),
    publisher_account: random.pick(['pub-1', 'pub-1', 'pub-2']),
  }));
  const events = random.chance(0.5)
    ? [
        event(
          `${prefix}event`,
          {
            site: random.chance(0.5) ? `${prefix}${random.pick(SITES)}` : null,
            operation: `${prefix}${random.pick(OPERATIONS)}`,
            account: random.chance(0.3) ? (random.pick(PAYEES)?.account ?? null) : null,
          },
          { date: someDay(random) },
        ),
      ]
    : [];
  return [
    ...flows.map((record) => ({ kind: 'flow' as const, record })),
    ...world.sites.map((record) => ({ kind: 'site' as const, record })),
    ...events.map((record) => ({ kind: 'event' as const, record })),
  ];
}

function later(day: string, years: number): string {
  const date = `${String(Number(day.slice(0, 4)) + years)}${day.slice(4)}`;
  return date.endsWith('-02-29') ? date.replace('-29', '-28') : date;
}

export const RULES = rulesSchema.parse({
  materiality_eur: '150',
  baseline_days: 30,
  enforcement_days: 60,
});

/**
 * Places of every kind, so that money is split among them: centres, places that were listed from a
 * day on, neither.
 */
const ACCOUNTS = ['FR', 'JE', 'PA', 'KY', 'HK', 'GG', 'LU', 'FR'].map((country, index) => ({
  name: index % 3 === 0 ? 'Split Ltd' : `Split ${country}`,
  country,
  account: `split-${country}-${String(index)}`,
  account_type: 'other',
}));

/**
 * Payments of one network to many accounts by two sources, some taken back, some by nobody's
 * records.
 */
export function splitArrivals(seed: number): Arrival[] {
  const random = randomOf(seed);
  const site = `split-${String(seed)}.tv`;
  // Some with more accounts than a sentence names, and one with more flows than are listed.
  const isWide = seed % 10 === 0;
  const records = Array.from(
    { length: seed % 40 === 0 ? 130 : isWide ? 20 : 3 + random.below(16) },
    (_, index) => {
      const day = isWide
        ? `2016-03-${String(10 + random.below(19))}`
        : `${random.pick(['2015-11', '2016-01', '2016-03', '2016-07', '2017-01'])}-${random.pick(['01', '15', '28'])}`;
      const isBack = random.chance(0.12);
      return flow(`s${String(seed)}-${String(index)}`, {
        site,
        source: isWide ? 'bank-records' : random.pick(['bank-records', 'network-statement']),
        network: isWide ? 'adx.example' : random.pick(['adx.example', 'pop.example']),
        value_date: day,
        amount: random.pick(['0.01', '33.3333', '100', '250.5', '1234.5678']),
        payee: ACCOUNTS[random.below(ACCOUNTS.length)],
        ...(isBack ? { status: 'reversed', reverses: 'nobody-s' } : {}),
      });
    },
  );
  return [
    ...records.map((record) => ({ kind: 'flow' as const, record })),
    ...(random.chance(0.4)
      ? [
          {
            kind: 'event' as const,
            record: event(
              `e${String(seed)}`,
              { site },
              { type: 'listing', date: random.pick(['2015-11-01', '2016-01-14', '2016-07-01']) },
            ),
          },
        ]
      : []),
  ];
}
