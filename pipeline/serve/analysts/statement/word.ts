// A word of a statement, as the engine's lexer cuts it.

export interface Word {
  type: string;
  /** As written; of a quoted name, what is between the quotes. */
  text: string;
}

export const isName = ({ type }: Word) => type === 'BareWord' || type === 'QuotedIdentifier';

/** @param text a word of the grammar, in capitals */
export const isGrammar = (word: Word | undefined, text: string) =>
  word?.type === 'BareWord' && word.text.toUpperCase() === text;
