// What the password of workers allows: the warehouse, and nothing else on the machine.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type FunctionList,
  readFunctionList,
} from '../../pipeline/serve/analysts/statement/functions.ts';
import { TrustedStatements } from '../../pipeline/serve/workers/statement.ts';
import { type Engine, openEngine } from '../../pipeline/warehouse/engine.ts';
import { forCluster, sqlFile, statementsOf } from '../../pipeline/warehouse/sql-file.ts';
import { plancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ServedWarehouse, serveWarehouse } from '../warehouse/served.ts';

const folder = temporaryFolder();
let served: ServedWarehouse;

beforeAll(async () => {
  writeFileSync(join(folder.path, 'secret.csv'), 'a,b\n1,2\n');
  served = await serveWarehouse(join(folder.path, 'warehouse'));
  const migrated = await plancher(['migrate'], {
    warehouse: null,
    environment: { PLANCHER_WAREHOUSE: served.address },
  });
  expect([migrated.code, migrated.stderr]).toEqual([0, '']);
});

afterAll(async () => {
  await served.stop();
  folder.remove();
});

async function post(
  sql: string,
  more = '',
  headers: Record<string, string> = {},
): Promise<{ status: number; code: string | null; text: string }> {
  const answer = await fetch(`${served.url}/?database=plancher${more}`, {
    method: 'POST',
    body: sql,
    headers: { ...served.authorization, ...headers },
  });
  return {
    status: answer.status,
    code: answer.headers.get('x-clickhouse-exception-code'),
    text: await answer.text(),
  };
}

const OUT = join(folder.path, 'out.csv');

test.each([
  "SELECT file('/etc/passwd')",
  "SELECT\tFiLe /* x */ ('/etc/passwd')",
  "SELECT `file`('/etc/passwd')",
  'SELECT "fi\\x6ce"(\'/etc/passwd\')',
  "SELECT * FROM file('/etc/passwd', LineAsString)",
  'SELECT * FROM default.`package.json`',
  'SELECT * FROM "default" . "package.json"',
  `SELECT 1 INTO OUTFILE '${OUT}'`,
  `SELECT 1 INTO /* */ OUTFILE '${OUT}' FORMAT CSV`,
  `INSERT INTO FUNCTION file('${OUT}', 'CSV', 'a UInt8') SELECT 1`,
  `INSERT INTO TABLE FUNCTION file('${OUT}', 'CSV', 'a UInt8') SELECT 1`,
  `INSERT INTO fx_rate FROM INFILE '${OUT}' FORMAT CSV`,
  "INSERT INTO schema_journal (migration) VALUES (file('/etc/passwd'))",
  "SELECT * FROM url('http://127.0.0.1:1/', CSV, 'a String')",
  "SELECT * FROM remote('127.0.0.1', system.one)",
  "SELECT * FROM executable('id', TSV, 'a String')",
  "SELECT * FROM s3('http://127.0.0.1/x.csv')",
  "SELECT * FROM sqlite('/tmp/x.db', 'y')",
  "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
  "SELECT * FROM filesystem('/etc')",
  "SELECT * FROM eval('SELECT 1')",
  "SELECT 1 WHERE 1 IN (SELECT count() FROM url('http://127.0.0.1:1/', CSV, 'a String'))",
  "CREATE VIEW stolen AS SELECT file('/etc/passwd') AS x",
  'CREATE TABLE out_file (a UInt8) ENGINE = File(CSV)',
  'CREATE TABLE out_file (a UInt8) engine File(CSV)',
  "CREATE TABLE out_url (a UInt8) ENGINE = URL('http://127.0.0.1:1/', CSV)",
  "CREATE TABLE out_file AS file('/etc/passwd')",
  "CREATE TABLE on_disk (a UInt8) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = local, path = '/tmp/x/')",
  "CREATE DATABASE files ENGINE = Filesystem('/etc')",
  "CREATE DICTIONARY d (a UInt64) PRIMARY KEY a SOURCE(FILE(path '/etc/passwd' format 'CSV')) LAYOUT(FLAT()) LIFETIME(0)",
  'CREATE FUNCTION f AS (x) -> x',
  'CREATE NAMED COLLECTION c AS a = 1',
  "CREATE USER u IDENTIFIED BY 'x'",
  'DROP DATABASE plancher',
  "ALTER TABLE fx_rate FETCH PARTITION 1 FROM '/x'",
  'ALTER TABLE fx_rate FREEZE',
  'SYSTEM SHUTDOWN',
  'SYSTEM FLUSH LOGS',
  'KILL QUERY WHERE 1',
  "BACKUP TABLE fx_rate TO File('/tmp/x')",
  'ATTACH TABLE x',
  'SET max_threads = 1',
  'USE system',
  'GRANT ALL ON *.* TO u',
  'SELECT 1; SELECT 2',
  'SELECT 1; DROP TABLE fx_rate',
  'SELECT 1 PARALLEL WITH DROP TABLE fx_rate',
  "SELECT 1 FORMAT Template SETTINGS format_template_row = '/etc/passwd'",
  "SELECT * FROM dictionary('x')",
  "SELECT dictGet('x', 'y', 1)",
  "SELECT joinGet('x', 'y', 1)",
  'SELECT sleep(3)',
  "WITH file AS upper SELECT upper('/etc/passwd')",
  "SELECT x.* APPLY(file) FROM (SELECT '/etc/passwd' AS a) AS x",
  "SELECT arrayMap(file, ['/etc/passwd'])",
  "SELECT y FROM values('x UInt8, y String ALIAS file(\\'/etc/passwd\\')', 1)",
  "SELECT y FROM format(JSONEachRow, 'x UInt8, y String ALIAS file(\\'/etc/passwd\\')', '{}')",
  "SELECT y FROM format(JSONEachRow, concat('x UInt8, y String AL', 'IAS version()'), '{}')",
  'SELECT * FROM {a:Identifier}.{b:Identifier}',
  "SELECT * FROM format(AvroConfluent, '') SETTINGS format_avro_schema_registry_url = 'http://127.0.0.1:1'",
])('refused: %s', async (sql) => {
  const { status, code, text } = await post(sql);
  expect([status, code], text).toEqual([403, '497']);
  expect(text).toContain('This endpoint executes statements over the warehouse');
});

