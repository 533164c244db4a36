// Clients work unchanged: 60 honest questions by @clickhouse/client and by clickhouse-connect, some by clickhouse-jdbc, formats and packing by fetch.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { brotliDecompressSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mavenJars, pythonWith } from '../cached.ts';
import { PUBLIC_TABLES } from '../../pipeline/query/public-names.ts';
import { temporaryFolder } from '../integration/plancher.ts';
import { recipes } from './cookbook.ts';
import { ANALYST, PASSWORD, type ServedAnalysts, fillWithDemo, serveAnalysts } from './served-analysts.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const honest = [...z.array(z.string()).parse(JSON.parse(readFileSync(here('./honest.json'), 'utf8'))), ...recipes().map(({ sql }) => sql)];
const run = promisify(execFile);

const folder = temporaryFolder();
let served: ServedAnalysts;
let client: ClickHouseClient;

beforeAll(async () => {
  await fillWithDemo(`${folder.path}/warehouse`);
  served = await serveAnalysts(`${folder.path}/warehouse`);
  client = createClient({
    url: served.url,
    username: ANALYST,
    password: PASSWORD,
    database: 'plancher',
    // An endpoint gives way to other sessions: on a busy machine an answer takes longer than the client's own 30 s.
    request_timeout: 300_000,
    compression: { request: true, response: true },
  });
});

afterAll(async () => {
  await client.close();
  await served.stop();
  folder.remove();
});

describe('@clickhouse/client', () => {
  test('60 honest questions are answered', async () => {
    expect(new Set(honest).size).toBeGreaterThanOrEqual(60);
    const failed: unknown[] = [];
    for (const query of honest) {
      const rows = await client.query({ query: query.replace(/;$/, ''), format: 'JSONEachRow' }).then(
        async (result) => (await result.json()).length,
        (thrown: unknown) => String(thrown),
      );
      if (typeof rows === 'string') failed.push({ query, rows });
    }
    expect(failed).toEqual([]);
  });

  test('parameters, settings and ping', async () => {
    const result = await client.query({
      query: 'SELECT {text:String} AS text, {many:Array(UInt8)} AS many, {at:DateTime} AS at',
      query_params: { text: '\\N\'"\n\té', many: [1, 2], at: new Date(0) },
      clickhouse_settings: { output_format_json_quote_64bit_integers: 1, max_execution_time: 5 },
      format: 'JSONEachRow',
    });
    expect(await result.json()).toEqual([{ text: '\\N\'"\n\té', many: [1, 2], at: '1970-01-01 00:00:00' }]);
    expect((await client.ping({ select: true })).success).toBe(true);
    await expect(client.insert({ table: 'revenue_floor', values: [{ month: 'x' }], format: 'JSONEachRow' })).rejects.toMatchObject({
      code: '164',
    });
  });
});

const PYTHON = pythonWith(here('./requirements.txt'));
if ('why' in PYTHON) console.warn(`clickhouse-connect is not tried: ${PYTHON.why}`);

describe.skipIf('why' in PYTHON)('clickhouse-connect', () => {
  const python = 'python' in PYTHON ? PYTHON.python : '';

  test('60 honest questions are answered; parameters, settings, Parquet and Arrow', async () => {
    const child = run(python, [here('./questions.py'), String(served.port), ANALYST, PASSWORD], { maxBuffer: 16 * 1_048_576 });
    child.child.stdin?.end(JSON.stringify(honest));
    const { answers, extra } = z
      .object({ answers: z.array(z.union([z.number(), z.string()])), extra: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse((await child).stdout));
    expect(honest.flatMap((query, index) => (typeof answers[index] === 'number' ? [] : [{ query, answer: answers[index] }]))).toEqual([]);
    expect(extra).toMatchObject({ parameter: 12, quoted: "it's\ta \\ \n é", setting: 41, parquet: 'PAR1' });
  });

  test('the notebook of the examples runs from its first cell to its last', async () => {
    const env = { ...process.env, ANALYST_PORT: String(served.port), ANALYST_NAME: ANALYST, ANALYST_PASSWORD: PASSWORD };
    const { stdout } = await run(python, [here('./run_notebook.py'), here('../../examples/analyst.ipynb')], { env });
    for (const expected of ['at_least_eur', 'floor_headline_eur', 'account_country', 'FR_ETNC', 'left_out_eur'])
      expect(stdout).toContain(expected);
  });

  test('hostile texts are refused', async () => {
    const child = run(python, [here('./questions.py'), String(served.port), ANALYST, PASSWORD]);
    child.child.stdin?.end(
      JSON.stringify(["SELECT file('/etc/passwd')", 'SELECT * FROM flow_record', "SELECT * FROM url('http://127.0.0.1:1/')"]),
    );
    expect(JSON.parse((await child).stdout)).toMatchObject({ answers: ['code 497', 'code 497', 'code 497'] });
  });
});

test.each([
  ['as it is', ''],
  ['without compression', '?compress=false'],
])('clickhouse-jdbc %s: statements, prepared statements, metadata, many rows and refusals', async (_, parameters) => {
  const jars = mavenJars(here('./pom.xml'), 'clickhouse-jdbc-0.9.4');
  const url = `jdbc:clickhouse://127.0.0.1:${String(served.port)}/plancher${parameters}`;
  const { stdout } = await run('java', ['-cp', `${jars}/*`, here('./JdbcQuestions.java'), url, ANALYST, PASSWORD]);
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/^floor planet-series \d+\.\d+ true$/),
    'prepared 12',
    `tables ${String(PUBLIC_TABLES.length)}`,
    'columns 19',
    `shown ${String(PUBLIC_TABLES.length)}`,
    'lines 4',
    'many 50000 1249975000',
    'refused 497',
    'refused 497',
  ]);
});

