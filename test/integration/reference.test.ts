// plancher reference: what a person loads stays in force, and floors are computed from it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { flow, ndjson } from '../records.ts';
import { ask, plancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const { path: folder, remove } = temporaryFolder();
const place = { warehouse: join(folder, 'warehouse') };
afterAll(remove);

const rowsOf = (stdout: string) =>
  z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(stdout));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const SHARE = {
  ...{
    id: 'share-1',
    factor: 'contractual_publisher_share',
    line: 'advertising',
    network: 'net.example',
    country: null,
    device: 'all',
  },
  ...{
    valid_from: '2015-01-01',
    valid_to: null,
    unit: 'share of what the advertiser pays',
    currency: null,
    low: '0.6',
    high: '0.7',
  },
  ...{ source: 'contract', grade: 'published', approved_by: ['A. Martin', 'B. Durand'] },
};
const card = (change: Record<string, unknown>) => {
  const shipped = z
    .object({ version: z.string(), rows: z.array(z.unknown()) })
    .parse(JSON.parse(readFileSync('reference/rate-card.json', 'utf8')));
  return JSON.stringify({ version: 'case-1', rows: [...shipped.rows, { ...SHARE, ...change }] });
};
const floor = async () =>
  rowsOf((await plancher(['floor', '--json'], place)).stdout).map((row) => row['floor_eur']);
const inForce = async () => {
  const rows = rowsOf((await plancher(['reference', 'list', '--json'], place)).stdout);
  return Object.fromEntries(
    rows.map(({ name, origin, version }) => [
      String(name),
      `${String(origin)} ${String(version).split('-').slice(0, 2).join('-')}`,
    ]),
  );
};

test('a loaded rate card and the daily rates count, and stay in force after a restart', async () => {
  const gross = flow('gross', { basis: 'gross', currency: 'USD', value_date: '2015-12-27' });
  await plancher(['ingest', file('flow.ndjson', JSON.stringify(gross))], place);
  expect(await inForce()).toMatchObject({ rate_card: 'shipped 2026-11' });
  expect(await floor()).toEqual([null]);

  const wrong = await plancher(
    ['reference', 'rates', file('wrong.json', card({ low: '0.9' })), '--json'],
    place,
  );
  expect(wrong.code).toBe(3);
  expect(rowsOf(wrong.stdout)[0]).toMatchObject({
    errors: 1,
    loaded: false,
    findings: [{ row: 'share-1', field: 'low' }],
  });

  const draft = file('draft.json', card({ approved_by: ['A. Martin', 'a. martin'] }));
  expect((await plancher(['reference', 'rates', draft], place)).code).toBe(0);
  expect(await floor()).toEqual([null]);

  const approved = file('approved.json', card({}));
  expect((await plancher(['reference', 'rates', approved, '--check'], place)).code).toBe(0);
  expect(await floor()).toEqual([null]);
  expect((await plancher(['reference', 'rates', approved], place)).code).toBe(0);
  // Sunday 27 December: the rate of the ECB of the 24th, 1 / 1.0947 = 0.9134922810...; 100 x
  // 0.9134922810 x 0.6
  expect(await floor()).toEqual(['54.8095']);
  expect(await inForce()).toMatchObject({
    rate_card: 'loaded case-1',
    fx_daily: 'shipped ecb-35b77c951535',
    fx: 'shipped fred-monthly',
  });
  // Alerts have followed: a floor that is corrected is one.
  const looked =
    'SELECT max(floor_sequence) = (SELECT max(sequence) FROM estimate_run) AS is_current FROM alert_evaluation';
  expect(await ask(place.warehouse, { looked })).toEqual({ looked: [{ is_current: 1 }] });
});

test('a file that does not exist is a wrong argument', async () => {
  expect((await plancher(['reference', 'fx', join(folder, 'nothing.csv')], place)).code).toBe(2);
});

/** Case 13: a file of rates that is shorter than the table in force. */
test('a shorter file of daily rates takes no day away, and a wrong one is taken out again', async () => {
  const other = { warehouse: join(folder, 'shorter') };
  const paid = flow('u3', {
    period_start: '2026-07-01',
    period_end: '2026-07-31',
    value_date: '2026-08-21',
    amount: '1000.00',
    currency: 'USD',
  });
  const floors = async () =>
    rowsOf((await plancher(['floor', '--json'], other)).stdout).map((row) => row['floor_eur']);
  const fx = async (name: string, csv: string) =>
    rowsOf((await plancher(['reference', 'fx', file(name, csv), '--json'], other)).stdout)[0];
  await plancher(['ingest', '--kind', 'flow', file('u3.ndjson', JSON.stringify(paid))], other);
  // 1000 / 1.1699: the ECB's table ships.
  expect(await floors()).toEqual(['854.7739']);
  expect(
    await fx('eurofxref-short.csv', 'Date,USD,\n2026-10-30,1.1172,\n2026-10-29,1.113,\n'),
  ).toMatchObject({
    days: 2,
    added: 0,
    changed: 0,
    same: 2,
    days_before: 7126,
    findings: [
      {
        severity: 'note',
        message: 'this file has 2 days; 7126 days were in force, and stay; it brings nothing new',
      },
    ],
  });
  expect(await floors()).toEqual(['854.7739']);

  const wrong = await fx('typed.csv', 'Date,USD,\n2026-08-21,1.6990,\n');
  expect(wrong).toMatchObject({ added: 0, changed: 1, same: 0 });
  expect(await floors()).toEqual(['588.5815']);
  const doctor = rowsOf((await plancher(['doctor', '--json'], other)).stdout);
  expect(doctor.filter(({ check }) => check === 'exchange rates')).toMatchObject([
    { state: 'warning' },
  ]);
  const taken = ['reference', 'withdraw', String(wrong?.['version']), '--reason', 'mistyped'];
  expect((await plancher(taken, other)).code).toBe(0);
  expect(await floors()).toEqual(['854.7739']);
  const listed = rowsOf(
    (await plancher(['reference', 'list', '--all', '--json'], other)).stdout,
  ).filter(({ name }) => name === 'fx_daily');
  expect(listed).toMatchObject([
    { origin: 'shipped', in_force: 1, source: 'ecb', first: '1999-01-04', reason: '' },
    { origin: 'loaded', in_force: 0, source: 'ecb', first: '2026-08-21', reason: 'mistyped' },
  ]);
  expect((await plancher(taken, other)).code).toBe(2);
});

