// The record kind `flow`. The order of its fields is part of its digest: see schemas/record.ts.
import { z } from 'zod';
import {
  amount,
  count,
  country,
  currencyOrAsset,
  date,
  identifier,
  sha256,
  share,
  site,
  text,
} from './field.ts';
import { propertyOf } from './property.ts';
import { fillNulls, listOf, revision, voided, whenNull } from './record-field.ts';
import { report } from './rule.ts';

export const LINES = ['advertising', 'file_host', 'subscription', 'donation', 'other'] as const;

const MAX_PERIOD_DAYS = 3_660;
const DAY_MS = 86_400_000;
const MOST_SITES = 1_000;
const MOST_UPSTREAM = 1_000;
const MOST_SETTLED = 10_000;
const MOST_WITHHELD = 1_000;

/** Who received the money of a flow, and where. */
export const payeeSchema = z.strictObject({
  name: text.nullable().default(null).describe('who was paid'),
  country: country.nullable().default(null).describe('country declared for the payee'),
  account: text.nullable().default(null).describe('account that received the money'),
  account_type: z
    .enum(['iban', 'bic', 'wallet', 'crypto', 'psp', 'other'])
    .nullable()
    .default(null)
    .describe('what kind of identifier `account` is'),
  bic: text.nullable().default(null).describe('BIC of the bank'),
  bank_country: country.nullable().default(null).describe('country declared for the bank'),
});

const siteShareSchema = z.strictObject({
  site: site.describe('site'),
  share: share.describe('proven share of the payment'),
});

/** Another flow. */
export const flowReferenceSchema = z.strictObject({
  source: identifier.nullable().default(null).describe('who reports it; null: the same source'),
  flow_id: identifier.describe('its flow_id'),
});

export type Payee = z.infer<typeof payeeSchema>;

export type FlowReference = z.infer<typeof flowReferenceSchema>;

/** True when the reference names the flow itself. */
export function isOwn(
  flow: { source: string; flow_id: string },
  { source, flow_id: id }: FlowReference,
): boolean {
  return id === flow.flow_id && (source === null || source === flow.source);
}

const withheldSchema = z.strictObject({
  kind: z
    .enum(['tax', 'fee', 'invalid_traffic', 'reserve', 'other'])
    .describe('why it was kept back'),
  amount: amount.describe('how much, in `currency`'),
});

/** One movement of money from a network towards a publisher, as somebody reported it. */
export const flowSchema = z
  .strictObject({
    flow_id: identifier.describe('identifier of the movement, unique within the source'),
    revision,
    source: identifier.describe('who reports: a network statement, a bank, a seized ledger'),
    network: text.nullable().default(null).describe('network that pays; null: unknown'),
    line: whenNull(z.enum(LINES), 'other').describe('line of revenue; null: other'),
    publisher_account: text
      .nullable()
      .default(null)
      .describe('account of the publisher at the network'),
    site: site
      .nullable()
      .default(null)
      .describe('site that earned all of it; null: see site_shares; both null: see the accounts'),
    site_shares: z
      .array(siteShareSchema)
      .max(MOST_SITES, 'list_too_long')
      .nullable()
      .default(null)
      .describe("proven shares of several sites, at most 1 together; the rest is nobody's"),
    period_start: date
      .nullable()
      .default(null)
      .describe('first day of the service period; null: only days of payment are known'),
    period_end: date
      .nullable()
      .default(null)
      .describe('last day of the service period, included; set where period_start is'),
    value_date: date.nullable().default(null).describe('day on which the money was credited'),
    statement_date: date.nullable().default(null).describe('day of the statement'),
    amount: amount.describe('amount in `currency`, at least 0'),
    currency: currencyOrAsset.describe('currency or asset of the amount'),
    status: z
      .enum(['paid', 'accrued', 'reversed'])
      .describe('paid: money moved; accrued: owed; reversed: taken back'),
    basis: z
      .enum(['net', 'gross'])
      .nullable()
      .default(null)
      .describe(
        "net: the publisher's money; gross: before the network's share; null: net where " +
          'value_date is set, else gross',
      ),
    impressions: count.nullable().default(null).describe('impressions that the payment is for'),
    clicks: count.nullable().default(null).describe('clicks that the payment is for'),
    reverses: flowReferenceSchema
      .nullable()
      .default(null)
      .describe('the flow that this one takes back; null: the document names none'),
    upstream: listOf(flowReferenceSchema, MOST_UPSTREAM).describe(
      'flows one step before: the same money, one network earlier',
    ),
    settles: listOf(identifier, MOST_SETTLED).describe(
      'flow_ids of the same source that this payment pays: accrued lines and deductions',
    ),
    payer_account: text.nullable().default(null).describe('account that the money came from'),
    payee: payeeSchema.nullable().default(null).describe('who received the money, and where'),
    withheld: listOf(withheldSchema, MOST_WITHHELD).describe(
      'already taken off amount; for information',
    ),
    document_sha256: sha256
      .nullable()
      .default(null)
      .describe('digest of the document that shows the movement'),
    document_place: text
      .nullable()
      .default(null)
      .describe("where in the document, such as 'Payments!R14' or 'line 14'"),
    void: voided,
  })
  .check(fillNulls)
  .check((context) => {
    const flow = context.value;
    checkDates(context, flow);
    const shares = flow.site_shares ?? [];
    if (flow.site !== null && shares.length > 0)
      report(context, 'site_and_shares', ['site_shares']);
    if (shares.length > 0 && isAboveOne(shares))
      report(context, 'shares_above_one', ['site_shares']);
    if (flow.status !== 'reversed' && flow.reverses !== null)
      report(context, 'reverses_unexpected', ['reverses']);
    if (flow.status !== 'paid' && flow.settles.length > 0)
      report(context, 'settles_unexpected', ['settles']);
  });

export type Flow = z.infer<typeof flowSchema>;

type Dates = Pick<
  Flow,
  | 'flow_id'
  | 'source'
  | 'period_start'
  | 'period_end'
  | 'value_date'
  | 'statement_date'
  | 'reverses'
>;

function checkDates(context: Parameters<typeof report>[0], flow: Dates): void {
  const { period_start: first, period_end: last, reverses } = flow;
  if (first !== null && last !== null) {
    if (last < first) report(context, 'end_before_start', ['period_end']);
    else if (periodDays(first, last) > MAX_PERIOD_DAYS)
      report(context, 'period_too_long', ['period_end']);
    return;
  }
  if (first !== null) report(context, 'period_incomplete', ['period_end']);
  else if (last !== null) report(context, 'period_incomplete', ['period_start']);
  else if (
    flow.value_date === null &&
    flow.statement_date === null &&
    (reverses === null || isOwn(flow, reverses))
  )
    report(context, 'flow_without_date', []);
}

function periodDays(first: string, last: string): number {
  // Nearly every period lies inside one year; only the others are worth two date parsings.
  if (first.slice(0, 4) === last.slice(0, 4)) return 1;
  return (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
}

type Share = z.infer<typeof siteShareSchema>;

/** Two entries with one name are one proof: the same property with the same share. */
export function shareName({ site: written, share: part }: Share): string {
  const property = propertyOf(written);
  return `${'fault' in property ? written : property.name} ${part}`;
}

/** Shares have at most 6 decimals, so millionths add up exactly. An entry twice counts once. */
function isAboveOne(shares: readonly Share[]): boolean {
  const byName = new Map(shares.map((entry) => [shareName(entry), entry.share]));
  const millionths = [...byName.values()].map((part) => Math.round(Number(part) * 1_000_000));
  return millionths.reduce((sum, part) => sum + part, 0) > 1_000_000;
}
