// Checks the warehouse: engine, disk, schema, reference data, floors, custody and records. It only
// reads, and does not migrate the schema.
import { z } from 'zod';
import type { ReferenceData } from '../reference/load.ts';
import { pendingRun } from '../estimate/run.ts';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { schemaStatus } from '../warehouse/migrate.ts';
import { LOST_TODO, lostRecords, lostText } from '../warehouse/lost-records.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { timeAndAgo } from './ago.ts';
import { type CustodyOfPartition, checkCustody } from './custody-checks.ts';
import { type CheckResult, failed, ok, runCheck, warning } from './check-result.ts';
import { checkIds, checkNames } from './name-checks.ts';
import { checkNetworks } from './network-checks.ts';
import { checkAlerts, checkExports } from './output-checks.ts';
import { checkRates, checkReference } from './reference-checks.ts';
import { checkLoweredFloors, checkTwins } from './ruling-checks.ts';

export interface WarehouseQuestion {
  clock: Clock;
  alpha: number;
  /** Reads the reference data that ships with the program. */
  reference: () => ReferenceData;
  /** The answer of custodyOfPartitions(); null: it could not be read. */
  custody: readonly CustodyOfPartition[] | null;
}

/** Runs the checks that need tables. Call it only when the schema is up to date. */
export async function checkContent(
  warehouse: Warehouse,
  question: WarehouseQuestion,
): Promise<readonly CheckResult[]> {
  const checks: readonly [string, () => Promise<readonly CheckResult[]>][] = [
    ['reference data', () => checkReference(warehouse, question.reference())],
    ['exchange rates', () => checkRates(warehouse)],
    ['floors', () => checkFloors(warehouse, question)],
    ['custody', () => checkCustody(warehouse, question.custody)],
    ['records', () => checkRecords(warehouse)],
    ['rejected records', () => checkRejected(warehouse, question.clock)],
    ['disputed records', () => checkDisputed(warehouse)],
    ['names', () => checkNames(warehouse)],
    ['names of networks', () => checkNetworks(warehouse)],
    ['ids', () => checkIds(warehouse)],
    ['figures', () => checkFigures(warehouse)],
    ['payments told twice', () => checkTwins(warehouse)],
    ['lowered floors', () => checkLoweredFloors(warehouse)],
    ['alerts', () => checkAlerts(warehouse, question.clock())],
    ['exports', () => checkExports(warehouse, question.clock())],
  ];
  const results: CheckResult[] = [];
  for (const [check, look] of checks) results.push(...(await runCheck(check, look)));
  return results;
}

export async function checkEngine(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const [engine] = await warehouse.query(
    sqlFile('doctor/engine.sql'),
    {},
    z.object({ version: z.string() }),
  );
  return [ok('warehouse', `${warehouse.name} answers, engine ${engine?.version ?? 'unknown'}`)];
}

const GIB = 1_073_741_824;
const LEAST_FREE_BYTES = GIB;
const LOW_FREE_SHARE = 0.1;
const diskRow = z.object({
  name: z.string(),
  path: z.string(),
  free_bytes: z.coerce.number(),
  total_bytes: z.coerce.number(),
});

export async function checkDisk(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const disks = await warehouse.query(sqlFile('doctor/disks.sql'), {}, diskRow);
  return disks.map(({ name, path, free_bytes: free, total_bytes: total }) => {
    const check = `disk ${name}`;
    const what = `${(free / GIB).toFixed(1)} of ${(total / GIB).toFixed(1)} GiB free at ${path}`;
    const todo = 'free some space; a full disk loses nothing, but stops the intake';
    if (free < LEAST_FREE_BYTES) return failed(check, what, todo);
    return free < total * LOW_FREE_SHARE ? warning(check, what, todo) : ok(check, what);
  });
}

export async function checkSchema(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const steps = await schemaStatus(warehouse);
  const pending = steps.filter(({ state }) => state === 'pending').length;
  if (pending === 0) return [ok('schema', `up to date, ${String(steps.length)} statements`)];
  const what =
    pending === steps.length
      ? 'there is no schema: nothing was ever taken in here'
      : `${String(pending)} of ${String(steps.length)} statements are missing`;
  return [failed('schema', what, 'plancher migrate')];
}

