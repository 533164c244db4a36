// The closure of an operation: all records that its floors are computed from, and no others that
// could be left out. It is defined here and nowhere else. An explanation fetches it, a case folder
// holds it, and an incremental run computes the operations whose closure a new record touches.
//
// It begins with the flows that go to the operation on some day, and with what was taken back, or
// is nobody's, on the accounts that it was paid through. It then follows links, in both directions
// and over any number of steps: what a flow names, flows that are alike but for their days and
// amount (M-TWIN, M-TOTAL), and what a take-back looks for (M-UNPLACED, M-REVERSAL). Then come
// measurements of its properties and crawls of what was measured (M-MEASUREMENT, M-SLOTS), and last
// the records of who is who that concern all these. Of each record all revisions are in it.
import { accountKey } from '../../schemas/account-form.ts';
import { monthDays } from './calendar.ts';
import type { Entry } from './entry.ts';
import type { Evidence, PanelRecord, RefusedTakeBack } from './evidence.ts';
import { type Flow, nameOf } from './flow.ts';
import { groupBy } from './order.ts';
import { type Place, placeOf } from './property.ts';
import { type Reading, readEvidence } from './reading.ts';
import type { Reference } from './reference.ts';
import type { WhoIsWho } from './who.ts';

const ALWAYS = { first: -Infinity, last: Infinity };

export function closureOf(operation: string, evidence: Evidence, reference: Reference): Evidence {
  const reading = readEvidence(evidence, reference);
  const { who, entries, transfers } = reading;
  const linked = linkedWith(seedsOf(operation, reading), entries);
  const own = transfers.filter((flow) => who.payersOf(flow).includes(operation));
  const flows = [...linked.flatMap(({ contents }) => [...contents]), ...own];
  const names = new Set(flows.map(({ name }) => name));
  const audience = audienceOf(operation, evidence, who);
  const refused = evidence.refused.filter((one) => concerns(one, operation, flows, who));
  return {
    flows: evidence.flows.filter((record) => names.has(nameOf(record.source, record.flow_id))),
    ...audience,
    refused,
    ...whoIsIn(flows, { ...audience, refused }, evidence, who),
  };
}

/** The flows of the operation, and what take-backs on its accounts may depend on. */
function seedsOf(operation: string, { who, entries, moneyOf }: Reading): Entry[] {
  const operationsOf = (flow: Flow) => who.staysOf(flow).map((stay) => stay.operation);
  // What a payment settles has its own days and payee, and so may go to another operation.
  const all = [...entries.values()].map((entry) => ({
    entry,
    flows: [...entry.contents, ...moneyOf(entry.name)],
  }));
  const entriesWith = (isSeed: (flow: Flow) => boolean) =>
    all.filter(({ flows }) => flows.some(isSeed)).map(({ entry }) => entry);
  const own = entriesWith((flow) => operationsOf(flow).includes(operation));
  const accounts = new Set(own.flatMap(({ contents }) => contents.map(({ account }) => account)));
  accounts.delete('');
  const onAccounts = entriesWith(
    (flow) =>
      accounts.has(flow.account) &&
      (flow.status === 'reversed' || operationsOf(flow).includes(null)),
  );
  // Whether an operation has money decides whether its take-backs concern the others.
  const others = new Set(onAccounts.flatMap(({ contents }) => contents.flatMap(operationsOf)));
  others.delete(null);
  const ofOthers = entriesWith((flow) => operationsOf(flow).some((other) => others.has(other)));
  return [...own, ...onAccounts, ...ofOthers];
}

/** The entries and all that their links lead to. */
function linkedWith(seeds: readonly Entry[], entries: ReadonlyMap<string, Entry>): Entry[] {
  const takenBack = new Set(
    [...entries.values()].flatMap(({ contents }) =>
      contents.flatMap(({ reverses }) => (reverses === null ? [] : [reverses.name])),
    ),
  );
  const byLink = new Map<string, Entry[]>();
  for (const entry of entries.values())
    for (const link of foundUnder(entry)) {
      const linked = byLink.get(link);
      if (linked === undefined) byLink.set(link, [entry]);
      else linked.push(entry);
    }
  const found = new Set(seeds);
  const followed = new Set<string>();
  // A set that grows while it is walked through is walked through to its end.
  for (const entry of found)
    for (const link of linksOf(entry, takenBack)) {
      if (followed.has(link)) continue;
      followed.add(link);
      for (const other of byLink.get(link) ?? []) found.add(other);
    }
  return [...found];
}

/** What an entry leads to. @param takenBack names of flows that some take-back names */
function linksOf(entry: Entry, takenBack: ReadonlySet<string>): string[] {
  // A take-back of accrued money asks whether money of the source and account was paid before it.
  const asked = entry.contents.filter(
    ({ name, status }) => status === 'accrued' && takenBack.has(name),
  );
  return [
    ...mutualLinks(entry),
    ...idLinks(entry, true).map((id) => `id ${id}`),
    ...idLinks(entry, false).map((id) => `taking id ${id}`),
    ...asked.flatMap(({ source, account }) =>
      account === '' ? [`paid ${source}`] : [`paid ${source}\0${account}`, `paid ${source}\0`],
    ),
  ];
}

