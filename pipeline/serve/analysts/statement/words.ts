// Checks every token of a statement from the engine's lexer, wherever it is. So nothing depends on
// the engine's tree (tree.ts) showing every corner of a statement: the tree hides the function of
// APPLY and the settings.
import type { Functions } from './functions.ts';
import { type Hidden, checkHiddenColumns } from './hidden-columns.ts';
import { checkNamedArguments } from './named-arguments.ts';
import { PUBLIC_TABLES, SYSTEM_TABLES, isTableFunction } from './public-names.ts';
import { Refusal } from './refusal.ts';
import { type Word, isGrammar, isName } from './word.ts';

/** The names in the warehouse, public or not. */
export interface Existing {
  database: string;
  databases: readonly string[];
  tables: readonly string[];
}

export interface Read {
  settings: Map<string, string>;
  /** Number of SETTINGS clauses. */
  settingClauses: number;
  /** The format after FORMAT; null: the client's. */
  format: string | null;
  /** Names declared by `WITH name AS (SELECT ...)`. */
  declared: Set<string>;
  /** The table with non-public columns that is read; null: none. */
  hidden: Hidden | null;
}

/** Keywords that may precede a bracket. No function has one of these names. */
const GRAMMAR = new Set(
  `ALL AND ANY APPLY ARRAY AS ASC ASOF BETWEEN BY CASE CROSS CUBE DESC DISTINCT DIV ELSE END
  EXCEPT EXISTS EXPLAIN FILL FROM FULL GROUP GROUPING HAVING ILIKE IN INNER INTERPOLATE
  INTERSECT IS JOIN LEFT LIKE LIMIT MOD NOT NULL OFFSET ON OR ORDER OUTER OVER PREWHERE
  QUALIFY REPLACE RIGHT ROLLUP SELECT SEMI ANTI SETS STEP STRICT TABLE THEN TO UNION USING
  VALUES WHEN WHERE WITH TOTALS COLUMNS REGEXP GLOBAL STALENESS PARTITION`.split(/\s+/),
);
const FIRST = new Set(['SELECT', 'WITH', 'EXPLAIN', 'DESCRIBE', 'SHOW', '(']);

/** @throws Refusal */
export function checkWords(words: readonly Word[], existing: Existing, functions: Functions): Read {
  checkBeginning(words);
  checkShown(words, existing.database);
  const read: Read = {
    settings: new Map(),
    settingClauses: 0,
    format: formatOf(words),
    declared: declaredIn(words),
    hidden: null,
  };
  words.forEach((word, index) => {
    const at = { word, before: words[index - 1], next: words[index + 1], after: words[index + 2] };
    if (word.type === 'StringLiteral') checkText(word.text);
    if (word.type === 'OpeningCurlyBrace') checkParameter(words.slice(index, index + 4));
    if (isName(word)) checkName(at, existing, functions);
    if (isGrammar(word, 'SETTINGS') && at.before?.type !== 'Dot') readSettings(words, index, read);
  });
  checkApplied(words, functions);
  checkRenamed(words);
  checkNamedArguments(words, functions);
  read.hidden = checkHiddenColumns(words);
  return read;
}

function checkBeginning([first, second]: readonly Word[]): void {
  const begin = first?.text.toUpperCase() ?? '';
  const isShow =
    begin === 'SHOW' && ['TABLES', 'DATABASES'].includes(second?.text.toUpperCase() ?? '');
  if (!FIRST.has(begin) || (begin === 'SHOW' && !isShow))
    throw new Refusal(
      'statement_kind',
      `Cannot execute query in readonly mode: ${begin.slice(0, 20)}. Served are SELECT, ` +
        'EXPLAIN, DESCRIBE TABLE, EXISTS, SHOW TABLES, SHOW DATABASES and SHOW CREATE',
    );
}

/** SHOW TABLES FROM database: the tree does not tell the database from the format. */
function checkShown([first, , from, name]: readonly Word[], own: string): void {
  if (
    isGrammar(first, 'SHOW') &&
    (isGrammar(from, 'FROM') || isGrammar(from, 'IN')) &&
    name?.text !== own
  )
    throw new Refusal(
      'database',
      `Database ${(name?.text ?? '').slice(0, 60)} is not served; the public views are in ${own}`,
    );
}

interface Place {
  word: Word;
  before: Word | undefined;
  next: Word | undefined;
  after: Word | undefined;
}

