// Runs an export under a lock among the processes that share the warehouse, and notes its start and
// its end in the history.
import type { Log } from '../platform/log.ts';
import { sqlTime } from '../platform/clock.ts';
import { Failure, messageOf } from '../platform/failure.ts';
import { lockHolder, takeLock, underLock } from '../warehouse/lock.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { ExportDefinition } from './definition.ts';
import { type ExportTools, type WrittenExport, writeExport } from './write-export.ts';

export interface Occasion {
  reason: 'schedule' | 'command';
  plannedMs: number;
  attempt: number;
}

/**
 * After this time a holder counts as dead. It is longer than the pauses of a busy process. If two
 * runs overlap all the same, both write the same bytes to the same place.
 */
const SILENT_SECONDS = 120;

/** @returns the value of `act`, or who holds the lock of this export */
export async function alone<Value>(
  { warehouse, clock }: ExportTools,
  { name }: ExportDefinition,
  act: () => Promise<Value>,
): Promise<{ value: Value } | { holder: string }> {
  const lock = {
    name: `export_lock_${name.replaceAll('-', '_')}`,
    holder: lockHolder(clock),
    silentSeconds: SILENT_SECONDS,
  };
  const held = await takeLock(warehouse, lock);
  return held ?? { value: await underLock(warehouse, lock, act) };
}

/** Writes the export and its history. A failure is noted in the history, then thrown. */
export async function runExport(
  tools: ExportTools,
  definition: ExportDefinition,
  occasion: Occasion,
  log: Log,
): Promise<WrittenExport> {
  const startedMs = tools.clock();
  const started = {
    export: definition.name,
    reason: occasion.reason,
    planned_at: sqlTime(occasion.plannedMs),
    attempt: occasion.attempt,
    run_id: tools.token(),
    stage: 0,
    started_at: sqlTime(startedMs),
    ended_at: null,
    outcome: 'running',
    error: '',
    manifest_sha256: '',
    directory: '',
    row_count: 0,
    holder: lockHolder(tools.clock),
  };
  await note(tools.warehouse, started);
  const ended = () => ({ ...started, stage: 1, ended_at: sqlTime(tools.clock()) });
  try {
    const written = await writeExport(tools, definition);
    const { manifest_sha256, directory, rows: row_count } = written;
    await note(tools.warehouse, {
      ...ended(),
      outcome: 'done',
      manifest_sha256,
      directory,
      row_count,
    });
    log.info(
      { export: definition.name, reason: occasion.reason, rows: written.rows, directory },
      'export written',
    );
    return written;
  } catch (thrown) {
    const error = messageOf(thrown);
    log.error(
      { export: definition.name, reason: occasion.reason, attempt: occasion.attempt, error },
      'export failed',
    );
    await noteFailure(tools.warehouse, { ...ended(), outcome: 'failed', error }, log);
    throw thrown;
  }
}

async function note(warehouse: Warehouse, row: Readonly<Record<string, unknown>>): Promise<void> {
  await warehouse.insertObjects('export_run_record', [row]);
}

/** If the warehouse itself failed, the row `running` has no end, and it counts as a try. */
async function noteFailure(
  warehouse: Warehouse,
  row: Readonly<Record<string, unknown>>,
  log: Log,
): Promise<void> {
  try {
    await note(warehouse, row);
  } catch (thrown) {
    log.error(
      { export: row['export'], error: messageOf(thrown) },
      'the failure of an export could not be noted',
    );
  }
}

export function busyFailure(name: string, holder: string): Failure {
  return new Failure(
    'export_running',
    `Export ${name} is being written by ${holder}. Try again when it is done.`,
    { retriable: true },
  );
}
