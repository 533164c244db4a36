// Worlds that cause alerts: random worlds with changing payees, accounts and enforcement events.
// Records leave out what their sources do not know, sites have mirrors below them, and flows take
// back or follow those of other sources, or never were.
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import type { RecordOf } from '../../schemas/record.ts';
import { renamed } from '../random-records/renamed.ts';
import { OPERATIONS, SITES, SOURCES, someDay } from '../random-records/words.ts';
import { randomWorld } from '../random-records/world.ts';
import { type Fields, event, flow, site as registered } from '../records.ts';

export interface Arrival {
  kind: 'flow' | 'site' | 'event';
  record: object;
}

/** Some are one payee, one account or one country in different words; some are unknown in part. */
const PAYEES: readonly [Fields, ...(Fields | null)[]] = [
  { name: 'Example Média Ltd', country: 'CY', account: 'w-1', account_type: 'wallet' },
  { name: 'Example  ME\u0301DIA ltd', country: 'CY', account: 'w-2', account_type: 'wallet' },
  { name: 'Example Média\u200f Ltd', country: 'LU', account: 'w-1', account_type: 'wallet' },
  { name: 'Autre SA', country: 'FR', account: 'Pay@Autre.example', account_type: 'psp' },
  { name: 'Autre SA', country: 'FR', account: 'pay@autre.example', account_type: 'other' },
  { name: 'Isla SA', country: 'PA', account: 'w-4', account_type: 'other' },
  { name: 'Isla SA', country: null, account: null },
  { name: null, country: null, account: 'w-5' },
  null,
];

/** A record without what its source does not know. */
function forgetful(record: Fields, random: Random): Fields {
  const isDated = typeof record['value_date'] === 'string';
  return {
    ...record,
    ...(random.chance(0.15) ? { network: null } : {}),
    ...(isDated && random.chance(0.2) ? { period_start: null, period_end: null } : {}),
  };
}

const MIRROR = 'm.';

/**
 * Most take-backs, disputes, and what has no value are left out: worlds are so dense in them that
 * little money would be left to alert.
 */
function withMoney(flows: readonly RecordOf<'flow'>[], random: Random): RecordOf<'flow'>[] {
  const seen = new Set<string>();
  return flows.flatMap((one) => {
    const name = JSON.stringify([one.source, one.flow_id, one.revision]);
    const isDispute = seen.has(name);
    seen.add(name);
    if ((one.status === 'reversed' || isDispute) && !random.chance(0.1)) return [];
    return [
      {
        ...one,
        currency: random.chance(0.8) ? 'EUR' : one.currency,
        basis: random.chance(0.9) ? 'net' : one.basis,
        upstream: random.chance(0.8) ? [] : one.upstream,
      },
    ];
  });
}

/** Some of the records of a world with mirrors, other sources and voids. */
function variedFlow(record: RecordOf<'flow'>, random: Random): Fields[] {
  const { reverses, upstream, site } = record;
  const isElsewhere = reverses !== null && random.chance(0.3);
  const varied = {
    ...record,
    site: site !== null && random.chance(0.25) ? `${MIRROR}${site}` : site,
    reverses: isElsewhere ? { ...reverses, source: random.pick(SOURCES) } : reverses,
    upstream:
      upstream.length > 0 && random.chance(0.3)
        ? [...upstream, { source: random.pick(SOURCES), flow_id: record.flow_id }]
        : upstream,
  };
  const voided = { ...varied, revision: 20, void: true };
  return random.chance(0.1)
    ? [varied, voided, ...(random.chance(0.3) ? [{ ...varied, revision: 21 }] : [])]
    : [varied];
}

/** Rows of mirrors, of which some belong to nobody yet. */
function mirrorRows(prefix: string, random: Random): Fields[] {
  return SITES.filter(() => random.chance(0.2)).map((site) =>
    registered(`${prefix}mirror-${site}`, {
      site: `${MIRROR}${prefix}${site}`,
      operation: random.chance(0.3) ? null : `${prefix}${random.pick(OPERATIONS)}`,
      valid_from: random.pick([null, '2013-01-01', '2016-01-10']),
      valid_to: random.pick([null, null, '2016-03-15']),
      void: random.chance(0.1),
    }),
  );
}

/**
 * Records of one world. Worlds share sources and networks, so that the records of one cover
 * the others.
 */
export function arrivalsOf(seed: number): Arrival[] {
  const random = randomOf(seed * 7 + 1);
  const prefix = `w${String(seed)}-`;
  const world = renamed(randomWorld(seed), prefix);
  const flows = withMoney(world.flows, random)
    .flatMap((one) => variedFlow(one, random))
    .map((one) =>
      forgetful(
        {
          ...one,
          // Some years apart, so that keys fall silent and return.
          value_date: laterIfAny(one['value_date'], random.pick([0, 0, 0, 1, 2])),
          payee: random.pick(PAYEES),
          publisher_account: random.pick(['pub-1', 'pub-1', 'pub-2', null]),
        },
        random,
      ),
    );
  const sites = [...world.sites, ...mirrorRows(prefix, random)];
  const events = random.chance(0.5)
    ? [
        event(
          `${prefix}event`,
          {
            site: random.chance(0.5)
              ? `${random.pick(['', MIRROR])}${prefix}${random.pick(SITES)}`
              : null,
            operation: `${prefix}${random.pick(OPERATIONS)}`,
            account: random.chance(0.3) ? (random.pick(PAYEES)?.['account'] ?? null) : null,
          },
          { date: someDay(random) },
        ),
      ]
    : [];
  return [
    ...flows.map((record) => ({ kind: 'flow' as const, record })),
    ...sites.map((record) => ({ kind: 'site' as const, record })),
    ...events.map((record) => ({ kind: 'event' as const, record })),
  ];
}

function laterIfAny(day: unknown, years: number): string | null {
  if (typeof day !== 'string') return null;
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
const ACCOUNTS: readonly Fields[] = [
  ...['FR', 'JE', 'PA', 'KY', 'HK', 'GG', 'LU', 'FR'].map((country, index) => ({
    name: index % 3 === 0 ? 'Split Ltd' : `Split ${country}`,
    country,
    account: `split-${country}-${String(index)}`,
    account_type: 'other',
  })),
  { name: 'Split Ltd', country: 'JE' },
];

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
      const record = flow(`s${String(seed)}-${String(index)}`, {
        site,
        source: isWide ? 'bank-records' : random.pick(['bank-records', 'network-statement']),
        network: isWide
          ? 'adx.example'
          : random.pick(['adx.example', 'AdX.example', 'pop.example']),
        value_date: day,
        amount: random.pick(['0.01', '33.3333', '100', '250.5', '1234.5678']),
        payee: ACCOUNTS[random.below(ACCOUNTS.length)],
        ...(isBack
          ? { status: 'reversed', reverses: random.pick([null, { flow_id: 'nobody-s' }]) }
          : {}),
      });
      return isWide ? record : forgetful(record, random);
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
