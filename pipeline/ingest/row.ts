// From a decoded record to the text of its row: the values in the order of the schema, then the
// derived columns. Column names are the field names of the schema.
import type { Valid } from '../../schemas/decode.ts';
import { type InputRecord, type Kind, RECORD_KINDS } from '../../schemas/record.ts';
import { payeeSchema } from '../../schemas/flow.ts';
import { siteName } from '../../schemas/site-name.ts';
import { accountOf } from './account.ts';

const PAYEE_INDEX = Object.keys(RECORD_KINDS.flow.schema.shape).indexOf('payee');
const PAYEE_COLUMNS = Object.keys(payeeSchema.shape).map((field) => `payee_${field}`);

/** Columns that {@link recordRow} fills. */
export function recordColumns(kind: Kind): string[] {
  const { schema, derived } = RECORD_KINDS[kind];
  const fields = Object.keys(schema.shape).flatMap((field) =>
    field === 'payee' ? PAYEE_COLUMNS : [field],
  );
  return [...fields, 'known_at', ...derived, 'sha256_hex'];
}

/**
 * One line of JSONCompactEachRow for the record table of its kind: the values of {@link
 * recordColumns}.
 */
export function recordRow({ input, digest }: Valid, knownAt: string): string {
  // A validated record has its keys in the order of the schema, which is the order of the columns.
  const values = reportedValues(input);
  values.push(knownAt, ...derivedValues(input), digest);
  return `${JSON.stringify(values)}\n`;
}

function reportedValues(input: InputRecord): unknown[] {
  const values: unknown[] = Object.values(input.record);
  if (input.kind === 'flow') values.splice(PAYEE_INDEX, 1, ...Object.values(input.record.payee));
  return values;
}

/** A record is decoded only if its sites have names, so the fallback is the null of the record. */
function domain(site: string | null): string {
  return site === null ? '' : (siteName(site) ?? '');
}

function derivedValues(input: InputRecord): unknown[] {
  const site = domain(input.record.site);
  if (input.kind !== 'flow') return [site];
  const { site_shares: shares, payee } = input.record;
  const account = accountOf(payee);
  return [
    site,
    shares?.map((share) => domain(share.site)) ?? [],
    account.key,
    account.country,
    account.countryFrom,
  ];
}
