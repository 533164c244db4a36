// One statement of an analyst: read by the engine's parser as a value, checked word by word and node by node, and only then executed: in the words
// that were checked, within limits, on a connection that can only read.
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { Engine } from '../warehouse/engine.ts';
import { type Answer, type Connected, StatementFailure, onConnection, setParameters } from '../warehouse/execute.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Functions } from './functions.ts';
import type { Limits } from './limits.ts';
import { systemFilters } from './public-names.ts';
import { Refusal } from './refusal.ts';
import { allowedSettings, engineLimits } from './settings.ts';
import { checkTree } from './tree.ts';
import { type Existing, type Word, checkWords, wordsOf } from './words.ts';

export interface Question {
  sql: Buffer;
  settings: ReadonlyMap<string, string>;
  /** Values of `{name:Type}`, escaped as in TabSeparated. */
  parameters: ReadonlyMap<string, string>;
  /** Used when the statement names none. */
  format: string;
}

export interface Reply {
  answer: Answer;
  format: string;
}

export interface Desk {
  engine: Engine;
  database: string;
  functions: Functions;
}

const MOST_BYTES = 262_144;
const STATEMENT = 'plancher_statement';
/** Formats that write tables and read nothing: no schema file, no template, no other dialect. */
const FORMATS =
  /^(JSON\w*|PrettyJSON\w*|CSV\w*|Custom\w*|TSV\w*|TabSeparated\w*|Native|RowBinary|RowBinaryWithNames(AndTypes)?|Arrow|ArrowStream|Parquet|ORC|Pretty\w*|Vertical|Values|Markdown|XML|LineAsString|RawBLOB|Null|One|SQLInsert|MsgPack|Avro)$/;
const NO_FORMATS = /Schema|Template/i;
/** Settings of the second line of defence; readonly comes last, because behind it nothing can be set. */
const HARDENED: ReadonlyMap<string, string> = new Map([
  ['result_overflow_mode', 'throw'],
  ['read_overflow_mode', 'throw'],
  ['timeout_overflow_mode', 'throw'],
  ['max_temporary_data_on_disk_size_for_query', '1073741824'],
  ['use_query_cache', '0'],
  // The engine's threads give way to those that take records in, where the process may change priorities.
  ['os_threads_nice_value_query', '19'],
]);

/** @throws Refusal, or StatementFailure of the engine */
export async function ask(desk: Desk, question: Question, limits: Limits): Promise<Reply> {
  return onConnection(desk.engine, desk.database, async (connected) => {
    await connected.set(new Map([...engineLimits(limits), ...HARDENED]));
    const { canonical, existing, tokens } = await readStatement(connected, desk.database, textOf(question.sql));
    const words = wordsOf(canonical, tokens);
    const read = checkWords(words, existing, desk.functions);
    const format = checkFormat(read.format ?? question.format);
    const settings = allowedSettings(new Map([...question.settings, ...read.settings]), limits);
    refuseOwnParameter(question.parameters);
    await setParameters(connected.set, question.parameters);
    await connected.set(settings);
    await connected.set(
      new Map([
        ['additional_table_filters', systemFilters(desk.database)],
        ['readonly', isAboutSettings(words) ? '2' : '1'],
      ]),
    );
    const tree = await connected.ask(`EXPLAIN AST ${canonical}`, 'TSVRaw');
    checkTree(Buffer.from(tree.bytes).toString(), { ...read, database: desk.database }, desk.functions);
    const answer = await connected.ask(canonical, format);
    if (answer.bytes.length > limits.resultBytes)
      throw new StatementFailure(
        396,
        `Code: 396. DB::Exception: Limit for result exceeded: the answer has ${String(answer.bytes.length)} bytes, at most ${String(limits.resultBytes)} are served. (TOO_MANY_ROWS_OR_BYTES)`,
      );
    return { answer, format };
  });
}

/** Under readonly = 1, system.settings says that nothing can be set, and clickhouse-connect refuses by itself what would be taken here. */
function isAboutSettings(words: readonly Word[]): boolean {
  return words.some(({ text }, index) => text === 'settings' && words[index - 1]?.type === 'Dot' && words[index - 2]?.text === 'system');
}

function textOf(sql: Buffer): string {
  if (sql.length > MOST_BYTES) throw new Refusal('too_long', `The statement has more than ${String(MOST_BYTES)} bytes`);
  if (!isUtf8(sql) || sql.includes(0)) throw new Refusal('unreadable', 'The statement is no UTF-8 text');
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

async function readStatement({ set, ask: query }: Connected, database: string, text: string): Promise<Reading> {
  await setParameters(set, new Map([[STATEMENT, escaped(text)]]));
  try {
    const { bytes } = await query(sqlFile('query/read_statement.sql'), 'JSONCompactEachRow');
    const [canonical, tokens, tables, databases]: unknown[] = z.array(z.unknown()).parse(JSON.parse(Buffer.from(bytes).toString()));
    const row = readRow.parse({ canonical, tokens, tables, databases });
    return { canonical: row.canonical, tokens: row.tokens, existing: { database, databases: row.databases, tables: row.tables } };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    // The engine names the statement around the text too; its reader does not know that one.
    const message = thrown.message.replace(/: In scope SELECT.*$/s, '').replace(/^(Code: \d+\. DB::Exception: )+/, '');
    throw new Refusal('unreadable', message.replace(/\. \(SYNTAX_ERROR\)$/, ''));
  }
}

/** As TabSeparated writes a text. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

function checkFormat(format: string): string {
  if (!FORMATS.test(format) || NO_FORMATS.test(format)) throw new Refusal('format', `Unknown format ${format.slice(0, 60)}`);
  return format;
}

function refuseOwnParameter(parameters: ReadonlyMap<string, string>): void {
  if (parameters.has(STATEMENT)) throw new Refusal('parameter', `A parameter cannot have the name ${STATEMENT}`);
  for (const value of parameters.values())
    if (/AggregateFunction/i.test(value)) throw new Refusal('type', 'A parameter cannot be the state of an aggregate function');
}
