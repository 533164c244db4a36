// The whole path in order, from a line of NDJSON to a floor. Each step is one file; this one only
// calls them.
//
//   1  open       warehouse/open.ts          PLANCHER_WAREHOUSE -> one client, embedded engine or
//   server
//   2  migrate    warehouse/migrate.ts       sql/migrations and sql/views, statement by statement
//   3  refer      reference/load.ts      reference/*: lists, rates, exchange rates, by content
//   version
//   4  identify   ingest/file/file-identity.ts    same file, grown file or another content -> name
//   in the ledger; ingest/file/input-shape.ts refuses what is no NDJSON
//   5  cut        ingest/file/line-source.ts      bytes -> chunks of whole lines, bounded memory
//   6  decode     schemas/decode.ts          line -> valid record with digest, or rejection with
//   reason and path
//   7  derive     ingest/row.ts              registrable domain, account and its country
//   8  chain      ingest/custody-chain.ts    h(n) = SHA-256(h(n-1) || digest(n))
//   9  write      ingest/write-range.ts      typed rows, then ledger rows, then the custody row
//                 With Kafka, ingest/kafka/, worker.ts, intake.ts and intake-writer.ts stand in the
//                 place of 4 and 5; 6 to 9 are the same.
//                 For rejected records that are tried again, ingest/rejected/retry.ts stands there.
//  10  resolve    sql/views/20_flow.sql      latest revision, disputes, hops, reversals
//  11  apportion  sql/views/30_part.sql      rate, site, operation, month: amount -> parts
//  12  document   sql/views/40_documented.sql  one source counts for each operation, month and
//  network
//  13  model      sql/views/45_modelled.sql  audience limits x lowest rates
//  14  combine    sql/views/48_floor.sql     larger of the two by line, sum of lines
//  15  publish    estimate/run.ts            what changed -> floor_revision -> revenue_floor
//  16  flag       sql/views/70_flag.sql      offshore flags
//  17  alert      alert/find/evaluate.ts          what is new -> payments -> episodes -> alerts
//  (docs/decisions/0009)
//  18  tell       alert/tell/plan.ts, deliver.ts  outbox within a budget -> webhook, Slack, e-mail,
//  Kafka
//  19  export     export/write-export.ts     rows of a view -> files, manifest, signature ->
//  published directory
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type DeliveryReport, deliverDue } from './alert/tell/deliver.ts';
import { type EvaluationReport, evaluateAlerts } from './alert/find/evaluate.ts';
import { planMessages } from './alert/tell/plan.ts';
import type { Sender } from './alert/tell/outcome.ts';
import type { Config } from './config/config.ts';
import { type ReferenceData, loadReference, readReference } from './reference/load.ts';
import { type RunReport, runEstimate } from './estimate/run.ts';
import { createDecoder } from './ingest/decode-pool.ts';
import {
  type FileReport,
  type FileRequest,
  type IngestTools,
  ingestFile,
} from './ingest/file/ingest-file.ts';
import { type RetryReport, type RetryRequest, retryRejected } from './ingest/rejected/retry.ts';
import type { Clock } from './platform/clock.ts';
import { type Log, createLog } from './platform/log.ts';
import { withTemporaryFolder } from './platform/temporary-folder.ts';
import { migrate } from './warehouse/migrate.ts';
import { refuseLoss } from './warehouse/lost-records.ts';
import { openWarehouse } from './warehouse/open.ts';
import type { Warehouse } from './warehouse/warehouse.ts';

/** What a command works with. */
export interface Session {
  warehouse: Warehouse;
  config: Config;
  clock: Clock;
  log: Log;
}

/** Steps 1 to 3. */
export async function openSession(
  config: Config,
  clock: Clock,
  reference: ReferenceData = readReference(),
): Promise<Session> {
  const warehouse = await openWarehouse(config.warehouse);
  try {
    await migrate(warehouse, {
      cluster: config.cluster,
      clock,
      isExclusive: config.warehouse.startsWith('embedded:'),
    });
    await loadReference(warehouse, reference, clock);
    return { warehouse, config, clock, log: createLog(config.logLevel) };
  } catch (thrown) {
    await warehouse.close();
    throw thrown;
  }
}

/**
 * A session in an embedded warehouse of its own, which is gone afterwards, with the folder around
 * it.
 * @param purpose a word for its name
 */
export function withThrowAwaySession<Value>(
  {
    config,
    clock,
    reference,
    purpose,
  }: { config: Config; clock: Clock; reference?: ReferenceData; purpose: string },
  act: (session: Session, folder: string) => Promise<Value>,
): Promise<Value> {
  return withTemporaryFolder(purpose, async (folder) => {
    const session = await openSession(
      { ...config, warehouse: `embedded:${join(folder, 'warehouse')}`, cluster: null },
      clock,
      reference,
    );
    try {
      return await act(session, folder);
    } finally {
      await session.warehouse.close();
    }
  });
}

const newId = () => randomBytes(6).toString('hex');

export type FileTools = Pick<IngestTools, 'stdin' | 'onProgress'> & { decodeWorkers: number };

/** Steps 4 to 9, for one file after the other. */
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
      const report = await ingestFile(
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

/** Steps 6 to 9, for records that were rejected before. */
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

/** Steps 10 to 15. Step 16 is a view and needs no run. @throws Failure when records are lost */
export async function bringUpToDate(
  { warehouse, clock, config, log }: Session,
  isComplete = false,
): Promise<RunReport> {
  await refuseLoss(warehouse);
  const run = await runEstimate(warehouse, { clock, alpha: config.alpha, isComplete });
  log.info({ ...run }, 'floors up to date');
  return run;
}

/**
 * Step 17.
 * @param isBackfill whatever is found is told in a digest.
 * @throws Failure when records are lost: payments that are gone would end alerts
 */
export async function findAlerts(
  { warehouse, clock, config, log }: Session,
  isBackfill = false,
): Promise<EvaluationReport> {
  const startedMs = clock();
  await refuseLoss(warehouse);
  const report = await evaluateAlerts(warehouse, {
    clock,
    rules: config.alerts.rules,
    isRetrospective: isBackfill,
  });
  log.info({ ...report, seconds: (clock() - startedMs) / 1000 }, 'alerts up to date');
  return report;
}

/**
 * Steps 10 to 17, after records or reference data have come in.
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

/** Step 18. */
export async function tellAlerts(
  { warehouse, clock, config, log }: Session,
  senders: ReadonlyMap<string, Sender>,
  stop?: AbortSignal,
): Promise<DeliveryReport & { planned: number }> {
  const planned = await planMessages(warehouse, config.alerts, clock);
  const report = {
    planned,
    ...(await deliverDue(senders, { store: warehouse, clock, random: Math.random, stop })),
  };
  log.info(report, 'alerts told');
  return report;
}