const lastRunRow = z.object({
  run_id: z.string(),
  finished_at_ms: z.coerce.number(),
  unseen_records: z.coerce.number(),
});

async function checkFloors(
  warehouse: Warehouse,
  { clock, alpha }: WarehouseQuestion,
): Promise<readonly CheckResult[]> {
  const [last] = await warehouse.query(sqlFile('doctor/last_run.sql'), {}, lastRunRow);
  const todo = 'plancher estimate, or keep plancher up running';
  if (last === undefined) return [warning('floors', 'no floor was ever computed', todo)];
  const { runId } = await pendingRun(warehouse, alpha);
  const when = `last computed ${timeAndAgo(last.finished_at_ms, clock())}`;
  if (runId === last.run_id) return [ok('floors', `${when}; nothing changed since`)];
  const why =
    last.unseen_records > 0
      ? `${String(last.unseen_records)} records were taken in since`
      : 'the method, the reference data or PLANCHER_ALPHA changed since';
  return [warning('floors', `${when}; ${why}`, todo)];
}

const untracedRow = z.object({ records: z.coerce.number(), example: z.string() });

async function checkRecords(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const check = 'records';
  const lost = await lostRecords(warehouse, null);
  const [untraced] = await warehouse.query(sqlFile('doctor/untraced.sql'), {}, untracedRow);
  const results: CheckResult[] = [];
  if (lost.length > 0) results.push(failed(check, lostText(lost), LOST_TODO));
  if (untraced !== undefined) {
    const what =
      `${String(untraced.records)} records count but have no row in the ledger, ` +
      `such as the one whose digest begins with ${untraced.example}`;
    results.push(
      warning(
        check,
        what,
        'unless they are being taken in now, an intake was interrupted: ' +
          'run the same plancher ingest again, or plancher up',
      ),
    );
  }
  return results.length === 0
    ? [
        ok(
          check,
          'every record of the ledger is in its table, ' +
            'and every record of a table is in the ledger',
        ),
      ]
    : results;
}

const DAY_MS = 86_400_000;
const countRow = z.object({ reason: z.string(), records: z.coerce.number() });

async function checkRejected(warehouse: Warehouse, clock: Clock): Promise<readonly CheckResult[]> {
  const check = 'rejected records';
  const rows = await warehouse.query(
    sqlFile('doctor/rejected.sql'),
    { since: sqlTime(clock() - DAY_MS) },
    countRow,
  );
  if (rows.length === 0) return [ok(check, 'none in the last 24 h')];
  const total = rows.reduce((sum, row) => sum + row.records, 0);
  const reasons = rows.map((row) => `${row.reason} ${String(row.records)}`).join(', ');
  return [
    warning(
      check,
      `${String(total)} in the last 24 h: ${reasons}`,
      'list them with plancher rejected; docs/records.md says what to do for each reason',
    ),
  ];
}

const disputedRow = z.object({ kind: z.string(), records: z.coerce.number() });

async function checkDisputed(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const check = 'disputed records';
  const rows = await warehouse.query(sqlFile('doctor/disputed.sql'), {}, disputedRow);
  if (rows.length === 0) return [ok(check, 'none')];
  const kinds = rows.map((row) => `${row.kind} ${String(row.records)}`).join(', ');
  return [
    warning(
      check,
      `they count for nothing: ${kinds}`,
      'view disputed_record lists them; a higher revision settles each',
    ),
  ];
}

const doubtRow = z.object({ what: z.string(), records: z.coerce.number(), example: z.string() });

async function checkFigures(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const check = 'figures';
  const rows = await warehouse.query(sqlFile('doctor/implausible.sql'), {}, doubtRow);
  if (rows.length === 0) return [ok(check, 'none is outside of what was ever published')];
  return rows.map(({ what, records, example }) =>
    warning(
      check,
      `can hardly be true: ${what} (${String(records)}, such as ${example})`,
      'ask the source; a higher revision corrects each',
    ),
  );
}
