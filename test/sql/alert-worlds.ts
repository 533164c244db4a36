// Worlds in which alerts come about: the random worlds of the oracle with payees, accounts and
// enforcement events that change.
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import type { OracleFlow } from '../oracle/documented.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { randomWorld } from '../oracle/world.ts';
import { OPERATIONS, SITES, someDay } from '../oracle/world-words.ts';
import { event } from '../records.ts';
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
 * Records of one world. Worlds share sources and networks, so that what one of them shows covers
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
