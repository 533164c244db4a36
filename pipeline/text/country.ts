// Countries in words.
import { type Language, LOCALE } from './language.ts';

const namesOf = (language: Language, style: 'long' | 'short') =>
  new Intl.DisplayNames(LOCALE[language], { type: 'region', style });
const NAMES = { en: namesOf('en', 'long'), fr: namesOf('fr', 'long') };
const SHORT_NAMES = { en: namesOf('en', 'short'), fr: namesOf('fr', 'short') };
/** Where the long name is that of an administration: "R.A.S. chinoise de Hong Kong". */
const SHORT = new Set(['HK', 'MO']);
const UNKNOWN = { en: 'country not known', fr: 'pays inconnu' };

/** Name and code: `Jersey, JE`. */
export function countryText(country: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(country)) return UNKNOWN[language];
  const name = (SHORT.has(country) ? SHORT_NAMES : NAMES)[language].of(country) ?? country;
  return `${name}, ${country}`;
}
