// The operations that new records touch: those of which some revision of a new record is in the
// closure (pipeline/method/closure.ts), or was before it. Here the closure is read the other way
// round: from a flow to all that it is linked with, to whose these are, and to whoever shares an
// account with them. It may name operations too many, never one too few.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { accountKey } from '../../schemas/account-form.ts';
import { propertyOf } from '../../schemas/property.ts';
import {
  type Link,
  accruedLinks,
  linksOf,
  linksTo,
  mayBeNobodys,
  namesOf,
  whereOf,
} from '../evidence/flow-links.ts';
import { LinkSearch } from '../evidence/link-search.ts';
import { takeBackOf } from '../evidence/fetch-who.ts';
import type { FlowRecord, RefusedTakeBack } from '../method/evidence.ts';
import { placeOf } from '../method/property.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** What {@link touchedOperations} executes. */
export const TOUCHED_SQL: readonly string[] = [
  'estimate/20_fresh_topics.sql',
  'estimate/21_fresh_records.sql',
  'estimate/22_fresh_refused.sql',
  'estimate/23_fresh_names.sql',
  'estimate/24_shared_accounts.sql',
  'estimate/25_paid_through.sql',
  'evidence/',
  'estimate/90_drop_scope.sql',
];

/** Above this, computing all operations in SQL is faster than these by the plain form. */
const MOST_TOUCHED = 50_000;
/** Later than any record. */
const EVER = '2200-01-01 00:00:00.000';

const topicRow = z.object({
  topic: z.string(),
  from_offset: z.string(),
  records: z.coerce.number(),
});
const freshRow = z.object({ kind: z.string(), source: z.string(), record_id: z.string() });
const nameRow = z.object({
  what: z.enum(['place', 'account', 'audience', 'operation']),
  name: z.string(),
});
const paidThroughRow = z.object({
  what: z.enum(['place', 'domain', 'account']),
  name: z.string(),
});

/**
 * @param sequence of the run behind whose watermark records are new
 * @param most records that are new, or flows that they are linked with
 * @returns null: too many, or names of networks, which join money of any operation
 */
export async function touchedOperations(
  warehouse: Warehouse,
  sequence: number,
  most: number = MOST_TOUCHED,
): Promise<string[] | null> {
  const fresh = await freshRecords(warehouse, sequence, most);
  if (fresh === null || fresh.records.some(({ kind }) => kind === 'network')) return null;
  const touch = new Touch(warehouse, most);
  try {
    return await touch.operationsOf(fresh);
  } finally {
    await touch.drop();
  }
}

interface Fresh {
  readonly records: readonly z.infer<typeof freshRow>[];
  readonly refused: readonly RefusedTakeBack[];
}

/** Null: more than `most`. */
async function freshRecords(
  warehouse: Warehouse,
  sequence: number,
  most: number,
): Promise<Fresh | null> {
  const topics = await warehouse.query(
    sqlFile('estimate/20_fresh_topics.sql'),
    { sequence },
    topicRow,
  );
  if (topics.reduce((sum, { records }) => sum + records, 0) >= most) return null;
  const records: z.infer<typeof freshRow>[] = [];
  const refused: RefusedTakeBack[] = [];
  for (const { topic, from_offset } of topics) {
    const where = { sequence, topic, from_offset };
    const [accepted, rejected] = await Promise.all([
      warehouse.query(sqlFile('estimate/21_fresh_records.sql'), where, freshRow),
      warehouse.query(
        sqlFile('estimate/22_fresh_refused.sql'),
        where,
        z.object({ raw: z.string() }),
      ),
    ]);
    records.push(...accepted);
    refused.push(...rejected.flatMap(({ raw }) => takeBackOf(raw) ?? []));
  }
  return { records, refused };
}

/** M-REFUSED: whose it was, and when, can be read. Then it concerns nobody else. */
function isOfKnownPlace(
  { site, period_start: start, period_end: end }: RefusedTakeBack,
  disputed: ReadonlySet<string>,
): boolean {
  if (site === null || start === null || end === null || end < start) return false;
  return (
    !('fault' in propertyOf(site)) && !namesOf(placeOf(site)).some((name) => disputed.has(name))
  );
}

class Touch {
  readonly #search: LinkSearch;
  readonly #most: number;

