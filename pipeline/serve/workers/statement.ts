// The endpoint for workers executes statements over the warehouse and no others
// (docs/decisions/0027). The password allows changing every record, but no access to files of this
// machine, other services or programs. The engine's own lexer splits a text into words.
import { z } from 'zod';
import { type Word, isName } from '../analysts/statement/word.ts';
import { lexedWords } from '../analysts/statement/word.ts';
import { TABLE_FUNCTIONS } from '../analysts/statement/public-names.ts';
import { MADE, argumentsFrom } from '../analysts/statement/named-arguments.ts';
import { type FunctionList, Functions } from '../analysts/statement/functions.ts';
import type { Engine } from '../../warehouse/engine.ts';
import { onConnection, setParameters } from '../../warehouse/execute.ts';
import { parameterText } from '../../warehouse/own-connection.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import { failure } from '../http/answer.ts';
import { remember } from '../http/remember.ts';

const READING = ['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'EXISTS', 'EXPLAIN'];
const CHANGING = [
  'INSERT',
  'CREATE',
  'ALTER',
  'DROP',
  'RENAME',
  'EXCHANGE',
  'TRUNCATE',
  'OPTIMIZE',
  'DELETE',
];
/** ClickHouse statements about users, the server and files. */
const ELSEWHERE = [
  'SYSTEM',
  'KILL',
  'BACKUP',
  'RESTORE',
  'ATTACH',
  'DETACH',
  'SET',
  'USE',
  'GRANT',
  'REVOKE',
  'UNDROP',
  'MOVE',
  'WATCH',
  'COPY',
];
/**
 * What a worker may create, drop and rename. Dictionaries, functions, users and named collections
 * reach beyond the warehouse.
 */
const OBJECTS = ['TABLE', 'VIEW', 'MATERIALIZED', 'DATABASE', 'TABLES', 'FROM', 'TEMPORARY', 'IF'];
/** Keywords that lead out of the warehouse, by the word before them; null: anywhere. */
const LEADING_OUT: readonly (readonly [string | null, string])[] = [
  ['INTO', 'OUTFILE'],
  ['FROM', 'INFILE'],
  ['INTO', 'FUNCTION'],
  ['TABLE', 'FUNCTION'],
  ['PARALLEL', 'WITH'],
];
/** After ALTER TABLE: these name paths, disks or other servers, or move data out of tables. */
const ALTERING = ['FETCH', 'FREEZE', 'UNFREEZE', 'ATTACH', 'DETACH', 'MOVE'];
const MERGE_TREES = 'Replacing|Summing|Aggregating|Collapsing|VersionedCollapsing|Coalescing';
const ENGINES = new RegExp(`^((${MERGE_TREES})?MergeTree|Null|Memory|Log|TinyLog|Atomic)$`);
/** Settings that name files, disks, collections or other servers. */
const SETTINGS = new RegExp(
  `^(${[
    ...['disk', 'storage_policy', 'table_disk', 'filesystem_cache_name', 'output_format_schema'],
    ...['format_schema\\w*', 'format_template\\w*', 'format_avro_schema_registry\\w*'],
    ...['url_base', 's3_\\w+', 'http_\\w+'],
  ].join('|')})$`,
  'i',
);
/** Exclusion reasons of reference/analyst-functions.json that do not matter for a worker. */
const HARMLESS = /^(tells of|answers depend|internal|works on texts|reads the state)/;
const ROWS_OUT_OF_NOTHING = new Set(
  [...TABLE_FUNCTIONS, 'numbers_mt', 'zeros_mt', 'view', 'format'].map((name) =>
    name.toLowerCase(),
  ),
);
/** A database whose tables are files of the current directory. */
const DATABASE_OF_FILES = 'default';
const MOST_BYTES = 4 * 1_048_576;
const MOST_REMEMBERED = 1_000;
const LONGEST_REMEMBERED = 65_536;

const rowSchema = z.tuple([z.array(z.tuple([z.string(), z.coerce.number(), z.coerce.number()]))]);
const namesSchema = z.tuple([z.array(z.string()), z.array(z.string())]);

export class TrustedStatements {
  readonly #engine: Engine;
  readonly #database: string;
  readonly #functions: Functions;
  readonly #harmless: ReadonlySet<string>;
  #names: { functions: ReadonlySet<string>; tableFunctions: ReadonlySet<string> } | null = null;
  /** Texts that passed the check. */
  readonly #passed = new Map<string, 'reading' | 'changing'>();

  constructor(engine: Engine, database: string, list: FunctionList) {
    this.#engine = engine;
    this.#database = database;
    this.#functions = new Functions(list);
    const harmless = list.excluded
      .filter(({ reason }) => HARMLESS.test(reason))
      .flatMap(({ functions }) => functions);
    this.#harmless = new Set(harmless.map((name) => name.toLowerCase()));
  }

  /**
   * @returns whether the statement only reads
   * @throws StatementFailure for a statement that reaches beyond the warehouse
   */
  async check(sql: string, settings: ReadonlyMap<string, string>): Promise<'reading' | 'changing'> {
    for (const name of settings.keys()) checkSetting(name);
    const known = this.#passed.get(sql);
    if (known !== undefined) return known;
    if (Buffer.byteLength(sql) > MOST_BYTES)
      throw refused(
        `a statement has at most ${String(MOST_BYTES)} bytes; send rows beside an INSERT ` +
          'that names their FORMAT',
      );
    const kind = this.#checkWords(await this.#read(sql), await this.#known());
    if (sql.length <= LONGEST_REMEMBERED) remember(this.#passed, sql, kind, MOST_REMEMBERED);
    return kind;
  }

  async #read(sql: string): Promise<Word[]> {
    const row = await this.#ask(
      'serve/analysts/read_words.sql',
      new Map([['plancher_statement', sql]]),
    );
    const [tokens] = rowSchema.parse(row);
    // One statement, optionally ended by a semicolon.
    const end = tokens.findIndex(([type]) => type === 'Semicolon');
    if (
      end !== -1 &&
      tokens.slice(end + 1).some(([type]) => !['Semicolon', 'Whitespace', 'Comment'].includes(type))
    )
      throw refused('one statement at a time');
    return lexedWords(sql, end === -1 ? tokens : tokens.slice(0, end));
  }

  async #known(): Promise<{ functions: ReadonlySet<string>; tableFunctions: ReadonlySet<string> }> {
    if (this.#names === null) {
      const [functions, tableFunctions] = namesSchema.parse(
        await this.#ask('serve/analysts/function_names.sql', new Map()),
      );
      this.#names = { functions: new Set(functions), tableFunctions: new Set(tableFunctions) };
    }
    return this.#names;
  }

  async #ask(file: string, parameters: ReadonlyMap<string, string>): Promise<unknown> {
    return onConnection(this.#engine, this.#database, async ({ set, ask }) => {
      await setParameters(
        set,
        new Map([...parameters].map(([name, value]) => [name, parameterText(value)])),
      );
      const answer: unknown = JSON.parse(
        Buffer.from((await ask(sqlFile(file), 'JSONCompactEachRow')).bytes).toString(),
      );
      return answer;
    });
  }

  #checkWords(
    words: readonly Word[],
    {
      functions,
      tableFunctions,
    }: { functions: ReadonlySet<string>; tableFunctions: ReadonlySet<string> },
  ): 'reading' | 'changing' {
    const kind = kindOf(words);
    const settingsAt = words.findIndex((word) => grammar(word) === 'SETTINGS');
    words.forEach((word, index) => {
      if (!isName(word)) return;
      const before = words[index - 1];
      const next = words[index + 1];
      if (word.type === 'QuotedIdentifier' && /[\\\p{Cc}]/u.test(word.text))
        throw refused('a quoted name holds no backslash and no control character');
      checkGrammar(words, index, kind);
      // Such a name is a setting after SETTINGS only. Elsewhere it may be a column.
      if (next?.type === 'Equals' && settingsAt !== -1 && index > settingsAt)
        checkSetting(word.text);
      if (
        next?.type === 'Dot' &&
        before?.type !== 'Dot' &&
        word.text.toLowerCase() === DATABASE_OF_FILES
      )
        throw refused(`the tables of the database ${DATABASE_OF_FILES} are files`);
      if (before?.type === 'Colon' && word.text.toLowerCase() === 'identifier')
        throw refused(
          'a parameter of type Identifier could name what is not part of it; write the name ' +
            'into the statement',
        );
      const name = word.text.toLowerCase();
      const isPart = before?.type === 'Dot' || next?.type === 'Dot' || grammar(before) === 'AS';
      const isCall = next?.type === 'OpeningRoundBracket';
      if (isCall) checkColumns(words, index);
      if (isCall && tableFunctions.has(name) && !ROWS_OUT_OF_NOTHING.has(name))
        throw refused(`${word.text.slice(0, 60)} reaches beyond it`);
      // The engine accepts a function as a value too: APPLY(f), arrayMap(f, x), WITH f AS g SELECT
      // g(x).
      const isTaken = (isCall || !isPart) && functions.has(name) && !this.#harmless.has(name);
      const hindrance = isTaken ? this.#functions.hindrance(name) : null;
      if (hindrance !== null)
        throw refused(`the function ${word.text.slice(0, 60)} is not served: ${hindrance}`);
    });
    return kind;
  }
}

