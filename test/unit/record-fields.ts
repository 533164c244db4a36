// The fields of each record kind as docs/records.md has them, written by hand: what the schemas are
// compared with. A new kind gets an entry here.
import type { Kind } from '../../schemas/record.ts';

/**
 * Field names in the order of docs/records.md; `?`: the field is nullable and may be left out. A
 * pair holds an object, or a list of objects, with fields of its own.
 */
export type Fields = readonly (string | readonly [string, Fields])[];

const PAYEE: Fields = ['name', 'country', 'account', 'account_type', 'bic?', 'bank_country?'];

export const RECORD_FIELDS: Record<Kind, Fields> = {
  panel: [
    ...['record_id', 'revision', 'source', 'site', 'month', 'country', 'device'],
    ...['unique_visitors?', 'visits?', 'page_views?', 'panel_size?', 'universe?'],
    ...['design_effect?', 'published_at'],
  ],
  flow: [
    ...['flow_id', 'revision', 'source', 'network', 'line', 'publisher_account', 'site?'],
    ['site_shares?', ['site', 'share']],
    ...['period_start', 'period_end', 'value_date?', 'statement_date?', 'amount', 'currency'],
    ...['status', 'basis', 'impressions?', 'clicks?', 'reverses?', 'upstream_flow_id?'],
    'upstream_source?',
    ['payee', PAYEE],
    'document_sha256?',
  ],
  site: [
    ...['record_id', 'revision', 'source', 'site', 'operation', 'operator_country'],
    ...['valid_from', 'valid_to?'],
  ],
  observation: [
    ...['record_id', 'revision', 'source', 'site', 'observed_at', 'pages_sampled'],
    ['slots', ['network', 'publisher_account', 'format', 'per_page']],
    ['ads_txt', ['network', 'account', 'relation']],
  ],
  event: [
    ...['record_id', 'revision', 'source', 'type', 'site?', 'operation?', 'account?', 'date'],
  ],
};

/** The name of a field, its own fields if it has any, and whether it may be left out. */
export function fieldOf(field: Fields[number]): {
  name: string;
  inner: Fields | null;
  isNullable: boolean;
} {
  const [written, inner] = typeof field === 'string' ? [field, null] : field;
  const isNullable = written.endsWith('?');
  return { name: isNullable ? written.slice(0, -1) : written, inner, isNullable };
}
