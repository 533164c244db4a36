// One run of the estimate: from the records in the warehouse to the floors in force. Steps, in
// order: versions and watermark -> work lists -> audience limits -> compute -> write what changed
// -> note the run -> drop the work lists. The note of the run comes last, and views count rows of
// noted runs only: a crash before it leaves nothing visible.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters, Warehouse } from '../warehouse/warehouse.ts';
import { type Measured, fillModel, listMeasured } from './audience-limit.ts';
import { allEnded } from '../platform/all-ended.ts';
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

export async function runEstimate(
  warehouse: Warehouse,
  { clock, alpha, isComplete, mostTouched }: EstimateOptions,
): Promise<RunReport> {
  const [{ runId, fingerprint, versions, watermark }, [last]] = await Promise.all([
    pendingRun(warehouse, alpha),
    warehouse.query(sqlFile('estimate/12_last_run.sql'), {}, lastRunRow),
  ]);
  if (last?.run_id === runId && !isComplete) return { run_id: runId, changed: 0, scope: 'none' };

  const canBePartial = last?.fingerprint === fingerprint && !isComplete;
  const isPartial =
    canBePartial && (await hasListed(warehouse, `some-${runId}`, last.sequence, mostTouched));
  const scope = `${isPartial ? 'some' : 'all'}-${runId}`;
  if (!isPartial) await dropWorkLists(warehouse, scope);
  const sequence = (last?.sequence ?? 0) + 1;
  const parameters = { scope, as_of: NOW, alpha_ppm: alphaPpm(alpha), without: [] };
  const measured = listMeasured(warehouse, parameters);
  await allEnded([
    fillSums(warehouse, scope, parameters, isPartial ? Promise.resolve() : undefined),
    measured,
  ]);
  // Lists are dropped beside what is planned on one core.
  await allEnded([
    computeFloors(warehouse, parameters, await measured),
    dropLists(warehouse, SUMMED_LISTS, scope),
  ]);
  const knownAt = sqlTime(clock());
  const rateCard = versions.find(({ name }) => name === 'rate_card')?.version ?? '';
  const written = {
    scope,
    sequence,
    run_id: runId,
    method_version: METHOD_VERSION,
    rate_card_version: rateCard,
    known_at: knownAt,
  };
  await allEnded([
    warehouse.command(sqlFile('estimate/70_write_changed.sql'), written),
    dropLists(warehouse, COMPUTED_LISTS, scope),
  ]);
  const counted = warehouse.query(
    sqlFile('estimate/71_count_changed.sql'),
    { sequence, run_id: runId },
    changedRow,
  );
  await allEnded([
    warehouse.insertObjects('estimate_run', [
      runRow({ runId, sequence, knownAt, fingerprint, isPartial, versions, watermark, alpha }),
    ]),
    dropLists(warehouse, WRITTEN_LISTS, scope),
    counted,
  ]);
  const [count] = await counted;
  return { run_id: runId, changed: count?.changed ?? 0, scope: isPartial ? 'some' : 'all' };
}

/**
 * Lists what the new records touch, unless it is too much, and fetches the reference data
 * meanwhile: both are mostly planning, each on one core.
 */
async function hasListed(
  warehouse: Warehouse,
  scope: string,
  sequence: number,
  mostTouched: number | undefined,
): Promise<boolean> {
  await dropWorkLists(warehouse, scope);
  const listing = listTouched(warehouse, scope, sequence, mostTouched);
  await allEnded([listing, fillConstants(warehouse, scope)]);
  const isListed = await listing;
  if (!isListed) await dropWorkLists(warehouse, scope);
  return isListed;
}

async function computeFloors(
  warehouse: Warehouse,
  parameters: Parameters,
  measured: Measured,
): Promise<void> {
  await fillModel(warehouse, parameters, measured);
  await warehouse.command(sqlFile('estimate/60_compute.sql'), parameters);
}

interface FinishedRun {
  runId: string;
  sequence: number;
  knownAt: string;
  fingerprint: string;
  isPartial: boolean;
  versions: z.infer<typeof versionRow>[];
  watermark: Watermark[];
  alpha: number;
}

function runRow(run: FinishedRun): Record<string, unknown> {
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
