// Days and months in words: 27 June 2016, 27 juin 2016.

export type Language = 'en' | 'fr';
const LOCALE = { en: 'en-GB', fr: 'fr-FR' } as const;

const names = (language: Language, parts: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE[language], { ...parts, timeZone: 'UTC' });
const MONTHS = {
  en: names('en', { month: 'long', year: 'numeric' }),
  fr: names('fr', { month: 'long', year: 'numeric' }),
};

/** @param month YYYY-MM */
export function monthText(month: string, language: Language): string {
  return MONTHS[language].format(Date.parse(`${month}-01`));
}

/** @param day YYYY-MM-DD */
export function dayText(day: string, language: Language): string {
  const number = Number(day.slice(8, 10));
  // In French the first day of a month is an ordinal, the others are not.
  return `${language === 'fr' && number === 1 ? '1er' : String(number)} ${monthText(day.slice(0, 7), language)}`;
}

/** @param moment YYYY-MM-DD HH:MM:SS in UTC, with parts of a second */
export function momentText(moment: string, language: Language): string {
  const [day = '', time = ''] = moment.split(' ');
  return language === 'en' || time === ''
    ? `${moment} UTC`
    : `${dayText(day, language)}, ${time.replace('.', ',')} UTC`;
}
