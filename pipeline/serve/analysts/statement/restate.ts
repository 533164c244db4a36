// Restates statements that clients send but the engine must not run as sent: SETTINGS at the end
// (read here, set beforehand), EXISTS and SHOW CREATE (answered from the public lists),
// displayName() and revision() (chDB would reveal this host). The result is read and checked again
// like any other text, so nothing here bypasses the checks.
import { emptyValues } from './hidden-columns.ts';
import { PUBLIC_TABLES, SYSTEM_TABLES } from './public-names.ts';
import { Refusal } from './refusal.ts';
import { type Word, isGrammar, isName, lexedWords } from './word.ts';
import { settingsAtEnd } from './words.ts';

type Token = readonly [type: string, begin: number, end: number];

export interface Restated {
  sql: string;
  /** The settings named after SETTINGS. */
  settings: ReadonlyMap<string, string>;
}

/** Over HTTP, clients read revision 0 as plain Native: docs/decisions/0032-clients.md. */
const CONSTANTS: Readonly<Record<string, string>> = {
  displayname: "('plancher' AS `displayName()`)",
  revision: '(toUInt32(0) AS `revision()`)',
};
const NOTHING_EXISTS = new Set(['TEMPORARY', 'DICTIONARY']);
const HIDDEN_BODY = "SELECT throwIf(1, 'The definition of a view is not shown to analysts')";

/**
 * @param tokens the tokens of `canonical`, from the engine's lexer
 * @returns null when the statement can run as sent
 * @throws Refusal
 */
export function restated(
  canonical: string,
  tokens: readonly Token[],
  database: string,
): Restated | null {
  const kept = tokens.filter(([type]) => type !== 'Whitespace' && type !== 'Comment');
  const words = lexedWords(canonical, kept);
  const clause = settingsAtEnd(words);
  const cut = clause === null ? [] : [{ from: clause.from, to: clause.to, by: '' }];
  const plain = clause === null ? words : words.toSpliced(clause.from, clause.to - clause.from);
  const told = tellExistence(plain, database) ?? tellDefinition(plain, database);
  const settings = clause?.settings ?? new Map<string, string>();
  if (told !== null) return { sql: told, settings };
  const changes = [...constantCalls(words), ...emptyColumns(words), ...cut];
  return changes.length === 0 ? null : { sql: replaced(canonical, kept, changes), settings };
}

interface Change {
  /** A range of words; the end is exclusive. */
  from: number;
  to: number;
  by: string;
}

function replaced(canonical: string, tokens: readonly Token[], changes: readonly Change[]): string {
  const bytes = Buffer.from(canonical);
  let at = 0;
  const parts: string[] = [];
  for (const { from, to, by } of changes.toSorted((one, other) => one.from - other.from)) {
    const [begin, end] = [tokens[from]?.[1] ?? at, tokens[to - 1]?.[2] ?? at];
    parts.push(bytes.subarray(at, begin).toString(), by);
    at = end;
  }
  return [...parts, bytes.subarray(at).toString()].join('');
}

function constantCalls(words: readonly Word[]): Change[] {
  return words.flatMap((word, index) => {
    const by = CONSTANTS[word.text.toLowerCase()];
    const [open, close] = words.slice(index + 1, index + 3);
    const isCall = open?.type === 'OpeningRoundBracket' && close?.type === 'ClosingRoundBracket';
    return by !== undefined && isName(word) && isCall ? [{ from: index, to: index + 3, by }] : [];
  });
}

/** Clauses in which a column must be a name and cannot be replaced by a value. */
const NAMING = ['EXCEPT', 'REPLACE', 'COLUMNS', 'APPLY', 'USING'];

/**
 * Replaces hidden columns that clients read to look around (clickhouse-jdbc, SQLAlchemy, dbt) by
 * empty values of the same name. hidden-columns.ts refuses what is not replaced here.
 */
function emptyColumns(words: readonly Word[]): Change[] {
  const hidden = emptyValues(words);
  if (hidden.size === 0 || words.some((word) => NAMING.some((name) => isGrammar(word, name))))
    return [];
  return words.flatMap((word, index) => {
    const value = hidden.get(word.text.toLowerCase());
    const next = words[index + 1]?.type;
    const isColumn =
      isName(word) &&
      !isGrammar(words[index - 1], 'AS') &&
      next !== 'OpeningRoundBracket' &&
      next !== 'Dot';
    if (value === undefined || !isColumn) return [];
    let from = index;
    while (words[from - 1]?.type === 'Dot') from -= 2;
    return [{ from, to: index + 1, by: `(${value} AS \`${word.text}\`)` }];
  });
}

interface Thing {
  kind: string;
  database: string;
  name: string;
  /** Empty, or starting with FORMAT. */
  format: string;
}

