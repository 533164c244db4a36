// What an explanation of modelled money reads takes the alpha of the last run.
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { flow } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const ALPHA_SHOWN = sqlFile('expressions/alpha_of_last_run.sql');
const alphaShown = async () => {
  const [row] = await warehouse.query(
    `SELECT ${ALPHA_SHOWN} AS alpha_ppm`,
    {},
    z.object({ alpha_ppm: z.number() }),
  );
  return row?.alpha_ppm;
};

test('without a run it is the default, then that of each run', async () => {
  expect(await alphaShown()).toBe(50_000);
  await putRange(warehouse, 'flow', [flow('f-1', {})], 'flow.ndjson', 0);
  for (const [alpha, ppm] of [
    [0.1, 100_000],
    [0.02, 20_000],
  ] as const) {
    await runEstimate(warehouse, { clock, alpha, isComplete: false });
    expect(await alphaShown()).toBe(ppm);
  }
});

test('the view of unquantified measurements reads it', async () => {
  expect(sqlFile('views/46_model_shown.sql')).toContain(`alpha_ppm = ${ALPHA_SHOWN.trim()}`);
  const rows = await warehouse.query(
    "SELECT * FROM unquantified_audience_at(as_of = '2200-01-01 00:00:00')",
    {},
    z.unknown(),
  );
  expect(rows).toEqual([]);
});
