// The role `export` of `plancher up`: writes due exports until it is stopped. A failed run is
// counted, logged and kept in the history. It stops neither other exports nor the process.
import { Counter, Gauge, type Registry } from 'prom-client';
import { messageOf } from '../platform/failure.ts';
import type { Log } from '../platform/log.ts';
import type { Pause } from '../platform/pause.ts';
import type { ExportDefinition } from './definition.ts';
import { ATTEMPTS, dueRun } from './due.ts';
import { alone, runExport } from './run-export.ts';
import type { ExportTools } from './write-export.ts';

export class ExportMeters {
  readonly runs: Counter<'export' | 'outcome'>;
  readonly lastDone: Gauge<'export'>;

  constructor(registry: Registry, exports: readonly ExportDefinition[]) {
    const registers = [registry];
    this.runs = new Counter({
      name: 'plancher_export_runs_total',
      help: 'scheduled runs of an export by outcome: done or failed; view export_run says why',
      labelNames: ['export', 'outcome'],
      registers,
    });
    this.lastDone = new Gauge({
      name: 'plancher_export_last_done_timestamp_seconds',
      help: 'when this process last wrote the export',
      labelNames: ['export'],
      registers,
    });
    // An alert on an increase needs a series that exists before the first failure.
    for (const { name } of exports)
      for (const outcome of ['done', 'failed']) this.runs.inc({ export: name, outcome }, 0);
  }
}

/** How late a run may begin, and how often the tries of other processes are read. */
const LOOK_MS = 15_000;

export interface RoleTools {
  tools: ExportTools;
  exports: readonly ExportDefinition[];
  meters: ExportMeters;
  pause: Pause;
  log: Log;
}

export async function exportUntilStopped(role: RoleTools, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await writeDue(role, stop);
    await role.pause(LOOK_MS, stop);
  }
}

/** Writes every export that is due now. */
export async function writeDue(
  { tools, exports, meters, log }: RoleTools,
  stop?: AbortSignal,
): Promise<void> {
  for (const definition of exports) {
    if (stop?.aborted === true) return;
    try {
      await writeIfDue(tools, definition, meters, log);
    } catch (thrown) {
      meters.runs.inc({ export: definition.name, outcome: 'failed' });
      log.error(
        { export: definition.name, attempts: ATTEMPTS, error: messageOf(thrown) },
        'a scheduled export failed',
      );
    }
  }
}

async function writeIfDue(
  tools: ExportTools,
  definition: ExportDefinition,
  meters: ExportMeters,
  log: Log,
): Promise<void> {
  if ((await dueRun(tools.warehouse, definition, tools.clock())) === null) return;
  // Checked again under the lock: its last holder may have written this export.
  const ran = await alone(tools, definition, async () => {
    const due = await dueRun(tools.warehouse, definition, tools.clock());
    return due === null ? null : runExport(tools, definition, { reason: 'schedule', ...due }, log);
  });
  if (!('value' in ran) || ran.value === null) return;
  meters.runs.inc({ export: definition.name, outcome: 'done' });
  meters.lastDone.set({ export: definition.name }, tools.clock() / 1000);
}
