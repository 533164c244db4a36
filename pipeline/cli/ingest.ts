// plancher ingest: files or standard input into the warehouse, then floors and alerts up to date.
// It sends no messages about alerts: taking in a file should not wait for a mail server. Those go
// out with plancher up or plancher alerts send.
import type { Command } from 'commander';
import { KINDS } from '../../schemas/record.ts';
import {
  type FileReport,
  type FileRequest,
  kindOfFile,
  refuseUnfit,
} from '../ingest/file/ingest-file.ts';
import { followUp, takeIn } from '../path.ts';
import type { Session } from '../open-session.ts';
import { EXIT, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { standardInput } from '../platform/standard-input.ts';
import { table } from '../text/table.ts';
import { progressBar } from '../text/terminal.ts';
import { decodeWorkers } from './decode-workers.ts';
import { followUpText } from './follow-up.ts';
import type { Io } from './io.ts';
import { kindNamed } from './kind.ts';
import { type ListOptions, listOf, listText, printsList } from './list.ts';
import { withSession } from './session.ts';
import { parseKnownAt } from './time.ts';

interface IngestOptions extends ListOptions {
  kind?: string;
  knownAt?: string;
  again?: true;
  strict?: true;
  backfill?: true;
  estimate: boolean;
}

export function addIngest(program: Command, io: Io): void {
  printsList(program.command('ingest'))
    .description(
      'take in records from NDJSON files (or - for standard input), ' +
        'then bring floors and alerts up to date',
    )
    .argument('<file...>', 'KIND*.ndjson, KIND*.ndjson.gz, or -')
    .option('--kind <kind>', `kind of the records: ${KINDS.join(', ')}`)
    .option('--known-at <time>', 'when the records became known (ISO 8601); default: now')
    .option(
      '--again',
      'write the records of files that are in custody a second time, ' +
        'known since they were first known: for a warehouse that lost some',
    )
    .option(
      '--backfill',
      'records of the past: alerts that they cause are told in one digest for each operation',
    )
    .option('--no-estimate', 'do not compute floors and do not look for alerts')
    .option('--strict', 'exit 3 when a record was rejected')
    .action(async (files: string[], options: IngestOptions) => {
      const requests = requestsOf(files, options);
      await withSession((session) => ingest(session, requests, options, io));
    });
}

/** @throws Failure (exit 2) for a file whose kind cannot be told */
function requestsOf(
  files: readonly string[],
  { kind, knownAt, again }: IngestOptions,
): FileRequest[] {
  const isAgain = again === true;
  const knownAtMs = knownAt === undefined ? null : parseKnownAt('--known-at', knownAt);
  if (isAgain && files.includes('-'))
    throw usageFailure(
      'again_stdin',
      '--again is for files: standard input cannot be read again. Name the file.',
    );
  if (isAgain && knownAtMs !== null)
    throw usageFailure(
      'again_known_at',
      '--again leaves records known since they were first known; give it without --known-at.',
    );
  const given = kind === undefined ? null : kindNamed(kind);
  if (files.filter((path) => path === '-').length > 1)
    throw usageFailure('stdin_twice', 'Standard input (-) can be read only once.');
  return files.map((path) => {
    const found = given ?? kindOfFile(path);
    if (found === null) {
      const what = path === '-' ? 'standard input' : nameShown(path);
      throw usageFailure(
        'unknown_kind',
        `The kind of ${what} is not known. ` +
          `Name the file KIND*.ndjson or give --kind with one of ${KINDS.join(', ')}.`,
      );
    }
    return { path, kind: found, knownAtMs, isAgain };
  });
}

async function ingest(
  session: Session,
  requests: readonly FileRequest[],
  options: IngestOptions,
  { write, setExitCode }: Io,
): Promise<void> {
  const tools = {
    decodeWorkers: decodeWorkers(session.config.decodeWorkers),
    stdin: standardInput(),
    onProgress: progressBar(),
  };
  // All before the first: a file that holds no records should not leave the others half taken in.
  for (const { path } of requests) if (path !== '-') await refuseUnfit(path, session.config.unpack);
  const reports = await takeIn(session, requests, tools);
  const followed = options.estimate
    ? await followUp(session, {
        isBackfill: options.backfill === true,
        isAgain: options.again === true,
      })
    : null;
  const rows = reports.map((report) => ({ ...report }));
  if (options.format !== 'table') write(listText(listOf(rows, REPORT_COLUMNS), options.format));
  else
    write(
      reportTable(reports) +
        (options.again === true ? restoredText(reports) : '') +
        (followed === null ? '' : followUpText(followed)),
    );
  if (options.strict === true && reports.some((report) => report.rejected > 0))
    setExitCode(EXIT.checkFailed);
}

const REPORT_COLUMNS = [
  'file',
  'kind',
  'topic',
  'accepted',
  'repeated',
  'rejected',
  'adjusted',
  'already',
  'restored',
];

function restoredText(reports: readonly FileReport[]): string {
  const total = reports.reduce((sum, { restored = 0 }) => sum + restored, 0);
  return `records that were lost and are back: ${String(total)}\n`;
}

function reportTable(reports: readonly FileReport[]): string {
  const rejected = reports.reduce((sum, report) => sum + report.rejected, 0);
  const rows = reports.map(({ file, kind, accepted, repeated, rejected: bad }) => ({
    file,
    kind,
    accepted,
    repeated,
    rejected: bad,
  }));
  const adjusted = reports.reduce((sum, report) => sum + report.adjusted, 0);
  return (
    table(rows) +
    (rejected === 0 ? '' : 'See why with: plancher rejected list\n') +
    (adjusted === 0 ? '' : adjustedText(adjusted))
  );
}

function adjustedText(count: number): string {
  return (
    `Records that were changed at intake: ${String(count)}. ` +
    'View record_outcome says what and where (column adjusted).\n'
  );
}
