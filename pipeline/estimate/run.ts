// One run of the estimate: from the records in the warehouse to the floors in force, stage by
// stage. The note of the run comes last, and views count rows of noted runs only: a crash before
// it leaves nothing visible.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type Measured, fillModel, listMeasured } from './fill-model.ts';
import { allEnded } from '../platform/all-ended.ts';
import { type Stage, runStages } from '../platform/stage.ts';
import {
  COMPUTED_LISTS,
  SUMMED_LISTS,
  WRITTEN_LISTS,
  dropLists,
  dropWorkLists,
  fillConstants,
  fillSums,
  listTouched,
} from './work-list.ts';

/** Version of docs/method.md that this code computes. */
export const METHOD_VERSION = '1.3';

/** Later than any record: everything that is known. */
export const NOW = '2200-01-01 00:00:00.000';

export interface EstimateOptions {
  clock: Clock;
  /** Error probability, split over the statistical limits of an operation's month. */
  alpha: number;
  /** Compute every floor, whatever the records say. */
  isComplete: boolean;
  /** From so many new records, or flows that they touch, every floor is computed as well. */
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
});
const changedRow = z.object({ changed: z.coerce.number() });
const versionRow = z.object({ name: z.string(), version: z.string() });
type Watermark = z.infer<typeof watermarkRow>;

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
  mostTouched: number | undefined;
  sequence: number;
  /** The run that the new records are compared with; null: every floor is computed. */
  comparedWith: number | null;
  /** Whether only what the new records can touch is computed. */
  isPartial: boolean;
  measured: Measured;
  knownAt: string;
  changed: number;
}

/** Name of the work lists of a run. Statements see from it whether the run is partial. */
const scopeOf = ({ runId, isPartial }: Run) => `${isPartial ? 'some' : 'all'}-${runId}`;

const parametersOf = (run: Run) => ({
  scope: scopeOf(run),
  as_of: NOW,
  alpha_ppm: alphaPpm(run.alpha),
  without: [],
});