describe('plain HTTP', () => {
  test.each([
    'JSON',
    'JSONCompact',
    'JSONEachRow',
    'CSV',
    'CSVWithNames',
    'TSV',
    'TabSeparatedWithNamesAndTypes',
    'Native',
    'RowBinaryWithNamesAndTypes',
    'Arrow',
    'Parquet',
  ])('format %s', async (format) => {
    const answer = await fetch(`${served.url}/?query=${encodeURIComponent(`SELECT operation FROM revenue_floor FORMAT ${format}`)}`, {
      headers: served.headers,
    });
    expect([answer.status, answer.headers.get('x-clickhouse-format')]).toEqual([200, format]);
    expect(Buffer.from(await answer.arrayBuffer()).includes('planet-series')).toBe(true);
  });

  test.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
    ['deflate', inflateSync],
    ['zstd', null],
    ['lz4', null],
  ] as const)('an answer packed as %s, or as it is where Node cannot pack so', async (encoding, unpack) => {
    const { type, bytes } = await packed(`${served.url}/?query=SELECT+42&enable_http_compression=1`, {
      ...served.headers,
      'Accept-Encoding': encoding,
    });
    expect([type, (unpack === null ? bytes : unpack(bytes)).toString()]).toEqual([unpack === null ? undefined : encoding, '42\n']);
  });

  test('user and password in headers and in the URL; a packed body; headers of ClickHouse', async () => {
    const key = await fetch(`${served.url}/?query=SELECT+1`, { headers: { 'X-ClickHouse-User': ANALYST, 'X-ClickHouse-Key': PASSWORD } });
    expect(await key.text()).toBe('1\n');
    const inUrl = await fetch(
      `${served.url}/?query=SELECT+1&user=${ANALYST}&password=${encodeURIComponent(PASSWORD)}&session_id=x&query_id=mine`,
    );
    expect([await inUrl.text(), inUrl.headers.get('x-clickhouse-query-id')]).toEqual(['1\n', 'mine']);
    expect(JSON.parse(inUrl.headers.get('x-clickhouse-summary') ?? '')).toMatchObject({ read_rows: '1' });
    const post = await fetch(served.url, {
      method: 'POST',
      body: gzipSync('SELECT 40 + 2'),
      headers: { ...served.headers, 'Content-Encoding': 'gzip' },
    });
    expect(await post.text()).toBe('42\n');
  });

  test('a wrong password waits, and a wrong name is told the same', async () => {
    const tried = async (user: string) => {
      const startedMs = performance.now();
      const answer = await fetch(`${served.url}/?query=SELECT+1`, { headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': 'wrong' } });
      return { status: answer.status, text: await answer.text(), tookMs: performance.now() - startedMs };
    };
    const [first, second, nobody] = [await tried(ANALYST), await tried(ANALYST), await tried('nobody')];
    expect([first.status, nobody.text]).toEqual([403, first.text]);
    expect(first.tookMs).toBeGreaterThanOrEqual(250);
    expect(second.tookMs).toBeGreaterThanOrEqual(500);
    expect(nobody.tookMs).toBeGreaterThanOrEqual(250);
    expect((await served.query('SELECT 1')).text).toBe('[1]\n');
  });
});

/** As it came: fetch unpacks by itself. */
async function packed(url: string, headers: Record<string, string>): Promise<{ type: string | undefined; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve({ type: response.headers['content-encoding'], bytes: Buffer.concat(parts) });
      });
    }).on('error', reject);
  });
}
