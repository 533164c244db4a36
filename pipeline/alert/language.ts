// Words, amounts, days and countries of the two languages that alerts are told in.
import type { FoundAlert } from './found.ts';

export type Language = 'en' | 'fr';

const LOCALE = { en: 'en-GB', fr: 'fr-FR' } as const;
const DAY_MS = 86_400_000;

/** Cut to cents, never rounded up: the text says "at least". */
export function amountText(amountEur: string, language: Language): string {
  const [whole = '0', decimals = ''] = amountEur.split('.');
  const grouped = new Intl.NumberFormat(LOCALE[language]).format(BigInt(whole));
  const cents = decimals.padEnd(2, '0').slice(0, 2);
  return language === 'en' ? `EUR ${grouped}.${cents}` : `${grouped},${cents} EUR`;
}

export function dayText(day: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALE[language], { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(day),
  );
}

export function monthText(month: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALE[language], { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${month}-01`));
}

export function countryText(country: string, language: Language): string {
  return `${new Intl.DisplayNames(LOCALE[language], { type: 'region' }).of(country) ?? country} (${country})`;
}

export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS);
}

/** With the article where the language wants one. */
export const LEVEL_WORDS: Record<Language, Record<FoundAlert['level'], string>> = {
  en: {
    network: 'the network',
    publisher_account: 'the publisher account',
    payee: 'the payee',
    account: 'the account',
    account_country: 'the country of the account',
    floor: 'the floor',
  },
  fr: {
    network: 'la régie',
    publisher_account: "le compte d'éditeur",
    payee: 'le bénéficiaire',
    account: 'le compte bancaire',
    account_country: 'le pays du compte',
    floor: 'le plancher',
  },
};

export const EVENT_WORDS: Record<Language, Record<string, string>> = {
  en: { seizure: 'the seizure', takedown: 'the takedown', listing: 'the listing', arrest: 'the arrest', letter: 'the letter' },
  fr: {
    seizure: 'la saisie',
    takedown: 'la fermeture',
    listing: "l'inscription",
    arrest: "l'interpellation",
    letter: 'la mise en demeure',
  },
};
