// Any statement ends when it passes its limit, and everybody else is served meanwhile.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plancher, reportsOf } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ServedAnalysts, fillWithDemo, serveAnalysts } from './served-analysts.ts';

/** Statements that run on after the engine was told to stop them, or that keep its parser busy. */
const UNSTOPPABLE: readonly (readonly [string, string])[] = [
  [
    'edit distances of long texts',
    "SELECT sum(editDistance(repeat('a', 60000), repeat(toString(number % 10), 60000))) FROM numbers(2000)",
  ],
  [
    'a fold over a long array',
    'SELECT arrayFold((sum, x) -> sum + length(toString(sum + x)), range(20000000), toInt64(0))',
  ],
  [
    'an exact test',
    "SELECT kolmogorovSmirnovTest('two-sided', 'exact')(number, number % 2) FROM numbers(400000)",
  ],
  [
    'a decomposition of a long series',
    'SELECT seriesDecomposeSTL(arrayMap(x -> sin(x), range(3000000)), 700000)',
  ],
  [
    'a regular expression that backtracks',
    "SELECT sum(length(replaceRegexpAll(repeat('a', 200000), '(a?){500}a{500}', toString(number)))) FROM numbers(100)",
  ],
  [
    'nested BETWEEN',
    `SELECT ${'('.repeat(40)}x${' BETWEEN 1 AND 2)'.repeat(40)} FROM (SELECT 1 AS x)`,
  ],
];
/** A statement that runs until it is stopped. */
const LONG =
  "SELECT sum(editDistance(repeat('a', 60000), repeat(toString(number % 10), 60000))) FROM numbers(2000)";
const STOPPED = ['159', '160', '241', '62'];

const folder = temporaryFolder();
const directory = `${folder.path}/warehouse`;
let served: ServedAnalysts;

beforeAll(async () => {
  await fillWithDemo(directory);
  served = await serveAnalysts(directory, {
    names: ['bert'],
    environment: { PLANCHER_ANALYSTS_REFRESH_SECONDS: '0' },
  });
  await served.query('SELECT 1');
});

afterAll(() => {
  folder.remove();
});

test.each(UNSTOPPABLE)('%s: ends at a limit of one second', async (_, sql) => {
  const answer = await served.query(sql, '&max_execution_time=1');
  expect(STOPPED).toContain(answer.code);
  expect((await served.query('SELECT 1')).text).toBe('[1]\n');
});

test('while one analyst waits, another is answered and records are taken in', async () => {
  const slow = served.query(LONG, '&max_execution_time=50&query_id=first');
  const ended: unknown[] = [];
  void slow.then((answer) => ended.push(answer));
  expect((await served.query('SELECT 1', '', { name: 'bert' })).text).toBe('[1]\n');
  const place = { warehouse: null, environment: { PLANCHER_WAREHOUSE: served.warehouse } };
  const taken = reportsOf(
    await plancher(
      ['ingest', '--no-estimate', '--json', 'reference/demo/site-illustrative.ndjson'],
      place,
    ),
  );
  expect(taken).toMatchObject([{ accepted: 0, rejected: 0 }]);
  expect(ended).toEqual([]);
  await served.query("KILL QUERY WHERE query_id = 'first'");
  expect((await slow).code).toBe('394');
});

test('a statement is cancelled by its analyst, and by no other', async () => {
  const slow = served.query(LONG, '&max_execution_time=50&query_id=mine');
  const kill = (name: string) =>
    served.query("KILL QUERY WHERE query_id = 'mine' SYNC FORMAT JSONCompactEachRow", '', { name });
  await expect
    .poll(async () => (await served.query("KILL QUERY WHERE query_id='mine' TEST")).text, {
      timeout: 60_000,
    })
    .not.toBe('');
  expect((await kill('bert')).text).toBe('');
  expect(JSON.parse((await kill('anne')).text)).toEqual(['finished', 'mine', 'anne', LONG]);
  expect((await slow).code).toBe('394');
});

test('a client that hangs up ends its statement', async () => {
  const hangUp = new AbortController();
  const slow = served.query(LONG, '&max_execution_time=60&query_id=gone', {
    signal: hangUp.signal,
  });
  const isKnown = async () => (await served.query("KILL QUERY WHERE query_id = 'gone' TEST")).text;
  await expect.poll(isKnown, { timeout: 60_000 }).not.toBe('');
  hangUp.abort();
  await expect(slow).rejects.toThrow();
  await expect.poll(isKnown, { timeout: 30_000 }).toBe('');
  // Its analyst may run one statement at a time, and is served.
  expect((await served.query('SELECT 1')).text).toBe('[1]\n');
});

test('an answer is as of the moment that it states, and includes what was written before', async () => {
  const count = async () =>
    Number(
      (await served.query("SELECT count() FROM record_outcome WHERE kind = 'event'")).text.replace(
        /\D/g,
        '',
      ),
    );
  const before = await count();
  const place = { warehouse: null, environment: { PLANCHER_WAREHOUSE: served.warehouse } };
  const startedMs = Date.now();
  await plancher(['ingest', '--no-estimate', '--kind', 'event', '-'], place, 'no record\n');
  expect(await count()).toBe(before + 1);
  const answer = await served.query('SELECT 1');
  const asOfMs = Date.parse(answer.asOf ?? '');
  expect(asOfMs).toBeGreaterThanOrEqual(startedMs);
  expect(asOfMs).toBeLessThanOrEqual(Date.now());
});

test('a removed analyst is refused at once, even on an open connection', async () => {
  const place = {
    warehouse: directory,
    environment: { PLANCHER_ANALYSTS_FILE: `${directory}.analysts.json` },
  };
  expect((await served.query('SELECT 1', '', { name: 'bert' })).text).toBe('[1]\n');
  expect((await plancher(['analysts', 'remove', 'bert'], place)).code).toBe(0);
  expect((await served.query('SELECT 1', '', { name: 'bert' })).code).toBe('516');
  expect((await served.query('SELECT 1')).text).toBe('[1]\n');
});

/** Processes that another one has started. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid);
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

test('whatever dies, analysts are served again; no reader outlives its front', async () => {
  const [front = 0] = childrenOf(served.pid);
  await served.query('SELECT 1');
  const readers = childrenOf(front);
  expect(readers.length).toBeGreaterThan(0);
  for (const reader of readers) process.kill(reader, 'SIGKILL');
  expect((await served.query('SELECT 2')).text).toBe('[2]\n');
  const orphans = childrenOf(front);
  process.kill(front, 'SIGKILL');
  const again = async () =>
    served.query('SELECT 3').then(
      ({ text }) => text,
      () => 'no connection',
    );
  await expect.poll(again, { timeout: 60_000 }).toBe('[3]\n');
  await expect
    .poll(() => orphans.filter((pid) => parentOf(pid) !== 0), { timeout: 30_000 })
    .toEqual([]);
});

test('the program stops on a signal even while a statement runs', async () => {
  const slow = served.query(LONG, '&max_execution_time=60&query_id=last').catch(() => null);
  await expect
    .poll(async () => (await served.query("KILL QUERY WHERE query_id = 'last' TEST")).text, {
      timeout: 60_000,
    })
    .not.toBe('');
  await served.stop();
  await slow;
  expect(existsSync(`${directory}/plancher-readers`)).toBe(false);
  expect(childrenOf(served.pid)).toEqual([]);
});
