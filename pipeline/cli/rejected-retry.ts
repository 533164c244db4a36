// plancher rejected retry: rejected records, read again by the decoder of today or as another kind.
import type { Command } from 'commander';
import { KINDS } from '../../schemas/record.ts';
import type { RetryReport } from '../ingest/rejected/retry.ts';
import { followUp, tryAgain } from '../path.ts';
import { nameShown } from '../platform/harmless.ts';
import { table } from '../text/table.ts';
import { decodeWorkers } from './decode-workers.ts';
import { followUpText } from './follow-up.ts';
import type { Io } from './io.ts';
import { kindNamed } from './kind.ts';
import { listOfOne, listText, printsList } from './list.ts';
import { type FilterOptions, filterOf, filtersRejected, inLedger } from './rejected-filter.ts';
import { withSession } from './session.ts';

export function addRejectedRetry(rejected: Command, { write }: Io): void {
  filtersRejected(printsList(rejected.command('retry')))
    .description(
      'try rejected records again, and take in those that are valid now; repeating it adds nothing',
    )
    .option('--kind <kind>', `read them as another kind: ${KINDS.join(', ')}`)
    .option('--no-estimate', 'do not compute floors and do not look for alerts')
    .action((options: FilterOptions & { kind?: string; estimate: boolean }) => {
      const request = {
        ...filterOf(options),
        kind: options.kind === undefined ? null : kindNamed(options.kind),
      };
      return withSession(async (session) => {
        const report = await tryAgain(
          session,
          { ...request, ...(await inLedger(session, request)) },
          decodeWorkers(session.config.decodeWorkers),
        );
        const followed = options.estimate ? await followUp(session) : null;
        if (options.format === 'table')
          write(`${reportText(report)}${followed === null ? '' : followUpText(followed)}`);
        else write(listText(listOfOne({ ...report }), options.format));
      });
    });
}

function reportText(report: RetryReport): string {
  const {
    topic,
    tried,
    taken_in: takenIn,
    repeated,
    rejected,
    not_replayable: tooLarge,
    already,
    finished,
  } = report;
  const count = { tried, taken_in: takenIn, repeated, rejected, not_replayable: tooLarge, already };
  const reasons = Object.entries(report.reasons).map(([reason, records]) => ({
    'still rejected': reason,
    records,
  }));
  return [
    table([count]),
    topic === null
      ? 'Nothing was taken in.\n'
      : `Taken in as ${nameShown(topic)}, with the times at which the records were known.\n`,
    reasons.length === 0 ? '' : table(reasons),
    tooLarge === 0
      ? ''
      : `${String(tooLarge)} cannot be tried again, because only their digest was kept.\n`,
    already === 0 ? '' : `${String(already)} were taken in by an earlier retry.\n`,
    report.not_in_custody === 0
      ? ''
      : `${String(report.not_in_custody)} belong to an input whose ingest was interrupted: ` +
        'ingest it again, then try again.\n',
    finished === 0 ? '' : `An interrupted retry was finished first: ${String(finished)} records.\n`,
  ].join('');
}
