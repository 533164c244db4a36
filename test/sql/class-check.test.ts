// plancher class check: each verdict of sql/class/check.sql, for operations and published cases.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { loadReference, readReference } from '../../pipeline/reference/load.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { flow, panel, site } from '../records.ts';
import { publishedCase } from '../published-case.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('none', clock);
afterAll(remove);

const checkRow = z.object({
  operation: z.string(),
  case_id: z.string(),
  panel: z.string(),
  unit: z.string(),
  country: z.string(),
  verdict: z.string(),
  ratios: z.number(),
  member: z.string(),
  members: z.number(),
});

const check = (operation = '') =>
  warehouse.query(sqlFile('class/check.sql'), { operation }, checkRow);

const measured = (name: string, month = '2015-11') =>
  panel(`${name}/${month}`, { site: name, month, page_views: null });
const paid = (name: string, change = {}) =>
  flow(name, {
    site: name,
    publisher_account: `pub-${name}`,
    payee: { name: 'A', country: 'FR', account: `acc-${name}`, account_type: 'psp' },
    ...change,
  });
const HOSTILE = '=1+1 <b>"';

beforeAll(async () => {
  const reference = readReference();
  const rows = [
    publishedCase({ case_id: 'in', domains: ['case.tv'], audience_country: 'FR' }),
    publishedCase({ case_id: 'out', domains: ['other.tv'] }),
  ];
  await loadReference(
    warehouse,
    { ...reference, dailyRates: null, cases: { version: 'test', rows } },
    clock,
  );
  const names = ['both.tv', 'dated.tv', 'later.tv', 'alone.tv', 'money.tv', 'shared.tv'];
  const sites = names.map((name) =>
    site(name, { site: name, operation: name === 'money.tv' ? HOSTILE : name }),
  );
  await putRange(warehouse, 'site', sites, 'site.ndjson', 0);
  const undated = { period_start: null, period_end: null, value_date: '2015-11-20' };
  const december = { period_start: '2015-12-01', period_end: '2015-12-31' };
  await putRange(
    warehouse,
    'flow',
    [
      paid('both.tv'),
      paid('dated.tv', undated),
      paid('later.tv', december),
      paid('money.tv'),
      paid('shared.tv', { publisher_account: 'pub-both.tv' }),
    ],
    'flow.ndjson',
    0,
  );
  const panels = ['both.tv', 'dated.tv', 'later.tv', 'alone.tv', 'shared.tv'].map((name) =>
    measured(name),
  );
  await putRange(warehouse, 'panel', panels, 'panel.ndjson', 0);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
});

test('each operation and case has its verdict', async () => {
  const rows = await check();
  expect(
    rows.map(({ operation, case_id: id, verdict, member }) => [operation || id, verdict, member]),
  ).toEqual([
    [HOSTILE, 'no_audience', ''],
    ['alone.tv', 'no_documented_money', ''],
    ['both.tv', 'in', 'both.tv'],
    ['dated.tv', 'payment_dated', ''],
    ['later.tv', 'money_in_other_months', ''],
    ['shared.tv', 'in', 'both.tv'],
    ['in', 'in', 'case.tv'],
    ['out', 'no audience_country', ''],
  ]);
  // The case is of another panel.
  expect(rows.map(({ members }) => members)).toEqual([0, 1, 1, 1, 1, 1, 1, 0]);
});

test('one operation alone is shown, without cases', async () => {
  expect((await check('both.tv')).map(({ operation }) => operation)).toEqual(['both.tv']);
});

test('what came after the class was made is in from the next one on', async () => {
  await putRange(warehouse, 'flow', [paid('alone.tv')], 'late.ndjson', 0);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
  expect(await check('alone.tv')).toMatchObject([{ verdict: 'from_the_next_class_on' }]);
});

test('so is a case that was loaded after it, or with other figures', async () => {
  const later = publishedCase({ case_id: 'in', domains: ['case.tv'], audience_country: 'FR' });
  const rows = [{ ...later, revenue_amount: '2999' }, publishedCase({ case_id: 'out' })];
  const reference = { ...readReference(), dailyRates: null, cases: { version: 'later', rows } };
  await loadReference(warehouse, reference, clock);
  const cases = async () =>
    (await check()).filter(({ case_id: id }) => id !== '').map(({ verdict }) => verdict);
  expect(await cases()).toEqual(['from_the_next_class_on', 'no audience_country']);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
  expect(await cases()).toEqual(['in', 'no audience_country']);
});