const grammar = (word: Word | undefined) =>
  word?.type === 'BareWord' ? word.text.toUpperCase() : '';

function kindOf(words: readonly Word[]): 'reading' | 'changing' {
  const [first, second, third, fourth] = words
    .filter(({ type }) => type !== 'OpeningRoundBracket')
    .map(grammar);
  // WITH x AS (...) INSERT INTO t SELECT ... writes.
  const isInsert =
    first === 'WITH' &&
    words.some((word, index) => grammar(word) === 'INSERT' && grammar(words[index + 1]) === 'INTO');
  if (isInsert) return 'changing';
  if (READING.includes(first ?? '')) return 'reading';
  if (ELSEWHERE.includes(first ?? '')) throw refused(`${first ?? ''} is not among them`);
  if (!CHANGING.includes(first ?? ''))
    throw failure(
      62,
      'SYNTAX_ERROR',
      `Syntax error: no statement begins with ${(first ?? '').slice(0, 20) || 'this'}`,
    );
  const object = second === 'OR' && third === 'REPLACE' ? fourth : second;
  if (first === 'DROP' && object === 'DATABASE')
    throw refused('a database is dropped by deleting its directory');
  if (
    ['CREATE', 'DROP', 'RENAME', 'EXCHANGE', 'ALTER'].includes(first ?? '') &&
    !OBJECTS.includes(object ?? '')
  )
    throw refused(`${first ?? ''} ${(object ?? '').slice(0, 20)} is not among its statements`);
  return 'changing';
}

