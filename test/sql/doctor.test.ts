// What the doctor finds in tables, on the real engine: what it must see when rows are gone, and
// what it says of a partition of Kafka.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import type { CheckResult } from '../../pipeline/doctor/check-result.ts';
import { partitionResult } from '../../pipeline/doctor/kafka-checks.ts';
import { custodyOfPartitions } from '../../pipeline/doctor/custody-checks.ts';
import { checkContent, checkSchema } from '../../pipeline/doctor/warehouse-checks.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { sqlTime } from '../../pipeline/platform/clock.ts';
import { migrate } from '../../pipeline/warehouse/migrate.ts';
import { type Fields, flow, observation, panel, slot } from '../records.ts';
import {
  TEST_TIME_MS,
  putRange,
  temporaryWarehouse,
  tickingClock,
} from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
beforeEach(empty);
const ALPHA = 0.05;
/** What vitest calls any. */
const text: {
  stringContaining: (part: string) => unknown;
  stringMatching: (pattern: RegExp) => unknown;
} = expect;

/** Three ranges of each of four inputs, 36 records in all. */
async function putInputs(): Promise<void> {
  for (const topic of ['whole.ndjson', 'kafka:adnetwork.flow', 'gap.ndjson', 'thin.ndjson'])
    for (const first of [0, 3, 6])
      await putRange(warehouse, 'flow', flows(topic, first), topic, first);
}

const flows = (topic: string, first: number) =>
  [0, 1, 2].map((index) => flow(`${topic}-${String(first + index)}`, { site: 'doctor.tv' }));

