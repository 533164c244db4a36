// Runs one statement of an analyst. The engine's parser reads it as a value, every word and node is
// checked, and only then it runs: exactly the checked text, within limits, on a read-only
// connection.
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { Engine } from '../../../warehouse/engine.ts';
import { StatementFailure, onConnection, setParameters } from '../../../warehouse/execute.ts';
import { greeted } from '../../../warehouse/native-greeting.ts';
import { parameterText } from '../../../warehouse/own-connection.ts';
import { sqlFile } from '../../../warehouse/sql-file.ts';
import type { Answer, Connected } from '../../../warehouse/statement.ts';
import { withColumns } from './empty-answer.ts';
import type { Functions } from './functions.ts';
import type { Limits } from './limits.ts';
import { systemFilters } from './public-names.ts';
import { Refusal } from './refusal.ts';
import { restated } from './restate.ts';
import { allowedSettings, engineLimits } from './settings.ts';
import { checkTree } from './tree.ts';
import { type Word, lexedWords } from './word.ts';
import { type Existing, checkWords } from './words.ts';

export interface Question {
  sql: Buffer;
  settings: ReadonlyMap<string, string>;
  /** Values of the parameters `{name:Type}`, escaped as in TabSeparated. */
  parameters: ReadonlyMap<string, string>;
  /** The format to use when the statement names none. */
  format: string;
}

export interface Reply {
  answer: Answer;
  format: string;
  /** Requested limits above the analyst's own, with the limit that applied instead. */
  clamped: ReadonlyMap<string, string>;
}

export interface Desk {
  engine: Engine;
  database: string;
  functions: Functions;
}

const MOST_BYTES = 262_144;
/**
 * Memory for reading and checking a statement. The parser can blow a short text up: each nested
 * `x BETWEEN` doubles x.
 */
const WHILE_CHECKED: ReadonlyMap<string, string> = new Map([
  ['max_memory_usage', String(128 * 1_048_576)],
  ['max_execution_time', '10'],
]);
const MOST_TREE_BYTES = 64 * 1_048_576;
const STATEMENT = 'plancher_statement';
/** Formats that only write tables. They read no schema file, template or other dialect. */
const SERVED_FORMATS = new RegExp(
  `^(${[
    ...['JSON\\w*', 'PrettyJSON\\w*', 'CSV\\w*', 'Custom\\w*', 'TSV\\w*', 'TabSeparated\\w*'],
    ...['Native', 'RowBinary', 'RowBinaryWithNames(AndTypes)?', 'Arrow', 'ArrowStream', 'Parquet'],
    ...['ORC', 'Pretty\\w*', 'Vertical', 'Values', 'Markdown', 'XML', 'LineAsString', 'RawBLOB'],
    ...['Null', 'One', 'SQLInsert', 'MsgPack', 'Avro'],
  ].join('|')})$`,
  'i',
);
const REFUSED_FORMATS = /Schema|Template/i;
/** Settings of the second line of defence. `readonly` is last: after it nothing can be set. */
const HARDENED: ReadonlyMap<string, string> = new Map([
  ['result_overflow_mode', 'throw'],
  ['read_overflow_mode', 'throw'],
  ['timeout_overflow_mode', 'throw'],
  ['max_temporary_data_on_disk_size_for_query', '1073741824'],
  ['use_query_cache', '0'],
]);

/**
 * @param onChecked called when the statement passed the checks, with the seconds that it may take
 * @throws Refusal, or StatementFailure of the engine
 */
export async function ask(
  desk: Desk,
  question: Question,
  limits: Limits,
  onChecked: (seconds: number) => void,
): Promise<Reply> {
  return onConnection(desk.engine, desk.database, async (connected) => {
    await connected.set(new Map([...HARDENED, ...WHILE_CHECKED]));
    const { reading, given } = await readAgain(connected, desk.database, sqlText(question.sql));
    const { canonical, existing, tokens } = reading;
    const words = lexedWords(canonical, tokens);
    const read = checkWords(words, existing, desk.functions);
    const format = checkFormat(read.format ?? question.format);
    const { settings, clamped } = allowedSettings(
      new Map([...question.settings, ...given, ...read.settings]),
      limits,
    );
    refuseOwnParameter(question.parameters);
    await setParameters(connected.set, question.parameters);
    await connected.set(new Map([...engineLimits(limits), ...settings]));
    await connected.set(
      new Map([
        ['additional_table_filters', systemFilters(desk.database)],
        ['readonly', isAboutSettings(words) ? '2' : '1'],
      ]),
    );
    const tree = await connected.ask(`EXPLAIN AST ${canonical}`, 'TSVRaw');
    if (tree.bytes.length > MOST_TREE_BYTES)
      throw new Refusal('too_long', 'The statement is nested too deep');
    checkTree(
      Buffer.from(tree.bytes).toString(),
      { ...read, database: desk.database },
      desk.functions,
    );
    onChecked(Number(settings.get('max_execution_time') ?? limits.seconds));
    const sql = read.format === null ? canonical : canonical.replace(/ FORMAT \w+\s*$/, '');
    const answer = await withColumns(connected, await connected.ask(canonical, format), {
      sql,
      format,
    });
    if (answer.bytes.length > limits.resultBytes)
      throw new StatementFailure(
        396,
        'Code: 396. DB::Exception: Limit for result exceeded: the answer has ' +
          `${String(answer.bytes.length)} bytes, at most ${String(limits.resultBytes)} are ` +
          'served. (TOO_MANY_ROWS_OR_BYTES)',
      );
    return { answer: greeted(answer, format, question.settings), format, clamped };
  });
}

