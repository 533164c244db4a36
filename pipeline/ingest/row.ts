// From a decoded record to the text of its row: the values in the order of the schema, then the
// derived columns. A field with fields of its own has a column for each of them.
import { accountKey, canonicalAccount, payeePlace } from '../../schemas/account-form.ts';
import type { Valid } from '../../schemas/decode.ts';
import {
  type Flow,
  type FlowReference,
  type Payee,
  flowReferenceSchema,
  payeeSchema,
} from '../../schemas/flow.ts';
import { networkKey } from '../../schemas/network-key.ts';
import { type Property, propertyOf } from '../../schemas/property.ts';
import { type InputOf, type Kind, RECORD_KINDS, type RecordOf } from '../../schemas/record.ts';

const PAYEE_FIELDS = Object.keys(payeeSchema.shape);
const REFERENCE_FIELDS = Object.keys(flowReferenceSchema.shape);

/** Columns of a flow for the fields of an object. */
const COLUMNS_OF: Record<string, string[]> = {
  payee: PAYEE_FIELDS.map((field) => `payee_${field}`),
  reverses: REFERENCE_FIELDS.map((field) => `reverses_${field}`),
};
const PLAIN_COLUMN: Record<string, string> = { void: 'is_void' };

/** Columns that {@link recordRow} fills. */
export function recordColumns(kind: Kind): string[] {
  const { schema, derived } = RECORD_KINDS[kind];
  const fields = Object.keys(schema.shape).flatMap(
    (field) => COLUMNS_OF[field] ?? [PLAIN_COLUMN[field] ?? field],
  );
  return [...fields, 'known_at', ...derived, 'sha256_hex'];
}

/**
 * One line of JSONCompactEachRow for the record table of its kind: the values of {@link
 * recordColumns}.
 */
export function recordRow({ input, digest }: Valid, knownAt: string): string {
  const values = reportedValues(input);
  values.push(knownAt, ...derivedValues(input), digest);
  return `${JSON.stringify(values)}\n`;
}

/** A validated record has its keys in the order of the schema, which is that of the columns. */
function reportedValues(input: Valid['input']): unknown[] {
  if (input.kind === 'flow') return flowValues(input.record);
  return Object.values(input.kind === 'observation' ? crawlForm(input.record) : input.record);
}

/** By kind: the values of the columns that RECORD_KINDS calls derived. */
const DERIVED: { readonly [One in Kind]: (record: RecordOf<One>) => unknown[] } = {
  panel: ({ site }) => placeValues(site),
  flow: flowDerived,
  site: ({ site }) => placeValues(site),
  account: ({ network, account }) => [keyOf(network), canonicalAccount(account)],
  network: ({ network, name }) => [networkKey(network), keyOf(name)],
  observation: ({ site }) => placeValues(site),
  event: ({ site, account }) => [...placeValues(site), accountKey(account)],
};

function derivedValues<One extends Kind>({ kind, record }: InputOf<One>): unknown[] {
  return DERIVED[kind](record);
}

/** A null inside of a tuple is no text that the engine takes. */
function crawlForm(crawl: RecordOf<'observation'>): RecordOf<'observation'> {
  return {
    ...crawl,
    slots: crawl.slots.map((slot) => ({
      ...slot,
      publisher_account: slot.publisher_account ?? '',
      format: slot.format ?? '',
    })),
    ads_txt: crawl.ads_txt.map((line) => ({ ...line, certification: line.certification ?? '' })),
  };
}

const NO_PAYEE: Payee = {
  name: null,
  country: null,
  account: null,
  account_type: null,
  bic: null,
  bank_country: null,
};
const NO_TARGET: FlowReference = { source: '', flow_id: '' };

/**
 * Written out, because a list made from the keys of the record takes a third longer, and nearly all
 * records are flows. A test compares it with the columns. A reference without a source is of the
 * own one.
 */
function flowValues(flow: Flow): unknown[] {
  const { source, reverses, upstream } = flow;
  const target = reverses === null ? NO_TARGET : resolved(source, reverses);
  const payee = flow.payee ?? NO_PAYEE;
  return [
    flow.flow_id,
    flow.revision,
    source,
    flow.network,
    flow.line,
    flow.publisher_account,
    flow.site,
    flow.site_shares,
    flow.period_start,
    flow.period_end,
    flow.value_date,
    flow.statement_date,
    flow.amount,
    flow.currency,
    flow.status,
    flow.basis,
    flow.impressions,
    flow.clicks,
    target.source,
    target.flow_id,
    upstream.length === 0 ? upstream : upstream.map((entry) => resolved(source, entry)),
    flow.settles,
    flow.payer_account,
    payee.name,
    payee.country,
    payee.account,
    payee.account_type,
    payee.bic,
    payee.bank_country,
    flow.withheld,
    flow.document_sha256,
    flow.document_place,
    flow.void,
  ];
}

function resolved(source: string, reference: FlowReference): FlowReference {
  return { source: reference.source ?? source, flow_id: reference.flow_id };
}

const NO_DAY = '1900-01-01';

function flowDerived(flow: Flow): unknown[] {
  const { site_shares: shares, payee } = flow;
  const places = shares?.map((entry) => placeOf(entry.site)) ?? [];
  const place = payee === null ? NO_COUNTRY : payeePlace(payee);
  // M-PERIOD: without a service period, the day of the payment, else of the statement.
  const paidOn = flow.value_date ?? flow.statement_date ?? NO_DAY;
  return [
    ...placeValues(flow.site),
    places.map(({ name }) => name),
    places.map(({ ancestors }) => ancestors),
    keyOf(flow.network),
    accountKey(flow.publisher_account),
    accountKey(flow.payer_account),
    accountKey(payee === null ? null : payee.account),
    place.country,
    place.from,
    flow.period_start ?? paidOn,
    flow.period_end ?? paidOn,
  ];
}

const NO_COUNTRY = { country: '', from: '' };
const NO_PLACE: Property = { name: '', ancestors: [] };

/** A record is decoded only if its sites have names, so only a null has none. */
function placeOf(site: string | null): Property {
  const property = site === null ? NO_PLACE : propertyOf(site);
  return 'fault' in property ? NO_PLACE : property;
}

/** The columns property and ancestors. */
function placeValues(site: string | null): [property: string, ancestors: readonly string[]] {
  const { name, ancestors } = placeOf(site);
  return [name, ancestors];
}

function keyOf(network: string | null): string {
  return network === null ? '' : networkKey(network);
}
