// The same records give the same alerts in the end, in whatever order they arrive and however often
// alerts are evaluated in between. PLANCHER_TEST_ALERT_WORLDS worlds (80 by default, 300 with npm
// run test:soak).
import { afterAll, expect, test } from 'vitest';
import { ALERT_KIND_NAMES, alertKind } from '../../pipeline/config/alert-kinds.ts';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { shuffled } from '../shuffled.ts';
import { type Arrival, RULES, arrivalsOf } from './alert-worlds.ts';
import { anyRow } from './figures.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { computeAlerts } from './compute-floors.ts';

const WORLDS = Number(process.env['PLANCHER_TEST_ALERT_WORLDS'] ?? '80');
const BATCHES = 10;

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const evaluate = () => computeAlerts(warehouse, clock, RULES);

async function arrive(arrivals: readonly Arrival[], offsets: Map<string, number>): Promise<void> {
  for (const kind of ['flow', 'site', 'event'] as const) {
    const records = arrivals.flatMap((one) => (one.kind === kind ? [one.record] : []));
    const at = offsets.get(kind) ?? 0;
    await putRange(warehouse, kind, records, `${kind}.ndjson`, at);
    offsets.set(kind, at + records.length);
  }
}

/**
 * Alerts that stand, but for corrections of floors: they depend on when floors were published.
 * With all that they say but where the flows were seen and how often they were revised.
 */
const standing = () =>
  warehouse.query(
    `SELECT alert_id, kind, level, severity, operation, key, month, network, payee,
      account_country, first_value_date, amount_eur, flow_count, silent_months, novelty,
      event_type, event_date, state_hash, material_hash
    FROM alert_state WHERE state = 'present' AND kind != 'FLOOR_CORRECTED' ORDER BY alert_id`,
    {},
    anyRow,
  );
const baseline = () => warehouse.query('SELECT * FROM alert_baseline ORDER BY ALL', {}, anyRow);

test(`${String(WORLDS)} random worlds, once in one backfill and once live in random order with late, corrected and repeated records, give the same alerts in the same state`, async () => {
  const random = randomOf(23);
  const arrivals = Array.from({ length: WORLDS }, (_, index) => arrivalsOf(40_000 + index)).flat();
  await arrive(arrivals, new Map());
  const first = await evaluate();
  expect(first.scope).toBe('all');
  const [backfill, silent] = [await standing(), await baseline()];

  await empty();
  const repeated = arrivals.filter(() => random.chance(0.1));
  const live = shuffled([...arrivals, ...repeated], random);
  const offsets = new Map<string, number>();
  const size = Math.ceil(live.length / BATCHES);
  for (let at = 0; at < live.length; at += size) {
    await arrive(live.slice(at, at + size), offsets);
    await evaluate();
  }
  const kinds = new Set(backfill.map((alert) => alert['kind']));
  expect(kinds).toEqual(new Set(ALERT_KIND_NAMES.filter((name) => alertKind(name).on === 'key')));
  expect(backfill.length).toBeGreaterThan(WORLDS);
  expect(silent.length).toBeGreaterThan(WORLDS);
  expect(await standing()).toEqual(backfill);
  expect(await baseline()).toEqual(silent);
  const [withdrawn] = await warehouse.query(
    "SELECT countIf(state = 'retracted') AS retracted, countIf(state = 'superseded') AS superseded FROM alert_state",
    {},
    anyRow,
  );
  console.log(
    `${String(WORLDS)} worlds, ${String(live.length)} records: ${String(backfill.length)} alerts; live also`,
    withdrawn,
  );
  expect(Number(withdrawn?.['retracted']) + Number(withdrawn?.['superseded'])).toBeGreaterThan(0);
  // Nothing is written when nothing is new, and looking at everything again finds the same.
  const revisions = await warehouse.query(
    'SELECT count() AS revisions FROM alert_revision',
    {},
    anyRow,
  );
  expect((await evaluate()).scope).toBe('none');
  await evaluateAlerts(warehouse, { clock, rules: RULES, isComplete: true });
  expect(
    await warehouse.query('SELECT count() AS revisions FROM alert_revision', {}, anyRow),
  ).toEqual(revisions);
});
