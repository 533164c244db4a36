// The one mechanism for texts in two languages: English and French are side by side, and each room
// keeps its own texts (explain/words.ts, alert/sentence/words.ts). The compiler refuses a text that
// is missing in one language.
import { french } from './french.ts';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** For the formats of JavaScript: British and French conventions. */
export const LOCALE: InLanguages<string> = { en: 'en-GB', fr: 'fr-FR' };

export type InLanguages<Value> = Readonly<Record<Language, Value>>;

/** A fixed text. The French one gets its typography here: write plain spaces and apostrophes. */
export function inLanguages({ en, fr }: InLanguages<string>): InLanguages<string> {
  return { en, fr: french(fr) };
}

/** A text with values in it, the same ones in each language. */
export function sentence<Values extends readonly unknown[]>(
  of: InLanguages<(...values: Values) => string>,
): InLanguages<(...values: Values) => string> {
  return of;
}

type Texts = Readonly<Record<string, InLanguages<unknown>>>;
/** The texts of a room in one language. */
export type Spoken<Of extends Texts> = { readonly [Name in keyof Of]: Of[Name][Language] };

export function spoken<Of extends Texts>(texts: Of, language: Language): Spoken<Of>;
export function spoken(texts: Texts, language: Language): unknown {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text[language]]));
}
