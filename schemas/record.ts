// The five kinds of input record. Field order here is the order of canonical JSON, over which the
// digest of a record is taken: never reorder fields, and never add one without a new contract
// version.
import { z } from 'zod';
import {
  amount,
  count,
  country,
  currency,
  date,
  decimal,
  identifier,
  month,
  revision,
  sha256,
  share,
  site,
  text,
  timestamp,
} from './field.ts';
import type { Reason } from './reason.ts';

const MAX_PERIOD_DAYS = 3_660;
const DAY_MS = 86_400_000;

interface RuleContext<Value> {
  value: Value;
  issues: {
    push: (issue: {
      code: 'custom';
      message: string;
      path: PropertyKey[];
      input: unknown;
    }) => unknown;
  };
}

function report<Value>(context: RuleContext<Value>, message: Reason, path: PropertyKey[]): void {
  context.issues.push({ code: 'custom', message, path, input: context.value });
}

export const DEVICES = ['all', 'desktop', 'mobile', 'tablet'] as const;
export const LINES = ['advertising', 'file_host', 'subscription', 'donation', 'other'] as const;

/**
 * What an audience panel measured for one site, month, country and device. Audience figures are
 * counts; null: not measured.
 */
export const panelSchema = z.strictObject({
  record_id: identifier.describe('identifier of the measurement, unique within the source'),
  revision: revision.describe('a higher revision replaces a lower one'),
  source: identifier.describe('who reports: the panel'),
  site: site.describe('site as the panel names it'),
  month: month.describe('calendar month of the measurement'),
  country: country.describe('country of the audience'),
  device: z.enum(DEVICES).describe('device class; "all" is the de-duplicated total'),
  unique_visitors: count.nullable().default(null).describe('different persons in the month'),
  visits: count.nullable().default(null).describe('visits in the month'),
  page_views: count.nullable().default(null).describe('page views in the month'),
  panel_size: count.nullable().default(null).describe('persons in the panel (n)'),
  universe: count
    .nullable()
    .default(null)
    .describe('persons in the population that the panel stands for (N)'),
  design_effect: decimal
    .nullable()
    .default(null)
    .describe('Kish design effect of the panel weights; null: unknown'),
  published_at: timestamp.describe('when the panel published the figure'),
});

/** Who received the money of a flow, and where. */
export const payeeSchema = z.strictObject({
  name: text.describe('who was paid'),
  country: country.describe('country declared for the payee'),
  account: text.describe('account that received the money'),
  account_type: z
    .enum(['iban', 'bic', 'wallet', 'crypto', 'psp', 'other'])
    .describe('what kind of identifier `account` is'),
  bic: text.nullable().default(null).describe('BIC of the bank, if known'),
  bank_country: country.nullable().default(null).describe('country declared for the bank'),
});

const siteShareSchema = z.strictObject({
  site: site.describe('site'),
  share: share.describe('proven share of the payment'),
});

/** One movement of money from a network towards a publisher, as somebody reported it. */
export const flowSchema = z
  .strictObject({
    flow_id: identifier.describe('identifier of the movement, unique within the source'),
    revision: revision.describe('a higher revision replaces a lower one'),
    source: identifier.describe('who reports: a network statement, a bank, a seized ledger'),
    network: text.describe('network that pays'),
    line: z.enum(LINES).describe('line of revenue'),
    publisher_account: text.describe('account of the publisher at the network'),
    site: site
      .nullable()
      .default(null)
      .describe('site that earned all of it; null: see site_shares'),
    site_shares: z
      .array(siteShareSchema)
      .nullable()
      .default(null)
      .describe('proven shares of several sites; their sum is at most 1'),
    period_start: date.describe('first day of the service period'),
    period_end: date.describe('last day of the service period, included'),
    value_date: date.nullable().default(null).describe('day on which the money was credited'),
    statement_date: date.nullable().default(null).describe('day of the statement'),
    amount: amount.describe('amount in `currency`, at least 0'),
    currency: currency.describe('currency of the amount'),
    status: z
      .enum(['paid', 'accrued', 'reversed'])
      .describe('paid: money moved; accrued: owed; reversed: taken back'),
    basis: z
      .enum(['net', 'gross'])
      .describe("net: the publisher's money; gross: before the network's share"),
    impressions: count.nullable().default(null).describe('impressions that the payment is for'),
    clicks: count.nullable().default(null).describe('clicks that the payment is for'),
    reverses: identifier
      .nullable()
      .default(null)
      .describe('flow_id of the same source that this one takes back'),
    upstream_flow_id: identifier
      .nullable()
      .default(null)
      .describe('the hop before: the same money, one network earlier'),
    upstream_source: identifier
      .nullable()
      .default(null)
      .describe('source of the hop before; null: the same source'),
    payee: payeeSchema.describe('who received the money, and where'),
    document_sha256: sha256
      .nullable()
      .default(null)
      .describe('digest of the document that shows the movement'),
  })
  .check((context) => {
    const flow = context.value;
    if (flow.period_end < flow.period_start) report(context, 'end_before_start', ['period_end']);
    else if (periodDays(flow) > MAX_PERIOD_DAYS) report(context, 'period_too_long', ['period_end']);
    if (flow.site !== null && flow.site_shares !== null)
      report(context, 'site_and_shares', ['site_shares']);
    if (flow.site_shares !== null && sharesAboveOne(flow.site_shares))
      report(context, 'shares_above_one', ['site_shares']);
    if (flow.status === 'reversed' && flow.reverses === null)
      report(context, 'reverses_missing', ['reverses']);
    if (flow.status !== 'reversed' && flow.reverses !== null)
      report(context, 'reverses_unexpected', ['reverses']);
  });

