// One run of the estimate: from the records in the warehouse to the floors in force, stage by
// stage. The note of the run comes last, and views count rows of noted runs only: a crash before
// it leaves nothing visible.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { allEnded } from '../platform/all-ended.ts';
import { type Stage, runStages } from '../platform/stage.ts';
import { COMPLETE_SQL, computeAll } from './compute-all.ts';
import { classAge } from './class/class-age.ts';
import { classForRun } from './class/class-source.ts';
import { type Computation, computePlainly } from './compute-plainly.ts';
import type { NotedRun } from './noted-run.ts';
import { TOUCHED_SQL, touchedOperations } from './touched-operations.ts';
import { COMPLETE_LISTS, FLOOR_LISTS, dropLists } from './work-list.ts';

/** Version of docs/method.md that this code computes. */
export const METHOD_VERSION = '2.1';

/** Later than any record: everything that is known. */
export const NOW = '2200-01-01 00:00:00.000';

export interface EstimateOptions {
  clock: Clock;
  /** Error probability, split over the statistical limits of an operation's month. */
  alpha: number;
  /** Compute every floor, whatever the records say. */
  isComplete: boolean;
  /** After so long, a class that is behind is made anew, by computing every floor. */
  classMs?: number;
  /** Compute every floor with the class of the last run that did. */
  keepsClass?: boolean;
  /** From so many new records, or operations that they touch, every floor is computed as well. */
  mostTouched?: number;
}

export interface RunReport {
  run_id: string;
  /** Floors of this run that differ from those before. */
  changed: number;
  scope: 'all' | 'some' | 'none';
}

export const watermarkRow = z.object({
  topic: z.string(),
  partition: z.number(),
  last_offset: z.string(),
  chain_sha256: z.string(),
});
const lastRunRow = z.object({
  run_id: z.string(),
  sequence: z.coerce.number(),
  fingerprint: z.string(),
  epoch: z.coerce.number(),
});
type LastRun = z.infer<typeof lastRunRow>;
const epochRow = z.object({ epoch: z.coerce.number() });
const changedRow = z.object({ changed: z.coerce.number() });
const versionRow = z.object({ name: z.string(), version: z.string() });
type Watermark = z.infer<typeof watermarkRow>;

/** What became of flows, by epoch. */
const RULING_TABLES = [
  'computed_operation',
  'flow_ruling',
  'group_ruling',
  'measured_audience',
  'own_member',
  'class_ratio',
  'class_relation',
  'observed_rate',
];

/** Whole millionths, as the SQL takes alpha. */
export function alphaPpm(alpha: number): number {
  return Math.round(alpha * 1_000_000);
}

export interface PendingRun {
  runId: string;
  fingerprint: string;
  versions: z.infer<typeof versionRow>[];
  watermark: Watermark[];
}

/**
 * The run that the records, the reference data and the method of now ask for. It is done when its
 * id is that of the last one.
 */
export async function pendingRun(warehouse: Warehouse, alpha: number): Promise<PendingRun> {
  const [versions, watermark] = await Promise.all([
    warehouse.query(sqlFile('estimate/10_reference_versions.sql'), {}, versionRow),
    warehouse.query(sqlFile('estimate/11_watermark.sql'), {}, watermarkRow),
  ]);
  const fingerprint = fingerprintOf(alpha, versions);
  return {
    runId: digestOf({ fingerprint, watermark }).slice(0, 32),
    fingerprint,
    versions,
    watermark,
  };
}

/** What a run is computed with, but for the records. */
export function fingerprintOf(alpha: number, versions: PendingRun['versions']): string {
  return digestOf({ method: METHOD_VERSION, alpha, versions });
}

/** A run under way: what the stages know, and what they leave for the next. */
interface Run extends PendingRun {
  warehouse: Warehouse;
  clock: Clock;
  alpha: number;
  keepsClass: boolean;
  mostTouched: number | undefined;
  /** The last run that computed every operation. 0: none. */
  classEpoch: number;
  sequence: number;
  /** The run that the new records are compared with; null: every floor is computed. */
  comparedWith: LastRun | null;
  /** The operations that the new records can touch; null: all. */
  touched: readonly string[] | null;
  knownAt: string;
  changed: number;
}

/** Name of the work lists of a run. */
const scopeOf = ({ runId }: Run) => `run-${runId}`;

const listsOf = ({ touched }: Run) => (touched === null ? COMPLETE_LISTS : FLOOR_LISTS);

/** The last run that computed every operation; this one, if it does. */
const epochOf = ({ touched, comparedWith, sequence }: Run) =>
  touched === null ? sequence : (comparedWith?.epoch ?? sequence);

function computationOf(run: Run): Computation & { readonly run: NotedRun } {
  const { warehouse, alpha, touched, sequence, runId, keepsClass } = run;
  const [epoch, ppm] = [epochOf(run), alphaPpm(alpha)];
  return {
    scope: scopeOf(run),
    asOf: NOW,
    alphaPpm: ppm,
    without: [],
    run: { epoch, sequence, runId },
    classSource:
      touched === null && !keepsClass ? null : classForRun(warehouse, run.classEpoch, ppm),
  };
}

