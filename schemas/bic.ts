// BICs by their shape, and reference/placeholder-bics.json: words that banks write where a BIC is
// not known. Some of them have the form of a BIC, with a country (M-ACCOUNT).
import { z } from 'zod';
import { COUNTRY_CODES } from './iso-codes.ts';
import { ROW_ORIGIN, referenceRows, referenceText } from './reference-file.ts';

const FILE = 'placeholder-bics.json';
const placeholder = z.strictObject({
  /** A BIC that begins so is none. */
  begins: z.string().regex(/^[A-Z\d]{4,8}$/, 'write the first 4 to 8 characters, such as NOTAVAIL'),
  ...ROW_ORIGIN,
});

export function parsePlaceholderBics(text: string): readonly string[] {
  return referenceRows(FILE, text, placeholder, ({ begins }) => [begins]).map((row) => row.begins);
}

const PLACEHOLDERS = parsePlaceholderBics(referenceText(FILE));
const SHAPE = /^[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?$/;

/** @param compact without blanks, dots and dashes, upper case */
export function isBic(compact: string): boolean {
  return SHAPE.test(compact) && COUNTRY_CODES.has(compact.slice(4, 6));
}

const WORD = /^[A-Z]{4,11}$/;

/**
 * True for a word such as NOTPROVIDED in the place of an account: everybody has it, so it is
 * nobody's account.
 */
export function standsForUnknown(account: string): boolean {
  return WORD.test(account) && PLACEHOLDERS.some((begins) => account.startsWith(begins));
}

/** The country of the bank; null for what is no BIC or stands for an unknown one. */
export function countryOfBic(compact: string): string | null {
  if (!isBic(compact)) return null;
  return PLACEHOLDERS.some((begins) => compact.startsWith(begins)) ? null : compact.slice(4, 6);
}
