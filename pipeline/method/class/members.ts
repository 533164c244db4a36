// M-CLASS: operations that share an account or a property, over any chain, are one member. Accounts
// are those of the registry and those that money went through; properties are those of the registry
// and what lies below them. Whether money counts does not matter here: it shows who is related.
import { accountKey } from '../../../schemas/account-form.ts';
import type { Evidence, FlowRecord } from '../evidence.ts';
import type { Networks } from '../network.ts';
import { byBytes } from '../order.ts';
import { type PropertyOwners, placeOf } from '../property.ts';
import { undisputed } from '../revision.ts';

/** Things that one record shows to be one operator's: operations, accounts, properties. */
export type Relation = readonly string[];

/** What relations are read from. */
export interface Related extends Pick<Evidence, 'sites' | 'accounts'> {
  /** Flows, or what is different in them. */
  readonly paths: readonly MoneyPath[];
}

/** Where money came in, and through which accounts. */
export interface MoneyPath {
  /** Null: not known. */
  readonly network: string | null;
  /** Empty: the flow names none. */
  readonly sites: readonly string[];
  /** Accounts in canonical form; empty: not known. */
  readonly publisher: string;
  readonly payee: string;
}

export function pathOf(flow: FlowRecord): MoneyPath {
  const shared = (flow.site_shares ?? []).map(({ site }) => site);
  return {
    network: flow.network,
    sites: flow.site === null ? shared : [flow.site, ...shared],
    publisher: accountKey(flow.publisher_account),
    payee: accountKey(flow.payee?.account ?? null),
  };
}

const EVER = { first: -Infinity, last: Infinity };

export const operationKey = (operation: string) => `operation ${operation}`;
export const propertyKey = (property: string) => `property ${property}`;
const payeeKey = (account: string) => `account ${account}`;
const publisherKey = (network: string, account: string) => `publisher ${network} ${account}`;

export function relationsOf(
  { sites, accounts, paths }: Related,
  networks: Networks,
  properties: PropertyOwners,
): Relation[] {
  /** Whose the site ever was. */
  const operationsAt = (site: string) =>
    properties(placeOf(site), EVER).flatMap(({ operation }) =>
      operation === null ? [] : [operationKey(operation)],
    );
  const claimed = new Set(undisputed(sites).map(({ site }) => placeOf(site).property));
  const ofSites = undisputed(sites).map(({ site, operation }) => {
    const { property, ancestors } = placeOf(site);
    // A property below another one that is claimed is a part of that.
    const names = [property, ...ancestors.filter((name) => claimed.has(name))].map(propertyKey);
    return operation === null
      ? [...operationsAt(site), propertyKey(property)]
      : [operationKey(operation), ...operationsAt(site), ...names];
  });
  const ofAccounts = undisputed(accounts).map((row) => {
    const account = accountKey(row.account);
    const keys =
      row.network === null
        ? [payeeKey(account)]
        : [payeeKey(account), publisherKey(networks.nameOf(row.network), account)];
    return [operationKey(row.operation), ...keys];
  });
  const ofPaths = paths.map(({ network, sites: of, publisher, payee }) => [
    ...of.flatMap(operationsAt),
    ...(publisher === '' ? [] : [publisherKey(networks.nameOf(network), publisher)]),
    ...(payee === '' ? [] : [payeeKey(payee)]),
  ]);
  return [...ofSites, ...ofAccounts, ...ofPaths];
}

/**
 * The member that each operation, account and property belongs to: the first operation among those
 * that hang together, or, of things without an operation, the first of them.
 */
export function membersOf(relations: readonly Relation[]): Map<string, string> {
  const above = new Map<string, string>();
  const topOf = (key: string): string => {
    let top = key;
    for (let next = above.get(top); next !== undefined && next !== top; next = above.get(top))
      top = next;
    // What was passed hangs directly under the top, so that no chain grows long.
    for (let at = key; at !== top; ) {
      const next = above.get(at) ?? top;
      above.set(at, top);
      at = next;
    }
    return top;
  };
  for (const [first, ...others] of relations) {
    if (first === undefined) continue;
    above.set(first, above.get(first) ?? first);
    for (const other of others) {
      const [one, top] = [topOf(other), topOf(first)];
      if (isFirst(one, top)) above.set(top, one);
      else above.set(one, top);
    }
  }
  return new Map([...above.keys()].map((key) => [key, topOf(key)]));
}

const isOperation = (key: string) => key.startsWith(operationKey(''));

function isFirst(one: string, other: string): boolean {
  if (isOperation(one) !== isOperation(other)) return isOperation(one);
  return byBytes(one, other) < 0;
}
