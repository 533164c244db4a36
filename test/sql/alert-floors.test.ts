// Alerts on floors: a threshold reached from below, a large correction, a retraction. Flows,
// estimate and evaluation are the real ones.
import { afterAll, expect, test } from 'vitest';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { flow } from '../records.ts';
import { ALPHA, anyRow } from './figures.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const RULES = rulesSchema.parse({
  floor_thresholds_eur: ['1000', '5000'],
  floor_correction_percent: 25,
  floor_correction_eur: '500',
});
const OPERATION = 'one.tv';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
let offset = 0;

/** One payment for all of a month. */
function paid(month: string, amount: string, revision: number): Record<string, unknown> {
  const day = `${month}-28`;
  return flow(`f-${month}`, {
    revision,
    amount,
    period_start: `${month}-01`,
    period_end: day,
    value_date: day,
  });
}

/**
 * Alerts on floors after the records are in: kind, month, status, threshold or floor before, floor.
 */
async function after(...records: Record<string, unknown>[]): Promise<string[]> {
  await putRange(warehouse, 'flow', records, 'flow.ndjson', offset);
  offset += records.length;
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
  await evaluateAlerts(warehouse, { clock, rules: RULES });
  const rows = await warehouse.query(
    `SELECT kind, month, status, ifNull(threshold_eur, previous_eur) AS against, amount_eur
     FROM alert_state
     WHERE level = 'floor' AND operation = {operation:String} ORDER BY kind, month, threshold_eur`,
    { operation: OPERATION },
    anyRow,
  );
  return rows.map((row) =>
    ['kind', 'month', 'status', 'against', 'amount_eur'].map((name) => String(row[name])).join(' '),
  );
}

test('a threshold alerts once for a run of months, a large correction is an alert of its own kind, and a retracted alert returns under its identity', async () => {
  // Below every threshold.
  expect(await after(paid('2015-11', '900', 1))).toEqual([]);
  // From below: the month that reaches it, and not the one behind it.
  expect(await after(paid('2015-12', '1200', 1), paid('2016-01', '1300', 1))).toEqual([
    'FLOOR_CROSSED 2015-12 open 1000.0000 1200.0000',
  ]);
  // 400 EUR more are a third, but less than 500 EUR: no correction.
  expect(await after(paid('2016-01', '1700', 2))).toEqual([
    'FLOOR_CROSSED 2015-12 open 1000.0000 1200.0000',
  ]);
  // Much more: a correction of that month, and the next threshold.
  const [corrected, higher] = [
    'FLOOR_CORRECTED 2016-01 open 1700.0000 6000.0000',
    'FLOOR_CROSSED 2016-01 open 5000.0000 6000.0000',
  ];
  expect(await after(paid('2016-01', '6000', 3))).toEqual([
    corrected,
    'FLOOR_CROSSED 2015-12 open 1000.0000 1200.0000',
    higher,
  ]);
  // Back under the first threshold, by 300 EUR, which is no correction: it is January now that
  // reaches it.
  expect(await after(paid('2015-12', '900', 2))).toEqual([
    corrected,
    'FLOOR_CROSSED 2015-12 retracted 1000.0000 1200.0000',
    'FLOOR_CROSSED 2016-01 open 1000.0000 6000.0000',
    higher,
  ]);
  // No alert is left when the money is taken back; the correction reports the last fall.
  const reversal = flow('r', {
    status: 'reversed',
    reverses: { flow_id: 'f-2016-01' },
    amount: '5950',
    value_date: '2016-02-15',
  });
  expect(await after(reversal)).toEqual([
    'FLOOR_CORRECTED 2016-01 updated 6000.0000 50.0000',
    'FLOOR_CROSSED 2015-12 retracted 1000.0000 1200.0000',
    'FLOOR_CROSSED 2016-01 retracted 1000.0000 6000.0000',
    'FLOOR_CROSSED 2016-01 retracted 5000.0000 6000.0000',
  ]);
  // Reached again: under the same identity.
  expect(await after(paid('2015-12', '1200', 3))).toContain(
    'FLOOR_CROSSED 2015-12 updated 1000.0000 1200.0000',
  );
  const history = await warehouse.query(
    "SELECT revision, state FROM alert_revision WHERE level = 'floor' AND kind = 'FLOOR_CROSSED' AND month = '2015-12' ORDER BY revision",
    {},
    anyRow,
  );
  expect(history.map(({ revision, state }) => [revision, state])).toEqual([
    [1, 'present'],
    [2, 'retracted'],
    [3, 'present'],
  ]);
});
