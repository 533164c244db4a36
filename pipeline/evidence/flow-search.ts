// Looks for the flows of the closures of some operations, in the order of closure.ts: what goes to
// the operations, what takes back or may be nobody's on their accounts, the flows of the other
// operations that this concerns, and all that these are linked with.
import { z } from 'zod';
import { accountKey } from '../../schemas/account-form.ts';
import type { FlowRecord, RefusedTakeBack } from '../method/evidence.ts';
import { type Place, placeOf } from '../method/property.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type Link, linkText, linksOf, namesOf, paidLinks, placesOf } from './flow-links.ts';
import { flowOfRow, flowRow } from './flow-of-row.ts';

const nameRow = z.object({ what: z.enum(['place', 'account', 'disputed']), name: z.string() });
const operationRow = z.object({ operation: z.string() });

/** Kinds of links with a file of sql/evidence/find/. */
const WAYS: readonly Link['what'][] = [
  'place',
  'account',
  'on_account',
  'alike',
  'id',
  'paid',
  'paid_of_source',
  'named',
];
/** Kinds of links that flow_link has. */
const NAMED_BY_FLOWS: readonly Link['what'][] = ['place', 'own', 'named', 'id'];

export class FlowSearch {
  /** Table of the work list. */
  static readonly LIST = 'evidence_link_of';

