// Other spellings of the same thing. A record that its schema refuses gets a second try with the
// refused values spelt as the schema wants them. A value that means something else is left alone,
// and the record is rejected.
import type { z } from 'zod';
import type { Adjustment, AdjustmentCode } from './adjustment.ts';
import { ASSET_CODES } from './asset.ts';
import { jsonPath, valueAt } from './json-path.ts';
import { type Reason, isReason } from './reason.ts';

interface Respelt {
  value: unknown;
  adjustments: Adjustment[];
}

interface Spelling {
  text: string;
  said?: AdjustmentCode;
}

/**
 * A copy of the record with its refused values in the spelling of the schema.
 * @param value the JSON value as sent
 * @param issues what the schema found wrong with it
 * @returns null when no refused value has another spelling
 */
export function respell(value: unknown, issues: readonly z.core.$ZodIssue[]): Respelt | null {
  const adjustments: Adjustment[] = [];
  let respelt = value;
  for (const issue of issues) {
    if (isNullOfDefault(respelt, issue)) {
      respelt = without(respelt, issue.path[0]);
      continue;
    }
    const spelling = spellingOf(respelt, issue);
    if (spelling === null) continue;
    respelt = withTextAt(respelt, issue.path, spelling.text);
    if (spelling.said !== undefined)
      adjustments.push({ code: spelling.said, path: jsonPath(issue.path) });
  }
  return respelt === value ? null : { value: respelt, adjustments };
}

const FIELDS_WITH_DEFAULT: ReadonlySet<PropertyKey | undefined> = new Set([
  'revision',
  'void',
  'upstream',
  'settles',
  'withheld',
  'slots',
  'ads_txt',
]);

/** A null where a field has a default says what leaving it out says. */
function isNullOfDefault(record: unknown, { path }: z.core.$ZodIssue): boolean {
  return (
    path.length === 1 && FIELDS_WITH_DEFAULT.has(path[0]) && valueAt(record, path) === null
  );
}

function without(record: unknown, field: PropertyKey | undefined): unknown {
  if (typeof record !== 'object' || record === null) return record;
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== field));
}

function spellingOf(record: unknown, issue: z.core.$ZodIssue): Spelling | null {
  const found = valueAt(record, issue.path);
  if (typeof found !== 'string') return ownFlowId(record, found, issue);
  const written = found.trim();
  if (issue.code === 'invalid_value') return wordAmong(written, issue.values);
  if (!isReason(issue.message)) return null;
  if (issue.message === 'amount_too_precise') return cutAmount(written, record, issue.path);
  const spell = SPELLINGS[issue.message];
  const spelling = spell?.(written) ?? { text: written };
  return spelling.text === found ? null : spelling;
}

/** A settled line written like an entry of `upstream`, when it is of the same source. */
function ownFlowId(record: unknown, found: unknown, issue: z.core.$ZodIssue): Spelling | null {
  if (issue.path[0] !== 'settles' || typeof found !== 'object' || found === null) return null;
  const { flow_id: id, source = null, ...rest }: Record<string, unknown> = { ...found };
  const isOwn = source === null || source === valueAt(record, ['source']);
  return typeof id === 'string' && isOwn && Object.keys(rest).length === 0 ? { text: id } : null;
}

const SPELLINGS: Partial<Record<Reason, (written: string) => Spelling | null>> = {
  invalid_date: dayOf,
  impossible_date: dayOf,
  invalid_month: monthOf,
  invalid_timestamp: timeOf,
  invalid_amount: numberOf,
  amount_too_large: numberOf,
  negative_amount: (written) => (/^-0*(\.0*)?$/.test(written) ? { text: '0' } : null),
  invalid_share: numberOf,
  share_too_precise: numberOf,
  invalid_decimal: numberOf,
  invalid_currency: (written) => ({ text: written.toUpperCase() }),
  invalid_country: countryOf,
  unknown_country: countryOf,
  invalid_sha256: (written) => ({ text: written.toLowerCase().replace(/^sha-?256:/, '') }),
};

