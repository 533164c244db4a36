// Arguments that are names in a text: of an aggregate function, or of a type. What such a text says
// must be seen before the statement runs, so it must be one literal in the statement: no expression
// and no parameter, whose value comes later.
import type { Functions } from './functions.ts';
import { Refusal } from './refusal.ts';
import type { Word } from './word.ts';

type What = 'aggregate' | 'type';

/**
 * By function, in small letters: which argument it is (-1: the last), and what it names.
 * test/analysts/named-arguments.test.ts finds them all.
 */
export const NAMED: Readonly<Record<string, readonly [number, What]>> = {
  arrayreduce: [0, 'aggregate'],
  arrayreduceinranges: [0, 'aggregate'],
  cast: [1, 'type'],
  _cast: [1, 'type'],
  accuratecast: [1, 'type'],
  accuratecastornull: [1, 'type'],
  accuratecastordefault: [1, 'type'],
  reinterpret: [1, 'type'],
  dynamicelement: [1, 'type'],
  variantelement: [1, 'type'],
  defaultvalueoftypename: [0, 'type'],
  jsonextract: [-1, 'type'],
  jsonextractcaseinsensitive: [-1, 'type'],
  jsonextractkeysandvalues: [-1, 'type'],
  jsonextractkeysandvaluescaseinsensitive: [-1, 'type'],
};

/** @throws Refusal for a name that is not a literal, or not allowed */
export function checkNamedArguments(words: readonly Word[], functions: Functions): void {
  words.forEach((word, index) => {
    checkStructure(words, index);
    const named = NAMED[word.text.toLowerCase()];
    const isCall =
      ['BareWord', 'QuotedIdentifier'].includes(word.type) &&
      words[index + 1]?.type === 'OpeningRoundBracket';
    if (named === undefined || !isCall) return;
    const [position, what] = named;
    const argument = argumentsFrom(words, index + 2).at(position);
    const [literal, ...more] = argument ?? [];
    if (literal?.type !== 'StringLiteral' || more.length > 0)
      throw new Refusal(
        'type',
        `The ${what} of ${word.text.slice(0, 60)} must stand there as a text`,
      );
    const text = decoded(literal.text);
    if (what === 'type') checkType(text);
    else checkAggregate(text, functions);
  });
}

/** `values('x UInt8, y String ALIAS f(x)', 1)`: columns that are made by what stands in a text. */
export const MADE = /\b(?:ALIAS|DEFAULT|MATERIALIZED|EPHEMERAL|TTL)\b/i;

function checkStructure(words: readonly Word[], index: number): void {
  const isTable = ['values', 'null'].includes(words[index]?.text.toLowerCase() ?? '');
  if (!isTable || words[index + 1]?.type !== 'OpeningRoundBracket') return;
  const [first = []] = argumentsFrom(words, index + 2, 1);
  // Brackets around it are no part of the text; a row begins with one too, and has more words.
  const [literal, ...more] = first.filter(({ type }) => !/RoundBracket$/.test(type));
  if (literal?.type === 'StringLiteral' && more.length === 0 && MADE.test(decoded(literal.text)))
    throw new Refusal(
      'type',
      'Columns in a text have a name and a type; ALIAS, DEFAULT and the like are not served there',
    );
}

/**
 * The words of each argument of a call whose first argument begins at `start`.
 * @param most after so many arguments the others are not looked at: calls within calls would be
 * read again and again
 */
export function argumentsFrom(
  words: readonly Word[],
  start: number,
  most = Number.POSITIVE_INFINITY,
): Word[][] {
  const all: Word[][] = [[]];
  let depth = 0;
  for (let at = start; ; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (word.type.startsWith('Opening')) depth += 1;
    if (word.type.startsWith('Closing')) depth -= 1;
    if (depth < 0) break;
    if (word.type === 'Comma' && depth === 0) {
      if (all.length === most) break;
      all.push([]);
    } else all.at(-1)?.push(word);
  }
  return all;
}

/**
 * What a literal of the canonical statement says. The engine has written it, so quotes and
 * backslashes alone are escaped.
 */
function decoded(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/gs, '$1');
}

/** A quoted or escaped part could spell a name that this check does not see. */
export function checkType(text: string): void {
  if (/AggregateFunction/i.test(text))
    throw new Refusal(
      'type',
      'States of aggregate functions are not served: read from bytes, they can end the process',
    );
  if (/[\\`"]/.test(text))
    throw new Refusal(
      'type',
      'A type is written without quotes around names and without backslashes',
    );
}

/** A name, and numbers in brackets if it takes some. */
function checkAggregate(text: string, functions: Functions): void {
  const name = /^([A-Za-z_]\w*)(?:\([\d\s.,]*\))?$/.exec(text)?.[1];
  if (name === undefined)
    throw new Refusal(
      'function',
      `${JSON.stringify(text.slice(0, 60))} is not a name of an aggregate function`,
    );
  const hindrance = functions.hindrance(name);
  if (hindrance !== null)
    throw new Refusal('function', `Function ${name.slice(0, 60)} is not served: ${hindrance}`);
}
