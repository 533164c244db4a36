// Small worlds as mischievous as the schemas allow: 3 to 25 flows of up to four sources over two
// operations and three networks, with whatever honest sources do to records. There is no truth in
// them: they are for properties that hold for any records.
import fc from 'fast-check';
import type { z } from 'zod';
import {
  type AccountRecord,
  type Evidence,
  type FlowRecord,
  NO_EVIDENCE,
  type NetworkRecord,
  type RefusedTakeBack,
  type SiteRecord,
} from '../../pipeline/method/evidence.ts';
import { accountSchema } from '../../schemas/account.ts';
import { networkSchema } from '../../schemas/network.ts';
import { siteSchema } from '../../schemas/site.ts';
import { amounts, drafts } from './arbitrary-draft.ts';
import { stories } from './arbitrary-story.ts';
import { flowRecord, recordsOf } from './draft.ts';

export const OPERATIONS = ['alpha', 'beta'] as const;
/** All that money of these worlds can go to; a site without a row is an operation of its own. */
export const ALL_OPERATIONS = [...OPERATIONS, 'alpha.tv', 'beta.tv'] as const;
const MOST_FLOWS = 25;

const sometimes = <Value>(values: fc.Arbitrary<Value>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: values, weight: 1 });
const operations = fc.constantFrom('alpha', 'beta');
const days = fc.constantFrom(
  { valid_from: null, valid_to: null },
  { valid_from: null, valid_to: null },
  { valid_from: '2015-02-10', valid_to: null },
  { valid_from: null, valid_to: '2015-06-30' },
);

/** Rows with numbers of their own; a dispute says something else under the number of the last. */
function numbered<Fields>(
  rows: readonly Fields[],
  disputed: Fields | null,
): (Fields & { record_id: string; source: string })[] {
  return [...rows, ...(disputed === null ? [] : [disputed])].map((row, at) => ({
    ...row,
    record_id: `r${String(Math.min(at, rows.length - 1))}`,
    source: 'case-file',
  }));
}

type SiteFields = Omit<z.input<typeof siteSchema>, 'record_id' | 'source'>;
type AccountFields = Omit<z.input<typeof accountSchema>, 'record_id' | 'source'>;
type NetworkFields = Omit<z.input<typeof networkSchema>, 'record_id' | 'source'>;

const siteRows: fc.Arbitrary<SiteFields> = fc
  .record({
    site: fc.constantFrom('alpha.tv', 'beta.tv', 'forum.alpha.tv'),
    operation: fc.option(operations, { nil: null, freq: 6 }),
    days,
  })
  .map(({ days: inForce, ...row }) => ({ ...row, ...inForce }));

const accountRows: fc.Arbitrary<AccountFields> = fc
  .record({
    account: fc.constantFrom(
      { network: 'popads.net', account: 'pub-1' },
      { network: 'adcash.com', account: 'pub-1' },
      { network: 'popads.net', account: 'pub-2' },
      { account: 'wallet-alpha' },
      { account: 'wallet-beta' },
    ),
    operation: operations,
    days,
  })
  .map(({ account, operation, days: inForce }) => ({ ...account, operation, ...inForce }));

export const networkRows: fc.Arbitrary<NetworkFields> = fc.oneof(
  fc.record({
    network: fc.constantFrom('popads.net', 'adcash.com'),
    name: fc.constantFrom('Tomksoft S.A.', 'Nobody Ltd', 'adcash.com'),
  }),
  fc.record({
    network: fc.constantFrom('adcash.com', 'popads.net', 'Nobody Ltd'),
    is_conduit: fc.boolean(),
  }),
);

const sites: fc.Arbitrary<SiteRecord[]> = fc
  .record({ rows: fc.array(siteRows, { maxLength: 2 }), disputed: sometimes(siteRows) })
  .map(({ rows, disputed }) => {
    const base: SiteFields[] = [
      { site: 'alpha.tv', operation: 'alpha' },
      { site: 'beta.tv', operation: 'beta' },
    ];
    const known = base.filter(({ site }) => !rows.some((row) => row.site === site));
    return numbered([...known, ...rows], disputed).map((row) => siteSchema.parse(row));
  });

const accounts: fc.Arbitrary<AccountRecord[]> = fc
  .record({ rows: fc.array(accountRows, { maxLength: 3 }), disputed: sometimes(accountRows) })
  .map(({ rows, disputed }) => numbered(rows, disputed).map((row) => accountSchema.parse(row)));

/** @param id where the numbers of the records begin */
export const networkRecord = (row: NetworkFields, id: string): NetworkRecord =>
  networkSchema.parse({ ...row, record_id: id, source: 'case-file' });

const networks: fc.Arbitrary<NetworkRecord[]> = fc
  .record({ rows: fc.array(networkRows, { maxLength: 2 }), disputed: sometimes(networkRows) })
  .map(({ rows, disputed }) =>
    numbered(rows, disputed).map((row) => networkRecord(row, row.record_id)),
  );

const refused: fc.Arbitrary<RefusedTakeBack[]> = fc.array(
  fc.record({
    source: fc.constantFrom('statement', 'bank'),
    network: fc.constantFrom('popads.net', null),
    site: fc.constantFrom('alpha.tv', null),
    publisher_account: fc.constantFrom('pub-1', null),
    period_start: fc.constantFrom('2015-02-01', null),
    period_end: fc.constantFrom('2015-03-31', null),
  }),
  { maxLength: 1 },
);

/** What happens to a record after it was sent. */
const histories = fc.record({
  at: fc.nat({ max: MOST_FLOWS }),
  how: fc.constantFrom('revise', 'void', 'dispute', 'dispute void', 'twin', 'spell', 'label'),
  amount: amounts,
});
type History = typeof histories extends fc.Arbitrary<infer Value> ? Value : never;

function withHistory(flows: readonly FlowRecord[], { at, how, amount }: History): FlowRecord[] {
  const told = flows[at % Math.max(1, flows.length)];
  if (told === undefined) return [...flows];
  const { revision } = told;
  const again = {
    revise: { amount, revision: revision + 1 },
    void: { void: true, revision: revision + 1 },
    dispute: { amount },
    'dispute void': { void: true },
    twin: { flow_id: `${told.flow_id}t`, document_place: 'line 9' },
    spell: { amount: told.amount.includes('.') ? told.amount : `${told.amount}.00` },
    label: { network: told.network === 'popads.net' ? 'popads' : told.network },
  }[how];
  return [...flows, flowRecord({ ...told, ...again })];
}

export const arbitraryEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    loose: fc.array(drafts, { minLength: 1, maxLength: 9 }),
    stories: fc.array(stories, { maxLength: 3 }),
    histories: fc.array(histories, { maxLength: 2 }),
    sites,
    accounts,
    networks,
    refused: sometimes(refused),
  })
  .map((world) => ({
    ...NO_EVIDENCE,
    flows: world.histories
      .reduce(withHistory, recordsOf([world.loose, ...world.stories]))
      .slice(0, MOST_FLOWS),
    sites: world.sites,
    accounts: world.accounts,
    networks: world.networks,
    refused: world.refused ?? [],
  }));
