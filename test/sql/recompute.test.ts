// The promise: an old run, computed again, gives the same bytes, whatever came in after it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReferenceData, loadReference, readReference } from '../../pipeline/reference/load.ts';
import { joinLoadedRates } from '../../pipeline/reference/daily-tables.ts';
import { parseDailyRates } from '../../pipeline/reference/parse-daily-rates.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { recompute } from '../../pipeline/estimate/recompute/recompute.ts';
import { runs } from '../../pipeline/estimate/recompute/run-list.ts';
import { randomWorld } from '../random-records/world.ts';
import { flow, panel, site } from '../records.ts';
import { ALPHA } from './figures.ts';
import { renamed } from '../random-records/renamed.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
const run = (alpha = ALPHA) => runEstimate(warehouse, { clock, alpha, isComplete: false });
const again = (id: string, alpha = ALPHA) => recompute(warehouse, id, { clock, alpha });

const measured = { page_views: 6_000_000, panel_size: 30_000, design_effect: null };

/** Other rates and other exchange rates than those that ship. */
function changed(reference: ReferenceData): ReferenceData {
  return {
    ...reference,
    rateCard: {
      version: 'other',
      rows: reference.rateCard.rows.map((row) =>
        row.factor === 'cpm' ? { ...row, low: '0.2' } : row,
      ),
    },
    fx: {
      version: 'other',
      rows: reference.fx.rows.map((row) =>
        row.month === '2015-12' && row.currency === 'EUR' ? { ...row, units_per_usd: '0.5' } : row,
      ),
    },
  };
}

type Run = Awaited<ReturnType<typeof run>>;
let first: Run;
let second: Run;
let third: Run;
/** Late, corrected, disputed and reversed records and new reference data come between the runs. */
beforeAll(async () => {
  const world = Array.from({ length: 6 }, (_, seed) =>
    renamed(randomWorld(40_000 + seed), `r${String(seed)}-`),
  );
  await putRange(
    warehouse,
    'flow',
    [flow('a'), flow('b', { currency: 'USD', amount: '50' }), ...world.flatMap((one) => one.flows)],
    'flow',
    0,
  );
  await putRange(
    warehouse,
    'site',
    world.flatMap(({ sites }) => sites),
    'site',
    0,
  );
  await putRange(warehouse, 'panel', [panel('m1', measured)], 'panel', 0);
  first = await run();
  const flows = world.flatMap((one) => one.flows).length + 2;
  await putRange(
    warehouse,
    'flow',
    [
      flow('late', { amount: '7' }),
      flow('a', { revision: 2, amount: '1' }),
      flow('b', { amount: '51', currency: 'USD' }),
      flow('back', { status: 'reversed', reverses: { flow_id: 'a' }, amount: '0.5' }),
    ],
    'flow',
    flows,
  );
  await putRange(
    warehouse,
    'site',
    [site('new', { operation: 'other', valid_from: '2015-01-01' })],
    'site-2',
    0,
  );
  await putRange(
    warehouse,
    'panel',
    [panel('m2', { ...measured, unique_visitors: 1_000 })],
    'panel',
    1,
  );
  second = await run();
  await loadReference(warehouse, changed(readReference()), clock);
  // A second table of daily rates, which has a lower rate on the day of flow b.
  const { rates } = parseDailyRates('Date,USD,\n2015-12-30,1.2000,\n');
  await joinLoadedRates(warehouse, { label: 'typed', rates }, clock);
  third = await run(0.01);
});

describe('an old run, computed again', () => {
  test('gives the same bytes after late, corrected, disputed and reversed records, and after other reference data', async () => {
    const before = await runs(warehouse);
    const reports = [
      await again(first.run_id),
      await again(second.run_id),
      await again(third.run_id.slice(0, 8)),
    ];
    expect(reports.map(({ result, was, is }) => ({ result, was, is }))).toEqual(
      Array(3).fill({ result: 'same', was: null, is: null }),
    );
    expect(reports.map(({ alpha }) => alpha)).toEqual([ALPHA, ALPHA, 0.01]);
    // The warehouse in use stays as it was.
    expect(await runs(warehouse)).toEqual(before);
    expect((await run(0.01)).scope).toBe('none');
    // The three runs are three different answers, or the comparison would prove nothing.
    expect(new Set(reports.map(({ sha256 }) => sha256)).size).toBe(3);
    expect(reports[0]?.floors).toBeGreaterThan(5);
    expect(reports.every(({ sha256, sha256_again }) => sha256 === sha256_again)).toBe(true);
  });

  test('differs when a figure of the run or a record under it was changed, and says where', async () => {
    const raise = (by: string) =>
      warehouse.command(
        `ALTER TABLE flow_record UPDATE amount = amount + ${by} WHERE flow_id = 'late' SETTINGS mutations_sync = 2`,
      );
    await raise('1');
    const report = await again(third.run_id);
    await raise('-1');
    expect(report.result).toBe('differs');
    expect(report.was).toContain('"operation":"other"');
    expect(report.is).toContain('"operation":"other"');
    expect(report.was).not.toBe(report.is);
  });

  test.each([
    ['0000000000', 'does not exist'],
    ['x', 'write at least its first 6 digits'],
  ])('refuses run %s: %s', async (id, why) => {
    await expect(again(id)).rejects.toThrow(why);
  });

  test('refuses a run of another method', async () => {
    const last = (await runs(warehouse)).find(({ run_id: id }) => id === third.run_id);
    await warehouse.insertObjects('estimate_run', [
      {
        run_id: 'abcdef0123456789',
        finished_at: '2020-01-01 00:00:00.000',
        sequence: 99,
        method_version: '0.9',
        fingerprint: last?.fingerprint ?? '',
        scope: 'all',
      },
    ]);
    await expect(again('abcdef01')).rejects.toThrow(
      'computed by method 0.9; this program computes method 2.1',
    );
    await warehouse.command(
      "ALTER TABLE estimate_run DELETE WHERE method_version = '0.9' SETTINGS mutations_sync = 2",
    );
  });
});
