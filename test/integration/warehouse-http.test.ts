// The embedded warehouse over ClickHouse's HTTP interface, with the client that everybody uses and
// with plain HTTP.
import { type ClickHouseClient, ClickHouseError, createClient } from '@clickhouse/client';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { openWarehouse } from '../../pipeline/warehouse/open.ts';
import { ask, plancher, reportsOf, rowsOf } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ServedWarehouse, PASSWORD, serveWarehouse } from '../warehouse/served.ts';

const folder = temporaryFolder();
let served: ServedWarehouse;
let client: ClickHouseClient;

beforeAll(async () => {
  served = await serveWarehouse(`${folder.path}/warehouse`);
  client = createClient({
    url: served.url,
    username: 'plancher',
    password: PASSWORD,
    database: 'plancher',
    compression: { request: true, response: true },
  });
  await client.command({
    query: 'CREATE TABLE numbered (n UInt64, name String) ENGINE = MergeTree ORDER BY n',
  });
});

afterAll(async () => {
  await client.close();
  await served.stop();
  folder.remove();
});

const get = (query: string, headers: Record<string, string> = served.authorization) =>
  fetch(`${served.url}/?${query}`, { headers });

describe('@clickhouse/client works unchanged', () => {
  test('query, insert, parameters, settings and gzip', async () => {
    await client.insert({
      table: 'numbered',
      values: [{ n: 1, name: "it's\ta \\ 'name'" }],
      format: 'JSONEachRow',
    });
    await client.insert({
      table: 'numbered',
      columns: ['n', 'name'],
      values: [[2, 'deux']],
      format: 'JSONCompactEachRow',
    });
    await client.insert({
      table: 'numbered',
      values: Readable.from(['3\ttrois\n'], { objectMode: false }),
      format: 'TabSeparated',
    });
    const result = await client.query({
      query:
        'SELECT n, name FROM numbered WHERE name != {not:String} AND n IN {among:Array(UInt64)} ORDER BY n',
      query_params: { not: 'deux', among: [1, 2, 3] },
      clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
      format: 'JSONEachRow',
    });
    expect(await result.json()).toEqual([
      { n: '1', name: "it's\ta \\ 'name'" },
      { n: '3', name: 'trois' },
    ]);
    const echoed = await client.query({
      query: 'SELECT {text:String} AS text',
      query_params: { text: '\\N\'"\n\t\u0000é' },
      format: 'JSONEachRow',
    });
    expect(await echoed.json()).toEqual([{ text: '\\N\'"\n\t\u0000é' }]);
    expect(result.query_id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await client.ping()).success).toBe(true);
    expect((await client.ping({ select: true })).success).toBe(true);
  });

  test('a setting holds for its statement only', async () => {
    const inForce = async (settings: Record<string, number>) => {
      const result = await client.query({
        query: "SELECT getSetting('max_threads') AS threads",
        clickhouse_settings: settings,
        format: 'JSONEachRow',
      });
      return result.json();
    };
    expect(await inForce({ max_threads: 7 })).toEqual([{ threads: 7 }]);
    expect(await inForce({ readonly: 1 })).not.toEqual([{ threads: 7 }]);
    await client.command({ query: 'CREATE TABLE after_readonly (n UInt8) ENGINE = Memory' });
  });

  test('an error has the code and the name of ClickHouse', async () => {
    const thrown: unknown = await client
      .query({ query: 'SELECT * FROM nowhere' })
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ClickHouseError);
    expect(thrown).toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' });
    await expect(
      client.insert({ table: 'numbered', values: [{ n: 'x' }], format: 'JSONEachRow' }),
    ).rejects.toMatchObject({ code: '27' });
    await expect(
      client.query({ query: 'SELECT 1', clickhouse_settings: { max_thread: 1 } }),
    ).rejects.toMatchObject({
      code: '115',
    });
  });
});

