// Texts of records made fit for messages. Records come from strangers: a name may hold line ends,
// marks that turn the direction of writing, a closing quotation mark, a mention or a link, and may
// be as long as a record.
import type { InLanguages, Language } from './language.ts';

/** Longer texts are cut, with a mark after the closing quotation mark. */
export const MOST_TOLD = 200;
export const CUT_MARK = '…';

/**
 * Characters that move the cursor, are invisible or have no meaning; quotation marks, so that none
 * closes the quotation; the backslash, so that escapes are unambiguous; `<`, with which Slack
 * begins mentions; the second slash of an address, so that no reader makes a link of it; marks that
 * pile up on a letter, from the fourth on.
 */
const UNSAFE =
  /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}“”«»\\<]|(?<=:\/)\/|(?<=\p{M}{3})\p{M}/gu;
const ONE = /\\u\{[0-9a-f]+\}|\\\\|./gsu;

const escaped = (mark: string) =>
  mark === '\\' ? '\\\\' : `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`;

/** At most {@link MOST_TOLD} harmless characters of a text on one line; no escape is cut. */
export function harmless(text: string): { told: string; isCut: boolean } {
  let told = '';
  // One more than the limit: later characters change nothing.
  for (const [one] of text
    .slice(0, MOST_TOLD + 1)
    .replace(UNSAFE, escaped)
    .matchAll(ONE)) {
    if (told.length + one.length > MOST_TOLD) return { told, isCut: true };
    told += one;
  }
  return { told, isCut: false };
}

const QUOTES: InLanguages<readonly [string, string]> = {
  en: ['“', '”'],
  fr: ['«\u202f', '\u202f»'],
};

/**
 * A text of a record in the sentence of a message: in quotation marks, harmless, at most 200
 * characters.
 */
export function toldText(text: string, language: Language): string {
  const { told, isCut } = harmless(text);
  const [before, after] = QUOTES[language];
  return `${before}${told}${after}${isCut ? CUT_MARK : ''}`;
}

/** The same for a cell of a table, where no quotation marks are wanted. */
export function toldCell(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const { told, isCut } = harmless(value);
  return isCut ? `${told}${CUT_MARK}` : told;
}
