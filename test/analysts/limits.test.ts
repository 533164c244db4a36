// What one query may cost, and how many queries may wait.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { plancher } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ServedAnalysts, serveAnalysts } from './served-analysts.ts';

const folder = temporaryFolder();
let served: ServedAnalysts;

beforeAll(async () => {
  await plancher(['migrate'], { warehouse: `${folder.path}/warehouse` });
  served = await serveAnalysts(`${folder.path}/warehouse`);
});

afterAll(async () => {
  await served.stop();
  folder.remove();
});

test.each([
  [
    'an hour of work',
    'SELECT sum(cityHash64(number)) FROM numbers(100000000000000) SETTINGS max_execution_time = 1',
    ['158', '159'],
  ],
  ['100 GB of memory', "SELECT arrayMap(x -> repeat('a', 1000000), range(100000))", ['241']],
  ['an answer without end', 'SELECT number FROM numbers(100000000)', ['396']],
  [
    'few bytes that are written as many',
    "SELECT toLowCardinality(repeat('a', 1000000)) FROM numbers(900000)",
    ['241', '396'],
  ],
  [
    'rows without end',
    'SELECT count() FROM numbers(100000000000) WHERE number % 7 = 3',
    ['158', '159'],
  ],
  [
    'a recursion without end',
    'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t',
    ['306'],
  ],
])('%s ends at its limit', async (_, sql, codes) => {
  const answer = await served.query(sql);
  expect(answer.reason).toBe(null);
  expect(codes).toContain(answer.code);
  expect((await served.query('SELECT 1')).text).toBe('[1]\n');
});

test.each([
  ['max_execution_time', '65', '60'],
  ['max_execution_time', '0', '60'],
  ['max_memory_usage', '100000000000', '1073741824'],
  ['max_rows_to_read', '0', '1000000000'],
  ['max_bytes_to_read', '999999999999', '100000000000'],
  ['max_result_rows', '0', '1000000'],
  ['max_result_bytes', '99999999999', '268435456'],
  ['max_threads', '64', '1'],
])(
  '%s = %s is clamped to the limit of the analyst, in the URL and behind SETTINGS, and the answer says so',
  async (name, asked, held) => {
    const sql = `SELECT value FROM system.settings WHERE name = '${name}' FORMAT TSV`;
    const inUrl = await served.answer(sql, `&${name}=${asked}`);
    const behind = await served.answer(`${sql} SETTINGS ${name} = ${asked}`);
    for (const answer of [inUrl, behind]) {
      expect(answer.headers.get('x-plancher-clamped')).toBe(`${name}=${held}`);
      expect(await answer.text()).toBe(`${held}\n`);
    }
    const below = await served.answer('SELECT 1', `&${name}=1`);
    expect(below.headers.get('x-plancher-clamped')).toBe(null);
  },
);

test('of many simultaneous queries some are refused with code 202, and the others are answered', async () => {
  // Each takes a moment: on a busy machine they come in one behind the other, and short ones would
  // never have to wait.
  const sql = 'SELECT sum(cityHash64(number)) FROM numbers(30000000)';
  const answers = await Promise.all(Array.from({ length: 40 }, () => served.query(sql)));
  const codes = answers.map(({ code }) => code);
  expect(codes.filter((code) => code === null).length).toBeGreaterThanOrEqual(20);
  expect(codes.filter((code) => code === '202').length).toBeGreaterThan(0);
  expect(codes.filter((code) => code !== null && code !== '202')).toEqual([]);
});

test('the file holds no password, is closed to others, and a short password is refused', async () => {
  const file = `${folder.path}/warehouse.analysts.json`;
  const [entry] = z
    .array(z.object({ name: z.string(), scrypt: z.string() }))
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(entry?.scrypt).toMatch(/^[0-9a-f]{64}$/);
  expect(readFileSync(file, 'utf8')).not.toContain('battery');
  const add = (name: string, input: string) =>
    plancher(
      ['analysts', 'add', name],
      { warehouse: `${folder.path}/other`, environment: { PLANCHER_ANALYSTS_FILE: file } },
      input,
    );
  expect((await add('berta', 'short\n')).code).toBe(2);
  expect((await add('be rta', 'long enough password\n')).code).toBe(2);
  expect((await add('berta', 'long enough password\n')).code).toBe(0);
  writeFileSync(file, '[{"name":"x"}]');
  const damaged = await add('carl', 'long enough password\n');
  expect(damaged.code).toBe(2);
  expect(damaged.stderr).toMatch(/^plancher: PLANCHER_ANALYSTS_FILE [^\n]*\n$/);
});
