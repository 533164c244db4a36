// The record kind `flow`. The order of its fields is part of its digest: see schemas/record.ts.
import { z } from 'zod';
import {
  amount,
  count,
  country,
  currency,
  date,
  identifier,
  revision,
  sha256,
  share,
  site,
  text,
} from './field.ts';
import { report } from './rule.ts';

export const LINES = ['advertising', 'file_host', 'subscription', 'donation', 'other'] as const;

const MAX_PERIOD_DAYS = 3_660;
const DAY_MS = 86_400_000;

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

export type Payee = z.infer<typeof payeeSchema>;

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
