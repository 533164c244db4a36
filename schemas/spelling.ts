// Spellings of words, countries and numbers that mean what a schema wants written otherwise.
import type { AdjustmentCode } from './adjustment.ts';
import { ASSET_CODES } from './asset.ts';
import { withoutZeros } from './decimal-text.ts';
import { valueAt } from './json-path.ts';

export interface Spelling {
  text: string;
  /** Set when the value changes: the record says so. */
  said?: AdjustmentCode;
}

/** A sign, zeros around the number, no digit before or after the point. Minus zero is zero. */
export function numberSpelling(written: string): Spelling | null {
  const [, sign, whole = '', decimals = ''] = /^([+-]?)(\d*)\.?(\d*)$/.exec(written) ?? [];
  if (whole === '' && decimals === '') return null;
  const number = withoutZeros(whole, decimals);
  return sign === '-' && number !== '0' ? null : { text: number };
}

/** Small letters, and the codes that the EU and the UK use beside ISO 3166. */
export function countrySpelling(written: string): Spelling | null {
  // Letters outside ASCII become others in capitals: `ß` would be SS, South Sudan.
  if (!/^[a-z]{2}$/i.test(written)) return null;
  const code = written.toUpperCase();
  return { text: code === 'UK' ? 'GB' : code === 'EL' ? 'GR' : code };
}

/** Letters in another case, blanks or hyphens for the underscore. */
export function wordAmong(written: string, values: readonly unknown[]): Spelling | null {
  const plain = (word: string) => word.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const word = values.find(
    (value): value is string => typeof value === 'string' && plain(value) === plain(written),
  );
  return word === undefined ? null : { text: word };
}

const DECIMALS = 8;

/** An asset may have 18 decimals. A floor must not rise by a cut, so what takes back is cut up. */
export function cutAmount(
  written: string,
  record: unknown,
  path: readonly PropertyKey[],
): Spelling | null {
  const currency = valueAt(record, ['currency']);
  if (typeof currency !== 'string' || !ASSET_CODES.has(currency.trim().toUpperCase())) return null;
  const [whole = '', decimals = ''] = written.split('.');
  const kept = decimals.slice(0, DECIMALS);
  if (path[0] !== 'amount' || !isReversed(valueAt(record, ['status'])))
    return { text: `${whole}.${kept}`, said: 'digits_cut' };
  const units = (BigInt(whole + kept) + 1n).toString().padStart(DECIMALS + 1, '0');
  return {
    text: `${units.slice(0, -DECIMALS)}.${units.slice(-DECIMALS)}`,
    said: 'digits_cut',
  };
}

/** The status may itself be in another spelling, and not be spelt yet. */
function isReversed(status: unknown): boolean {
  return typeof status === 'string' && wordAmong(status.trim(), ['reversed']) !== null;
}