describe('plain HTTP', () => {
  test('statuses, headers and formats are those of ClickHouse', async () => {
    const answer = await get('query=SELECT+1+AS+a&default_format=JSONCompact');
    expect([answer.status, answer.headers.get('x-clickhouse-format')]).toEqual([
      200,
      'JSONCompact',
    ]);
    expect(JSON.parse(answer.headers.get('x-clickhouse-summary') ?? '')).toMatchObject({
      read_rows: '1',
    });
    const failed = await get('query=SELECT+throwIf(1)');
    expect([failed.status, failed.headers.get('x-clickhouse-exception-code')]).toEqual([
      500,
      '395',
    ]);
    expect(await failed.text()).toMatch(
      /^Code: 395\. DB::Exception: .*\(FUNCTION_THROW_IF_VALUE_IS_NON_ZERO\)/,
    );
    expect((await get('query=SELECT+*+FROM+nowhere')).status).toBe(404);
    expect((await get('query=SELEC+1')).status).toBe(400);
    expect((await get('query=+')).status).toBe(400);
    expect((await get("query=SELECT+1&max'threads=1")).status).toBe(400);
    expect((await get('query=SELECT+1&query_id=%0a')).status).toBe(400);
    expect((await get('query=SELECT+1&query_id=')).status).toBe(200);
    expect((await get('query=SELECT+1&database=nowhere')).status).toBe(404);
    expect(await (await fetch(`${served.url}/ping`)).text()).toBe('Ok.\n');
    expect((await fetch(`${served.url}/elsewhere`)).status).toBe(404);
  });

  test('gzip both ways, damaged gzip, an unknown encoding', async () => {
    const post = (body: Buffer, encoding: string) =>
      fetch(`${served.url}/?database=plancher`, {
        method: 'POST',
        body,
        headers: { ...served.authorization, 'Content-Encoding': encoding },
      });
    expect(await (await post(gzipSync('SELECT 40 + 2'), 'gzip')).text()).toBe('42\n');
    expect((await post(gzipSync('SELECT 40 + 2').subarray(0, 20), 'gzip')).status).toBe(500);
    expect(
      (await post(Buffer.from('SELECT 1'), 'br')).headers.get('x-clickhouse-exception-code'),
    ).toBe('354');
    expect(
      (await post(Buffer.from('SELECT 1'), 'compress')).headers.get('x-clickhouse-exception-code'),
    ).toBe('432');
    const packed = await get('query=SELECT+42&enable_http_compression=1', {
      ...served.authorization,
      'Accept-Encoding': 'gzip',
    });
    expect([packed.headers.get('content-encoding'), await packed.text()]).toEqual(['gzip', '42\n']);
    expect(gunzipSync(gzipSync('x')).toString()).toBe('x');
  });

  test.each([
    ['no password', {}],
    [
      'a wrong password',
      { Authorization: `Basic ${Buffer.from('plancher:wrong-password').toString('base64')}` },
    ],
    ['a wrong user', { 'X-ClickHouse-User': 'default', 'X-ClickHouse-Key': PASSWORD }],
    ['an empty user', { Authorization: `Basic ${Buffer.from(`:${PASSWORD}`).toString('base64')}` }],
  ])('%s gets nothing', async (_, headers) => {
    const refused = await get('query=SELECT+1', headers);
    expect([refused.status, refused.headers.get('x-clickhouse-exception-code')]).toEqual([
      403,
      '516',
    ]);
  });

  test('a body that breaks off writes nothing', async () => {
    const cut = new AbortController();
    const body = new ReadableStream({
      async pull(controller) {
        controller.enqueue(Buffer.from('{"n":99,"name":"cut"}\n'));
        await new Promise((resolve) => setTimeout(resolve, 50));
        cut.abort();
      },
    });
    const query = encodeURIComponent('INSERT INTO numbered FORMAT JSONEachRow');
    const options = {
      method: 'POST',
      body,
      duplex: 'half' as const,
      headers: served.authorization,
      signal: cut.signal,
    };
    await expect(fetch(`${served.url}/?database=plancher&query=${query}`, options)).rejects.toThrow(
      'abort',
    );
    expect(
      await (await get('database=plancher&query=SELECT+count()+FROM+numbered+WHERE+n=99')).text(),
    ).toBe('0\n');
  });
});

