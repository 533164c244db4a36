// Which exports are due. The warehouse keeps when a schedule was first seen and what was tried, so
// any process can continue where another one stopped. After downtime, only the last missed run is
// made up for.
import { z } from 'zod';
import { sqlTime } from '../platform/clock.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { ExportDefinition } from './definition.ts';
import { lastDue } from './schedule.ts';

export interface DueRun {
  plannedMs: number;
  /** From 1. */
  attempt: number;
}

/** A run is tried at most this many times. A failed one waits for the pause below. */
export const ATTEMPTS = 3;
const RETRY_PAUSE_MS = 60_000;

const sinceRow = z.object({ since_ms: z.coerce.number() });
const triesRow = z.object({
  attempts: z.number(),
  is_done: z.number(),
  last_ms: z.coerce.number(),
});

/** @returns the run that is due now, or null */
export async function dueRun(
  warehouse: Warehouse,
  definition: ExportDefinition,
  nowMs: number,
): Promise<DueRun | null> {
  const { name, schedule, time_zone: timeZone } = definition;
  if (schedule === null) return null;
  const plannedMs = lastDue(
    schedule,
    timeZone,
    await watchedSince(warehouse, { export: name, schedule, time_zone: timeZone }, nowMs),
    nowMs,
  );
  if (plannedMs === null) return null;
  const [tries] = await warehouse.query(
    sqlFile('export/runs_of.sql'),
    { export: name, planned_at: sqlTime(plannedMs) },
    triesRow,
  );
  if (tries === undefined || tries.attempts === 0) return { plannedMs, attempt: 1 };
  if (tries.is_done === 1 || tries.attempts >= ATTEMPTS || nowMs < tries.last_ms + RETRY_PAUSE_MS)
    return null;
  return { plannedMs, attempt: tries.attempts + 1 };
}

/** When the schedule was first seen. A new schedule has no due times in the past. */
async function watchedSince(
  warehouse: Warehouse,
  key: { export: string; schedule: string; time_zone: string },
  nowMs: number,
): Promise<number> {
  const [known] = await warehouse.query(sqlFile('export/watched_since.sql'), key, sinceRow);
  if (known !== undefined) return known.since_ms;
  await warehouse.insertObjects('export_watch', [{ ...key, since: sqlTime(nowMs) }]);
  return nowMs;
}
