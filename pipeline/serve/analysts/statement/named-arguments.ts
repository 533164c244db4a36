// Arguments that name an aggregate function or a type in a text. The text must be known before the
// statement runs, so it must be a literal: not an expression, and not a parameter, whose value
// comes later.
import type { Functions } from './functions.ts';
import { Refusal } from './refusal.ts';
import type { Word } from './word.ts';

type What = 'aggregate' | 'type';

/**
 * By function name in lower case: the position of the argument (-1: last) and what it names.
 * test/analysts/named-arguments.test.ts finds all such functions of the engine.
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
      throw new Refusal('type', `The ${what} of ${word.text.slice(0, 60)} must be a text literal`);
    const text = decoded(literal.text);
    if (what === 'type') checkType(text);
    else checkAggregate(text, functions);
  });
}

/** `values('x UInt8, y String ALIAS f(x)', 1)`: a text that defines columns. */
export const MADE = /\b(?:ALIAS|DEFAULT|MATERIALIZED|EPHEMERAL|TTL)\b/i;

function checkStructure(words: readonly Word[], index: number): void {
  const isTable = ['values', 'null'].includes(words[index]?.text.toLowerCase() ?? '');
  if (!isTable || words[index + 1]?.type !== 'OpeningRoundBracket') return;
  const [first = []] = argumentsFrom(words, index + 2, 1);
  // Skip brackets around the text. A row starts with a bracket too, but has more words.
  const [literal, ...more] = first.filter(({ type }) => !/RoundBracket$/.test(type));
  if (literal?.type === 'StringLiteral' && more.length === 0 && MADE.test(decoded(literal.text)))
    throw new Refusal(
      'type',
      'Columns in a text have a name and a type; ALIAS, DEFAULT and the like are not served there',
    );
}

/**
 * The words of each argument of a call whose first argument begins at `start`.
 * @param most number of arguments to look at. Reading all would read nested calls repeatedly
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
 * Decodes a literal of the canonical statement, in which only quotes and backslashes are escaped.
 */
function decoded(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/gs, '$1');
}

/** Refuses quotes and escapes: they could spell a name that this check does not see. */
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

/** Accepts a name, optionally with numbers in brackets. */
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