/** `20151101`, midnight in UTC, and the last days of a February of 30 days. */
function dayOf(written: string): Spelling | null {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?)?$/.exec(written) ?? [];
  if (year === '') return null;
  if (month === '02' && (day === '29' || day === '30')) {
    const isLeap = new Date(Date.UTC(Number(year), 1, 29)).getUTCDate() === 29;
    const last = isLeap ? '29' : '28';
    if (day > last) return { text: `${year}-02-${last}`, said: 'day_after_february' };
  }
  return { text: `${year}-${month}-${day}` };
}

/** `201511`, and the first day of the month. */
function monthOf(written: string): Spelling | null {
  const [, year, month] = /^(\d{4})-?(\d{2})(?:-01|01)?$/.exec(written) ?? [];
  return year === undefined || month === undefined ? null : { text: `${year}-${month}` };
}

const TIME =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2})?([.,]\d+)?\s?(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)$/;

/** Another zone than UTC, a blank for the T, more decimals than milliseconds, no seconds. */
function timeOf(written: string): Spelling | null {
  const [, day, minutes, seconds = ':00', decimals = '', zone = ''] = TIME.exec(written) ?? [];
  if (day === undefined || minutes === undefined) return null;
  const fraction = decimals === '' ? '' : `.${decimals.slice(1, 4)}`;
  const offset = /^[+-]/.test(zone)
    ? `${zone.replace(':', '').slice(0, 3)}:${zone.replace(':', '').slice(3) || '00'}`
    : 'Z';
  const at = Date.parse(`${day}T${minutes}${seconds}${fraction}${offset}`);
  return Number.isNaN(at) ? null : { text: new Date(at).toISOString() };
}

/** A plus sign, zeros around the number, no digit before or after the point. */
function numberOf(written: string): Spelling | null {
  const [, whole = '', decimals = ''] = /^\+?(\d*)\.?(\d*)$/.exec(written) ?? [];
  if (whole === '' && decimals === '') return null;
  const kept = decimals.replace(/0+$/, '');
  return {
    text: `${whole.replace(/^0+(?=\d)/, '') || '0'}${kept === '' ? '' : `.${kept}`}`,
  };
}

/** Small letters, and the codes that the EU and the UK use beside ISO 3166. */
function countryOf(written: string): Spelling {
  const code = written.toUpperCase();
  return { text: code === 'UK' ? 'GB' : code === 'EL' ? 'GR' : code };
}

/** Letters in another case, blanks or hyphens for the underscore. */
function wordAmong(written: string, values: readonly unknown[]): Spelling | null {
  const plain = (word: string) => word.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const word = values.find(
    (value): value is string => typeof value === 'string' && plain(value) === plain(written),
  );
  return word === undefined ? null : { text: word };
}

const DECIMALS = 8;

/** An asset may have 18 decimals. A floor must not rise by a cut, so what takes back is cut up. */
function cutAmount(
  written: string,
  record: unknown,
  path: readonly PropertyKey[],
): Spelling | null {
  const currency = valueAt(record, ['currency']);
  if (typeof currency !== 'string' || !ASSET_CODES.has(currency.trim().toUpperCase())) return null;
  const [whole = '', decimals = ''] = written.split('.');
  const cut = `${whole}.${decimals.slice(0, DECIMALS)}`;
  const takesBack = path[0] === 'amount' && valueAt(record, ['status']) === 'reversed';
  if (!takesBack) return { text: cut, said: 'digits_cut' };
  const units = BigInt(whole + decimals.slice(0, DECIMALS)) + 1n;
  const digits = units.toString().padStart(DECIMALS + 1, '0');
  return {
    text: `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`,
    said: 'digits_cut',
  };
}

/** A copy of the value with another text at the path. Only what is on the way is copied. */
function withTextAt(value: unknown, [key, ...rest]: readonly PropertyKey[], text: string): unknown {
  if (key === undefined) return text;
  if (typeof value !== 'object' || value === null) return value;
  const inner = withTextAt(Reflect.get(value, key), rest, text);
  if (!Array.isArray(value)) return { ...value, [key]: inner };
  const list: unknown[] = value;
  return list.map((entry, index) => (index === key ? inner : entry));
}
