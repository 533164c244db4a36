// Reads the runs of the estimate from the warehouse.
import { z } from 'zod';
import { watermarkRow } from '../run.ts';
import { usageFailure } from '../../platform/failure.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';

const runRow = z.object({
  run_id: z.string(),
  sequence: z.coerce.number(),
  finished_at: z.string(),
  method_version: z.string(),
  reference_versions: z.record(z.string(), z.string()),
  watermark: z.array(watermarkRow),
  fingerprint: z.string(),
  scope: z.string(),
  alpha_ppm: z.number(),
  changed: z.coerce.number(),
});
export type Run = z.infer<typeof runRow>;

/** @param beginning first digits of the id. @returns the runs, latest first */
export async function runs(warehouse: Warehouse, beginning = ''): Promise<Run[]> {
  return warehouse.query(sqlFile('estimate/recompute/runs.sql'), { run: beginning }, runRow);
}

const SHORTEST = 6;

/**
 * The run with this id, or with an id that begins so. A run may have been done several times under
 * one id; then it is the latest.
 * @throws Failure (exit 2) when no id or several ids match
 */
export async function runNamed(warehouse: Warehouse, written: string): Promise<Run> {
  const wrong = (why: string) =>
    usageFailure('unknown_run', `Run "${written}" ${why}. List the runs with: plancher runs`);
  if (!/^[0-9a-f]+$/.test(written) || written.length < SHORTEST)
    throw wrong(`is not an id: write at least its first ${String(SHORTEST)} digits`);
  const found = await runs(warehouse, written);
  const [run] = found;
  if (run === undefined) throw wrong('does not exist');
  if (new Set(found.map(({ run_id: id }) => id)).size > 1)
    throw wrong('matches several runs: write more digits');
  return run;
}
