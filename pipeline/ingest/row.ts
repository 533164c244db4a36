// From a decoded record to the text of its row: the values in the order of the schema, then the
// derived columns. A field with fields of its own has a column for each of them.
import { canonicalAccount, payeePlace } from '../../schemas/account-form.ts';
import { standsForUnknown } from '../../schemas/bic.ts';
import type { Valid } from '../../schemas/decode.ts';
import {
  type Flow,
  type FlowReference,
  flowReferenceSchema,
  payeeSchema,
} from '../../schemas/flow.ts';
import { networkKey } from '../../schemas/network-key.ts';
import { type Property, propertyOf } from '../../schemas/property.ts';
import { type InputOf, type Kind, RECORD_KINDS } from '../../schemas/record.ts';

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
  // A validated record has its keys in the order of the schema, which is that of the columns.
  const values = reportedValues(input);
  values.push(knownAt);
  pushDerived(values, input);
  values.push(digest);
  return `${JSON.stringify(values)}\n`;
}

function reportedValues(input: Valid['input']): unknown[] {
  switch (input.kind) {
    case 'flow':
      return flowValues(input.record);
    case 'observation':
      return crawlValues(input);
    default:
      return Object.values(input.record);
  }
}

function pushDerived(values: unknown[], input: Valid['input']): void {
  switch (input.kind) {
    case 'flow':
      return pushFlowDerived(values, input.record);
    case 'account':
      return void values.push(
        keyOf(input.record.network),
        canonicalAccount(input.record.account),
      );
    case 'network':
      return void values.push(networkKey(input.record.network), keyOf(input.record.name));
    case 'event':
      pushPlace(values, input.record.site);
      return void values.push(accountKeyOf(input.record.account));
    default:
      return pushPlace(values, input.record.site);
  }
}

/** A null inside of a tuple is no text that the engine takes. */
function crawlValues({ record }: InputOf<'observation'>): unknown[] {
  return Object.values({
    ...record,
    slots: record.slots.map((slot) => ({
      ...slot,
      publisher_account: slot.publisher_account ?? '',
      format: slot.format ?? '',
    })),
    ads_txt: record.ads_txt.map((line) => ({ ...line, certification: line.certification ?? '' })),
  });
}

const NO_PAYEE = PAYEE_FIELDS.map(() => null);

/** A reference without a source is of the own one. */
function flowValues(flow: Flow): unknown[] {
  const { source, reverses, upstream, payee } = flow;
  const values: unknown[] = Object.values(flow);
  if (upstream.length > 0)
    values[UPSTREAM_INDEX] = upstream.map((entry) => resolved(source, entry));
  values.splice(PAYEE_INDEX, 1, ...(payee === null ? NO_PAYEE : Object.values(payee)));
  const target = reverses === null ? NO_TARGET : Object.values(resolved(source, reverses));
  values.splice(REVERSES_INDEX, 1, ...target);
  return values;
}

const NO_TARGET = ['', ''];
const FLOW_FIELDS = Object.keys(RECORD_KINDS.flow.schema.shape);
const PAYEE_INDEX = FLOW_FIELDS.indexOf('payee');
const REVERSES_INDEX = FLOW_FIELDS.indexOf('reverses');
const UPSTREAM_INDEX = FLOW_FIELDS.indexOf('upstream');

function resolved(source: string, reference: FlowReference): FlowReference {
  return { source: reference.source ?? source, flow_id: reference.flow_id };
}

const NO_DAY = '1900-01-01';

function pushFlowDerived(values: unknown[], flow: Flow): void {
  const { site_shares: shares, payee } = flow;
  const places = shares?.map((entry) => placeOf(entry.site)) ?? [];
  const place = payee === null ? NO_COUNTRY : payeePlace(payee);
  // M-PERIOD: without a service period, the day of the payment, else of the statement.
  const paidOn = flow.value_date ?? flow.statement_date ?? NO_DAY;
  pushPlace(values, flow.site);
  values.push(
    places.map(({ name }) => name),
    places.map(({ ancestors }) => ancestors),
    keyOf(flow.network),
    accountKeyOf(flow.publisher_account),
    accountKeyOf(flow.payer_account),
    accountKeyOf(payee === null ? null : payee.account),
    place.country,
    place.from,
    flow.period_start ?? paidOn,
    flow.period_end ?? paidOn,
  );
}

const NO_COUNTRY = { country: '', from: '' };
const NO_PLACE: Property = { name: '', ancestors: [] };

/** A record is decoded only if its sites have names, so only a null has none. */
function placeOf(site: string | null): Property {
  const property = site === null ? NO_PLACE : propertyOf(site);
  return 'fault' in property ? NO_PLACE : property;
}

function pushPlace(values: unknown[], site: string | null): void {
  const { name, ancestors } = placeOf(site);
  values.push(name, ancestors);
}

function keyOf(network: string | null): string {
  return network === null ? '' : networkKey(network);
}

function accountKeyOf(account: string | null): string {
  const key = account === null ? '' : canonicalAccount(account);
  return standsForUnknown(key) ? '' : key;
}
