// Looks for the flows of the closures of some operations, in the order of closure.ts: what goes to
// the operations, what takes back or may be nobody's on their accounts, the flows of the other
// operations that this concerns, and all that these are linked with.
import { accountKey } from '../../schemas/account-form.ts';
import type { FlowRecord, RefusedTakeBack } from '../method/evidence.ts';
import { type Place, placeOf } from '../method/property.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import {
  type Link,
  linksOf,
  linksTo,
  mayBeNobodys,
  namesOf,
  paidLinks,
  whereOf,
} from './flow-links.ts';
import { LinkSearch } from './link-search.ts';

export class FlowSearch {
  readonly #search: LinkSearch;
  readonly #operations = new Set<string>();
  /** Names by which flows of operations were looked for, and places that several claim. */
  readonly #names = {
    place: new Set<string>(),
    account: new Set<string>(),
    disputed: new Set<string>(),
  };

  /** @param scope name of the work list */
  constructor(warehouse: Warehouse, scope: string, asOf: string) {
    const isWhole = (place: Place) => this.#isWhole(place);
    this.#search = new LinkSearch(warehouse, { scope, asOf }, (flows) => linksOf(flows, isWhole));
  }

  /** @returns the flows, each with its digest */
  async run(operations: readonly string[]): Promise<ReadonlyMap<FlowRecord, string>> {
    const { found } = this.#search;
    const own = await this.#search.find(await this.#linksToOwn(operations));
    const accounts = new Set(own.map((flow) => accountKey(flow.publisher_account)));
    accounts.delete('');
    await this.#search.follow(own, this.#accountLinks(accounts));
    await this.#search.follow(await this.#findOthers(accounts));
    for (;;) {
      const paid = this.#search.notFollowed(paidLinks([...found.keys()]));
      if (paid.length === 0) return found;
      await this.#search.follow([], paid);
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
  put(links: readonly Link[]): Promise<number> {
    return this.#search.put(links);
  }

  drop(): Promise<void> {
    return this.#search.drop();
  }

  /** Whether all flows of the place were looked for. */
  #isWhole(place: Place): boolean {
    return namesOf(place).some((name) => this.#names.place.has(name));
  }

  /** Links to what goes to the operations. */
  async #linksToOwn(operations: readonly string[]): Promise<Link[]> {
    for (const operation of operations) this.#operations.add(operation);
    const names = await this.#search.namesOf(operations);
    return names.flatMap(({ what, name }): Link[] => {
      const known = this.#names[what];
      if (known.has(name)) return [];
      known.add(name);
      return what === 'disputed' ? [] : linksTo(what, [name]);
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
    const concerned = [...this.#search.found.keys()].filter(
      (flow) =>
        accounts.has(accountKey(flow.publisher_account)) &&
        mayBeNobodys(flow, this.#names.disputed),
    );
    const { places, domains, accounts: paidTo } = whereOf(concerned);
    const owners = await this.#search.ownersOf(places, paidTo);
    const others = [...new Set([...domains, ...owners])].filter(
      (name) => !this.#operations.has(name),
    );
    return others.length === 0 ? [] : this.#search.find(await this.#linksToOwn(others));
  }
}
