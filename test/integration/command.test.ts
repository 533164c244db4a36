// The command line as programs and shells use it: JSON on every command, columns of the public
// views, streams kept apart.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Report, plancher, reportsOf, rowsOf } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, ndjson } from '../records.ts';
import { flowLines } from '../seeded-lines.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEMO = [
  'event-illustrative',
  'event-published',
  'flow-illustrative',
  'observation-illustrative',
  'panel-illustrative',
  'panel-published',
  'site-illustrative',
].map((name) => join(ROOT, 'reference', 'demo', `${name}.ndjson`));

const folder = temporaryFolder();
const warehouse = join(folder.path, 'warehouse');
const run = (...args: string[]) => plancher(args, { warehouse });

beforeAll(async () => {
  const broken = join(folder.path, 'flow-broken.ndjson');
  writeFileSync(broken, ndjson(['{"flow_id":', flow('f-1', { amount: '-1' })]));
  rowsOf(await run('ingest', ...DEMO, broken, '--known-at', '2016-08-01', '--json'));
});
afterAll(folder.remove);

// Columns of the public views.
const FLOOR = [
  'operation',
  'month',
  'floor_eur',
  'floor_headline_eur',
  'documented_eur',
  'apportioned_eur',
  'modelled_eur',
  'accrued_eur',
  'offshore_eur',
  'rung',
  'confidence',
  'status',
  'reason',
  'visitors_lower',
  'method_version',
  'rate_card_version',
  'run_id',
  'known_at',
];
const FLAG = [
  'rule',
  'rule_version',
  'subject',
  'flow_id',
  'list',
  'list_version',
  'severity',
  'explanation',
  'value_date',
  'known_at',
];
const ALERT = [
  'alert_id',
  'revision',
  'kind',
  'severity',
  'status',
  'operation',
  'network',
  'publisher_account',
  'payee',
  'account_country',
  'first_value_date',
  'amount_eur',
  'retrospective',
  'explanation',
];
const REJECTED = [
  'kind',
  'reason',
  'path',
  'input',
  'topic',
  'partition',
  'offset',
  'sha256',
  'raw',
  'known_at',
];

describe('--json', () => {
  test.each([
    { args: ['floor'], columns: FLOOR, rows: 41 },
    { args: ['flags'], columns: FLAG, rows: 1 },
    { args: ['alerts'], columns: ALERT, rows: 10 },
    { args: ['alerts', 'baseline'], columns: ['operation', 'level', 'key', 'reason'], rows: 10 },
    { args: ['alerts', 'deliveries'], columns: [], rows: 0 },
    { args: ['rejected'], columns: REJECTED, rows: 2 },
    { args: ['rejected', 'list'], columns: REJECTED, rows: 2 },
    {
      args: ['explain', 'planet-series', '2015-11'],
      columns: ['floor', 'lines', 'parts'],
      rows: 1,
    },
    { args: ['estimate', '--all'], columns: ['run_id', 'changed', 'scope'], rows: 1 },
    { args: ['migrate'], columns: ['warehouse', 'state'], rows: 1 },
    {
      args: ['migrate', '--status'],
      columns: ['migration', 'statement', 'state', 'checksum'],
      rows: 1,
    },
    { args: ['migrate', '--dry-run'], columns: [], rows: 0 },
    { args: ['check-config'], columns: ['setting', 'value', 'from', 'about'], rows: 1 },
  ])(
    '$args prints one JSON array with the columns of its view, and nothing on stderr',
    async ({ args, columns, rows }) => {
      const ended = await run(...args, '--json');
      const printed = rowsOf(ended);
      expect(printed.length).toBeGreaterThanOrEqual(rows);
      for (const row of printed) expect(Object.keys(row)).toEqual(expect.arrayContaining(columns));
      expect(ended.stderr).toBe('');
    },
  );

  test('a query without rows prints an empty array', async () => {
    expect(rowsOf(await run('floor', '--operation', 'nobody', '--json'))).toEqual([]);
    expect(rowsOf(await run('flags', '--operation', 'nobody', '--json'))).toEqual([]);
  });

  test('decimals and 64-bit integers are texts with all their digits', async () => {
    const [floor] = rowsOf(
      await run('floor', '--operation', 'planet-series', '--month', '2015-11', '--json'),
    );
    expect(floor).toMatchObject({
      floor_eur: '2588.3729',
      floor_headline_eur: '2500.0000',
      documented_eur: '2588.3729',
    });
    const [rejected] = rowsOf(await run('rejected', '--json'));
    expect(rejected).toMatchObject({ offset: '0', reason: 'invalid_json', raw: '{"flow_id":' });
    expect(rejected?.['input']).toMatch(/^flow-broken\.ndjson \(file:[0-9a-f]{12}\)$/);
  });

  test('--format csv prints the same columns', async () => {
    const { stdout } = await run('floor', '--format', 'csv');
    const [header = ''] = stdout.split('\r\n');
    expect(header.split(',').map((name) => name.replaceAll('"', ''))).toEqual(
      expect.arrayContaining(FLOOR),
    );
    expect(stdout.trimEnd().split('\n').length).toBe(42);
  });
});