function periodDays(flow: { period_start: string; period_end: string }): number {
  // Nearly every period lies inside one year; only the others are worth two date parsings.
  if (flow.period_start.slice(0, 4) === flow.period_end.slice(0, 4)) return 1;
  return (Date.parse(flow.period_end) - Date.parse(flow.period_start)) / DAY_MS + 1;
}

/** Shares have at most 6 decimals, so millionths add up exactly. */
function sharesAboveOne(shares: readonly { share: string }[]): boolean {
  return (
    shares.reduce((sum, { share: part }) => sum + Math.round(Number(part) * 1_000_000), 0) >
    1_000_000
  );
}

/** A site belongs to an operation from a day to a day. */
export const siteSchema = z
  .strictObject({
    record_id: identifier.describe('identifier of the registry row, unique within the source'),
    revision: revision.describe('a higher revision replaces a lower one'),
    source: identifier.describe('who reports: the case file, a registry'),
    site: site.describe('site'),
    operation: identifier.describe('operation that the site belongs to'),
    operator_country: country.describe('country from which it is operated'),
    valid_from: date.describe('first day'),
    valid_to: date
      .nullable()
      .default(null)
      .describe('last day, included; null: until further notice'),
  })
  .check((context) => {
    const { valid_from, valid_to } = context.value;
    if (valid_to !== null && valid_to < valid_from)
      report(context, 'end_before_start', ['valid_to']);
  });

const slotSchema = z.strictObject({
  network: text.describe('network that served the slot'),
  publisher_account: text.describe('publisher account in the page'),
  format: text.describe('format of the slot, such as pop or banner'),
  per_page: decimal.describe('slots per page, mean over the sampled pages'),
});

const adsTxtSchema = z.strictObject({
  network: text.describe('advertising system of the ads.txt line'),
  account: text.describe('account in the ads.txt line'),
  relation: z.enum(['DIRECT', 'RESELLER']).describe('relation in the ads.txt line'),
});

/** What a crawl saw on a site. */
export const observationSchema = z.strictObject({
  record_id: identifier.describe('identifier of the crawl, unique within the source'),
  revision: revision.describe('a higher revision replaces a lower one'),
  source: identifier.describe('who crawled'),
  site: site.describe('site'),
  observed_at: timestamp.describe('time of the crawl'),
  pages_sampled: count.describe('pages looked at'),
  slots: z.array(slotSchema).describe('advertising slots seen'),
  ads_txt: z.array(adsTxtSchema).describe('lines of ads.txt'),
});

/** An act of enforcement against a site, an operation or an account. */
export const eventSchema = z
  .strictObject({
    record_id: identifier.describe('identifier of the event, unique within the source'),
    revision: revision.describe('a higher revision replaces a lower one'),
    source: identifier.describe('who reports'),
    type: z.enum(['seizure', 'takedown', 'listing', 'arrest', 'letter']).describe('what happened'),
    site: site.nullable().default(null).describe('site concerned'),
    operation: identifier.nullable().default(null).describe('operation concerned'),
    account: text.nullable().default(null).describe('account concerned'),
    date: date.describe('day of the event'),
  })
  .check((context) => {
    const event = context.value;
    if (event.site === null && event.operation === null && event.account === null)
      report(context, 'event_without_subject', []);
  });

/** Schema of each kind, in the order of docs/records.md. */
export const RECORD_SCHEMAS = {
  panel: panelSchema,
  flow: flowSchema,
  site: siteSchema,
  observation: observationSchema,
  event: eventSchema,
} as const;

/** One of the five kinds of input record. */
export type Kind = keyof typeof RECORD_SCHEMAS;
export const KINDS = [
  'panel',
  'flow',
  'site',
  'observation',
  'event',
] as const satisfies readonly Kind[];

/** Kafka topic of each kind. */
export const TOPICS = {
  panel: 'audience.panel',
  flow: 'adnetwork.flow',
  site: 'site.registry',
  observation: 'site.observation',
  event: 'enforcement.event',
} as const satisfies Record<Kind, string>;

export type PanelRecord = z.infer<typeof panelSchema>;
export type FlowRecord = z.infer<typeof flowSchema>;
export type SiteRecord = z.infer<typeof siteSchema>;
export type ObservationRecord = z.infer<typeof observationSchema>;
export type EventRecord = z.infer<typeof eventSchema>;
export type InputRecord =
  | { kind: 'panel'; record: PanelRecord }
  | { kind: 'flow'; record: FlowRecord }
  | { kind: 'site'; record: SiteRecord }
  | { kind: 'observation'; record: ObservationRecord }
  | { kind: 'event'; record: EventRecord };