describe('every command works on a served warehouse', () => {
  test('figures arrive whole and inserts wait, as in an embedded warehouse', async () => {
    const warehouse = await openWarehouse(served.address);
    const rows = await warehouse.query(
      "SELECT toDecimal64('1.10', 4) AS decimal, toUInt64('18446744073709551615') AS whole, getSetting('compile_expressions') AS compiles, getSetting('async_insert') AS buffers",
      {},
      z.unknown(),
    );
    await warehouse.close();
    expect(rows).toEqual([
      { decimal: '1.1000', whole: '18446744073709551615', compiles: false, buffers: false },
    ]);
  });

  test('two processes ingest at the same time, and floors and rejected records are those of an embedded warehouse', async () => {
    const demo = (name: string) => `reference/demo/${name}.ndjson`;
    const files = [
      'site-illustrative',
      'panel-illustrative',
      'panel-published',
      'observation-illustrative',
      'event-published',
      'flow-illustrative',
    ].map(demo);
    const there = { warehouse: null, environment: { PLANCHER_WAREHOUSE: served.address } };
    const at = ['--known-at', '2026-01-01T00:00:00Z', '--json'];
    const [first, second] = await Promise.all([
      plancher(['ingest', '--no-estimate', ...files, ...at], there),
      plancher(['ingest', '--no-estimate', demo('flow-illustrative'), ...at], there),
    ]);
    expect(
      reportsOf(first).reduce((sum, { accepted, repeated }) => sum + accepted + repeated, 0),
    ).toBe(131);
    expect(second.code, second.stderr).toBe(0);
    const here = { warehouse: `${folder.path}/embedded` };
    reportsOf(await plancher(['ingest', ...files, ...at], here));
    await plancher(['estimate'], there);
    const floors = async (place: Parameters<typeof plancher>[1]) =>
      rowsOf(await plancher(['floor', '--json'], place)).map(
        ({ operation, month, floor_eur: floor }) => [operation, month, floor],
      );
    const expected = await floors(here);
    expect(expected.length).toBeGreaterThan(20);
    expect(await floors(there)).toEqual(expected);
    const explained = async (place: Parameters<typeof plancher>[1]) =>
      (await plancher(['explain', 'planet-series', '2015-11'], place)).stdout.replace(
        /computed \S+ \S+ UTC/,
        'computed at some time',
      );
    expect(await explained(there)).toBe(await explained(here));
    expect(
      await ask(`${folder.path}/embedded`, {
        rows: 'SELECT count() AS n FROM custody_range FINAL',
      }),
    ).toEqual({ rows: [{ n: '6' }] });
  });

  test('a schema lock that a dead process left is taken over', async () => {
    const left = await serveWarehouse(`${folder.path}/left-locked`);
    await left.ask(
      readFileSync('sql/warehouse/lock/take.sql', 'utf8')
        .replace('{{lock}}', 'schema_lock')
        .replace('{{holder}}', 'process 1 on elsewhere'),
    );
    const migrated = await plancher(['migrate'], {
      warehouse: null,
      environment: { PLANCHER_WAREHOUSE: left.address },
    });
    expect([migrated.code, migrated.stderr]).toEqual([0, '']);
    expect(await left.ask("SELECT count() FROM system.tables WHERE name = 'schema_lock'")).toEqual([
      ['0'],
    ]);
    await left.stop();
  });

  test('a wrong password, a missing password and an address in use are one-line errors', async () => {
    const wrong = await plancher(['floor'], {
      warehouse: null,
      environment: {
        PLANCHER_WAREHOUSE: served.address.replace(encodeURIComponent(PASSWORD), 'wrong'),
      },
    });
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/^plancher: .*refuses the user or password[^\n]*\n$/),
    ]);
    const none = await plancher(['warehouse'], { warehouse: `${folder.path}/other` });
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringMatching(/^plancher: Set PLANCHER_SERVE_PASSWORD[^\n]*\n$/),
    ]);
    const taken = await plancher(['warehouse', '--listen', served.url.replace('http://', '')], {
      warehouse: `${folder.path}/other`,
      environment: { PLANCHER_SERVE_PASSWORD: PASSWORD },
    });
    expect([taken.code, taken.stderr]).toEqual([
      2,
      expect.stringMatching(/^plancher: Cannot listen on [^\n]*EADDRINUSE[^\n]*\n$/),
    ]);
  });
});
