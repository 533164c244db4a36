// Clients work unchanged: honest questions by @clickhouse/client; formats, packing, clamped limits
// and statements of clients by fetch. Clients of other languages are in clients-go, clients-python
// and clients-jdbc.
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { brotliDecompressSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_TABLES } from '../../pipeline/serve/analysts/statement/public-names.ts';
import { packNative, unpackNative } from '../../pipeline/serve/http/native-compression.ts';
import { honest } from './honest.ts';
import { ANALYST, PASSWORD, type ServedAnalysts, serveDemo } from './served-analysts.ts';

let served: ServedAnalysts;
let client: ClickHouseClient;

beforeAll(async () => {
  served = await serveDemo();
  client = createClient({
    url: served.url,
    username: ANALYST,
    password: PASSWORD,
    database: 'plancher',
    // An endpoint gives way to other sessions: on a busy machine an answer takes longer than the
    // client's own 30 s.
    request_timeout: 300_000,
    compression: { request: true, response: true },
  });
});

afterAll(async () => {
  await client.close();
  await served.stop();
});

describe('@clickhouse/client', () => {
  test('60 honest questions are answered', async () => {
    expect(new Set(honest).size).toBeGreaterThanOrEqual(60);
    const failed: unknown[] = [];
    for (const query of honest) {
      const rows = await client
        .query({ query: query.replace(/;$/, ''), format: 'JSONEachRow' })
        .then(
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
    expect(await result.json()).toEqual([
      { text: '\\N\'"\n\té', many: [1, 2], at: '1970-01-01 00:00:00' },
    ]);
    expect((await client.ping({ select: true })).success).toBe(true);
    await expect(
      client.insert({ table: 'revenue_floor', values: [{ month: 'x' }], format: 'JSONEachRow' }),
    ).rejects.toMatchObject({
      code: '164',
    });
  });
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
    const answer = await fetch(
      `${served.url}/?query=${encodeURIComponent(`SELECT operation FROM revenue_floor FORMAT ${format}`)}`,
      {
        headers: served.headers,
      },
    );
    expect([answer.status, answer.headers.get('x-clickhouse-format')]).toEqual([200, format]);
    expect(Buffer.from(await answer.arrayBuffer()).includes('planet-series')).toBe(true);
  });

  test.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
    ['deflate', inflateSync],
    ['zstd', null],
    ['lz4', null],
  ] as const)(
    'an answer packed as %s, or as it is where Node cannot pack so',
    async (encoding, unpack) => {
      const { type, bytes } = await packed(
        `${served.url}/?query=SELECT+42&enable_http_compression=1`,
        {
          ...served.headers,
          'Accept-Encoding': encoding,
        },
      );
      expect([type, (unpack === null ? bytes : unpack(bytes)).toString()]).toEqual([
        unpack === null ? undefined : encoding,
        '42\n',
      ]);
    },
  );

  test('user and password in headers and in the URL; a packed body; headers of ClickHouse', async () => {
    const key = await fetch(`${served.url}/?query=SELECT+1`, {
      headers: { 'X-ClickHouse-User': ANALYST, 'X-ClickHouse-Key': PASSWORD },
    });
    expect(await key.text()).toBe('1\n');
    const inUrl = await fetch(
      `${served.url}/?query=SELECT+1&user=${ANALYST}&password=${encodeURIComponent(PASSWORD)}&session_id=x&query_id=mine`,
    );
    expect([await inUrl.text(), inUrl.headers.get('x-clickhouse-query-id')]).toEqual([
      '1\n',
      'mine',
    ]);
    expect(JSON.parse(inUrl.headers.get('x-clickhouse-summary') ?? '')).toMatchObject({
      read_rows: '1',
    });
    const post = await fetch(served.url, {
      method: 'POST',
      body: gzipSync('SELECT 40 + 2'),
      headers: { ...served.headers, 'Content-Encoding': 'gzip' },
    });
    expect(await post.text()).toBe('42\n');
  });

  test.each([
    ['EXISTS revenue_floor', '1'],
    ['EXISTS TABLE plancher.revenue_floor', '1'],
    ['exists view `plancher`.`revenue_floor`;', '1'],
    ['/* of a tool */ EXISTS TABLE fx_rate', '1'],
    ['EXISTS VIEW fx_rate', '0'],
    ['EXISTS TABLE flow_record', '0'],
    ['EXISTS TABLE nosuch.revenue_floor', '0'],
    ['EXISTS TABLE system.tables', '1'],
    ['EXISTS DATABASE plancher', '1'],
    ['EXISTS DATABASE nosuch', '0'],
    ['EXISTS TEMPORARY TABLE revenue_floor', '0'],
    ['EXISTS DICTIONARY revenue_floor', '0'],
  ])('%s is answered %s', async (sql, expected) => {
    expect((await served.query(sql)).text).toBe(`[${expected}]\n`);
    expect((await served.query(`${sql.replace(/;$/, '')} FORMAT JSONEachRow`)).text).toBe(
      `{"result":${expected}}\n`,
    );
  });

  test('SHOW CREATE shows columns and what they mean, the engine can read it, and no definition of a view is in it', async () => {
    for (const table of PUBLIC_TABLES) {
      const { text } = await served.query(`SHOW CREATE TABLE ${table} FORMAT TSVRaw`);
      expect(text).toMatch(new RegExp(`^CREATE (VIEW|TABLE) plancher\\.${table}\n\\(\n    \``));
      expect(text).not.toMatch(/\b(FROM|JOIN|flow_record|floor_revision)\b/);
      // The parser reads it: it is refused for what it is.
      expect((await served.query(text)).reason).toBe('statement_kind');
    }
    expect((await served.query('SHOW CREATE DATABASE plancher')).text).toContain(
      'CREATE DATABASE plancher',
    );
  });

  test('settings of clients that change nothing, VALUES and formats in any case, names of the server', async () => {
    const none =
      '&max_block_size=1&allow_experimental_object_type=1&mutations_sync=3&client_protocol_version=54460';
    expect((await served.query('SELECT count() FROM numbers(10)', none)).text).toBe('[10]\n');
    const behind =
      'SELECT count() FROM numbers(10) SETTINGS max_block_size = 1, allow_experimental_analyzer = 0';
    expect((await served.query(behind)).text).toBe('[10]\n');
    for (const name of ['values', 'VALUES', 'Values'])
      expect((await served.query(`SELECT sum(a) FROM ${name}('a UInt8', 1, 2)`)).text).toBe(
        '[3]\n',
      );
    expect((await served.query('SELECT 1 AS a FORMAT jsoneachrow')).text).toBe('{"a":1}\n');
    const names = await served.query(
      'SELECT displayName() AS name, upper(displayName()), Revision()',
    );
    expect(names.text).toBe('["plancher", "PLANCHER", 0]\n');
  });

  test.each([
    ['SELECT DISTINCT t.data_paths FROM system.tables AS t', "[['']]"],
    [
      'SELECT DISTINCT create_table_query, as_select, engine_full, system.tables.metadata_path FROM system.tables',
      "['', '', '', '']",
    ],
    ['SELECT DISTINCT upper(data_path) AS path FROM system.databases', "['']"],
    ['SELECT DISTINCT view_definition AS as_select FROM information_schema.views', "['']"],
    [
      "SELECT count() FROM system.tables WHERE create_table_query LIKE '%flow_record%' OR engine_full != ''",
      '[0]',
    ],
  ])('columns that clients read and that are hidden are empty: %s', async (sql, expected) => {
    expect((await served.query(sql)).text.trim().replaceAll('"', "'")).toBe(expected);
  });

  test.each([
    'SELECT * FROM flow_record',
    'SELECT throwIf(1)',
    `SELECT ${'nosuch, '.repeat(2_000)} 1`,
  ])('a failure under compress=1 is packed, and its text stands in it as it is', async (sql) => {
    const plain = await served.answer(sql);
    const answer = await served.answer(sql, '&compress=1');
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = await plain.text();
    expect([answer.status, (await unpackNative(bytes, 1e7)).toString()]).toEqual([
      plain.status,
      text,
    ]);
    expect(bytes.includes(text.slice(0, 200))).toBe(true);
  });

  test('a body in native compression is read, and a damaged or endless one is refused', async () => {
    const post = async (body: Uint8Array) => {
      const answer = await fetch(`${served.url}/?decompress=1`, {
        method: 'POST',
        body: Buffer.from(body),
        headers: served.headers,
      });
      return answer.ok ? await answer.text() : answer.headers.get('x-clickhouse-exception-code');
    };
    const packed = Buffer.from(
      await packNative(Buffer.from(`SELECT length('${'x'.repeat(4_000)}')`)),
    );
    expect(await post(packed)).toBe('4000\n');
    expect(await post(packed.subarray(0, 40))).toBe('271');
    expect(await post(Buffer.from('SELECT 1'))).toBe('271');
    expect(await post(await packNative(Buffer.alloc(2_000_000, ' ')))).toBe('307');
    packed.writeUInt8(packed.readUInt8(30) ^ 1, 30);
    expect(await post(packed)).toBe('40');
  });

  test('a wrong password is delayed, and a wrong name gets the same answer', async () => {
    const tried = async (user: string) => {
      const startedMs = performance.now();
      const answer = await fetch(`${served.url}/?query=SELECT+1`, {
        headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': 'wrong' },
      });
      return {
        status: answer.status,
        text: await answer.text(),
        tookMs: performance.now() - startedMs,
      };
    };
    const [first, second, nobody] = [
      await tried(ANALYST),
      await tried(ANALYST),
      await tried('nobody'),
    ];
    expect([first.status, nobody.text]).toEqual([403, first.text]);
    expect(first.tookMs).toBeGreaterThanOrEqual(250);
    expect(second.tookMs).toBeGreaterThanOrEqual(500);
    expect(nobody.tookMs).toBeGreaterThanOrEqual(250);
    expect((await served.query('SELECT 1')).text).toBe('[1]\n');
  });
});

/** As it came: fetch unpacks by itself. */
async function packed(
  url: string,
  headers: Record<string, string>,
): Promise<{ type: string | undefined; bytes: Buffer }> {
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
