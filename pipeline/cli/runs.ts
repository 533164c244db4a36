// plancher runs: the runs of the estimate.
import type { Command } from 'commander';
import { runs } from '../estimate/recompute/run-list.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOf, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

const COLUMNS = [
  'run_id',
  'sequence',
  'finished_at',
  'scope',
  'changed',
  'method_version',
  'alpha_ppm',
  'inputs',
];
const ALL_COLUMNS = [...COLUMNS, 'reference_versions', 'watermark', 'fingerprint'];

export function addRuns(program: Command, { write }: Io): void {
  printsList(program.command('runs'))
    .description(
      'runs of the estimate, the last one first; ' +
        'JSON and CSV add their watermark and reference versions',
    )
    .action(({ format }: ListOptions) =>
      withSession(async ({ warehouse }) => {
        const rows = (await runs(warehouse)).map((run) => ({
          ...run,
          inputs: run.watermark.length,
        }));
        write(listText(listOf(rows, ALL_COLUMNS), format, COLUMNS));
      }),
    );
}
