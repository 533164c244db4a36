// Before a row says that earlier rows are written, those rows are on the disk: the inserts on the
// way wait for it (settings of sql/migrations/0001_records.sql).
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { KINDS, RECORD_KINDS } from '../../schemas/record.ts';
import { RULES } from './alert-worlds.ts';
import { flow } from '../records.ts';
import { ALPHA } from './figures.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const eventRow = z.object({ event: z.string(), value: z.coerce.number() });

/**
 * How often the engine has waited for the disk since it was started, for files and for directories.
 */
async function waits(): Promise<{ files: number; directories: number }> {
  const rows = await warehouse.query(
    "SELECT event, value FROM system.events WHERE event IN ('FileSync', 'DirectorySync')",
    {},
    eventRow,
  );
  const value = (name: string) => rows.find(({ event }) => event === name)?.value ?? 0;
  return { files: value('FileSync'), directories: value('DirectorySync') };
}

async function waitedFor(
  act: () => Promise<unknown>,
): Promise<{ files: number; directories: number }> {
  const before = await waits();
  await act();
  const after = await waits();
  return { files: after.files - before.files, directories: after.directories - before.directories };
}

test('records, ledger and custody, floors and their run, alerts and their evaluation wait for the disk; work lists do not', async () => {
  const taken = await waitedFor(() =>
    putRange(
      warehouse,
      'flow',
      [flow('f-1', {}), flow('f-2', { network: 'other.example' })],
      'flow.ndjson',
      0,
    ),
  );
  // Records, ledger and custody are a part of a table each, of more than one file.
  expect(taken.directories).toBeGreaterThanOrEqual(3);
  expect(taken.files).toBeGreaterThanOrEqual(6);
  const list =
    "INSERT INTO irregular_operation_of (scope, operation, why) SELECT 'all-x', 'x', 'M-HOP'";
  expect(await waitedFor(() => warehouse.command(list))).toEqual({ files: 0, directories: 0 });
  const computed = await waitedFor(() =>
    runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false }),
  );
  expect(computed.directories).toBeGreaterThanOrEqual(2);
  const looked = await waitedFor(() => evaluateAlerts(warehouse, { clock, rules: RULES }));
  expect(looked.directories).toBeGreaterThanOrEqual(2);
});

/**
 * What a row elsewhere stands for: nothing of it may be lost once that row is there. Work lists,
 * and what a start puts back (reference data, limits, journal), are not among them.
 */
const DURABLE = [
  ...KINDS.map((kind) => RECORD_KINDS[kind].table),
  'alert_attempt',
  'alert_coverage',
  'alert_evaluation',
  'alert_message',
  'alert_message_member',
  'alert_payment',
  'alert_revision',
  'computed_operation',
  'class_ratio',
  'class_relation',
  'custody_range',
  'estimate_run',
  'floor_revision',
  'flow_coordinate',
  'flow_link',
  'flow_ruling',
  'group_ruling',
  'input_file',
  'input_file_end',
  'input_record',
  'measured_audience',
  'observed_rate',
  'own_member',
];

test('no insert is collected in memory first', async () => {
  const rows = await warehouse.query(
    "SELECT event, value FROM system.events WHERE event IN ('InsertQuery', 'AsyncInsertQuery')",
    {},
    eventRow,
  );
  expect(rows.map(({ event }) => event)).toEqual(['InsertQuery']);
});

test('the list of the tables whose inserts wait for the disk is complete', async () => {
  const rows = await warehouse.query(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND create_table_query LIKE '%fsync_after_insert = 1, fsync_part_directory = 1%' ORDER BY name",
    {},
    z.object({ name: z.string() }),
  );
  expect(rows.map(({ name }) => name)).toEqual([...DURABLE].sort());
});