  constructor(warehouse: Warehouse, most: number) {
    const linksOfAll = (flows: readonly FlowRecord[]) => [
      ...linksOf(flows, () => false),
      ...accruedLinks(flows),
    ];
    this.#search = new LinkSearch(warehouse, { scope: randomUUID(), asOf: EVER }, linksOfAll);
    this.#most = most;
  }

  drop(): Promise<void> {
    return this.#search.drop();
  }

  async operationsOf({ records, refused }: Fresh): Promise<string[] | null> {
    const named = await this.#namesIn(records);
    const flows = records.filter(({ kind }) => kind === 'flow');
    const links = [
      ...flows.map((flow): Link => ({ what: 'named', one: flow.source, other: flow.record_id })),
      ...linksTo('place', named.place),
      ...linksTo('account', named.account),
    ];
    await this.#search.follow([], links, this.#most);
    if (this.#search.found.size > this.#most) return null;
    const { places, domains, accounts } = whereOf([...this.#search.found.keys()]);
    const own = new Set([...domains, ...(await this.#search.ownersOf(places, accounts))]);
    const others = await this.#sharing(own, refused);
    const audience = await this.#search.ownersOf(named.audience, named.account);
    const all = new Set([
      ...own,
      ...others,
      ...audience,
      ...named.audience,
      ...named.operation,
      ...(await this.#ownersOfRefused(refused)),
    ]);
    all.delete('');
    return all.size > this.#most ? null : [...all].sort();
  }

  /** What new records of other kinds than flows are about. */
  async #namesIn(records: Fresh['records']) {
    const names = {
      place: new Set<string>(),
      account: new Set<string>(),
      audience: new Set<string>(),
      operation: new Set<string>(),
    };
    const others = records.filter(({ kind }) => kind !== 'flow' && kind !== 'event');
    if (others.length === 0) return names;
    const round = await this.#search.put(
      others.map(({ kind, source, record_id: id }) => ({ what: kind, one: source, other: id })),
    );
    const rows = await this.#search.ask('estimate/23_fresh_names.sql', round, nameRow);
    for (const { what, name } of rows) if (name !== '') names[what].add(name);
    return names;
  }

  /**
   * Whoever was paid through an account on which these operations, or the flows that were found,
   * have money that takes back or may be nobody's; and whoever a refused take-back may concern.
   */
  async #sharing(
    operations: ReadonlySet<string>,
    refused: readonly RefusedTakeBack[],
  ): Promise<string[]> {
    // Also without operations: it names the disputed places.
    const names = await this.#search.namesOf([...operations]);
    const links = names.map(({ what, name }) => ({ what, one: name, other: '' }));
    const disputed = new Set(
      names.filter(({ what }) => what === 'disputed').map(({ name }) => name),
    );
    const rows =
      operations.size === 0
        ? []
        : await this.#search.ask(
            'estimate/24_shared_accounts.sql',
            await this.#search.put(links),
            z.object({ account: z.string() }),
          );
    const accounts = new Set(rows.map(({ account }) => account));
    for (const flow of this.#search.found.keys())
      if (mayBeNobodys(flow, disputed)) accounts.add(accountKey(flow.publisher_account));
    accounts.delete('');
    return this.#paidThrough([
      ...linksTo('on_account', accounts),
      ...refused
        .filter((one) => !isOfKnownPlace(one, disputed))
        .map(({ source, publisher_account: account }) => ({
          what: 'refused_by',
          one: source,
          other: accountKey(account),
        })),
    ]);
  }

  async #paidThrough(
    links: readonly { what: string; one: string; other: string }[],
  ): Promise<string[]> {
    if (links.length === 0) return [];
    const rows = await this.#search.ask(
      'estimate/25_paid_through.sql',
      await this.#search.put(links),
      paidThroughRow,
    );
    const namesOfKind = (kind: string) =>
      rows.filter(({ what, name }) => what === kind && name !== '').map(({ name }) => name);
    const owners = await this.#search.ownersOf(namesOfKind('place'), namesOfKind('account'));
    return [...owners, ...namesOfKind('domain')];
  }

  async #ownersOfRefused(refused: readonly RefusedTakeBack[]): Promise<string[]> {
    const places = refused.flatMap(({ site }) => (site === null ? [] : namesOf(placeOf(site))));
    const accounts = refused.map((one) => accountKey(one.publisher_account));
    const owners = await this.#search.ownersOf(
      places,
      accounts.filter((account) => account !== ''),
    );
    return [...owners, ...places];
  }
}