function checkName(place: Place, existing: Existing, functions: Functions): void {
  const { word, before, next } = place;
  if (word.type === 'QuotedIdentifier' && /[\\\p{Cc}]/u.test(word.text))
    throw new Refusal(
      'unreadable',
      'A quoted name may not hold a backslash or a control character',
    );
  if (isGrammar(word, 'INTO'))
    throw new Refusal('into_outfile', 'INTO OUTFILE is not served; the answer comes over HTTP');
  if (isGrammar(word, 'PARALLEL') && isGrammar(next, 'WITH'))
    throw new Refusal('statement_kind', 'PARALLEL WITH is not served');
  checkValue(place, functions);
  if (
    next?.type === 'OpeningRoundBracket' &&
    !(word.type === 'BareWord' && GRAMMAR.has(word.text.toUpperCase()))
  )
    checkCall(word.text, functions);
  if (before?.type !== 'Dot') checkPlace(place, existing);
}

/**
 * The engine also accepts the name of a function as a value: `arrayMap(file, [...])`, `WITH file AS
 * upper SELECT upper(...)`. A name that is a public column is allowed: that function is harmless.
 */
function checkValue({ word: { text }, before, next }: Place, functions: Functions): void {
  const isPart =
    before?.type === 'Dot' || next?.type === 'Dot' || next?.type === 'OpeningRoundBracket';
  if (
    isPart ||
    isGrammar(before, 'AS') ||
    text.toLowerCase() === 'revision' ||
    !functions.isExcluded(text)
  )
    return;
  throw new Refusal(
    'function',
    `Function ${text.slice(0, 60)} is not served; a column or an alias needs another name, ` +
      'or its table in front',
  );
}

/** `APPLY f` and `APPLY (f, 'prefix')`: the tree does not show f. */
function checkApplied(words: readonly Word[], functions: Functions): void {
  words.forEach((word, index) => {
    if (!isGrammar(word, 'APPLY')) return;
    const applied = words.slice(index + 1).find(({ type }) => type !== 'OpeningRoundBracket');
    if (applied !== undefined && isName(applied)) checkCall(applied.text, functions);
  });
}

/** `WITH f AS g SELECT g(x)` calls f, and so does `WITH x -> f(x) AS g`. */
function checkRenamed(words: readonly Word[]): void {
  const called = new Set(
    words.flatMap((word, index) =>
      isName(word) && words[index + 1]?.type === 'OpeningRoundBracket'
        ? [word.text.toLowerCase()]
        : [],
    ),
  );
  words.forEach((word, index) => {
    const [before, name] = [words[index - 1], words[index + 1]];
    if (
      !isGrammar(word, 'AS') ||
      before === undefined ||
      name === undefined ||
      !isName(before) ||
      !isName(name)
    )
      return;
    if (called.has(name.text.toLowerCase()))
      throw new Refusal(
        'function',
        `${name.text.slice(0, 60)} is called and is an alias of ${before.text.slice(0, 60)}: ` +
          'give the alias another name',
      );
  });
}

function checkCall(name: string, functions: Functions): void {
  const hindrance = functions.hindrance(name);
  if (hindrance === null || isTableFunction(name)) return;
  throw new Refusal('function', `Function ${name.slice(0, 60)} is not served: ${hindrance}`);
}

/** The first name of a chain: a database, a table, or anything in the statement. */
function checkPlace(
  { word: { text }, before, next, after }: Place,
  { database, databases, tables }: Existing,
): void {
  const lower = text.toLowerCase();
  if (next?.type === 'Dot' && databases.some((name) => name.toLowerCase() === lower)) {
    checkTableOf(text, after?.text ?? '', database);
    return;
  }
  // One quoted name with a dot, where two names were meant. Nothing has such a name, and the tree
  // would show it as two.
  if (databases.some((name) => lower.startsWith(`${name.toLowerCase()}.`)))
    throw new Refusal(
      'table',
      `${text.slice(0, 100)} is one name here; write database.table without quotes around both`,
    );
  const isOnlyNamed = isGrammar(before, 'AS') && next?.type !== 'OpeningRoundBracket';
  if (tables.includes(lower) && !PUBLIC_TABLES.includes(lower) && !isOnlyNamed)
    throw new Refusal('table', `${text} is not public; SHOW TABLES lists what is`);
}

function checkTableOf(database: string, table: string, own: string): void {
  if (database === own) {
    if (!PUBLIC_TABLES.includes(table))
      throw new Refusal(
        'table',
        `${database}.${table.slice(0, 60)} is not public; SHOW TABLES lists what is`,
      );
    return;
  }
  const known = SYSTEM_TABLES[database.toLowerCase()];
  if (known === undefined)
    throw new Refusal(
      'database',
      `Database ${database.slice(0, 60)} is not served; the public views are in ${own}`,
    );
  if (!known.includes(table.toLowerCase()))
    throw new Refusal(
      'table',
      `${database}.${table.slice(0, 60)} is not public; of ${database} there are ` +
        known.join(', '),
    );
}