test('an explanation names the currency and the day for which there is no rate', async () => {
  const other = { warehouse: join(folder, 'unconverted') };
  const paid = flow('u4', { value_date: '2026-12-21', currency: 'USD' });
  await plancher(['ingest', '--kind', 'flow', file('u4.ndjson', JSON.stringify(paid))], other);
  const { stdout } = await plancher(['explain', 'one.tv', '2015-11'], other);
  expect(stdout).toContain('There is no exchange rate for USD on 2026-12-21.');
  const french = await plancher(['explain', 'one.tv', '2015-11', '--lang', 'fr'], other);
  expect(french.stdout).toContain('pas de taux de change pour USD au 21 décembre 2026');
});

test('observed rates become drafts in a file that the check takes, and that changes no floor', async () => {
  const other = { warehouse: join(folder, 'observed') };
  const flows = Array.from({ length: 19 }, (_, index) =>
    flow(`f${String(index)}`, {
      ...{ site: `site-${String(index)}.tv`, publisher_account: null, payee: null },
      ...{ amount: String(100 + index), impressions: 200_000 },
    }),
  );
  await plancher(['ingest', '--kind', 'flow', file('19.ndjson', ndjson(flows).toString())], other);
  const floors = async () => (await plancher(['floor', '--json'], other)).stdout;
  const before = await floors();
  const out = join(folder, 'proposed.json');
  const propose = ['reference', 'rates', 'propose', '--out', out, '--json'];
  const proposed = await plancher(propose, other);
  expect(rowsOf(proposed.stdout)).toMatchObject(
    [null, 'net'].map((network) => ({
      ...{ factor: 'cpm', network, country: null, period: '2015', n: 19, n_needed: null },
      ...{ level: '0.95', low: '0.5', median: '0.545', high: '0.59', problem: '' },
      ...{ draft_low: '0.5', draft_high: '1.966667' },
    })),
  );
  expect(proposed.stderr).toBe(`plancher: ${out} has 2 drafts.\n`);
  const again = await plancher(propose, other);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('it exists already')]);

  const counts = { rows: 11, approved: 9, draft: 2, errors: 0 };
  const checked = await plancher(['reference', 'rates', out, '--check', '--json'], other);
  expect(rowsOf(checked.stdout)).toMatchObject([{ ...counts, loaded: false }]);
  const loaded = await plancher(['reference', 'rates', 'load', out, '--json'], other);
  expect(rowsOf(loaded.stdout)).toMatchObject([{ ...counts, loaded: true }]);
  expect(await floors()).toBe(before);
});

test('lists of an office are checked, loaded together, and stay in force', async () => {
  const other = { warehouse: join(folder, 'lists') };
  const shipped = z
    .object({ rows: z.array(z.record(z.string(), z.unknown())) })
    .parse(JSON.parse(readFileSync('reference/jurisdictions.json', 'utf8')));
  const listing = { ...shipped.rows[0], list: 'OFFICE', iso2: 'CY', from: '2015-01-01', to: null };
  const official = file(
    'jurisdictions.json',
    JSON.stringify({
      list: 'jurisdictions',
      version: 'office-7',
      rows: [...shipped.rows, listing],
    }),
  );
  const centres = (change: object) =>
    file(
      'centres.json',
      JSON.stringify({
        list: 'offshore_centres',
        version: 'office-7',
        rows: [
          {
            iso2: 'CY',
            from: '2004-01-01',
            to: null,
            reason: 'no tax on dividends',
            grade: 'analyst',
            ...change,
          },
        ],
      }),
    );
  const lists = (...rest: string[]) =>
    plancher(['reference', 'lists', official, ...rest, '--json'], other);
  // One file has an error: neither is loaded.
  const wrong = await lists(centres({ iso2: 'ZZ' }));
  expect(wrong.code).toBe(3);
  expect(rowsOf(wrong.stdout)).toMatchObject([
    { list: 'jurisdictions', rows: 265, errors: 0, loaded: false },
    {
      list: 'offshore_centres',
      errors: 1,
      findings: [{ row: 'offshore_centres row 1 (ZZ)', field: 'iso2' }],
    },
  ]);
  expect((await lists(centres({}), '--check')).code).toBe(0);
  const inForceHere = async () => {
    const rows = rowsOf((await plancher(['reference', 'list', '--json'], other)).stdout);
    return rows
      .filter(({ origin }) => origin === 'loaded')
      .map(({ name, version, row_count }) => [
        name,
        String(version).startsWith('office-7'),
        Number(row_count),
      ]);
  };
  expect(await inForceHere()).toEqual([]);
  expect(rowsOf((await lists(centres({}))).stdout)).toMatchObject([
    { list: 'jurisdictions', loaded: true },
    { list: 'offshore_centres', rows: 1, loaded: true },
  ]);
  expect(await inForceHere()).toEqual([
    ['jurisdiction', true, 265],
    ['offshore_centre', true, 1],
  ]);
});
