// The field types of the record kinds. The message of a failing check is a reason code of
// schemas/reason.ts. schemas/decode.ts turns the first one into the outcome of the record.
import { z } from 'zod';
import { ASSET_CODES } from './asset.ts';
import { oneNumber } from './decimal-text.ts';
import { COUNTRY_CODES, CURRENCY_CODES } from './iso-codes.ts';
import { plainText } from './plain-text.ts';
import { propertyOf } from './property.ts';
import type { Reason } from './reason.ts';

type Problem = Reason | null;

/**
 * A text with a rule that gives the reason code of its first fault. JSON Schema has `pattern`.
 * @param oneForm makes two spellings of one value equal, before the rule
 */
function textWith(
  pattern: RegExp,
  problemOf: (text: string) => Problem,
  oneForm?: (text: string) => string,
) {
  return checked(problemOf, oneForm).meta({ pattern: pattern.source });
}

/** One check for each text: every further one costs as much as the rest of the field. */
function checked(problemOf: (text: string) => Problem, oneForm?: (text: string) => string) {
  return z.string().check((context) => {
    if (oneForm !== undefined) context.value = oneForm(context.value);
    const problem = problemOf(context.value);
    if (problem !== null)
      context.issues.push({ code: 'custom', message: problem, input: context.value });
  });
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^(\d{4})-(\d{2})$/;
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?Z$/;
const TIMESTAMP_SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function dateProblem(text: string): Problem {
  const match = DATE.exec(text);
  if (match === null) return 'invalid_date';
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12) return 'impossible_date';
  return day >= 1 && (day <= 28 || day <= daysInMonth(year, month)) ? null : 'impossible_date';
}

// A file has few different days, and each of them very often.
const KNOWN_DATES = new Map<string, Problem>();
const KNOWN_DATES_LIMIT = 20_000;

function knownDateProblem(text: string): Problem {
  const known = KNOWN_DATES.get(text);
  if (known !== undefined) return known;
  const problem = dateProblem(text);
  if (KNOWN_DATES.size < KNOWN_DATES_LIMIT && text.length === 10) KNOWN_DATES.set(text, problem);
  return problem;
}

function monthProblem(text: string): Problem {
  if (!MONTH.test(text)) return 'invalid_month';
  return dateProblem(`${text}-01`) === null ? null : 'impossible_month';
}

/** One time has one form: without a fraction, or with milliseconds. */
function oneTime(written: string): string {
  const [, seconds, fraction = ''] = /^(.{19})\.(\d{1,3})Z$/.exec(written) ?? [];
  if (seconds === undefined) return written;
  return Number(fraction) === 0 ? `${seconds}Z` : `${seconds}.${fraction.padEnd(3, '0')}Z`;
}

function timestampProblem(text: string): Problem {
  if (!TIMESTAMP_SHAPE.test(text)) return 'invalid_timestamp';
  return TIMESTAMP.test(text) && dateProblem(text.slice(0, 10)) === null
    ? null
    : 'impossible_timestamp';
}

/** What a sender should write; other spellings are in schemas/respell.ts. */
const AMOUNT = /^0*\d{1,14}(\.\d{1,8}0*)?$/;
const DECIMAL_TEXT = /^\d+(\.\d+)?$/;
const CANONICAL_AMOUNT = /^(?:0|[1-9]\d{0,13})(?:\.\d{0,7}[1-9])?$/;

function amountProblem(text: string): Problem {
  if (CANONICAL_AMOUNT.test(text)) return null;
  if (/^-?(NaN|Infinity)$/i.test(text)) return 'not_a_number';
  if (/^-\d+(\.\d+)?$/.test(text)) return 'negative_amount';
  if (!DECIMAL_TEXT.test(text)) return 'invalid_amount';
  return text.split('.', 1).join('').length > 14 ? 'amount_too_large' : 'amount_too_precise';
}

const SHARE = /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/;

function shareProblem(text: string): Problem {
  if (SHARE.test(text)) return null;
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'invalid_share';
  if (!/^0*(0(\.\d+)?|1(\.0+)?)$/.test(text)) return 'share_out_of_range';
  return (text.split('.')[1] ?? '').length > 6 ? 'share_too_precise' : 'invalid_share';
}

const DECIMAL = /^\d{1,6}(\.\d{1,6})?$/;

/** Characters that a text may have. */
export const TEXT_LENGTH = 1000;

/** True when a text has more characters than {@link TEXT_LENGTH}. A pair of surrogates is one. */
function isTooLong(written: string): boolean {
  return written.length > TEXT_LENGTH && Array.from(written).length > TEXT_LENGTH;
}