test('explain --threshold above the floor is refused: the floor is under it already', async () => {
  const { code, stdout, stderr } = await run(
    'explain',
    'planet-series',
    '2015-11',
    '--threshold',
    '2588.38',
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /^plancher: --threshold 2588\.38: the floor is 2588\.3729 EUR, which is under it already/,
  );
});

test('explain --threshold takes four decimals, and shows them', async () => {
  const [derivation] = rowsOf(
    await run('explain', 'planet-series', '2015-11', '--threshold', '2588.3729', '--json'),
  );
  expect(derivation).toMatchObject({ threshold_eur: '2588.3729' });
  expect((await run('explain', 'planet-series', '2015-11', '--threshold', '1.23456')).code).toBe(2);
});

describe('floor', () => {
  test('--as-of prints what was known before and after a revision became known', async () => {
    const place = { warehouse: join(folder.path, 'revised') };
    const first = join(folder.path, 'flow-first.ndjson');
    const second = join(folder.path, 'flow-second.ndjson');
    const payment = { flow_id: 'rev', source: 'revising', site: 'revised.tv' };
    writeFileSync(first, ndjson([flow('f-1', { ...payment, amount: '700' })]));
    writeFileSync(second, ndjson([flow('f-1', { ...payment, revision: 2, amount: '300' })]));
    // The later one first: what was known when does not depend on the order of arrival.
    for (const [file, time] of [
      [second, '2016-06-10T12:00:00Z'],
      [first, '2016-03-08T12:00:00Z'],
    ] as const)
      rowsOf(await plancher(['ingest', file, '--known-at', time, '--json'], place));
    const amounts = async (...args: string[]) =>
      rowsOf(await plancher(['floor', '--operation', 'revised.tv', ...args, '--json'], place)).map(
        (row) => row['floor_eur'],
      );
    const asOf = (time: string) => amounts('--as-of', time);
    expect(await asOf('2016-03-08T11:59:59Z')).toEqual([]);
    expect(await asOf('2016-03-08')).toEqual(['700.0000']);
    expect(await asOf('2016-06-10T11:59:59Z')).toEqual(['700.0000']);
    expect(await asOf('2016-06-10T12:00:00Z')).toEqual(['300.0000']);
    expect(await amounts()).toEqual(['300.0000']);
  });

  test('--without even_spread leaves out exactly what rests on it', async () => {
    const rows = rowsOf(await run('floor', '--operation', 'planet-series', '--json'));
    const without = rowsOf(
      await run('floor', '--operation', 'planet-series', '--without', 'even_spread', '--json'),
    );
    const cents = (value: unknown) => Math.round(Number(value) * 10_000);
    const documented = new Map(without.map((row) => [row['month'], row]));
    expect(rows.filter((row) => cents(row['apportioned_eur']) > 0).length).toBeGreaterThan(0);
    for (const row of rows) {
      const other = documented.get(row['month']);
      // Each of the two is truncated to 4 decimals for itself, so one ten-thousandth may lie
      // between.
      const expected = cents(row['documented_eur']) - cents(row['apportioned_eur']);
      expect(
        Math.abs(cents(other?.['documented_eur'] ?? '0') - expected),
        String(row['month']),
      ).toBeLessThanOrEqual(1);
      expect(cents(other?.['apportioned_eur'] ?? '0')).toBe(0);
    }
  });

  test('--without and --as-of change no floor in force', async () => {
    const before = await run('floor', '--json');
    rowsOf(await run('floor', '--without', 'even_spread', '--without', 'rung:L1', '--json'));
    rowsOf(await run('floor', '--as-of', '2016-01-01', '--json'));
    expect((await run('floor', '--json')).stdout).toBe(before.stdout);
  });
});