/** Reads `TABLE a.b FORMAT c` and variants; null for any other words. */
function thingIn(words: readonly Word[], own: string): Thing | null {
  const at = isGrammar(words[0], 'TEMPORARY') ? 1 : 0;
  const kind = words[at]?.text.toUpperCase() ?? '';
  if (!['TABLE', 'VIEW', 'DICTIONARY', 'DATABASE'].includes(kind)) return null;
  const [first, dot, second] = words.slice(at + 1);
  if (first === undefined || !isPlainName(first)) return null;
  const isPair = dot?.type === 'Dot' && second !== undefined && isPlainName(second);
  const format = formatBehind(words.slice(at + (isPair ? 4 : 2)));
  if (format === null) return null;
  return {
    kind: at === 1 ? 'TEMPORARY' : kind,
    database: isPair ? first.text : own,
    name: isPair ? second.text : first.text,
    format,
  };
}

/** Null: the words are something else. */
function formatBehind(words: readonly Word[]): string | null {
  const [keyword, name, ...more] = words;
  if (keyword === undefined) return '';
  const isFormat = isGrammar(keyword, 'FORMAT') && name?.type === 'BareWord' && more.length === 0;
  return isFormat ? ` FORMAT ${name.text}` : null;
}

const isPlainName = (word: Word) => isName(word) && !/[\\`"\p{Cc}]/u.test(word.text);
/** A name without backslashes and control characters, see {@link isPlainName}. */
const text = (name: string) => `'${name.replaceAll("'", "''")}'`;

function tellExistence(words: readonly Word[], own: string): string | null {
  if (!isGrammar(words[0], 'EXISTS')) return null;
  const thing = thingIn(words.slice(1), own);
  if (thing === null) return null;
  const { kind, database, name, format } = thing;
  const told = (value: string) => `SELECT toUInt8(${value}) AS result`;
  if (NOTHING_EXISTS.has(kind)) return told('0') + format;
  if (kind === 'DATABASE')
    return (
      told(name === own || SYSTEM_TABLES[name.toLowerCase()] !== undefined ? '1' : '0') + format
    );
  if (database !== own) {
    const isServed = SYSTEM_TABLES[database.toLowerCase()]?.includes(name.toLowerCase()) === true;
    return told(isServed && kind === 'TABLE' ? '1' : '0') + format;
  }
  const isKind = kind === 'VIEW' ? " AND engine = 'View'" : '';
  // system.tables shows public rows only, see public-names.ts.
  return (
    `${told('count() > 0')} FROM system.tables WHERE database = ${text(own)} AND name = ` +
    `${text(name)}${isKind}${format}`
  );
}

function tellDefinition(words: readonly Word[], own: string): string | null {
  if (!isGrammar(words[0], 'SHOW') || !isGrammar(words[1], 'CREATE')) return null;
  const thing = thingIn(words.slice(2), own);
  if (thing === null) return null;
  const { kind, database, name, format } = thing;
  if (kind === 'DATABASE' && name === own)
    return `SELECT ${text(`CREATE DATABASE ${own} ENGINE = Atomic`)} AS statement${format}`;
  const isPublic = database === own && PUBLIC_TABLES.includes(name);
  if (!isPublic || !['TABLE', 'VIEW'].includes(kind))
    throw new Refusal(
      'table',
      `SHOW CREATE is served for the public views of ${own}; SHOW TABLES lists them`,
    );
  return definition(own, name) + format;
}

/** Shows the columns with their comments, without the definition behind them. */
function definition(own: string, name: string): string {
  const quoted = (column: string) =>
    `concat('\\'', replaceAll(replaceAll(${column}, '\\\\', '\\\\\\\\'), '\\'', '\\\\\\''), '\\'')`;
  const column =
    `concat('    \`', name, '\` ', type, if(comment = '', '', concat(' COMMENT ', ` +
    `${quoted('comment')})))`;
  const columns = `(SELECT arrayStringConcat(groupArray(${column}), ',\\n') FROM (
    SELECT name, type, comment FROM system.columns
    WHERE database = ${text(own)} AND table = ${text(name)} ORDER BY position))`;
  const isView = "engine = 'View'";
  const behind = `if(${isView}, ${text(`AS ${HIDDEN_BODY}`)},
    concat('ENGINE = ', engine, '\\nORDER BY ',
      if(sorting_key = '', 'tuple()', concat('(', sorting_key, ')'))))`;
  return `SELECT concat(
    'CREATE ', if(${isView}, 'VIEW', 'TABLE'), ${text(` ${own}.${name}`)},
    '\\n(\\n', ${columns}, '\\n)\\n', ${behind},
    if(comment = '', '', concat('\\nCOMMENT ', ${quoted('comment')}))) AS statement
  FROM system.tables WHERE database = ${text(own)} AND name = ${text(name)}`;
}
