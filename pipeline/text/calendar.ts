// Days and months as text, with digits or in words: 2016-06, 27 June 2016, 27 juin 2016.
import { type InLanguages, type Language, LOCALE } from './language.ts';

const DAY_MS = 86_400_000;

const names = (language: Language, parts: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE[language], { ...parts, timeZone: 'UTC' });
const MONTHS: InLanguages<Intl.DateTimeFormat> = {
  en: names('en', { month: 'long', year: 'numeric' }),
  fr: names('fr', { month: 'long', year: 'numeric' }),
};

/** @param month months since the year 0. @returns YYYY-MM */
export function isoMonth(month: number): string {
  const [year, ofYear] = [Math.floor(month / 12), (month % 12) + 1];
  return `${String(year).padStart(4, '0')}-${String(ofYear).padStart(2, '0')}`;
}

/** @param month YYYY-MM */
export function monthText(month: string, language: Language): string {
  return MONTHS[language].format(Date.parse(`${month}-01`));
}

/** @param day YYYY-MM-DD */
export function dayText(day: string, language: Language): string {
  const number = Number(day.slice(8, 10));
  // In French the first day of a month is an ordinal, the others are not.
  const inMonth = language === 'fr' && number === 1 ? '1er' : String(number);
  return `${inMonth} ${monthText(day.slice(0, 7), language)}`;
}

/** @param moment YYYY-MM-DD HH:MM:SS in UTC, with parts of a second */
export function momentText(moment: string, language: Language): string {
  const [day = '', time = ''] = moment.split(' ');
  return language === 'en' || time === ''
    ? `${moment} UTC`
    : `${dayText(day, language)}, ${time.replace('.', ',')} UTC`;
}

/** @param first YYYY-MM-DD, as `last` */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS);
}