/** The stages of a run, in order. */
export const RUN_STAGES: readonly Stage<Run>[] = [
  {
    name: 'list what is touched',
    does: 'Lists the operations whose closure new records touch, or takes all.',
    sql: TOUCHED_SQL,
    act: listWhatIsTouched,
  },
  {
    name: 'compute',
    does:
      'Computes the floors of these operations, and what became of each flow: by the plain form, ' +
      'and in a complete run in SQL, but for irregular operations.',
    sql: [
      ...COMPLETE_SQL,
      'evidence/',
      'estimate/part/',
      'estimate/90_drop_scope.sql',
      'estimate/91_drop_epoch.sql',
    ],
    act: compute,
  },
  {
    name: 'write',
    does: 'Writes a revision for each floor that differs from the one in force.',
    sql: ['estimate/71_write_changed.sql', 'estimate/90_drop_scope.sql'],
    act: writeChanged,
  },
  {
    name: 'note',
    does: 'Notes the run, which puts its floors in force, then drops what became of flows by older epochs.',
    sql: [
      'estimate/72_count_changed.sql',
      'estimate/73_older_epochs.sql',
      'estimate/91_drop_epoch.sql',
    ],
    act: noteRun,
  },
];

/** What every run reads first. */
export const RUN_BEGINS = {
  name: 'see what is new',
  does: 'Reads versions, custody and the last run; ends here when nothing is new.',
  sql: [
    'estimate/10_reference_versions.sql',
    'estimate/11_watermark.sql',
    'estimate/12_last_run.sql',
    'estimate/13_class_age.sql',
  ],
  act: beginRun,
};

export async function runEstimate(
  warehouse: Warehouse,
  options: EstimateOptions,
): Promise<RunReport> {
  const { run, lastId } = await RUN_BEGINS.act(warehouse, options);
  if (run === null) return { run_id: lastId, changed: 0, scope: 'none' };
  await runStages(RUN_STAGES, run);
  return { run_id: run.runId, changed: run.changed, scope: run.touched === null ? 'all' : 'some' };
}

async function beginRun(
  warehouse: Warehouse,
  { clock, alpha, isComplete, classMs, keepsClass = false, mostTouched }: EstimateOptions,
): Promise<{ run: Run | null; lastId: string }> {
  const [pending, [last], age] = await Promise.all([
    pendingRun(warehouse, alpha),
    warehouse.query(sqlFile('estimate/12_last_run.sql'), {}, lastRunRow),
    classAge(warehouse, alphaPpm(alpha)),
  ]);
  const isClassDue = age !== null && classMs !== undefined && clock() - age.madeMs >= classMs;
  const isForced = isComplete || isClassDue;
  if (last?.run_id === pending.runId && !isForced) return { run: null, lastId: last.run_id };
  const canBePartial = last?.fingerprint === pending.fingerprint && !isForced;
  const run = {
    ...pending,
    warehouse,
    clock,
    alpha,
    keepsClass,
    classEpoch: last?.epoch ?? 0,
    mostTouched,
    sequence: (last?.sequence ?? 0) + 1,
    comparedWith: canBePartial ? last : null,
    touched: null,
    knownAt: '',
    changed: 0,
  };
  return { run, lastId: pending.runId };
}

async function listWhatIsTouched(run: Run): Promise<void> {
  const { warehouse, comparedWith, mostTouched } = run;
  if (comparedWith !== null)
    run.touched = await touchedOperations(warehouse, comparedWith.sequence, mostTouched);
}

async function compute(run: Run): Promise<void> {
  const { warehouse, touched } = run;
  const computation = computationOf(run);
  // A run of this name that broke off may have left some.
  await dropLists(warehouse, listsOf(run), scopeOf(run));
  if (touched !== null) return computePlainly(warehouse, computation, touched);
  // What a run of this number left that was not noted.
  await dropEpoch(warehouse, computation.run.epoch);
  await computeAll(warehouse, computation);
}

async function writeChanged(run: Run): Promise<void> {
  const { warehouse, runId, sequence } = run;
  run.knownAt = sqlTime(run.clock());
  await warehouse.command(sqlFile('estimate/71_write_changed.sql'), {
    scope: scopeOf(run),
    epoch: epochOf(run),
    sequence,
    run_id: runId,
    method_version: METHOD_VERSION,
    rate_card_version: run.versions.find(({ name }) => name === 'rate_card')?.version ?? '',
    known_at: run.knownAt,
  });
  await dropLists(warehouse, listsOf(run), scopeOf(run));
}

async function noteRun(run: Run): Promise<void> {
  const { warehouse, sequence, runId } = run;
  const counted = warehouse.query(
    sqlFile('estimate/72_count_changed.sql'),
    { sequence, run_id: runId },
    changedRow,
  );
  await allEnded([warehouse.insertObjects('estimate_run', [rowOf(run)]), counted]);
  run.changed = (await counted)[0]?.changed ?? 0;
  if (run.touched !== null) return;
  const older = await warehouse.query(sqlFile('estimate/73_older_epochs.sql'), {}, epochRow);
  for (const { epoch } of older) await dropEpoch(warehouse, epoch);
}

function dropEpoch(warehouse: Warehouse, epoch: number): Promise<void> {
  return allEnded(
    RULING_TABLES.map((table) =>
      warehouse.command(sqlFile('estimate/91_drop_epoch.sql', { table }), { epoch }),
    ),
  );
}

function rowOf(run: Run): Record<string, unknown> {
  return {
    run_id: run.runId,
    finished_at: run.knownAt,
    sequence: run.sequence,
    method_version: METHOD_VERSION,
    reference_versions: Object.fromEntries(
      run.versions.map(({ name, version }) => [name, version]),
    ),
    watermark: run.watermark,
    fingerprint: run.fingerprint,
    scope: run.touched === null ? 'all' : 'some',
    alpha_ppm: alphaPpm(run.alpha),
  };
}

/** SHA-256, hexadecimal, over the JSON of a value whose keys are in a fixed order. */
function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