/** What leads to an entry. */
function foundUnder(entry: Entry): string[] {
  const paid = entry.contents.filter(({ status }) => status === 'paid');
  return [
    ...mutualLinks(entry),
    ...idLinks(entry, false).map((id) => `id ${id}`),
    ...idLinks(entry, true).map((id) => `taking id ${id}`),
    ...paid.flatMap(({ source, account }) => [`paid ${source}`, `paid ${source}\0${account}`]),
  ];
}

/** Entries with one of these in common lead to each other. */
function mutualLinks({ name, contents }: Entry): string[] {
  return [
    `named ${name}`,
    ...contents.flatMap((flow) => {
      const { source, account, placeName, currency, reverses, status } = flow;
      const named = [...flow.upstream, ...flow.settles, reverses?.name ?? name];
      return [
        ...named.map((one) => `named ${one}`),
        // M-TWIN, M-TOTAL.
        ...(status === 'reversed'
          ? []
          : [`alike ${[source, account, placeName, currency].join('\0')}`]),
      ];
    }),
  ];
}

/** M-UNPLACED: a take-back may know only the id and the account of its target. */
function idLinks({ contents }: Entry, isTakeBack: boolean): string[] {
  return contents.flatMap(({ status, flowId, reverses, account }) => {
    if (account === '' || (status === 'reversed') !== isTakeBack) return [];
    const id = isTakeBack ? reverses?.flowId : flowId;
    return id === undefined ? [] : [`${id}\0${account}`];
  });
}

type Audience = Pick<Evidence, 'panels' | 'observations'>;

/** Measurements of what is the operation's on some day of their month, and crawls of it. */
function audienceOf(operation: string, evidence: Evidence, who: WhoIsWho): Audience {
  const isOwn = ({ site, month }: PanelRecord) =>
    who.properties(placeOf(site), monthDays(month)).some((stay) => stay.operation === operation);
  const panels = withAllRevisions(evidence.panels, isOwn);
  const measured = new Set(panels.map(({ site }) => placeOf(site).property));
  const isMeasured = ({ site }: { readonly site: string }) => measured.has(placeOf(site).property);
  return { panels, observations: withAllRevisions(evidence.observations, isMeasured) };
}

type Who = Pick<Evidence, 'sites' | 'accounts' | 'networks'>;

/** Records of who is who that concern the flows, the audience and what was refused. */
function whoIsIn(
  flows: readonly Flow[],
  { panels, observations, refused }: Pick<Evidence, 'panels' | 'observations' | 'refused'>,
  evidence: Evidence,
  { networks }: WhoIsWho,
): Who {
  const places = [
    ...flows.flatMap((flow) => flow.places),
    ...panels.map(({ site }) => placeOf(site)),
    ...refused.flatMap(({ site }) => (site === null ? [] : [placeOf(site)])),
  ];
  const properties = new Set(places.flatMap(namesOf));
  const accounts = new Set([
    ...flows.flatMap(({ account, payer, payee }) => [account, payer, payee]),
    ...refused.map(({ publisher_account: account }) => accountKey(account)),
  ]);
  const crawled = observations.flatMap(({ slots }) => slots.map(({ network }) => network));
  const named = [...crawled, ...refused.flatMap(({ network }) => network ?? [])];
  const names = new Set([...flows.map(({ network }) => network), ...named.map(networks.nameOf)]);
  return {
    sites: withAllRevisions(evidence.sites, ({ site }) => properties.has(placeOf(site).property)),
    accounts: withAllRevisions(evidence.accounts, ({ account }) =>
      accounts.has(accountKey(account)),
    ),
    networks: withAllRevisions(evidence.networks, ({ network }) =>
      names.has(networks.nameOf(network)),
    ),
  };
}

const namesOf = ({ property, ancestors }: Place) => [property, ...ancestors];

function withAllRevisions<Row extends { readonly source: string; readonly record_id: string }>(
  records: readonly Row[],
  isConcerned: (record: Row) => boolean,
): Row[] {
  const all = groupBy(records, ({ source, record_id: id }) => nameOf(source, id));
  return [...all.values()].filter((revisions) => revisions.some(isConcerned)).flat();
}

function concerns(
  { source, site, network, publisher_account: account }: RefusedTakeBack,
  operation: string,
  flows: readonly Flow[],
  who: WhoIsWho,
): boolean {
  const owners = [
    ...(site === null ? [] : who.properties(placeOf(site), ALWAYS)),
    ...who.accounts.staysOf(
      { network: who.networks.nameOf(network), publisher: accountKey(account), payee: '' },
      ALWAYS,
    ),
  ];
  return (
    owners.some((stay) => stay.operation === operation) ||
    flows.some((flow) => flow.source === source)
  );
}
