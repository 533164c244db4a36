// The map: every stage from a record to an alert and an export, in the order that data passes.
// A run executes these lists, and test/sql/path.test.ts compares them with the files of sql/ and
// with the statements that each stage executes.
import { randomBytes } from 'node:crypto';
import { type DeliveryReport, deliverDue } from './alert/tell/deliver.ts';
import { EVALUATION_BEGINS, EVALUATION_STAGES, evaluateAlerts } from './alert/find/evaluate.ts';
import type { EvaluationReport } from './alert/find/evaluation.ts';
import { planMessages } from './alert/tell/plan.ts';
import type { Sender } from './alert/tell/outcome.ts';
import { RUN_BEGINS, RUN_STAGES, type RunReport, runEstimate } from './estimate/run.ts';
import { writeExport } from './export/write-export.ts';
import { createDecoder } from './ingest/decode-pool.ts';
import {
  type FileReport,
  type FileRequest,
  type IngestTools,
  ingestFile,
} from './ingest/file/ingest-file.ts';
import { type RetryReport, type RetryRequest, retryRejected } from './ingest/rejected/retry.ts';
import { MIGRATE, OPEN, REFER, type Session } from './open-session.ts';
import { refuseLoss } from './warehouse/lost-records.ts';

/** A stage that takes and gives what suits it; {@link Stage} is one that shares a context. */
interface MapEntry {
  name: string;
  does: string;
  /** Files of sql/ that it executes; a name that ends in `/` means any file of that folder. */
  sql: readonly string[];
  act: (...given: never[]) => Promise<unknown>;
}

/** With Kafka, ingest/kafka/ and ingest/worker.ts identify and cut; the rest is the same. */
const TAKE_IN = {
  name: 'take in',
  does:
    'Identifies a file by its content, cuts it into lines, decodes them (schemas/decode.ts), ' +
    'adds derived columns, chains digests, writes records, ledger and custody in this order.',
  sql: ['ingest/'],
  act: ingestFile,
};
const REFUSE_LOSS = {
  name: 'refuse loss',
  does: 'Stops when records of the ledger are missing from the tables: a floor could be too high.',
  sql: ['doctor/engine.sql', 'ingest/set_aside.sql', 'ingest/lost_records.sql'],
  act: refuseLoss,
};
const PLAN = {
  name: 'plan messages',
  does: 'Puts what each destination is owed into the outbox, within its budget for the hour.',
  sql: ['alert/tell/', 'estimate/90_drop_scope.sql'],
  act: planMessages,
};
const DELIVER = {
  name: 'deliver',
  does: 'Sends what is due to webhook, Slack, e-mail or Kafka, and notes each attempt.',
  sql: ['alert/tell/'],
  act: deliverDue,
};
const EXPORT = {
  name: 'export',
  does: 'Copies the rows of a view, writes files, manifest and signature, publishes the directory.',
  sql: ['export/', 'estimate/'],
  act: writeExport,
};

/** All stages in order. Flags need none: they are a view (sql/views/70_flag.sql). */
export const PATH: readonly MapEntry[] = [
  OPEN,
  MIGRATE,
  REFER,
  TAKE_IN,
  REFUSE_LOSS,
  RUN_BEGINS,
  ...RUN_STAGES,
  EVALUATION_BEGINS,
  ...EVALUATION_STAGES,
  PLAN,
  DELIVER,
  EXPORT,
];

const newId = () => randomBytes(6).toString('hex');

export type FileTools = Pick<IngestTools, 'stdin' | 'onProgress'> & { decodeWorkers: number };

/** Stage `take in`, for one file after another. */
export async function takeIn(
  { warehouse, clock, log, config }: Session,
  requests: readonly FileRequest[],
  tools: FileTools,
): Promise<FileReport[]> {
  const decoder = createDecoder(tools.decodeWorkers);
  try {
    const reports: FileReport[] = [];
    const { stdin, onProgress } = tools;
    for (const request of requests) {
      const report = await TAKE_IN.act(
        { warehouse, clock, decoder, newId, unpack: config.unpack, stdin, onProgress },
        request,
      );
      log.info({ ...report }, 'file taken in');
      reports.push(report);
    }
    return reports;
  } finally {
    await decoder.close();
  }
}

/** Stage `take in`, for records that were rejected before. */
export async function tryAgain(
  { warehouse, clock, log }: Session,
  request: RetryRequest,
  decodeWorkers: number,
): Promise<RetryReport> {
  const decoder = createDecoder(decodeWorkers);
  try {
    const report = await retryRejected({ warehouse, decoder, clock, newId }, request);
    log.info({ ...report }, 'rejected records tried again');
    return report;
  } finally {
    await decoder.close();
  }
}

/** Brings the floors up to date. @throws Failure when records are lost */
export async function bringUpToDate(
  { warehouse, clock, config, log }: Session,
  isComplete = false,
): Promise<RunReport> {
  await REFUSE_LOSS.act(warehouse);
  const { alpha, classMs } = config;
  const run = await runEstimate(warehouse, { clock, alpha, classMs, isComplete });
  log.info({ ...run }, 'floors up to date');
  return run;
}

/**
 * Finds alerts and revises them.
 * @param isBackfill whatever is found is told in a digest.
 * @throws Failure when records are lost: payments that are gone would end alerts
 */
export async function findAlerts(
  { warehouse, clock, config, log }: Session,
  isBackfill = false,
): Promise<EvaluationReport> {
  const startedMs = clock();
  await REFUSE_LOSS.act(warehouse);
  const report = await evaluateAlerts(warehouse, {
    clock,
    rules: config.alerts.rules,
    isRetrospective: isBackfill,
  });
  log.info({ ...report, seconds: (clock() - startedMs) / 1000 }, 'alerts up to date');
  return report;
}

/**
 * Floors, then alerts, after records or reference data have come in.
 * @param isBackfill as for {@link findAlerts}
 * @param isAgain records came back that earlier floors may have missed: every floor
 */
export async function followUp(
  session: Session,
  { isBackfill = false, isAgain = false }: { isBackfill?: boolean; isAgain?: boolean } = {},
): Promise<{ changed: number; revised: number }> {
  const { changed } = await bringUpToDate(session, isAgain);
  const { revised } = await findAlerts(session, isBackfill);
  return { changed, revised };
}

/** Stages `plan messages` and `deliver`. */
export async function tellAlerts(
  { warehouse, clock, config, log }: Session,
  senders: ReadonlyMap<string, Sender>,
  stop?: AbortSignal,
): Promise<DeliveryReport & { planned: number }> {
  const planned = await PLAN.act(warehouse, config.alerts, clock);
  const report = {
    planned,
    ...(await DELIVER.act(senders, { store: warehouse, clock, random: Math.random, stop })),
  };
  log.info(report, 'alerts told');
  return report;
}
