// The fields of each record kind as docs/records.md has them, written by hand: what the schemas are
// compared with. A new kind gets an entry here.
import type { Kind } from '../../schemas/record.ts';

/**
 * Field names in the order of docs/records.md. `?`: the field may be null or left out. `?` and JSON:
 * canonical JSON has this in place of null. A pair holds an object, or a list of objects, with
 * fields of its own.
 */
export type Fields = readonly (string | readonly [string, Fields])[];

const PAYEE: Fields = ['name?', 'country?', 'account?', 'account_type?', 'bic?', 'bank_country?'];
const REFERENCE: Fields = ['source?', 'flow_id'];

export const RECORD_FIELDS: Record<Kind, Fields> = {
  panel: [
    ...['record_id', 'revision?1', 'source', 'site', 'month', 'country?', 'device?"all"'],
    ...['unique_visitors?', 'visits?', 'page_views?', 'panel_size?', 'universe?'],
    ...['design_effect?', 'published_at?', 'document_sha256?', 'document_place?', 'void?false'],
  ],
  flow: [
    ...['flow_id', 'revision?1', 'source', 'network?', 'line?"other"', 'publisher_account?'],
    'site?',
    ['site_shares?', ['site', 'share']],
    ...['period_start?', 'period_end?', 'value_date?', 'statement_date?', 'amount', 'currency'],
    ...['status', 'basis?', 'impressions?', 'clicks?'],
    ['reverses?', REFERENCE],
    ['upstream?[]', REFERENCE],
    ...['settles?[]', 'payer_account?'],
    ['payee?', PAYEE],
    ['withheld?[]', ['kind', 'amount']],
    ...['document_sha256?', 'document_place?', 'void?false'],
  ],
  site: [
    ...['record_id', 'revision?1', 'source', 'site', 'operation?', 'operator_country?'],
    ...['valid_from?', 'valid_to?', 'void?false'],
  ],
  account: [
    ...['record_id', 'revision?1', 'source', 'network?', 'account', 'account_type?', 'operation'],
    ...['valid_from?', 'valid_to?', 'void?false'],
  ],
  network: [
    ...['record_id', 'revision?1', 'source', 'network', 'name?', 'is_conduit?', 'void?false'],
  ],
  observation: [
    ...['record_id', 'revision?1', 'source', 'site', 'observed_at', 'pages_sampled?'],
    ['slots?[]', ['network', 'publisher_account?', 'format?', 'per_page?']],
    ['ads_txt?[]', ['network', 'account', 'relation', 'certification?']],
    'void?false',
  ],
  event: [
    ...['record_id', 'revision?1', 'source', 'type', 'site?', 'operation?', 'account?', 'date'],
    'void?false',
  ],
};

export interface Field {
  name: string;
  /** Its own fields, if it has any. */
  inner: Fields | null;
  /** It may be null or left out. */
  isNullable: boolean;
  /** JSON that canonical JSON has in place of null. */
  whenNull: string;
}

export function fieldOf(field: Fields[number]): Field {
  const [written, inner] = typeof field === 'string' ? [field, null] : field;
  const [, name = '', mark, filled = ''] = /^(\w+)(\??)(.*)$/.exec(written) ?? [];
  return { name, inner, isNullable: mark === '?', whenNull: filled === '' ? 'null' : filled };
}
