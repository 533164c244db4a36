// Fetches what is not a flow: records of who is who that concern some flows, audiences and crawls
// of the operations, and what was refused.
import { z } from 'zod';
import { accountKey } from '../../schemas/account-form.ts';
import { accountSchema } from '../../schemas/account.ts';
import { networkSchema } from '../../schemas/network.ts';
import { observationSchema } from '../../schemas/observation.ts';
import { panelSchema } from '../../schemas/panel.ts';
import { siteSchema } from '../../schemas/site.ts';
import type { Evidence, FlowRecord, PanelRecord, RefusedTakeBack } from '../method/evidence.ts';
import { inOrder } from '../method/order.ts';
import { placeOf } from '../method/property.ts';
import { refusedTakeBack } from '../method/refused-record.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { linksTo, namesOf, whereOf } from './flow-links.ts';
import type { FlowSearch } from './flow-search.ts';

interface Wanted {
  readonly scope: string;
  readonly asOf: string;
  readonly search: FlowSearch;
  readonly flows: readonly FlowRecord[];
  readonly refused: readonly RefusedTakeBack[];
}

/** The engine has no null in a tuple. */
const textOrEmpty = z.string().transform((text) => (text === '' ? null : text));
const knownPanel = z.looseObject({ known_at: z.string() });
const crawlRow = z.looseObject({
  slots: z.array(z.looseObject({ publisher_account: textOrEmpty, format: textOrEmpty })),
  ads_txt: z.array(z.looseObject({ certification: textOrEmpty })),
});

export async function fetchWho(
  warehouse: Warehouse,
  { scope, asOf, search, flows, refused }: Wanted,
): Promise<Omit<Evidence, 'flows' | 'refused'>> {
  const { places, accounts } = whereOf(flows);
  for (const { site, publisher_account: account } of refused) {
    if (site !== null) for (const name of namesOf(placeOf(site))) places.add(name);
    if (account !== null) accounts.add(accountKey(account));
  }
  const round = await search.put([...linksTo('place', places), ...linksTo('account', accounts)]);
  const fetch = <Row>(file: string, row: z.ZodType<Row>) =>
    warehouse.query(sqlFile(`evidence/${file}.sql`), { scope, round, as_of: asOf }, row);
  const [sites, accountRows, networks, panels, observations] = await Promise.all([
    fetch('30_sites', siteSchema),
    fetch('31_accounts', accountSchema),
    fetch('32_networks', networkSchema),
    fetch('33_panels', z.unknown().transform(panelOfRow)),
    fetch(
      '34_observations',
      crawlRow.transform((row) => observationSchema.parse(row)),
    ),
  ]);
  return {
    sites: inOrderOfContent(sites),
    accounts: inOrderOfContent(accountRows),
    networks: inOrderOfContent(networks),
    panels: inOrderOfContent(panels),
    observations: inOrderOfContent(observations),
  };
}

function panelOfRow(row: unknown): PanelRecord {
  const { known_at: knownAt, ...panel } = knownPanel.parse(row);
  return { ...panelSchema.parse(panel), known_at: knownAt };
}

/** Copies that are not merged yet are rows of their own. */
export function withoutCopies<Row>(rows: readonly Row[]): Row[] {
  return [...byText(rows).values()];
}

/**
 * The same, in an order that depends on the content only: that of the engine depends on how its
 * parts were merged, and an explanation shows it.
 */
function inOrderOfContent<Row>(rows: readonly Row[]): Row[] {
  return [...byText(rows)].sort(inOrder(([text]) => text)).map(([, row]) => row);
}

function byText<Row>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [JSON.stringify(row), row]));
}

/** All refused take-backs that no retry took in (M-REFUSED). */
export async function fetchRefused(warehouse: Warehouse, asOf: string): Promise<RefusedTakeBack[]> {
  const rows = await warehouse.query(
    sqlFile('evidence/35_refused.sql'),
    { as_of: asOf },
    z.object({ raw: z.string() }),
  );
  return rows.flatMap(({ raw }) => takeBackOf(raw) ?? []);
}

/** Null: the refused bytes take nothing back, as far as they can be read. */
export function takeBackOf(raw: string): RefusedTakeBack | null {
  return refusedTakeBack(parsed(raw));
}

/** Null: not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