function checkGrammar(words: readonly Word[], index: number, kind: 'reading' | 'changing'): void {
  const [word, before, next] = [grammar(words[index]), grammar(words[index - 1]), words[index + 1]];
  for (const [wanted, out] of LEADING_OUT)
    if (word === out && (wanted === null || before === wanted))
      throw refused(`${before} ${out} leads out of it`);
  const first = grammar(words[0]);
  if (first === 'ALTER' && ALTERING.includes(word))
    throw refused(`ALTER TABLE ... ${word} leads out of it`);
  if (first !== 'CREATE' || kind !== 'changing' || word !== 'ENGINE') return;
  const engine = next?.type === 'Equals' ? words[index + 2] : next;
  if (engine !== undefined && isName(engine) && !ENGINES.test(engine.text))
    throw refused(`the engine ${engine.text.slice(0, 40)} is not among those of its tables`);
}

/**
 * Position of the argument of a table function that defines columns in a text. Those must not be
 * computed by a function, which this check would not see.
 */
const COLUMNS_AT: Readonly<Record<string, number>> = { values: 0, null: 0, format: 1 };

function checkColumns(words: readonly Word[], index: number): void {
  const name = words[index]?.text.toLowerCase() ?? '';
  const at = COLUMNS_AT[name];
  if (at === undefined) return;
  const before = words[index - 1];
  const isTable =
    before?.type === 'Comma' || ['FROM', 'JOIN', 'AS', 'IN', 'TABLE'].includes(grammar(before));
  // After INSERT, VALUES holds rows.
  if (name !== 'format' && !isTable) return;
  const all = argumentsFrom(words, index + 2, name === 'format' ? 3 : 1);
  const argument = all[at] ?? [];
  // With a pattern, format() builds a text.
  const isPattern =
    name === 'format' && (all.length < 3 || all[0]?.[0]?.text.includes('{') === true);
  if (
    isPattern ||
    (name !== 'format' && argument[0]?.type === 'OpeningRoundBracket' && argument.length > 3)
  )
    return;
  // An escape or an expression could spell a word that this check does not see.
  const isPlain = argument.every(
    (word) =>
      !isName(word) &&
      !(word.type === 'StringLiteral' && (MADE.test(word.text) || /\\x/i.test(word.text))),
  );
  if (!isPlain || argument.filter(({ type }) => type === 'StringLiteral').length > 1)
    throw refused('columns in a text have a name and a type, and are not made by functions');
}

function checkSetting(name: string): void {
  if (SETTINGS.test(name))
    throw refused(`the setting ${name.slice(0, 60)} names something outside of it`);
}

function refused(why: string): Error {
  return failure(
    497,
    'ACCESS_DENIED',
    `This endpoint executes statements over the warehouse: ${why}`,
  );
}