test.each([
  ['SELECT 1;', '1\n'],
  ["SELECT 'a; SELECT file(1)' -- x", 'a; SELECT file(1)\n'],
  ["WITH 1 AS x SELECT x, 'INTO OUTFILE'", '1\tINTO OUTFILE\n'],
  ['(SELECT 1) UNION ALL (SELECT 1)', '1\n1\n'],
  ["SELECT count() > 0 FROM system.tables WHERE engine = 'MergeTree'", '1\n'],
  ['EXISTS TABLE fx_rate', '1\n'],
  ['CREATE DATABASE IF NOT EXISTS plancher', ''],
  ['CREATE OR REPLACE VIEW made_of_one AS (SELECT 1 AS n)', ''],
  ['DROP VIEW IF EXISTS made_of_one', ''],
  [
    'CREATE TABLE kept (n UInt8 CODEC(ZSTD(3)), d DateTime64(3), INDEX i n TYPE minmax) ENGINE = ReplacingMergeTree ORDER BY n',
    '',
  ],
  ['INSERT INTO kept (n) VALUES (1), (2)', ''],
  ['ALTER TABLE kept DELETE WHERE n = 1 SETTINGS mutations_sync = 1', ''],
  ['WITH 3 AS x INSERT INTO kept (n) SELECT x', ''],
  ["SELECT format('{} {}', 'a', 'default x')", 'a default x\n'],
  ["SELECT y FROM values('x UInt8, y String', (1, 'by default'))", 'by default\n'],
  ['SELECT max(n) AS file FROM kept FORMAT Null', ''],
  ['TRUNCATE TABLE kept', ''],
  ['DROP TABLE kept SYNC', ''],
])('executed: %s', async (sql, answer) => {
  expect(await post(sql)).toEqual({ status: 200, code: null, text: answer });
});