async function examined(): Promise<CheckResult[]> {
  const custody = await custodyOfPartitions(warehouse);
  return [
    ...(await checkContent(warehouse, { clock, alpha: ALPHA, reference: readReference, custody })),
  ];
}
const of = (findings: readonly CheckResult[], check: string) =>
  findings.filter((finding) => finding.check.startsWith(check));

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

  test('with one network under several names gets a warning: their payments would be added', async () => {
    expect(of(await examined(), 'names of networks')).toMatchObject([{ state: 'ok' }]);
    const names = [
      'PopAds.example',
      'popads.example',
      'popads.example ',
      'pop\u200bads.example',
      'other.example',
    ];
    const records = names.map((network, index) =>
      flow(`name-${String(index)}`, { network, site: 'names.tv' }),
    );
    await putRange(warehouse, 'flow', records, 'names.ndjson', 0);
    const [similar] = of(await examined(), 'names of networks');
    expect(similar?.state).toBe('warning');
    expect(similar?.what).toContain(
      'added up: "PopAds.example", "popads.example ", "popads.example", "pop\u200bads.example"',
    );
    expect(similar?.what).not.toContain('other.example');
  });

  test('with sources, operations or ids that look the same gets a warning that names them', async () => {
    expect(of(await examined(), 'names of sources')).toMatchObject([{ state: 'ok' }]);
    expect(of(await examined(), 'names of operations')).toMatchObject([{ state: 'ok' }]);
    expect(of(await examined(), 'ids')).toMatchObject([{ state: 'ok' }]);
    const ids = ['a 1', 'a\u00a01', 'a1', '\uff41\uff12', 'a2', 'a3'];
    const flows = ids.map((id) => flow(id, { source: 'alike', site: 'ids.tv', amount: '1' }));
    await putRange(
      warehouse,
      'flow',
      [...flows, flow('x', { source: 'Alike', site: 'ids.tv' })],
      'ids.ndjson',
      0,
    );
    const found = await examined();
    expect(of(found, 'names of sources')).toMatchObject([
      { state: 'warning', what: text.stringContaining('"Alike", "alike"') },
    ]);
    const [like] = of(found, 'ids');
    expect(like?.state).toBe('warning');
    for (const pair of ['"a 1", "a1", "a\u00a01"', '"a2", "\uff41\uff12"'])
      expect(like?.what).toContain(pair);
    expect(like?.what).not.toContain('a3');
  });

  test('with implausible figures gets a warning that names one, until a higher revision corrects them', async () => {
    expect(of(await examined(), 'figures')).toMatchObject([{ state: 'ok' }]);
    const measured = (id: string, change: Fields) =>
      panel(id, {
        site: 'doubt.tv',
        unique_visitors: 1_000,
        page_views: 10_000_000,
        ...change,
      });
    const doubtful = [
      measured('at the bound', {}),
      measured('pages', { page_views: 10_000_001 }),
      measured('nobody', { unique_visitors: 0, page_views: 1 }),
      measured('universe', { universe: 9_000_000_001 }),
      measured('panel', { panel_size: 44_800_001 }),
    ];
    await putRange(warehouse, 'panel', doubtful, 'doubt-panel.ndjson', 0);
    const crawled = (id: string, perPage: string, revision = 1) =>
      observation(id, [slot('net.example', perPage)], {
        revision,
        site: 'doubt.tv',
        pages_sampled: 10,
      });
    await putRange(
      warehouse,
      'observation',
      [crawled('usual', '4'), crawled('slots', '101')],
      'doubt-observation.ndjson',
      0,
    );
    const day = (days: number) =>
      new Date(TEST_TIME_MS + days * 86_400_000).toISOString().slice(0, 10);
    const paid = (id: string, days: number, more = {}) =>
      flow(id, { site: 'doubt.tv', value_date: day(days), ...more });
    await putRange(
      warehouse,
      'flow',
      [paid('today', 0), paid('later', 30), paid('owed later', 30, { status: 'accrued' })],
      'doubt-flow.ndjson',
      0,
    );
    const doubts = async () =>
      of(await examined(), 'figures').map(({ what }) => what.replace('can hardly be true: ', ''));
    expect(await doubts()).toEqual([
      'a panel that is larger than its population (1, such as panel panel)',
      'a population of more than 9 thousand million persons (1, such as panel universe)',
      'more than 10 000 pages for each visitor (2, such as panel nobody)',
      'more than 100 slots on a page (1, such as crawler slots)',
      'paid on a day that was still to come when the record came in (1, such as statement later)',
    ]);
    await putRange(
      warehouse,
      'panel',
      ['pages', 'nobody', 'universe', 'panel'].map((id) => measured(id, { revision: 2 })),
      'doubt-panel.ndjson',
      5,
    );
    await putRange(
      warehouse,
      'observation',
      [crawled('slots', '1', 2)],
      'doubt-observation.ndjson',
      2,
    );
    await putRange(warehouse, 'flow', [paid('later', 0, { revision: 2 })], 'doubt-flow.ndjson', 3);
    expect(of(await examined(), 'figures')).toMatchObject([{ state: 'ok' }]);
  });

  test('with a reversal under another network than its target gets a warning, until it is reported under the same', async () => {
    expect(of(await examined(), 'reversals')).toMatchObject([{ state: 'ok' }]);
    const back = (id: string, reverses: string, more: Record<string, unknown> = {}) =>
      flow(id, { site: 'back.tv', status: 'reversed', reverses, ...more });
    const records = [
      flow('paid-1', { site: 'back.tv' }),
      back('same network', 'paid-1', { amount: '1' }),
      back('another network', 'paid-1', { amount: '2', network: 'elsewhere.example' }),
      // Of another source: what it takes back is not known.
      back('another source', 'paid-1', {
        amount: '3',
        network: 'elsewhere.example',
        source: 'bank',
      }),
    ];
    await putRange(warehouse, 'flow', records, 'back.ndjson', 0);
    expect(of(await examined(), 'reversals')).toMatchObject([
      {
        state: 'warning',
        what: text.stringMatching(/^1 name another .* such as statement another network:/),
      },
    ]);
    await putRange(
      warehouse,
      'flow',
      [back('another network', 'paid-1', { amount: '2', revision: 2 })],
      'back.ndjson',
      4,
    );
    expect(of(await examined(), 'reversals')).toMatchObject([{ state: 'ok' }]);
  });

  test('with contents that contradict each other reports how many records do not count', async () => {
    await putRange(
      warehouse,
      'flow',
      [flow('twice', { amount: '1' }), flow('twice', { amount: '2' })],
      'twice.ndjson',
      0,
    );
    expect(of(await examined(), 'disputed')).toMatchObject([
      { state: 'warning', what: 'they count for nothing: flow 1' },
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

describe('a partition of Kafka', () => {
  const now = TEST_TIME_MS + 600_000;
  const ends = { topic: 'adnetwork.flow', partition: 0, earliest: 0, end: 9, committed: 9 };
  const custody = {
    topic: 'kafka:adnetwork.flow',
    partition: 0,
    position: 9,
    records: 9,
    blank: 0,
    missing_offsets: 0,
    offsets: 9,
    overlapping_offsets: 0,
    last_taken_in_ms: TEST_TIME_MS,
  };
  const look = (more: Partial<typeof ends>, known: Partial<typeof custody> | null = {}) =>
    partitionResult(
      { ...ends, ...more },
      new Map(known === null ? [] : [['kafka:adnetwork.flow 0', { ...custody, ...known }]]),
      now,
    );

  test.each([
    {
      name: 'that is taken in',
      found: look({}),
      state: 'ok',
      says: 'the broker has 0 to 9, the group has committed 9, custody continues at 9, lag 0',
    },
    {
      name: 'that is empty and was never taken in',
      found: look({ end: 0, committed: -1 }, null),
      state: 'ok',
      says: 'the group has committed nothing',
    },
    {
      name: 'that is being taken in',
      found: look({ end: 50 }, { last_taken_in_ms: now - 2_000 }),
      state: 'ok',
      says: 'lag 41',
    },
    {
      name: 'where records wait and nothing moves',
      found: look({ end: 50 }),
      state: 'warning',
      says: 'lag 41; nothing was taken in for 10 min',
    },
    {
      name: 'that nobody ever took in',
      found: look({ end: 50 }, null),
      state: 'warning',
      says: 'lag 50; nothing was ever taken in',
    },
    {
      name: 'that retention outran',
      found: look({ earliest: 20, end: 50 }),
      state: 'failed',
      says: 'lag 30; 11 records were deleted before',
    },
    {
      name: 'that was made anew',
      found: look({ end: 4 }),
      state: 'failed',
      says: 'custody is beyond the end',
    },
    {
      name: 'while the warehouse is down',
      found: partitionResult(ends, null, now),
      state: 'warning',
      says: 'the broker has 0 to 9',
    },
  ])('$name is $state', ({ found, state, says }) => {
    expect(found.check).toBe('partition adnetwork.flow/0');
    expect(found.state).toBe(state);
    expect(found.what).toContain(says);
    expect(found.what_to_do === '').toBe(state === 'ok');
  });
});