/** The stages of a run, in order. */
export const RUN_STAGES: readonly Stage<Run>[] = [
  {
    name: 'list what is touched',
    does: 'Lists the sites, operations and flows that new records can change, or all of them.',
    sql: [
      'estimate/90_drop_scope.sql',
      'estimate/20_fresh_topics.sql',
      'estimate/21_scope_fresh.sql',
      'estimate/22_scope_linked.sql',
      'estimate/23_scope_sites.sql',
      'estimate/24_scope_operations.sql',
      'estimate/25_scope_other_sites.sql',
      'estimate/26_scope_flows.sql',
      'estimate/27_count_touched.sql',
      'estimate/28_scope_tied_flows.sql',
      'estimate/30_fill_constants.sql',
    ],
    act: listWhatIsTouched,
  },
  {
    name: 'sum',
    does: 'Sums flows by operation, month, network, source and line; lists measured audiences.',
    sql: [
      'estimate/30_fill_constants.sql',
      'estimate/31_fill_names.sql',
      'estimate/32_fill_spans.sql',
      'estimate/33_count_moved.sql',
      'estimate/34_fill_special.sql',
      'estimate/35_fill_special_moved.sql',
      'estimate/36_fill_rows.sql',
      'estimate/37_fill_top.sql',
      'estimate/38_fill_valued.sql',
      'estimate/39_fill_special_sums.sql',
      'estimate/40_fill_plain_sums.sql',
      'estimate/50_count_measurements.sql',
      'estimate/51_needed_limits.sql',
      'estimate/52_fill_audience.sql',
      'estimate/53_fill_class.sql',
    ],
    act: async (run) => {
      const constants = run.isPartial ? Promise.resolve() : undefined;
      const measured = listMeasured(run.warehouse, parametersOf(run));
      const summed = fillSums(run.warehouse, scopeOf(run), parametersOf(run), constants);
      await allEnded([summed, measured]);
      run.measured = await measured;
    },
  },
  {
    name: 'compute',
    does: 'Models money from audiences, then computes the floor of each operation and month.',
    sql: [
      'estimate/54_fill_slots.sql',
      'estimate/55_fill_model.sql',
      'estimate/60_compute.sql',
      'estimate/90_drop_scope.sql',
    ],
    // Lists are dropped next to what is planned on one core.
    act: (run) =>
      allEnded([computeFloors(run), dropLists(run.warehouse, SUMMED_LISTS, scopeOf(run))]),
  },
  {
    name: 'write',
    does: 'Writes a revision for each floor that differs from the one in force.',
    sql: ['estimate/70_write_changed.sql', 'estimate/90_drop_scope.sql'],
    act: (run) =>
      allEnded([writeChanged(run), dropLists(run.warehouse, COMPUTED_LISTS, scopeOf(run))]),
  },
  {
    name: 'note',
    does: 'Notes the run, which puts its floors in force.',
    sql: ['estimate/71_count_changed.sql', 'estimate/90_drop_scope.sql'],
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
  return { run_id: run.runId, changed: run.changed, scope: run.isPartial ? 'some' : 'all' };
}

async function beginRun(
  warehouse: Warehouse,
  { clock, alpha, isComplete, mostTouched }: EstimateOptions,
): Promise<{ run: Run | null; lastId: string }> {
  const [pending, [last]] = await Promise.all([
    pendingRun(warehouse, alpha),
    warehouse.query(sqlFile('estimate/12_last_run.sql'), {}, lastRunRow),
  ]);
  if (last?.run_id === pending.runId && !isComplete) return { run: null, lastId: last.run_id };
  const canBePartial = last?.fingerprint === pending.fingerprint && !isComplete;
  const run = {
    ...pending,
    warehouse,
    clock,
    alpha,
    mostTouched,
    sequence: (last?.sequence ?? 0) + 1,
    comparedWith: canBePartial ? last.sequence : null,
    isPartial: false,
    measured: null,
    knownAt: '',
    changed: 0,
  };
  return { run, lastId: pending.runId };
}

async function listWhatIsTouched(run: Run): Promise<void> {
  if (run.comparedWith !== null) {
    run.isPartial = true;
    if (await hasListed(run, run.comparedWith)) return;
    run.isPartial = false;
  }
  await dropWorkLists(run.warehouse, scopeOf(run));
}

/**
 * Lists what the new records touch, unless it is too much. Reference data are fetched meanwhile:
 * both are mostly planning, each on one core.
 */
async function hasListed(run: Run, comparedWith: number): Promise<boolean> {
  const { warehouse } = run;
  const scope = scopeOf(run);
  await dropWorkLists(warehouse, scope);
  const listing = listTouched(warehouse, scope, comparedWith, run.mostTouched);
  await allEnded([listing, fillConstants(warehouse, scope)]);
  const isListed = await listing;
  if (!isListed) await dropWorkLists(warehouse, scope);
  return isListed;
}

async function computeFloors(run: Run): Promise<void> {
  const parameters = parametersOf(run);
  await fillModel(run.warehouse, parameters, run.measured);
  await run.warehouse.command(sqlFile('estimate/60_compute.sql'), parameters);
}

async function writeChanged(run: Run): Promise<void> {
  run.knownAt = sqlTime(run.clock());
  await run.warehouse.command(sqlFile('estimate/70_write_changed.sql'), {
    scope: scopeOf(run),
    sequence: run.sequence,
    run_id: run.runId,
    method_version: METHOD_VERSION,
    rate_card_version: run.versions.find(({ name }) => name === 'rate_card')?.version ?? '',
    known_at: run.knownAt,
  });
}

async function noteRun(run: Run): Promise<void> {
  const { warehouse, sequence, runId } = run;
  const counted = warehouse.query(
    sqlFile('estimate/71_count_changed.sql'),
    { sequence, run_id: runId },
    changedRow,
  );
  await allEnded([
    warehouse.insertObjects('estimate_run', [rowOf(run)]),
    dropLists(warehouse, WRITTEN_LISTS, scopeOf(run)),
    counted,
  ]);
  run.changed = (await counted)[0]?.changed ?? 0;
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
    scope: run.isPartial ? 'some' : 'all',
    alpha_ppm: alphaPpm(run.alpha),
  };
}

/** SHA-256, hexadecimal, over the JSON of a value whose keys are in a fixed order. */
function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
