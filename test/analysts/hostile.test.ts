// Foreign SQL over the wire: every hostile text is refused with its reason, and the warehouse is
// the same afterwards.
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readFunctionList } from '../../pipeline/serve/analysts/statement/functions.ts';
import { ask } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ServedAnalysts, contents, fillWithDemo, serveAnalysts } from './served-analysts.ts';

const STOLEN = '/tmp/plancher-stolen';
const hostile = z
  .array(z.strictObject({ reason: z.string(), text: z.string() }))
  .parse(JSON.parse(readFileSync(new URL('./hostile.json', import.meta.url), 'utf8')));

const folder = temporaryFolder();
const directory = `${folder.path}/warehouse`;
let before: unknown;
let served: ServedAnalysts;

beforeAll(async () => {
  await fillWithDemo(directory);
  before = await contents(directory);
  served = await serveAnalysts(directory);
});

afterAll(() => {
  folder.remove();
});

test('at least 150 hostile texts are refused, each with its reason and a code of ClickHouse', async () => {
  expect(hostile.length).toBeGreaterThanOrEqual(150);
  const differing: unknown[] = [];
  for (const { reason, text } of hostile) {
    const answer = await served.query(text);
    if (answer.status < 400 || answer.reason !== reason || !/^\d+$/.test(answer.code ?? ''))
      differing.push({ text, reason, answer });
  }
  expect(differing).toEqual([]);
  const long = await served.query(`SELECT '${'x'.repeat(300_000)}'`);
  expect([long.code, long.reason]).toEqual(['62', 'too_long']);
});

test('a setting of the URL that is not on the list, a parameter and a database are refused too', async () => {
  const refused = async (more: string) => (await served.query('SELECT 1', more)).code;
  expect(await refused('&max_execution_time=-1')).toBe('452');
  expect(await refused('&max_threads=0x7f')).toBe('452');
  expect(await refused('&additional_table_filters=%7B%7D')).toBe('164');
  expect(await refused('&compile_expressions=1')).toBe('164');
  expect(await refused('&output_format_no_such=1')).toBe('115');
  expect(await refused('&param_plancher_statement=1')).toBe('497');
  const elsewhere = await fetch(`${served.url}/?query=SELECT+1&database=system`, {
    headers: served.headers,
  });
  expect([elsewhere.status, elsewhere.headers.get('x-clickhouse-exception-code')]).toEqual([
    404,
    '81',
  ]);
});

/** What a text becomes when somebody tries to get past a filter. */
const mutations: readonly ((text: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.replaceAll(' ', '/**/ '),
  (text) => text.replaceAll(' ', '\n\t'),
  (text) => `${text} -- '`,
  (text) => `/* SELECT 1 */ ${text}`,
  (text) => `${text};`,
  (text) => `(${text})`,
  (text) => `SELECT * FROM (${text})`,
  (text) => `SELECT 1 UNION ALL ${text}`,
  (text) => `EXPLAIN ${text}`,
  (text) => `WITH a AS (${text}) SELECT * FROM a`,
  (text) => `SELECT 1 WHERE 1 IN (${text})`,
  (text) => text.replaceAll('(', ' ( '),
  (text) => text.replaceAll(/\b([a-z_]+)\(/g, '`$1`('),
  (text) => text.replaceAll("'", '$$$$'),
];
/** Texts that only ask for a limit: bent, they may be honest. */
const bending = hostile.filter(({ reason }) =>
  ['function', 'table', 'table_function', 'into_outfile', 'statement_kind', 'database'].includes(
    reason,
  ),
);

test('variations of hostile texts never reach execution', async () => {
  const runs = Number(process.env['PLANCHER_TEST_SEEDS'] ?? 300);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...bending),
      fc.array(fc.constantFrom(...mutations), { minLength: 1, maxLength: 3 }),
      async ({ text }, bends) => {
        const bent = bends.reduce((sum, bend) => bend(sum), text);
        const answer = await served.query(bent);
        // Refused by us with a reason, or a name that nothing has: COMMIT in brackets is a column
        // to the engine. Never an answer and never an error of an execution.
        expect({
          bent,
          status: answer.status >= 400,
          isRefused: answer.reason !== null || answer.code === '47',
          text: answer.text,
        }).toMatchObject({
          status: true,
          isRefused: true,
        });
      },
    ),
    { numRuns: runs, seed: 5 },
  );
});

test('the warehouse holds what it held, nothing was written to disk, and every function of the engine is on the list or left out with a reason', async () => {
  await served.stop();
  expect(await contents(directory)).toEqual(before);
  expect(existsSync(STOLEN)).toBe(false);
  const list = readFunctionList();
  const listed = [
    ...list.scalars,
    ...list.aggregates,
    ...list.excluded.flatMap(({ functions }) => functions),
  ];
  expect(new Set(listed).size).toBe(listed.length);
  const { names } = await ask(directory, { names: 'SELECT name FROM system.functions' });
  expect([...listed].sort()).toEqual(names.map(({ name }) => String(name)).sort());
});