/**
 * Under readonly = 1 system.settings reports every setting as fixed, and clickhouse-connect then
 * refuses by itself settings that would be accepted here.
 */
function isAboutSettings(words: readonly Word[]): boolean {
  return words.some(
    ({ text }, index) =>
      text === 'settings' &&
      words[index - 1]?.type === 'Dot' &&
      words[index - 2]?.text === 'system',
  );
}

function sqlText(sql: Buffer): string {
  if (sql.length > MOST_BYTES)
    throw new Refusal('too_long', `The statement has more than ${String(MOST_BYTES)} bytes`);
  if (!isUtf8(sql) || sql.includes(0))
    throw new Refusal('unreadable', 'The statement is no UTF-8 text');
  return sql.toString();
}

const readRow = z.object({
  canonical: z.string(),
  tokens: z.array(z.tuple([z.string(), z.coerce.number(), z.coerce.number()])),
  tables: z.array(z.string()),
  databases: z.array(z.string()),
});

interface Reading {
  canonical: string;
  existing: Existing;
  tokens: [string, number, number][];
}

/** The statement, restated where the engine could not run it as sent. `given` is its SETTINGS. */
async function readAgain(
  connected: Connected,
  database: string,
  text: string,
): Promise<{ reading: Reading; given: ReadonlyMap<string, string> }> {
  const reading = await readStatement(connected, database, text);
  refuseEndless(reading);
  const other = restated(reading.canonical, reading.tokens, database);
  if (other === null) return { reading, given: new Map() };
  const again = await readStatement(connected, database, other.sql);
  refuseEndless(again);
  return { reading: again, given: other.settings };
}

function refuseEndless({ canonical }: Reading): void {
  if (canonical === '')
    throw new Refusal(
      'too_long',
      'The statement has more than 1000000 bytes when it is written out',
    );
}

async function readStatement(
  { set, ask: query }: Connected,
  database: string,
  text: string,
): Promise<Reading> {
  await setParameters(set, new Map([[STATEMENT, parameterText(text)]]));
  try {
    const { bytes } = await query(
      sqlFile('serve/analysts/read_statement.sql'),
      'JSONCompactEachRow',
    );
    const [canonical, tokens, tables, databases]: unknown[] = z
      .array(z.unknown())
      .parse(JSON.parse(Buffer.from(bytes).toString()));
    const row = readRow.parse({ canonical, tokens, tables, databases });
    return {
      canonical: row.canonical,
      tokens: row.tokens,
      existing: { database, databases: row.databases, tables: row.tables },
    };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    // The engine's error also names the enclosing statement, which the analyst does not know.
    const message = thrown.message
      .replace(/: In scope SELECT.*$/s, '')
      .replace(/^(Code: \d+\. DB::Exception: )+/, '');
    throw new Refusal('unreadable', message.replace(/\. \(SYNTAX_ERROR\)$/, ''));
  }
}

/** Decodes a value in TabSeparated. */
function unescaped(value: string): string {
  return value
    .replace(/\\x([0-9a-f]{2})/gi, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
    .replace(/\\(.)/gs, '$1');
}

function checkFormat(format: string): string {
  if (!SERVED_FORMATS.test(format) || REFUSED_FORMATS.test(format))
    throw new Refusal('format', `Unknown format ${format.slice(0, 60)}`);
  return format;
}

function refuseOwnParameter(parameters: ReadonlyMap<string, string>): void {
  if (parameters.has(STATEMENT))
    throw new Refusal('parameter', `A parameter cannot have the name ${STATEMENT}`);
  for (const value of parameters.values())
    if (/AggregateFunction/i.test(unescaped(value)))
      throw new Refusal('type', 'A parameter cannot be the state of an aggregate function');
}
