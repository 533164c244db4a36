// IBANs by their shape. Lengths are those of ibantools; of a country that it does not know any
// length of the standard is taken, so that no account depends on the list of a package.
import { countrySpecs } from 'ibantools';
import { COUNTRY_CODES } from './iso-codes.ts';

const LENGTHS = new Map(
  Object.entries(countrySpecs).flatMap(([country, { chars }]) =>
    typeof chars === 'number' ? [[country, chars] as const] : [],
  ),
);
const SHAPE = /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/;

/** @param compact without blanks, dots and dashes, upper case */
export function isIban(compact: string): boolean {
  if (!SHAPE.test(compact)) return false;
  const country = compact.slice(0, 2);
  const length = LENGTHS.get(country) ?? compact.length;
  return length === compact.length && COUNTRY_CODES.has(country) && remainder97(compact) === 1;
}

/** False for a country without IBANs, as far as ibantools knows. */
export function isIbanCountry(country: string): boolean {
  return LENGTHS.has(country);
}

/** ISO 7064: the check digits make it 1. Letters count as 10 to 35. */
function remainder97(compact: string): number {
  let sum = 0;
  for (let at = 4; at < compact.length + 4; at += 1) {
    const code = compact.charCodeAt(at % compact.length);
    sum = code < 58 ? (sum * 10 + code - 48) % 97 : (sum * 100 + code - 55) % 97;
  }
  return sum;
}

const MASKED = /^[A-Z]{2}(?:\d{2}|[*•●#]{2}|XX)[A-Z\d*•●#]{4,30}$/;
const MASK = /[*•●#]{4}|X{4}/;
const LEAST_MASKED = 12;

/**
 * True for an IBAN of which somebody made digits unreadable. `X` is a letter too, so an IBAN that
 * is masked with it also has its check digits or the length of its country.
 */
export function isMaskedIban(compact: string): boolean {
  if (compact.length < LEAST_MASKED || !MASKED.test(compact) || !MASK.test(compact)) return false;
  const length = LENGTHS.get(compact.slice(0, 2)) ?? 0;
  const isCertain = /[*•●#]{2}/.test(compact) || /^..\d{2}/.test(compact);
  return isCertain ? length > 0 : compact.length === length;
}
