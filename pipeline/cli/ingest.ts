// plancher ingest: files or standard input into the warehouse, then floors and alerts up to date.
// Messages about alerts go out with plancher up, or with plancher alerts send: whoever takes in a
// file should not wait for a mail server.
import { availableParallelism } from 'node:os';
import { KINDS, type Kind } from '../../schemas/record.ts';
import {
  type FileReport,
  type FileRequest,
  kindOfFile,
  refuseUnfit,
} from '../ingest/file/ingest-file.ts';
import { EXIT, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { standardInput } from '../platform/standard-input.ts';
import { type Session, followUp, takeIn } from '../path.ts';
import { type ListFormat, listOf, listText } from './list.ts';
import type { Write } from './io.ts';
import { followUpText } from './follow-up.ts';
import { progressBar } from '../text/terminal.ts';
import { table } from '../text/table.ts';

export interface IngestArguments {
  files: string[];
  kind: string | null;
  knownAtMs: number | null;
  /** Files that are in custody are written once more: for a warehouse that lost records. */
  isAgain: boolean;
  isStrict: boolean;
  /** Alerts that these records give are told in a digest. */
  isBackfill: boolean;
  withEstimate: boolean;
  format: ListFormat;
}

const MOST_WORKERS = 4;

export function decodeWorkers(configured: number | null): number {
  return configured ?? Math.min(MOST_WORKERS, availableParallelism());
}

/** @throws Failure (exit 2) for a file whose kind cannot be told */
export function requestsOf({ files, kind, knownAtMs, isAgain }: IngestArguments): FileRequest[] {
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
  const given = kind === null ? null : kindNamed(kind);
  if (files.filter((path) => path === '-').length > 1)
    throw usageFailure('stdin_twice', 'Standard input (-) can be read only once.');
  return files.map((path) => {
    const found = given ?? kindOfFile(path);
    if (found === null) {
      const what = path === '-' ? 'standard input' : nameShown(path);
      throw usageFailure(
        'unknown_kind',
        `The kind of ${what} is not known. Name the file KIND*.ndjson or give --kind with one of ${KINDS.join(', ')}.`,
      );
    }
    return { path, kind: found, knownAtMs, isAgain };
  });
}

/** @throws Failure (exit 2) for a kind that does not exist */
export function kindNamed(kind: string): Kind {
  const known = KINDS.find((one) => one === kind);
  if (known === undefined)
    throw usageFailure(
      'unknown_kind',
      `--kind ${nameShown(kind)}: there is no such kind. The kinds are ${KINDS.join(', ')}.`,
    );
  return known;
}

export async function ingest(
  session: Session,
  given: IngestArguments,
  write: Write,
): Promise<number> {
  const bar = progressBar();
  const tools = {
    decodeWorkers: decodeWorkers(session.config.decodeWorkers),
    stdin: standardInput(),
    onProgress: bar,
  };
  const requests = requestsOf(given);
  // All before the first: a file that holds no records should not leave the others half taken in.
  for (const { path } of requests) if (path !== '-') await refuseUnfit(path, session.config.unpack);
  const reports = await takeIn(session, requests, tools);
  const followed = given.withEstimate ? await followUp(session, given) : null;
  if (given.format !== 'table')
    write(
      listText(
        listOf(
          reports.map((report) => ({ ...report })),
          REPORT_COLUMNS,
        ),
        given.format,
      ),
    );
  else
    write(
      `${reportTable(reports)}${given.isAgain ? restoredText(reports) : ''}${followed === null ? '' : followUpText(followed)}`,
    );
  return given.isStrict && reports.some((report) => report.rejected > 0)
    ? EXIT.checkFailed
    : EXIT.done;
}

const REPORT_COLUMNS = [
  'file',
  'kind',
  'topic',
  'accepted',
  'repeated',
  'rejected',
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
  return `${table(rows)}${rejected === 0 ? '' : 'See why with: plancher rejected list\n'}`;
}