describe('the engine itself, next to the check of the statement', () => {
  test('the default database of clients reads no files', async () => {
    const answer = await fetch(
      `${served.url}/?database=default&query=SELECT+*+FROM+%60package.json%60`,
      { headers: served.authorization },
    );
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([404, '60']);
  });

  test('a setting that names a file is refused in the URL too', async () => {
    expect((await post('SELECT 1', '&format_schema=/etc/passwd')).code).toBe('497');
  });
});

describe('web pages', () => {
  test('a GET changes nothing', async () => {
    for (const sql of [
      'CREATE TABLE by_get (n UInt8) ENGINE = Memory',
      'DROP TABLE fx_rate',
      'INSERT INTO fx_rate SELECT * FROM fx_rate',
    ]) {
      const answer = await fetch(
        `${served.url}/?database=plancher&query=${encodeURIComponent(sql)}`,
        { headers: served.authorization },
      );
      expect(answer.headers.get('x-clickhouse-exception-code')).toBe('164');
    }
    const written = encodeURIComponent('WITH 1 AS x INSERT INTO fx_rate SELECT * FROM fx_rate');
    const answer = await fetch(`${served.url}/?database=plancher&readonly=0&query=${written}`, {
      headers: served.authorization,
    });
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('164');
    expect((await post('EXISTS TABLE fx_rate')).text).toBe('1\n');
  });

  test.each([
    { Origin: 'http://evil.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('of other sites get nothing: %o', async (headers) => {
    const { status, text } = await post('SELECT 1', '', headers);
    expect([status, text]).toEqual([
      403,
      'Requests of web pages of other sites are not answered.\n',
    ]);
  });

  test('a foreign host name that points at this machine is refused, its own names and addresses are not', async () => {
    const port = Number(new URL(served.url).port);
    const status = (host: string) =>
      new Promise((resolve, reject) => {
        const headers = { ...served.authorization, Host: host };
        get(
          { port, host: '127.0.0.1', path: '/?query=SELECT+1', headers, agent: false },
          (answer) => {
            resolve(answer.resume().statusCode);
          },
        ).once('error', reject);
      });
    for (const host of [
      'evil.example',
      'evil.example:8123',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '1.2.3.4.',
    ])
      expect(await status(host)).toBe(403);
    for (const host of [
      'localhost',
      'localhost:8123',
      '127.0.0.1',
      '[::1]:8123',
      '10.1.2.3',
      hostname(),
    ])
      expect(await status(host)).toBe(200);
  });
});

describe('the statements of workers', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(join(folder.path, 'other'), 'plancher');
  });
  afterAll(() => engine.release());
  const list: FunctionList = readFunctionList();

  test('each of sql/ passes', async () => {
    const statements = new TrustedStatements(engine, 'plancher', list);
    // Not included: includes, and statements of analysts or on a second database, which run in the
    // process.
    const files = readdirSync('sql', { recursive: true, encoding: 'utf8' }).filter(
      (name) =>
        name.endsWith('.sql') &&
        !/^(rules|expressions|serve)\/|\/part\/|_database\.sql$/.test(name),
    );
    expect(files.length).toBeGreaterThan(100);
    const refusals: string[] = [];
    for (const name of files)
      for (const written of statementsOf(sqlFile(name, wordsIn(name))))
        await statements
          .check(forCluster(written, null), new Map())
          .catch((thrown: unknown) => refusals.push(`${name}: ${String(thrown)}`));
    expect(refusals).toEqual([]);
  });
});

/** A text for each {{word}} of a file: a word stands for a name, or for a text of its own. */
function wordsIn(name: string): Record<string, string> {
  const text = readFileSync(join('sql', name), 'utf8')
    .replace(/^\s*--.*$/gm, '')
    .replace(/\{\{include [^}]*\}\}/g, '');
  const words = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, word = '']) => word);
  return Object.fromEntries(
    words.filter((word) => word !== 'on_cluster').map((word) => [word, 'word']),
  );
}