const DEMO_LIMIT_SECONDS = 60;

test(`demo answers within ${String(DEMO_LIMIT_SECONDS)} seconds, with records, floors and flags, and leaves the warehouse alone`, async () => {
  const before = await run('floor', '--json');
  const started = performance.now();
  const [demo] = rowsOf(await run('demo', '--json'));
  const seconds = (performance.now() - started) / 1000;
  console.log(`demo: ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(DEMO_LIMIT_SECONDS);
  expect(Object.keys(demo ?? {})).toEqual([
    'records',
    'run',
    'floors',
    'flags',
    'alerts',
    'proofs',
    'exported',
  ]);
  expect(demo?.['floors']).toHaveLength(41);
  expect((await run('floor', '--json')).stdout).toBe(before.stdout);
  const told = await run('demo');
  expect([told.code, told.stderr]).toEqual([0, '']);
  expect(told.stdout).toContain('planet-series');
});

describe('streams', () => {
  test('data goes to stdout only, failures go to stderr only', async () => {
    const told = await run('floor');
    expect([told.code, told.stderr]).toEqual([0, '']);
    expect(told.stdout).toMatch(/^operation +month +floor_headline_eur/);
    const failed = await run('floor', '--month', 'never');
    expect([failed.code, failed.stdout]).toEqual([2, '']);
    const help = await run('--help');
    expect([help.code, help.stderr]).toEqual([0, '']);
  });

  test('bytes on standard input of a command that does not read it stay out of the warehouse', async () => {
    const fresh = join(folder.path, 'fresh');
    const file = join(folder.path, 'flow-one.ndjson');
    writeFileSync(file, ndjson([flow('f-1')]));
    const [report] = reportsOf(
      await plancher(['ingest', file, '--json'], { warehouse: fresh }, 'flow-two.ndjson\n["x"]\n'),
    );
    expect(report).toMatchObject({ accepted: 1, repeated: 0, rejected: 0 });
  });

  test('a long stream on standard input is taken in line by line, to the last one, like the file of the same lines', async () => {
    const lines = ndjson(flowLines(40_000, 5));
    const file = join(folder.path, 'flow-long.ndjson');
    writeFileSync(file, lines);
    const stream = reportsOf(
      await plancher(
        ['ingest', '-', '--kind', 'flow', '--no-estimate', '--json'],
        { warehouse: join(folder.path, 'stream') },
        lines,
      ),
    );
    const read = reportsOf(
      await plancher(['ingest', file, '--no-estimate', '--json'], {
        warehouse: join(folder.path, 'read'),
      }),
    );
    const counts = ({ accepted, repeated, rejected }: Report) => [accepted, repeated, rejected];
    expect(stream.map(counts)).toEqual(read.map(counts));
  });

  test('`plancher floor | head -1` exits with 0', () => {
    const script =
      'set -o pipefail; node bin/plancher.js floor --json | head -1 >/dev/null; echo "${PIPESTATUS[0]}"; node bin/plancher.js floor | true; echo "${PIPESTATUS[0]}"';
    const env = { ...process.env, PLANCHER_WAREHOUSE: `embedded:${warehouse}` };
    expect(
      execFileSync('bash', ['-c', `${script} 2>&1`], {
        cwd: ROOT,
        env,
        encoding: 'utf8',
        timeout: 60_000,
      }),
    ).toBe('0\n0\n');
  });
});
