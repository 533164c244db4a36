// What the engine's form of the method looks up: who is who, rates and contractual shares. They are
// few and are found by the plain form of the rules (pipeline/method/), then written as work lists
// under the name of a run.
import { z } from 'zod';
import { sourceGroups } from '../method/disjoint.ts';
import type { Registry } from '../evidence/fetch-registry.ts';
import { type Networks, networksOf } from '../method/network.ts';
import { accountOwners } from '../method/account.ts';
import { rateBook } from '../method/rate.ts';
import type { Reference } from '../method/reference.ts';
import { publisherShares } from '../method/gross.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const originRow = z.object({ network: z.string(), source: z.string() });
const usedDaysRow = z.object({ currency: z.string(), days: z.array(z.number()) });
const accountsRow = z.object({
  network: z.string(),
  publisher_account_key: z.string(),
  payee_account_key: z.string(),
});

/** The days that the calendar of the engine has, in days since 1970-01-01. */
const CALENDAR = { first: -25_567, last: 120_529 };

export async function fillEngineLists(
  warehouse: Warehouse,
  scope: string,
  registry: Registry,
  reference: Reference,
): Promise<void> {
  const networks = networksOf(registry.networks, reference.networkNames);
  const [origins, used, accounts] = await Promise.all([
    warehouse.query(sqlFile('estimate/32_used_origins.sql'), {}, originRow),
    warehouse.query(sqlFile('estimate/33_used_days.sql'), {}, usedDaysRow),
    warehouse.query(sqlFile('estimate/34_used_accounts.sql'), {}, accountsRow),
  ]);
  const lists: [table: string, rows: readonly Row[]][] = [
    ['origin_of', originRows(origins, networks, reference)],
    ['rate_of', rateRows(used, reference)],
    ['account_span_of', spanRows(accounts, registry, networks)],
    ['contract_of', contractRows(reference, networks)],
  ];
  for (const [table, rows] of lists)
    await warehouse.insertObjects(
      table,
      rows.map((row) => ({ scope, ...row })),
    );
}

type Row = Readonly<Record<string, unknown>>;

/** A network as a record table has it: empty is null. */
const reported = (network: string) => (network === '' ? null : network);

function originRows(
  origins: readonly z.infer<typeof originRow>[],
  networks: Networks,
  reference: Reference,
): Row[] {
  const groupOf = sourceGroups(reference.disjoint, networks);
  return origins.map(({ network, source }) => {
    const key = networks.keyOf(reported(network));
    return {
      network,
      source,
      network_name: networks.nameOf(reported(network)),
      key,
      source_group: groupOf(source, key),
    };
  });
}

/** A day without a rate has no row. */
function rateRows(used: readonly z.infer<typeof usedDaysRow>[], reference: Reference): Row[] {
  const rates = rateBook(reference.rates);
  return used.flatMap(({ currency, days }) =>
    days.flatMap((day) => {
      const rate = rates.on(currency, day);
      return rate === null
        ? []
        : [{ currency, day, low: String(rate.low), high: String(rate.high) }];
    }),
  );
}

/** Whom the accounts of flows without a site belong to, on all days of the calendar. */
function spanRows(
  accounts: readonly z.infer<typeof accountsRow>[],
  registry: Registry,
  networks: Networks,
): Row[] {
  const owners = accountOwners(registry.accounts, networks);
  return accounts.map((row) => {
    const stays = owners.staysOf(
      {
        network: networks.nameOf(reported(row.network)),
        publisher: row.publisher_account_key,
        payee: row.payee_account_key,
      },
      CALENDAR,
    );
    return {
      ...row,
      span_from: stays.map(({ first }) => first),
      span_operation: stays.map(({ operation }) => operation ?? ''),
    };
  });
}

/** The lowest shares of each network and line, as spans of days. */
function contractRows({ shares }: Reference, networks: Networks): Row[] {
  const sharesOf = publisherShares(shares, networks);
  const pairs = new Map(
    shares.map(({ network, line }) => {
      const pair = { network_name: networks.nameOf(network), line };
      return [JSON.stringify(pair), pair];
    }),
  );
  return [...pairs.values()].map((pair) => {
    const spans = sharesOf(
      { basis: 'gross', network: pair.network_name, line: pair.line },
      CALENDAR,
    );
    return {
      ...pair,
      span_from: spans.map(({ first }) => first),
      span_share: spans.map(({ share }) => Number(share ?? -1n)),
    };
  });
}