/** The bare names are not types; clickhouse-jdbc has them in its type list (getTypeInfo). */
const NAMES_OF_STATES = /^'(Simple)?AggregateFunction'$/;

function checkText(literal: string): void {
  if (NAMES_OF_STATES.test(literal)) return;
  if (/AggregateFunction/i.test(literal))
    throw new Refusal(
      'type',
      'States of aggregate functions are not served: read from bytes, they can end the process',
    );
}

/** `{name:Type}` must be a value, never a name. */
function checkParameter(words: readonly Word[]): void {
  const type = words[3]?.text ?? '';
  if (type.toLowerCase() === 'identifier')
    throw new Refusal(
      'parameter',
      'A parameter of type Identifier is not served: write the name into the statement',
    );
  if (/aggregatefunction/i.test(type))
    throw new Refusal('type', 'A parameter cannot be the state of an aggregate function');
}

/**
 * SETTINGS is allowed once, at the end: there it applies to the whole statement, exactly as when it
 * is set beforehand.
 */
function readSettings(words: readonly Word[], index: number, read: Read): void {
  const depth = words
    .slice(0, index)
    .reduce(
      (sum, { type }) =>
        sum + (type === 'OpeningRoundBracket' ? 1 : type === 'ClosingRoundBracket' ? -1 : 0),
      0,
    );
  if (depth !== 0 || read.settingClauses > 0)
    throw new Refusal('setting', 'SETTINGS is allowed once, at the end of the statement');
  read.settingClauses += 1;
  for (let at = index + 1; ; at += 4) {
    const [name, equals, value, behind] = words.slice(at, at + 4);
    if (
      name?.type !== 'BareWord' ||
      equals?.type !== 'Equals' ||
      value === undefined ||
      read.settings.has(name.text)
    )
      throw new Refusal(
        'setting',
        'SETTINGS takes name = value pairs, separated by commas, each name once',
      );
    read.settings.set(name.text, plainValue(value));
    if (behind === undefined || (isGrammar(behind, 'FORMAT') && at + 5 === words.length)) return;
    if (behind.type !== 'Comma')
      throw new Refusal('setting', 'SETTINGS is allowed once, at the end of the statement');
  }
}

/**
 * The SETTINGS of the whole statement: first word, and the word after the last.
 * @returns null when there are none. {@link checkWords} refuses SETTINGS elsewhere
 */
export function settingsAtEnd(
  words: readonly Word[],
): { from: number; to: number; settings: ReadonlyMap<string, string> } | null {
  let depth = 0;
  for (const [from, word] of words.entries()) {
    if (word.type === 'OpeningRoundBracket') depth += 1;
    if (word.type === 'ClosingRoundBracket') depth -= 1;
    const isClause = isGrammar(word, 'SETTINGS') && words[from - 1]?.type !== 'Dot';
    if (!isClause || depth !== 0) continue;
    const settings = new Map<string, string>();
    // SHOW SETTINGS and similar statements are refused for what they are.
    if (isGrammar(words[from - 1], 'SHOW')) return null;
    readSettings(words, from, {
      settings,
      settingClauses: 0,
      format: null,
      declared: new Set(),
      hidden: null,
    });
    return { from, to: from + 4 * settings.size, settings };
  }
  return null;
}

function plainValue({ type, text }: Word): string {
  if (type === 'Number' || (type === 'BareWord' && /^(true|false)$/i.test(text))) return text;
  if (type === 'StringLiteral' && !text.includes('\\')) return text.slice(1, -1);
  throw new Refusal('setting_value', 'The value of a setting is a number or a plain text');
}

function formatOf(words: readonly Word[]): string | null {
  const [keyword, name] = words.slice(-2);
  return isGrammar(keyword, 'FORMAT') && name?.type === 'BareWord' ? name.text : null;
}

function declaredIn(words: readonly Word[]): Set<string> {
  return new Set(
    words.flatMap((word, index) => {
      const [as, open, select] = words.slice(index + 1, index + 4);
      const isDeclaration =
        isName(word) &&
        isGrammar(as, 'AS') &&
        open?.text === '(' &&
        ['SELECT', 'WITH', '('].some((text) => select?.text === text);
      return isDeclaration ? [word.text] : [];
    }),
  );
}
