// Bad input: each gives one line that says what to do, its exit code and no stack trace, and leaves
// nothing half-written that the same command does not repair.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { expectFailure } from './expect-failure.ts';
import { ask, plancher, reportsOf, rowsOf } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, lineOf, ndjson } from '../records.ts';
import { longFlowLines, siteLines } from '../seeded-lines.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const warehouse = at('warehouse');
const KNOWN = ['--known-at', '2026-01-01'];

function put(name: string, bytes: Buffer | string): string {
  writeFileSync(at(name), bytes);
  return at(name);
}

const good = (count: number, prefix = 'g') =>
  Array.from({ length: count }, (_, index) => lineOf(flow(`${prefix}-${String(index)}`)));

describe('wrong arguments: exit 2', () => {
  test.each([
    { name: 'no command', args: [], says: /no command .*--help/ },
    { name: 'an unknown command', args: ['flor'], says: /unknown command 'flor'.*--help/ },
    {
      name: 'an unknown option',
      args: ['floor', '--mnoth', '2015-11'],
      says: /unknown option '--mnoth'.*--help/,
    },
    { name: 'a missing argument', args: ['ingest'], says: /missing required argument 'file'/ },
    {
      name: 'a file that is not there',
      args: ['ingest', 'flow-nowhere.ndjson'],
      says: /flow-nowhere\.ndjson: there is no such file\. Check the path/,
    },
    {
      name: 'a directory',
      args: ['ingest', '/etc', '--kind', 'flow'],
      says: /\/etc is a directory\. Name the files in it/,
    },
    {
      name: 'an unknown kind',
      args: ['ingest', 'x.ndjson', '--kind', 'flows'],
      says: /--kind flows: there is no such kind\. The kinds are panel, flow/,
    },
    {
      name: 'a file whose name tells no kind',
      args: ['ingest', 'payments.ndjson'],
      says: /kind of payments\.ndjson is not known.*--kind/,
    },
    {
      name: 'standard input without a kind',
      args: ['ingest', '-'],
      says: /kind of standard input is not known.*--kind/,
    },
    {
      name: 'a wrong --known-at',
      args: ['ingest', 'flow.ndjson', '--known-at', 'yesterday'],
      says: /--known-at yesterday: write a day/,
    },
    {
      name: 'an impossible --known-at',
      args: ['ingest', 'flow.ndjson', '--known-at', '2015-02-30'],
      says: /--known-at 2015-02-30: write a day/,
    },
    {
      name: 'a wrong --month',
      args: ['floor', '--month', '2015-13'],
      says: /--month 2015-13: write YYYY-MM/,
    },
    {
      name: 'a wrong --as-of',
      args: ['floor', '--as-of', 'now'],
      says: /--as-of now: write a day/,
    },
    {
      name: 'an unknown assumption',
      args: ['floor', '--without', 'luck'],
      says: /--without luck: there is no such assumption.*even_spread/,
    },
    { name: 'an unknown format', args: ['floor', '--format', 'xml'], says: /'xml' is invalid/ },
    {
      name: 'explaining an unknown month',
      args: ['explain', 'planet-series', '2011-01'],
      says: /no floor for operation "planet-series" and month "2011-01".*plancher floor/,
    },
  ])('$name', async ({ args, says }) => {
    expectFailure(await plancher(args, { warehouse, cwd: folder.path }), 2, says);
  });
});

