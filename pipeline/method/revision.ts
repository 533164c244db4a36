// M-REVISION. Of the revisions of a record the highest stands, whatever the order of arrival. A
// record whose highest revision says `void` never was.
//
// M-DISPUTE. Several contents under the highest revision are a dispute. Contents are compared in
// canonical form (812.5 is 812.5000). No money in dispute counts. What a content in dispute takes
// back or names still acts: this can only lower a floor.
import { oneNumber } from '../../schemas/decimal-text.ts';
import { isDomainName, networkKey } from '../../schemas/network-key.ts';
import { propertyOf } from '../../schemas/property.ts';
import { accountKey } from '../../schemas/account-form.ts';
import type { FlowRecord } from './evidence.ts';
import { byBytes, groupBy } from './order.ts';

interface Revised {
  readonly source: string;
  readonly revision: number;
  readonly void: boolean;
}

/** A record as it stands: its content, or all its contents where they are in dispute. */
export interface InForce<Content> {
  readonly contents: readonly [Content, ...Content[]];
  readonly isDisputed: boolean;
  /** All of the record that there ever was. */
  readonly revisions: readonly Content[];
}

/** What stands of the records of one kind. @param formOf the canonical form of a content */
export function inForce<Content extends Revised>(
  records: readonly Content[],
  idOf: (record: Content) => string,
  formOf: (record: Content) => string,
): InForce<Content>[] {
  const all = groupBy(records, (record) => `${record.source}\0${idOf(record)}`);
  return [...all.values()].flatMap((revisions) => {
    const highest = revisions.reduce((most, { revision }) => Math.max(most, revision), 0);
    const latest = revisions.filter(({ revision }) => revision === highest);
    const contents = latest.length === 1 ? latest : distinct(latest, formOf);
    const [first, ...others] = contents.filter((content) => !content.void);
    if (first === undefined) return [];
    return [{ contents: [first, ...others], isDisputed: contents.length > 1, revisions }];
  });
}

/** One record of each content, in the order of the contents. */
function distinct<Content>(
  records: readonly Content[],
  formOf: (record: Content) => string,
): Content[] {
  const byForm = new Map(records.map((record) => [formOf(record), record]));
  return [...byForm].sort(([one], [other]) => byBytes(one, other)).map(([, record]) => record);
}

/** Records of who is who in dispute say nothing. */
export function undisputed<Content extends Revised & { readonly record_id: string }>(
  records: readonly Content[],
): Content[] {
  return inForce(records, ({ record_id: id }) => id, JSON.stringify).flatMap(
    ({ contents, isDisputed }) => (isDisputed ? [] : [contents[0]]),
  );
}

/** The canonical form of a flow: every spelling of one content has the same. */
export function flowForm(flow: FlowRecord): string {
  const { payee } = flow;
  const own = (source: string | null) => source ?? flow.source;
  return JSON.stringify({
    ...flow,
    network: flow.network === null ? null : networkForm(flow.network),
    publisher_account: accountKey(flow.publisher_account),
    payer_account: accountKey(flow.payer_account),
    site: flow.site === null ? null : propertyName(flow.site),
    site_shares: (flow.site_shares ?? [])
      .map(({ site, share }) => `${propertyName(site)} ${oneNumber(share)}`)
      .sort(byBytes),
    amount: oneNumber(flow.amount),
    reverses: flow.reverses === null ? null : [own(flow.reverses.source), flow.reverses.flow_id],
    upstream: flow.upstream.map(({ source, flow_id: id }) => `${own(source)}\0${id}`).sort(byBytes),
    settles: flow.settles.toSorted(byBytes),
    payee: payee === null ? null : { ...payee, account: accountKey(payee.account) },
    withheld: flow.withheld.map((entry) => ({ ...entry, amount: oneNumber(entry.amount) })),
  });
}

/** `popads` and `popads.net` have one key, but only the domain is known by itself (M-NETWORK). */
const networkForm = (name: string) => [networkKey(name), isDomainName(name)];

function propertyName(site: string): string {
  const property = propertyOf(site);
  return 'fault' in property ? site : property.name;
}
