// plancher recompute: an old run, computed again and compared with the floors that it left.
import type { Command } from 'commander';
import { type Recomputation, recompute } from '../estimate/recompute/recompute.ts';
import { EXIT } from '../platform/failure.ts';
import { shown } from '../text/row.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOfOne, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

export function addRecompute(program: Command, { write, setExitCode }: Io): void {
  printsList(program.command('recompute'))
    .description(
      'compute an old run again from its records, reference versions and alpha, ' +
        'and compare the floors; exit 3 when they differ',
    )
    .argument('<run>', 'id of the run, or its first digits (plancher runs)')
    .action((run: string, { format }: ListOptions) =>
      withSession(async ({ warehouse, clock, config }) => {
        const report = await recompute(warehouse, run, { clock, alpha: config.alpha });
        write(format === 'table' ? reportText(report) : listText(listOfOne({ ...report }), format));
        if (report.result === 'differs') setExitCode(EXIT.checkFailed);
      }),
    );
}

function reportText(report: Recomputation): string {
  const counts = `${String(report.records)} records, ${String(report.floors)} floors`;
  const about = `run ${report.run_id} of ${report.finished_at}: ${counts}`;
  if (report.result === 'same') return `same: ${about}\nsha256 ${report.sha256}\n`;
  return [
    `differs: ${about}`,
    `sha256 ${report.sha256}, again ${report.sha256_again}`,
    `was: ${shown(report.was ?? 'no floor')}`,
    `is:  ${shown(report.is ?? 'no floor')}`,
    'If records were being taken in during the run, the run may have used some that are not in ' +
      'its watermark. The next run has them in its watermark.',
    '',
  ].join('\n');
}
