// Looks for flows by links, in rounds: a statement finds the flows that the links of one round lead
// to, and these give the links of the next one. The links are in a work list.
import { z } from 'zod';
import type { FlowRecord } from '../method/evidence.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type Link, type LinkKind, linkText, linksTo } from './flow-links.ts';
import { flowOfRow, flowRow } from './flow-of-row.ts';

const nameRow = z.object({ what: z.enum(['place', 'account', 'disputed']), name: z.string() });
const operationRow = z.object({ operation: z.string() });

/** Kinds of links with a file of sql/evidence/find/. */
const WAYS: readonly LinkKind[] = [
  'place',
  'account',
  'on_account',
  'alike',
  'id',
  'paid',
  'paid_of_source',
  'accrued',
  'accrued_of_source',
  'named',
];
/** Kinds of links that flow_link has. */
const NAMED_BY_FLOWS: readonly LinkKind[] = ['place', 'own', 'named', 'taken_id'];

export class LinkSearch {
  /** Table of the work list. */
  static readonly LIST = 'evidence_link_of';

  /** The flows that were found, each with its digest. */
  readonly found = new Map<FlowRecord, string>();
  readonly #warehouse: Warehouse;
  readonly #scope: string;
  readonly #asOf: string;
  readonly #linksOf: (flows: readonly FlowRecord[]) => readonly Link[];
  readonly #seen = new Set<string>();
  readonly #followed = new Set<string>();
  #round = 0;

  /** @param scope name of the work list @param linksOf what flows lead to */
  constructor(
    warehouse: Warehouse,
    { scope, asOf }: { scope: string; asOf: string },
    linksOf: (flows: readonly FlowRecord[]) => readonly Link[],
  ) {
    this.#warehouse = warehouse;
    this.#scope = scope;
    this.#asOf = asOf;
    this.#linksOf = linksOf;
  }

  /** Drops the work list. */
  async drop(): Promise<void> {
    await this.#warehouse.command(
      sqlFile('estimate/90_drop_scope.sql', { table: LinkSearch.LIST }),
      { scope: this.#scope },
    );
  }

  /** Writes rows into the work list. @returns the round that they are of */
  async put(
    rows: readonly { readonly what: string; readonly one: string; readonly other: string }[],
  ): Promise<number> {
    const round = this.#round;
    this.#round += 1;
    await this.#warehouse.insertObjects(
      LinkSearch.LIST,
      rows.map(({ what, one, other }) => ({ scope: this.#scope, round, what, one, other })),
    );
    return round;
  }

  /** Answers a statement over a round of the work list. */
  async ask<Row>(file: string, round: number, row: z.ZodType<Row>): Promise<Row[]> {
    return this.#warehouse.query(sqlFile(file), { scope: this.#scope, round }, row);
  }

  /** By what money goes to the operations, and places that several claim. */
  async namesOf(operations: readonly string[]): Promise<z.infer<typeof nameRow>[]> {
    const names = await this.#warehouse.query(
      sqlFile('evidence/10_names.sql'),
      { operations: [...operations] },
      nameRow,
    );
    return names.filter(({ name }) => name !== '');
  }

  /** The operations that places and accounts were ever said to belong to. */
  async ownersOf(places: Iterable<string>, accounts: Iterable<string>): Promise<string[]> {
    const links = [...linksTo('place', places), ...linksTo('account', accounts)];
    if (links.length === 0) return [];
    const file = 'evidence/11_other_operations.sql';
    const rows = await this.ask(file, await this.put(links), operationRow);
    return rows.map(({ operation }) => operation).filter((operation) => operation !== '');
  }

  /**
   * Follows the links of the flows, and further ones, until nothing is added.
   * @param most flows to find; after that it stops
   */
  async follow(
    flows: readonly FlowRecord[],
    further: readonly Link[] = [],
    most = Infinity,
  ): Promise<void> {
    let links = [...this.#linksOf(flows), ...further];
    while (links.length > 0 && this.found.size <= most)
      links = [...this.#linksOf(await this.find(links))];
  }

  notFollowed(links: readonly Link[]): Link[] {
    return links.filter((link) => !this.#followed.has(linkText(link)));
  }

  /** The flows that the links lead to, without those that were found before. */
  async find(links: readonly Link[]): Promise<FlowRecord[]> {
    const others = this.notFollowed(links);
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
      this.found.set(flow, row.digest);
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
