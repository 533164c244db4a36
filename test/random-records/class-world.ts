// Random worlds of comparable operations: operations with money and an audience in several strata,
// some related over chains, some with an audience alone.
import type { Random } from '../../pipeline/platform/random.ts';
import { type Fields, account, flow, panel, site } from '../records.ts';

export interface ClassWorld {
  sites: Fields[];
  accounts: Fields[];
  flows: Fields[];
  panels: Fields[];
}

const MONTHS = ['2015-10', '2015-11', '2015-12'];
const LAST_DAYS = ['2015-10-31', '2015-11-30', '2015-12-31'];

/** Strata come from 2 panels, 2 countries (one of them all) and 3 units. */
export function classWorld(random: Random, operations: number): ClassWorld {
  const world: ClassWorld = { sites: [], accounts: [], flows: [], panels: [] };
  for (let index = 0; index < operations; index += 1) addOperation(world, random, index);
  return world;
}

function addOperation(world: ClassWorld, random: Random, index: number): void {
  const operation = `op-${String(index)}`;
  const domains = random.chance(0.3) ? [`${operation}.tv`, `${operation}.cc`] : [`${operation}.tv`];
  // The registry also says who is related: by a property, or by an account.
  const shared = random.chance(0.1) ? [`op-${String(random.below(index + 1))}.tv`] : [];
  for (const [at, name] of [...domains, ...shared].entries())
    world.sites.push(
      site(`${operation}-${String(at)}`, {
        site: name,
        operation,
        valid_from: at < domains.length ? '2013-01-01' : '2020-01-01',
      }),
    );
  if (random.chance(0.1))
    world.accounts.push(
      account(`${operation}-account`, {
        operation,
        account: `acc-${String(random.below(index + 1))}`,
        account_type: 'psp',
      }),
    );
  const owner = random.chance(0.1) ? random.below(index + 1) : index;
  const hasMoney = random.chance(0.8);
  for (const [at, month] of MONTHS.entries()) {
    if (hasMoney && random.chance(0.8)) addMoney(world, random, { operation, owner, at });
    for (const name of domains) addAudience(world, random, { operation, name, month });
  }
}

interface Money {
  operation: string;
  /** Whose account was paid. */
  owner: number;
  at: number;
}

function addMoney({ flows }: ClassWorld, random: Random, { operation, owner, at }: Money): void {
  const month = MONTHS[at] ?? '';
  const isPaymentDated = random.chance(0.1);
  flows.push(
    flow(`${operation}/${month}`, {
      site: `${operation}.tv`,
      line: random.pick(['advertising', 'advertising', 'advertising', 'other', 'donation']),
      publisher_account: `pub-${operation}`,
      period_start: isPaymentDated ? null : `${month}-01`,
      period_end: isPaymentDated ? null : LAST_DAYS[at],
      value_date: `${month}-${isPaymentDated ? '20' : '28'}`,
      amount: (random.below(50_000_000) / 10_000).toFixed(4),
      status: random.chance(0.9) ? 'paid' : 'accrued',
      payee: {
        name: 'A',
        country: 'FR',
        account: `acc-${String(owner)}`,
        account_type: 'psp',
      },
    }),
  );
}

interface Measured {
  operation: string;
  name: string;
  month: string;
}

function addAudience(
  { panels }: ClassWorld,
  random: Random,
  { operation, name, month }: Measured,
): void {
  for (const source of ['panel-a', 'panel-b'])
    for (const country of ['FR', null]) {
      if (random.chance(0.2)) continue;
      const visitors = 1_000 + random.below(2_000_000);
      panels.push(
        panel(`${operation}/${name}/${month}/${source}/${country ?? 'all'}`, {
          source,
          site: name,
          month,
          country,
          unique_visitors: random.chance(0.1) ? null : visitors,
          visits: random.chance(0.5) ? null : visitors + random.below(100_000),
          page_views: visitors + random.below(9_000_000),
          panel_size: random.chance(0.2) ? null : 22_000,
        }),
      );
    }
}