describe('wrong configuration', () => {
  const SECRET = 'tr0ub4dor';
  const configured = (address: string, more: Record<string, string> = {}) =>
    plancher(['floor'], {
      warehouse: null,
      cwd: folder.path,
      environment: { PLANCHER_WAREHOUSE: address, ...more },
    });

  async function closedPort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    return typeof address === 'object' && address !== null ? address.port : 1;
  }

  test.each([
    'embedded:',
    'warehouse',
    'ftp://host/plancher',
    'http://',
    `http://u:${SECRET}@host:99999/plancher`,
    `http://u:${SECRET}@127.0.0.1:1/not-a-name`,
    `http://u:${SECRET}%zz@127.0.0.1:1/plancher`,
    `http://u:x/${SECRET}@127.0.0.1:1/plancher`,
  ])(
    'PLANCHER_WAREHOUSE=%s: exit 2, the setting is named, and no password is shown',
    async (address) => {
      const ended = await configured(address);
      expectFailure(ended, 2, /PLANCHER_WAREHOUSE.*(embedded:DIR|http\(s\):\/\/|plain identifier)/);
      expect(ended.stderr).not.toContain(SECRET);
    },
  );

  test.each(['', '@odd', '?password='])(
    'a server that does not answer: exit 1, and no password is shown (%s)',
    async (odd) => {
      const port = String(await closedPort());
      const address = odd.startsWith('?')
        ? `http://u@127.0.0.1:${port}/plancher${odd}${SECRET}`
        : `http://u:x${odd}${SECRET}@127.0.0.1:${port}/plancher`;
      const ended = await configured(address);
      expectFailure(
        ended,
        1,
        new RegExp(`127\\.0\\.0\\.1:${port}/\\*{3} does not answer.*ECONNREFUSED.*Is it running`),
      );
      expect(ended.stderr).not.toContain(SECRET);
    },
  );

  test('a directory that holds something else, or is no directory: exit 2', async () => {
    mkdirSync(at('photos'));
    put('photos/a.jpg', 'x');
    expectFailure(
      await configured(`embedded:${at('photos')}`),
      2,
      /holds other files and no warehouse/,
    );
    expectFailure(await configured(`embedded:${at('photos/a.jpg')}`), 2, /is not a directory/);
  });

  test('a misspelt PLANCHER_ variable: exit 2, with the names that exist', async () => {
    expectFailure(
      await configured(`embedded:${warehouse}`, { PLANCHER_WAREHOSE: 'x' }),
      2,
      /PLANCHER_WAREHOSE is not a setting of plancher.*PLANCHER_WAREHOUSE/,
    );
    expectFailure(
      await configured(`embedded:${warehouse}`, { PLANCHER_ALPHA: 'much' }),
      2,
      /PLANCHER_ALPHA.*Set it right or unset it/,
    );
  });
});

