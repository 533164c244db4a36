// plancher reference: what a person loads stays in force, and floors are computed from it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { flow } from '../records.ts';
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

test('a loaded rate card and loaded daily rates count, and stay in force after a restart', async () => {
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
  // 100 USD x 0.9184 (2015-12) x 0.6
  expect(await floor()).toEqual(['55.1040']);

  const daily = file('eurofxref-hist.csv', 'Date,USD,\n2015-12-28,1.0990,\n2015-12-24,1.0947,\n');
  expect((await plancher(['reference', 'fx', daily], place)).code).toBe(0);
  // Sunday 27 December: the rate of the 24th, 1 / 1.0947 = 0.9134922810...; 100 x 0.9134922810 x
  // 0.6
  expect(await floor()).toEqual(['54.8095']);
  expect(await inForce()).toMatchObject({
    rate_card: 'loaded case-1',
    fx_daily: 'loaded eurofxref-hist',
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
