// One token of a statement from the engine's lexer.
import { Refusal } from './refusal.ts';

export interface Word {
  type: string;
  /** As written; for a quoted name, the text between the quotes. */
  text: string;
}

export const isName = ({ type }: Word) => type === 'BareWord' || type === 'QuotedIdentifier';

/** @param text a keyword, in capitals */
export const isGrammar = (word: Word | undefined, text: string) =>
  word?.type === 'BareWord' && word.text.toUpperCase() === text;

const SPACE = new Set(['Whitespace', 'Comment']);
const PUNCTUATION = new Set([
  ...[
    'OpeningRoundBracket',
    'ClosingRoundBracket',
    'OpeningSquareBracket',
    'ClosingSquareBracket',
    'OpeningCurlyBrace',
    'ClosingCurlyBrace',
  ],
  ...[
    'Comma',
    'Dot',
    'Asterisk',
    'Plus',
    'Minus',
    'Slash',
    'Arrow',
    'QuestionMark',
    'Colon',
    'DoubleColon',
    'Equals',
    'NotEquals',
    'Less',
  ],
  ...[
    'Greater',
    'LessOrEquals',
    'GreaterOrEquals',
    'Spaceship',
    'Concatenation',
    'Percent',
    'Caret',
    'Caret',
  ],
]);

/** @param tokens of each: type, first byte, byte after the last */
export function lexedWords(
  canonical: string,
  tokens: readonly (readonly [string, number, number])[],
): Word[] {
  const bytes = Buffer.from(canonical);
  return tokens.flatMap(([type, begin, end]) => {
    if (SPACE.has(type)) return [];
    const text = bytes.subarray(begin, end).toString();
    if (type === 'QuotedIdentifier') return [{ type, text: text.slice(1, -1) }];
    const isKnown = ['BareWord', 'Number', 'StringLiteral'].includes(type) || PUNCTUATION.has(type);
    if (!isKnown)
      throw new Refusal(
        'unreadable',
        `The word ${JSON.stringify(text.slice(0, 40))} (${type}) is not taken`,
      );
    return [{ type, text }];
  });
}