  readonly #warehouse: Warehouse;
  readonly #scope: string;
  readonly #asOf: string;
  readonly #digests = new Map<FlowRecord, string>();
  readonly #seen = new Set<string>();
  readonly #followed = new Set<string>();
  readonly #operations = new Set<string>();
  /** Names by which flows of operations were looked for, and places that several claim. */
  readonly #names = {
    place: new Set<string>(),
    account: new Set<string>(),
    disputed: new Set<string>(),
  };
  #round = 0;

  /** @param scope name of the work list */
  constructor(warehouse: Warehouse, scope: string, asOf: string) {
    this.#warehouse = warehouse;
    this.#scope = scope;
    this.#asOf = asOf;
  }

  /** @returns the flows, each with its digest */
  async run(operations: readonly string[]): Promise<ReadonlyMap<FlowRecord, string>> {
    const own = await this.#find(await this.#namesOf(operations));
    const accounts = new Set(own.map((flow) => accountKey(flow.publisher_account)));
    accounts.delete('');
    await this.#follow(own, this.#accountLinks(accounts));
    await this.#follow(await this.#findOthers(accounts));
    for (;;) {
      const paid = this.#notFollowed(paidLinks([...this.#digests.keys()]));
      if (paid.length === 0) return this.#digests;
      await this.#follow([], paid);
    }
  }

  /** Whether a refused take-back may concern an operation that flows were looked for of. */
  concerns({ site, publisher_account: account }: RefusedTakeBack): boolean {
    return (
      (site !== null && this.#isWhole(placeOf(site))) ||
      this.#names.account.has(accountKey(account))
    );
  }

  /** Writes links into the work list. @returns the round that they are of */
  async put(links: readonly Link[]): Promise<number> {
    const round = this.#round;
    this.#round += 1;
    const rows = links.map(({ what, one, other }) => ({
      scope: this.#scope,
      round,
      what,
      one,
      other,
    }));
    await this.#warehouse.insertObjects(FlowSearch.LIST, rows);
    return round;
  }

  /** Whether all flows of the place were looked for. */
  #isWhole(place: Place): boolean {
    return namesOf(place).some((name) => this.#names.place.has(name));
  }

  /** Links to what goes to the operations. */
  async #namesOf(operations: readonly string[]): Promise<Link[]> {
    for (const operation of operations) this.#operations.add(operation);
    const names = await this.#warehouse.query(
      sqlFile('evidence/10_names.sql'),
      { operations: [...operations] },
      nameRow,
    );
    return names.flatMap(({ what, name }): Link[] => {
      const known = this.#names[what];
      if (name === '' || known.has(name)) return [];
      known.add(name);
      return what === 'disputed' ? [] : [{ what, one: name, other: '' }];
    });
  }

  /** Links to what takes back, and to what may be nobody's, on these accounts. */
  #accountLinks(accounts: ReadonlySet<string>): Link[] {
    if (accounts.size === 0) return [];
    return [...linksTo('on_account', accounts), ...linksTo('disputed', this.#names.disputed)];
  }

  /**
   * The flows of the other operations with such money on the accounts: whether an operation has
   * money decides whether its take-backs concern the others.
   */
  async #findOthers(accounts: ReadonlySet<string>): Promise<FlowRecord[]> {
    const concerned = [...this.#digests.keys()].filter(
      (flow) => accounts.has(accountKey(flow.publisher_account)) && this.#isShared(flow),
    );
    if (concerned.length === 0) return [];
    const { places, accounts: paidTo } = whereOf(concerned);
    const round = await this.put([...linksTo('place', places), ...linksTo('account', paidTo)]);
    const rows = await this.#warehouse.query(
      sqlFile('evidence/11_other_operations.sql'),
      { scope: this.#scope, round },
      operationRow,
    );
    const all = new Set([...places, ...rows.map(({ operation }) => operation)]);
    const others = [...all].filter((name) => name !== '' && !this.#operations.has(name));
    return others.length === 0 ? [] : this.#find(await this.#namesOf(others));
  }

  /** Whether it takes back, may be nobody's on some day, or is replaced by what may be. */
  #isShared({ status, site, settles }: FlowRecord): boolean {
    if (status === 'reversed' || site === null || settles.length > 0) return true;
    return namesOf(placeOf(site)).some((name) => this.#names.disputed.has(name));
  }

  /** Follows the links of the flows, and further ones, until nothing is added. */
  async #follow(flows: readonly FlowRecord[], further: readonly Link[] = []): Promise<void> {
    const isWhole = (place: Place) => this.#isWhole(place);
    let links = [...linksOf(flows, isWhole), ...further];
    while (links.length > 0) links = linksOf(await this.#find(links), isWhole);
  }

  #notFollowed(links: readonly Link[]): Link[] {
    return links.filter((link) => !this.#followed.has(linkText(link)));
  }

  /** The flows that the links lead to, without those that were found before. */
  async #find(links: readonly Link[]): Promise<FlowRecord[]> {
    const others = this.#notFollowed(links);
    if (others.length === 0) return [];
    for (const link of others) this.#followed.add(linkText(link));
    const round = await this.put(others);
    const rows = await this.#warehouse.query(
      sqlFile('evidence/20_flows.sql', { found: waysOf(others) }),
      { scope: this.#scope, round, as_of: this.#asOf },
      flowRow,
    );
    return rows.flatMap((row) => {
      // Copies that are not merged yet are rows of their own.
      const content = JSON.stringify([row.source, row.flow_id, row.revision, row.digest]);
      if (this.#seen.has(content)) return [];
      this.#seen.add(content);
      const flow = flowOfRow(row);
      this.#digests.set(flow, row.digest);
      return [flow];
    });
  }
}

/** The statements that look for what the links lead to, each in a way of its own. */
function waysOf(links: readonly Link[]): string {
  const kinds = new Set(links.map(({ what }) => what));
  const ways: string[] = WAYS.filter((way) => kinds.has(way));
  const all = NAMED_BY_FLOWS.some((what) => kinds.has(what)) ? [...ways, 'naming'] : ways;
  return all.map((way) => sqlFile(`evidence/find/${way}.sql`).trim()).join('\nUNION ALL\n');
}

export function linksTo(what: Link['what'], names: Iterable<string>): Link[] {
  return [...names].map((one) => ({ what, one, other: '' }));
}

/** The names and accounts by which flows are somebody's. */
export function whereOf(flows: readonly FlowRecord[]): {
  places: Set<string>;
  accounts: Set<string>;
} {
  const places = new Set(flows.flatMap((flow) => placesOf(flow).flatMap(namesOf)));
  const accounts = new Set(
    flows.flatMap(({ publisher_account: publisher, payer_account: payer, payee }) =>
      [publisher, payer, payee?.account ?? null].map(accountKey),
    ),
  );
  accounts.delete('');
  return { places, accounts };
}
