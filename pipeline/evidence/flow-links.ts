// What flows are looked for by, so that all of a closure is found (pipeline/method/closure.ts says
// why each link is there). Links may lead to more than the closure holds, never to less.
import { accountKey } from '../../schemas/account-form.ts';
import type { FlowRecord } from '../method/evidence.ts';
import { nameOf } from '../method/flow.ts';
import { byBytes } from '../method/order.ts';
import { type Place, placeOf } from '../method/property.ts';

/** How a statement looks for flows: see sql/evidence/20_flows.sql. */
export type LinkKind =
  | 'place'
  | 'account'
  | 'on_account'
  | 'disputed'
  | 'own'
  | 'named'
  | 'id'
  | 'taken_id'
  | 'alike'
  | 'paid'
  | 'paid_of_source'
  | 'accrued'
  | 'accrued_of_source';

export interface Link {
  readonly what: LinkKind;
  readonly one: string;
  readonly other: string;
}

const link = (what: LinkKind, one: string, other = ''): Link => ({ what, one, other });

/** The places of a flow; none: it goes by its accounts. */
export function placesOf({ site, site_shares: shares }: FlowRecord): Place[] {
  return site === null ? (shares ?? []).map((entry) => placeOf(entry.site)) : [placeOf(site)];
}

/** The property, and the names above it that a registry row can cover it by. */
export const namesOf = ({ property, ancestors }: Place): string[] => [property, ...ancestors];

/**
 * Links to the flows that these lead to. @param isWhole whether all flows with the property were
 * fetched, so that none is looked for by it again
 */
export function linksOf(flows: readonly FlowRecord[], isWhole: (place: Place) => boolean): Link[] {
  return eachOnce(
    flows.flatMap((flow) => {
      const { source, flow_id: own, reverses, status } = flow;
      const account = accountKey(flow.publisher_account);
      return [
        link('own', source, own),
        ...namedBy(flow).map((named) => link('named', named.source, named.flow_id)),
        // M-UNPLACED: a take-back may know only the id and the account of its target.
        ...(account === '' ? [] : idLinks(status === 'reversed', reverses?.flow_id, own, account)),
        ...(status === 'reversed' || isFound(flow, isWhole) ? [] : [alikeLink(flow, account)]),
      ];
    }),
  );
}

/** From a take-back to flows with the id that it names, and from others to such take-backs. */
function idLinks(
  isTakeBack: boolean,
  named: string | undefined,
  own: string,
  account: string,
): Link[] {
  if (!isTakeBack) return [link('taken_id', own, account)];
  return named === undefined ? [] : [link('id', named, account)];
}

/**
 * M-REVERSAL: links from accrued money that is taken back to what was paid like it, which the
 * take-back asks for.
 */
export function paidLinks(flows: readonly FlowRecord[]): Link[] {
  const takenBack = new Set(
    flows.flatMap(({ source, reverses }) =>
      reverses === null ? [] : [nameOf(reverses.source ?? source, reverses.flow_id)],
    ),
  );
  return eachOnce(
    flows
      .filter((flow) => flow.status === 'accrued' && takenBack.has(flowName(flow)))
      .flatMap(({ source, publisher_account: written }) => {
        const account = accountKey(written);
        return account === ''
          ? [link('paid_of_source', source)]
          : [link('paid', source, account), link('paid', source)];
      }),
  );
}

/** The other way round: links from paid money to accrued money that is taken back. */
export function accruedLinks(flows: readonly FlowRecord[]): Link[] {
  return eachOnce(
    flows
      .filter(({ status }) => status === 'paid')
      .map(({ source, publisher_account: written }) => {
        const account = accountKey(written);
        return account === ''
          ? link('accrued_of_source', source)
          : link('accrued', source, account);
      }),
  );
}

export function linksTo(what: LinkKind, names: Iterable<string>): Link[] {
  return [...names].map((one) => link(what, one));
}

/** Whether it takes back, may be nobody's on some day, or is replaced by what may be. */
export function mayBeNobodys(
  { status, site, settles }: FlowRecord,
  disputed: ReadonlySet<string>,
): boolean {
  if (status === 'reversed' || site === null || settles.length > 0) return true;
  return namesOf(placeOf(site)).some((name) => disputed.has(name));
}

/** The names and accounts by which flows are somebody's. */
export function whereOf(flows: readonly FlowRecord[]): {
  places: Set<string>;
  /** What a place without a row of a registry belongs to. */
  domains: Set<string>;
  accounts: Set<string>;
} {
  const all = flows.flatMap(placesOf);
  const accounts = new Set(
    flows.flatMap(({ publisher_account: publisher, payer_account: payer, payee }) =>
      [publisher, payer, payee?.account ?? null].map(accountKey),
    ),
  );
  accounts.delete('');
  return {
    places: new Set(all.flatMap(namesOf)),
    domains: new Set(all.map(({ property, ancestors }) => ancestors.at(-1) ?? property)),
    accounts,
  };
}

function eachOnce(links: readonly Link[]): Link[] {
  return [...new Map(links.map((one) => [linkText(one), one])).values()];
}

/** One text for a link. */
export const linkText = ({ what, one, other }: Link): string => `${what}\0${one}\0${other}`;

/** Flows with one property and no other place are found by it. */
function isFound({ site }: FlowRecord, isWhole: (place: Place) => boolean): boolean {
  return site !== null && isWhole(placeOf(site));
}

/** What a flow takes back, follows or settles. */
function namedBy(flow: FlowRecord): { source: string; flow_id: string }[] {
  const { source: own, reverses, upstream, settles } = flow;
  return [
    ...(reverses === null ? upstream : [...upstream, reverses]).map((one) => ({
      source: one.source ?? own,
      flow_id: one.flow_id,
    })),
    ...settles.map((id) => ({ source: own, flow_id: id })),
  ];
}

/** M-TWIN, M-TOTAL: as the statement spells it out. */
function alikeLink(flow: FlowRecord, account: string): Link {
  const { source, currency, site } = flow;
  const properties = placesOf(flow).map(({ property }) => property);
  const [property = ''] = site === null ? [] : properties;
  const shared = site === null ? properties.sort(byBytes).join('\n') : '';
  return link('alike', [source, account, currency, property, shared].join('\n'), property);
}

const flowName = ({ source, flow_id: id }: FlowRecord): string => nameOf(source, id);
