// plancher runs, plancher replay: the runs of the estimate, and one of them computed again.
import type { Command } from 'commander';
import { EXIT } from '../platform/failure.ts';
import { type Rerun, rerun } from '../estimate/recompute/recompute.ts';
import { runs } from '../estimate/recompute/run-list.ts';
import { type ListOptions, listOf, listOfOne, listText, printsList } from './list.ts';
import type { Write } from './io.ts';
import { shown } from '../text/row.ts';
import { withSession } from './session.ts';

const RUN_COLUMNS = [
  'run_id',
  'sequence',
  'finished_at',
  'scope',
  'changed',
  'method_version',
  'alpha_ppm',
  'inputs',
];
const ALL_COLUMNS = [...RUN_COLUMNS, 'reference_versions', 'watermark', 'fingerprint'];

export function addReplay(
  program: Command,
  write: Write,
  setExitCode: (code: number) => void,
): void {
  printsList(program.command('runs'))
    .description(
      'runs of the estimate, the last one first; JSON and CSV have their watermark and reference versions',
    )
    .action(({ format }: ListOptions) =>
      withSession(async ({ warehouse }) => {
        const rows = (await runs(warehouse)).map((run) => ({
          ...run,
          inputs: run.watermark.length,
        }));
        write(listText(listOf(rows, ALL_COLUMNS), format, RUN_COLUMNS));
      }),
    );
  printsList(program.command('replay'))
    .description(
      'compute an old run again from its records, reference versions and alpha, and compare the floors; exit 3 when they differ',
    )
    .argument('<run>', 'id of the run, or its first digits (plancher runs)')
    .action((run: string, { format }: ListOptions) =>
      withSession(async ({ warehouse, clock, config }) => {
        const report = await rerun(warehouse, run, { clock, alpha: config.alpha });
        write(format === 'table' ? reportText(report) : listText(listOfOne({ ...report }), format));
        if (report.result === 'differs') setExitCode(EXIT.checkFailed);
      }),
    );
}

function reportText(report: Rerun): string {
  const about = `run ${report.run_id} of ${report.finished_at}: ${String(report.records)} records, ${String(report.floors)} floors`;
  if (report.result === 'same') return `same: ${about}\nsha256 ${report.sha256}\n`;
  return [
    `differs: ${about}`,
    `sha256 ${report.sha256}, again ${report.sha256_again}`,
    `was: ${shown(report.was ?? 'no floor')}`,
    `is:  ${shown(report.is ?? 'no floor')}`,
    'If records were being taken in while the run went on, some behind its watermark may have entered it; the run after it has them in its watermark.',
    '',
  ].join('\n');
}