describe('bad files', () => {
  test('one of several that holds no records: exit 2, and none is taken in', async () => {
    const where = at('several');
    const fine = put('flow-fine.ndjson', ndjson(good(2, 'fine')));
    for (const [name, bytes] of [
      ['flow-table.ndjson', 'flow_id;amount\na;1\nb;2\n'],
      ['flow-packed.ndjson.gz', gzipSync('<?xml version="1.0"?><Document><Ntry/></Document>')],
    ] as const)
      expectFailure(
        await plancher(['ingest', fine, put(name, bytes)], { warehouse: where }),
        2,
        /not NDJSON\. Nothing of it was taken in/,
      );
    expect(await ask(where, { rows: 'SELECT count() AS n FROM input_record' })).toEqual({
      rows: [{ n: '0' }],
    });
  });

  test('an empty file: exit 2', async () => {
    expectFailure(
      await plancher(['ingest', put('flow-empty.ndjson', '')], { warehouse }),
      2,
      /flow-empty\.ndjson is empty/,
    );
  });

  test('a byte order mark alone, an empty gzip file, and an empty standard input: exit 2', async () => {
    expectFailure(
      await plancher(['ingest', put('flow-mark.ndjson', '\ufeff')], { warehouse }),
      2,
      /flow-mark\.ndjson holds no record/,
    );
    expectFailure(
      await plancher(['ingest', put('flow-none.ndjson.gz', gzipSync(''))], { warehouse }),
      2,
      /flow-none\.ndjson\.gz holds no record/,
    );
    expectFailure(
      await plancher(['ingest', '-', '--kind', 'flow'], { warehouse }),
      2,
      /Standard input is empty/,
    );
  });

  test('a file named .gz that is not gzip: exit 2; the right file under the same name is then taken in', async () => {
    const path = put('flow-notgzip.ndjson.gz', ndjson(good(3, 'ng')));
    expectFailure(await plancher(['ingest', path], { warehouse }), 2, /is not gzip\. Rename it/);
    writeFileSync(path, gzipSync(ndjson(good(3, 'ng'))));
    const [report] = reportsOf(await plancher(['ingest', path, '--json'], { warehouse }));
    expect(report).toMatchObject({ accepted: 3, repeated: 0, rejected: 0 });
  });

  test('a gzip file that is cut off: exit 1; when it is complete, the same command ends like an undisturbed run', async () => {
    // A range is in the warehouse before the cut.
    const whole = gzipSync(ndjson(longFlowLines(12_000, 3)));
    const command = ['ingest', at('flow-cut.ndjson.gz'), ...KNOWN, '--json'];
    put('flow-cut.ndjson.gz', whole);
    reportsOf(await plancher(command, { warehouse: at('gzip-whole') }));
    put('flow-cut.ndjson.gz', whole.subarray(0, Math.floor(whole.length * 0.8)));
    const first = await plancher(command, { warehouse: at('gzip-cut') });
    expectFailure(
      first,
      1,
      /gzip data is damaged or cut off.*Fetch the file again and run the same command/,
    );
    put('flow-cut.ndjson.gz', whole);
    const [report] = reportsOf(await plancher(command, { warehouse: at('gzip-cut') }));
    expect(report?.already).toBeGreaterThan(0);
    const queries = {
      ledger: `SELECT toString(count()) AS rows, toString(sum(cityHash64(formatRow('TSV', partition, offset, kind, source, record_id, reason, hex(sha256))))) AS digest FROM input_record FINAL`,
      flows: `SELECT toString(count()) AS rows, toString(sum(cityHash64(formatRow('TSV', *)))) AS digest FROM flow_record FINAL`,
    };
    expect(await ask(at('gzip-cut'), queries)).toEqual(await ask(at('gzip-whole'), queries));
    const { names } = await ask(at('gzip-cut'), {
      names: 'SELECT uniqExact(topic) AS topics, count() AS versions FROM input_file FINAL',
    });
    expect(
      names.map(({ topics, versions }) => [Number(topics), Number(versions)]),
      'the cut version stays on record',
    ).toEqual([[1, 2]]);
  });

  test('taken in as another kind by mistake: running again as the right kind says what to do, and doing it works', async () => {
    const path = put('registry.ndjson', ndjson(siteLines().slice(0, 5)));
    const [wrong] = reportsOf(
      await plancher(['ingest', path, '--kind', 'flow', '--json'], { warehouse }),
    );
    expect(wrong).toMatchObject({ accepted: 0, rejected: 5 });
    expectFailure(
      await plancher(['ingest', path, '--kind', 'site'], { warehouse }),
      2,
      new RegExp(
        `taken in before as flow records.*plancher rejected retry --kind site --topic ${wrong?.topic ?? ''}`,
      ),
    );
    const retry = [
      'rejected',
      'retry',
      '--kind',
      'site',
      '--topic',
      wrong?.topic ?? '',
      '--no-estimate',
      '--json',
    ];
    expect(rowsOf(await plancher(retry, { warehouse }))).toMatchObject([
      { tried: 5, taken_in: 5, rejected: 0 },
    ]);
  });

  test('--strict: rejected records exit 3, and what is valid is in; without it they exit 0', async () => {
    const path = put('flow-strict.ndjson', ndjson([...good(2, 's'), '{']));
    const strict = await plancher(['ingest', path, '--strict'], { warehouse });
    expect([strict.code, strict.stderr]).toEqual([3, '']);
    expect(strict.stdout).toMatch(/flow +2 +0 +1\n/);
    expect((await plancher(['ingest', path], { warehouse })).code).toBe(0);
    expect((await plancher(['ingest', path, '--strict'], { warehouse })).code).toBe(3);
  });
});

test('the ledger names files without their folders, and ingest leaves a file as it was', async () => {
  const content = ndjson([...good(2, 'named'), '{']);
  const path = put('flow-named.ndjson', content);
  const where = at('named');
  reportsOf(await plancher(['ingest', path, '--json'], { warehouse: where }));
  const { names } = await ask(where, { names: 'SELECT DISTINCT name, topic FROM input_file' });
  expect(names.map(({ name }) => name)).toEqual(['flow-named.ndjson']);
  expect(names[0]?.['topic']).toMatch(/^file:[0-9a-f]{64}$/);
  expect(readFileSync(path)).toEqual(content);
});