/** Nearly every text: printable ASCII without blanks around it. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/** One text has one form: NFC, without blanks around it. */
function oneText(written: string): string {
  return PLAIN.test(written) ? written : written.trim().normalize('NFC');
}

/** Text that is not empty, without blanks around it. Marks that nobody sees are no text. */
export const text = checked(textProblem, oneText).meta({ minLength: 1, maxLength: TEXT_LENGTH });

function textProblem(value: string): Problem {
  if (isTooLong(value)) return 'text_too_long';
  return PLAIN.test(value) || plainText(value) !== '' ? null : 'empty_text';
}

/** Controls, direction marks, zero-width characters and everything else that is invisible. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** As {@link oneText}. A no-break space, which looks like a space, is one. */
function oneIdentifier(written: string): string {
  return PLAIN.test(written) ? written : oneText(written).replaceAll(/\p{Zs}/gu, ' ');
}

/**
 * An identifier, or a reference to one. Two that look the same must be the same, so invisible
 * characters are refused.
 */
export const identifier = checked(identifierProblem, oneIdentifier).meta({
  minLength: 1,
  maxLength: TEXT_LENGTH,
});

function identifierProblem(value: string): Problem {
  if (value === '') return 'empty_text';
  if (isTooLong(value)) return 'text_too_long';
  return PLAIN.test(value) || !INVISIBLE.test(value) ? null : 'invisible_character';
}

/** A calendar day, ISO 8601. */
export const date = textWith(DATE, knownDateProblem);
/** A calendar month, ISO 8601. */
export const month = textWith(MONTH, monthProblem);
/** A time in UTC, ISO 8601 with at most milliseconds. */
export const timestamp = textWith(TIMESTAMP, timestampProblem, oneTime);
/**
 * An amount of money of at least 0: a decimal text with at most 14 digits before the point and 8
 * after it. Zeros before and after are dropped.
 */
export const amount = textWith(AMOUNT, amountProblem, oneNumber);
/** A share from 0 to 1 with at most 6 decimals. */
export const share = textWith(SHARE, shareProblem, oneNumber);
/** A number of at least 0 as decimal text. */
export const decimal = textWith(
  DECIMAL,
  (value) => (DECIMAL.test(value) ? null : 'invalid_decimal'),
  oneNumber,
);
/** ISO 4217, current or historic. */
export const currency = textWith(/^[A-Z]{3}$/, (code) =>
  CURRENCY_CODES.has(code)
    ? null
    : /^[A-Z]{3}$/.test(code)
      ? 'unknown_currency'
      : 'invalid_currency',
);
/** ISO 4217, or an asset of reference/assets.json. */
export const currencyOrAsset = textWith(/^[A-Z0-9]{3,10}$/, (code) =>
  CURRENCY_CODES.has(code) || ASSET_CODES.has(code)
    ? null
    : /^[A-Z0-9]{3,10}$/.test(code)
      ? 'unknown_currency'
      : 'invalid_currency',
);
/** ISO 3166-1 alpha-2. */
export const country = textWith(/^[A-Z]{2}$/, (code) =>
  COUNTRY_CODES.has(code) ? null : /^[A-Z]{2}$/.test(code) ? 'unknown_country' : 'invalid_country',
);
/**
 * A property as reported: a host name or URL, an IP address, a page of a platform, or an app as
 * `app:NAME` (schemas/property.ts).
 */
export const site = textWith(/./, siteProblem, oneText);

function siteProblem(value: string): Problem {
  if (value === '') return 'empty_text';
  if (isTooLong(value)) return 'text_too_long';
  const property = propertyOf(value);
  return 'fault' in property ? property.fault : null;
}

/** SHA-256 as 64 hexadecimal digits. */
export const sha256 = textWith(/^[0-9a-f]{64}$/, (value) =>
  /^[0-9a-f]{64}$/.test(value) ? null : 'invalid_sha256',
);
/** A count of something: whole, at least 0, exact in a JSON number. */
export const count = z
  .number()
  // JSON has a negative zero.
  .overwrite((value) => (value === 0 ? 0 : value))
  .refine((value) => Number.isSafeInteger(value) && value >= 0, {
    error: 'integer_out_of_range' satisfies Reason,
  })
  .meta({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
/** Revision of a record, counted from 1. */
export const revisionNumber = z
  .number()
  .refine((value) => Number.isInteger(value) && value >= 1 && value <= 4_294_967_295, {
    error: 'integer_out_of_range' satisfies Reason,
  })
  .meta({ type: 'integer', minimum: 1, maximum: 4_294_967_295 });
