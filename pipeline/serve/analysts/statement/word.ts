// One token of a statement from the engine's lexer.

export interface Word {
  type: string;
  /** As written; for a quoted name, the text between the quotes. */
  text: string;
}

export const isName = ({ type }: Word) => type === 'BareWord' || type === 'QuotedIdentifier';

/** @param text a keyword, in capitals */
export const isGrammar = (word: Word | undefined, text: string) =>
  word?.type === 'BareWord' && word.text.toUpperCase() === text;
