// From a row of flow_record back to the record that intake made it of: the reverse of
// pipeline/ingest/row.ts. Written out, because the schema of the record, with its rules for what
// comes from outside, takes four times as long, and an operation may have 20,000 flows.
import { z } from 'zod';
import type { FlowRecord } from '../method/evidence.ts';
import { type FlowReference, LINES, type Payee } from '../../schemas/flow.ts';

const textOrNull = z.string().nullable();
const countOrNull = z.number().nullable();
const reference = z.object({ source: z.string(), flow_id: z.string() });

export const flowRow = z.object({
  flow_id: z.string(),
  revision: z.number(),
  source: z.string(),
  network: textOrNull,
  line: z.enum(LINES),
  publisher_account: textOrNull,
  site: textOrNull,
  site_shares: z.array(z.object({ site: z.string(), share: z.string() })),
  period_start: textOrNull,
  period_end: textOrNull,
  value_date: textOrNull,
  statement_date: textOrNull,
  amount: z.string(),
  currency: z.string(),
  status: z.enum(['paid', 'accrued', 'reversed']),
  basis: z.enum(['net', 'gross']),
  impressions: countOrNull,
  clicks: countOrNull,
  reverses_source: z.string(),
  reverses_flow_id: z.string(),
  upstream: z.array(reference),
  settles: z.array(z.string()),
  payer_account: textOrNull,
  payee_name: textOrNull,
  payee_country: textOrNull,
  payee_account: textOrNull,
  payee_account_type: z.enum(['iban', 'bic', 'wallet', 'crypto', 'psp', 'other']).nullable(),
  payee_bic: textOrNull,
  payee_bank_country: textOrNull,
  withheld: z.array(
    z.object({
      kind: z.enum(['tax', 'fee', 'invalid_traffic', 'reserve', 'other']),
      amount: z.string(),
    }),
  ),
  document_sha256: textOrNull,
  document_place: textOrNull,
  void: z.boolean(),
  digest: z.string(),
});

type FlowRow = z.infer<typeof flowRow>;

/** The keys are in the order of the schema. */
export function flowOfRow(row: FlowRow): FlowRecord {
  const { source, reverses_source: ofSource, reverses_flow_id: reversed } = row;
  return {
    flow_id: row.flow_id,
    revision: row.revision,
    source,
    network: row.network,
    line: row.line,
    publisher_account: row.publisher_account,
    site: row.site,
    site_shares: row.site_shares.length === 0 ? null : row.site_shares,
    period_start: row.period_start,
    period_end: row.period_end,
    value_date: row.value_date,
    statement_date: row.statement_date,
    amount: row.amount,
    currency: row.currency,
    status: row.status,
    basis: row.basis,
    impressions: row.impressions,
    clicks: row.clicks,
    reverses: reversed === '' ? null : referenceIn(source, { source: ofSource, flow_id: reversed }),
    upstream: row.upstream.map((one) => referenceIn(source, one)),
    settles: row.settles,
    payer_account: row.payer_account,
    payee: payeeOf(row),
    withheld: row.withheld,
    document_sha256: row.document_sha256,
    document_place: row.document_place,
    void: row.void,
  };
}

/** A reference to a flow of the own source does not name it. */
function referenceIn(own: string, { source, flow_id: id }: FlowReference): FlowReference {
  return { source: source === own ? null : source, flow_id: id };
}

function payeeOf(row: FlowRow): Payee | null {
  const payee = {
    name: row.payee_name,
    country: row.payee_country,
    account: row.payee_account,
    account_type: row.payee_account_type,
    bic: row.payee_bic,
    bank_country: row.payee_bank_country,
  };
  return Object.values(payee).every((value) => value === null) ? null : payee;
}
