// Amounts, countries and counts of days, in the two languages that alerts are told in.
import { figure } from './figure.ts';
import type { Language } from './calendar.ts';

const LOCALE = { en: 'en-GB', fr: 'fr-FR' } as const;
const DAY_MS = 86_400_000;

/** Cut to cents, never rounded up: the text says "at least". */
export function amountText(amountEur: string, language: Language): string {
  const [whole = '0', decimals = ''] = amountEur.split('.');
  const cut = figure(`${whole}.${decimals.padEnd(2, '0').slice(0, 2)}`, language);
  return language === 'en' ? `EUR ${cut}` : `${cut}\u202fEUR`;
}

const namesOf = (language: Language, style: 'long' | 'short') =>
  new Intl.DisplayNames(LOCALE[language], { type: 'region', style });
const NAMES = { en: namesOf('en', 'long'), fr: namesOf('fr', 'long') };
const SHORT_NAMES = { en: namesOf('en', 'short'), fr: namesOf('fr', 'short') };
/** Where the long name is that of an administration: "R.A.S. chinoise de Hong Kong". */
const SHORT = new Set(['HK', 'MO']);

/** Name and code: `Jersey, JE`. */
export function countryText(country: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(country)) return language === 'en' ? 'country not known' : 'pays inconnu';
  const name = (SHORT.has(country) ? SHORT_NAMES : NAMES)[language].of(country) ?? country;
  return `${name}, ${country}`;
}

export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS);
}
