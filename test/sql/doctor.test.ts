// What the doctor finds in tables, on the real engine: lost rows, floors and alerts that are
// behind, messages and exports that failed. Doubtful records: doctor-doubts.test.ts.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import { checkSchema } from '../../pipeline/doctor/warehouse-checks.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { sqlTime } from '../../pipeline/platform/clock.ts';
import { migrate } from '../../pipeline/warehouse/migrate.ts';
import { flow } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { examine, of, text } from './examined.ts';
import { ALPHA } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
beforeEach(empty);
/** Three ranges of each of four inputs, 36 records in all. */
async function putInputs(): Promise<void> {
  for (const topic of ['whole.ndjson', 'kafka:adnetwork.flow', 'gap.ndjson', 'thin.ndjson'])
    for (const first of [0, 3, 6])
      await putRange(warehouse, 'flow', flows(topic, first), topic, first);
}

const flows = (topic: string, first: number) =>
  [0, 1, 2].map((index) => flow(`${topic}-${String(first + index)}`, { site: 'doctor.tv' }));

const examined = () => examine(warehouse, clock);

describe('a warehouse', () => {
  test('reports that no run took place, then that nothing has changed, then how many records came since', async () => {
    await putInputs();
    expect(of(await examined(), 'floors')).toMatchObject([
      { state: 'warning', what: 'no floor was ever computed' },
    ]);
    await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
    expect(of(await examined(), 'alerts')).toMatchObject([
      { state: 'warning', what: 'alerts were never evaluated' },
    ]);
    await evaluateAlerts(warehouse, { clock, rules: rulesSchema.parse({}) });
    const healthy = await examined();
    expect(healthy.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(healthy.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'reference fx',
        'floors',
        'custody',
        'rejected records',
        'disputed records',
        'alerts',
        'exports',
      ]),
    );
    expect(of(healthy, 'custody')[0]?.what).toBe(
      '4 partitions and files, 36 records: no gap, every record is in the ledger, every file was taken in to the end',
    );
    await putRange(warehouse, 'flow', flows('whole.ndjson', 9), 'whole.ndjson', 9);
    const [floors] = of(await examined(), 'floors');
    expect(floors?.state).toBe('warning');
    expect(floors?.what).toContain('; 3 records were taken in since');
    expect(of(await examined(), 'alerts')).toMatchObject([
      { state: 'warning', what: text.stringContaining('; 3 records were taken in since') },
    ]);
    expect(await checkSchema(warehouse)).toMatchObject([{ state: 'ok' }]);
  });

  test('whose custody or ledger lost rows has a failed check that names the input and the number', async () => {
    await putInputs();
    await warehouse.command(
      "ALTER TABLE custody_range DELETE WHERE topic = 'gap.ndjson' AND first_offset = 3 SETTINGS mutations_sync = 2",
    );
    await warehouse.command(
      "ALTER TABLE input_record DELETE WHERE topic = 'thin.ndjson' AND offset IN (1, 7) SETTINGS mutations_sync = 2",
    );
    // Two workers that cut the same records differently are no fault.
    await putRange(warehouse, 'flow', flows('kafka:adnetwork.flow', 4), 'kafka:adnetwork.flow', 4);
    const findings = of(await examined(), 'custody');
    expect(findings.map(({ check, state, what }) => [check, state, what])).toEqual([
      ['custody gap.ndjson/0', 'failed', 'a gap: 3 offsets before 9 are in no range'],
      ['custody thin.ndjson/0', 'failed', '2 of 9 records in custody are not in the ledger'],
    ]);
  });

  test('whose schema lacks a statement has a failed check, until it is migrated', async () => {
    await warehouse.command(
      "ALTER TABLE schema_journal DELETE WHERE migration = 'views/70_flag.sql' SETTINGS mutations_sync = 2",
    );
    expect(await checkSchema(warehouse)).toMatchObject([
      { state: 'failed', what_to_do: 'plancher migrate' },
    ]);
    await migrate(warehouse, { cluster: null, clock, isExclusive: true });
    expect(await checkSchema(warehouse)).toMatchObject([{ state: 'ok' }]);
  });
});

describe('what leaves the warehouse', () => {
  const at = (minutes: number) => sqlTime(clock() + minutes * 60_000);
  const message = (key: string, plannedAt: string) => ({
    message_key: key,
    destination: 'desk',
    form: 'alert',
    operation: 'x',
    member_count: 1,
    body: '{}',
    planned_at: plannedAt,
  });

  test('messages that wait for a moment are fine, that wait for long are a warning, that were given up have failed, with the last answer', async () => {
    await evaluateAlerts(warehouse, { clock, rules: rulesSchema.parse({}) });
    await warehouse.insertObjects('alert_message', [
      message('fresh', at(0)),
      message('sent', at(-90)),
    ]);
    await warehouse.insertObjects('alert_attempt', [
      {
        message_key: 'sent',
        attempted_at: at(-89),
        attempt: 1,
        outcome: 'sent',
        answer: '200',
        next_at: null,
      },
    ]);
    expect(of(await examined(), 'alerts to')).toEqual([]);
    await warehouse.insertObjects('alert_message', [
      message('late', at(-90)),
      message('given-up', at(-900)),
    ]);
    await warehouse.insertObjects('alert_attempt', [
      {
        message_key: 'given-up',
        attempted_at: at(-800),
        attempt: 9,
        outcome: 'dead',
        answer: '500 broken',
        next_at: null,
      },
    ]);
    expect(of(await examined(), 'alerts to')).toMatchObject([
      {
        check: 'alerts to desk',
        state: 'failed',
        what: '1 messages were given up; last answer: 500 broken',
      },
      {
        check: 'alerts to desk',
        state: 'warning',
        what: text.stringMatching(/^2 messages have been pending for up to (89|90) min$/),
      },
    ]);
  });

  test('the state of an export is that of its last run', async () => {
    const run = (name: string, minutes: number, outcome: string, error = '') => ({
      export: name,
      reason: 'schedule',
      planned_at: at(minutes),
      attempt: 1,
      run_id: `${name}${String(minutes)}`,
      stage: 1,
      started_at: at(minutes),
      ended_at: at(minutes + 1),
      outcome,
      error,
      manifest_sha256: '',
      directory: '',
      row_count: 0,
      holder: 'test',
    });
    await warehouse.insertObjects('export_run_record', [
      run('a', -600, 'failed', 'disk full'),
      run('a', -60, 'done'),
      run('b', -600, 'done'),
      run('b', -60, 'failed', 'disk full'),
    ]);
    expect(of(await examined(), 'export')).toMatchObject([
      { check: 'export a', state: 'ok', what: text.stringMatching(/^written .* (59|60) min ago$/) },
      {
        check: 'export b',
        state: 'failed',
        what: text.stringMatching(/^failed .* ago: disk full$/),
      },
    ]);
  });
});
