// plancher up: the pipeline until it is stopped. Roles: ingest (Kafka into the warehouse), estimate
// (floors up to date), alert (found and sent), export (what is due by schedule), serve (SQL for
// analysts). Crash-only: a fault that retrying cannot repair ends the process, and its supervisor
// starts it again.
import type { Command } from 'commander';
import { setTimeout } from 'node:timers/promises';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { loadExports } from '../export/definition.ts';
import { ExportMeters, exportUntilStopped } from '../export/role.ts';
import { hasSigningKey, readSigningKey } from '../export/signature.ts';
import { createDecoder } from '../ingest/decode-pool.ts';
import { type Consuming, consume } from '../ingest/kafka/consume.ts';
import { deadLetterSender } from '../ingest/kafka/dead-letters.ts';
import { reachTopics } from '../ingest/kafka/topics.ts';
import { IngestMeters } from '../ingest/meters.ts';
import { Worker } from '../ingest/worker.ts';
import { allEnded, endedTogether } from '../platform/all-ended.ts';
import { Failure, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { aborted, closeServer, listenAt } from '../platform/listen.ts';
import { systemPause } from '../platform/pause.ts';
import { Bell, repeat } from '../platform/repeat.ts';
import { sendersOf } from '../alert/tell/senders.ts';
import { bringUpToDate, findAlerts, tellAlerts } from '../path.ts';
import type { Session } from '../open-session.ts';
import { type ReadyCheck, healthServer } from '../serve/health.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { decodeWorkers } from './decode-workers.ts';
import { exportTools } from './export-tools.ts';
import { whileServing } from './serve-analysts.ts';
import { withSession } from './session.ts';
import { untilStopped } from './stop.ts';

const ROLES = ['ingest', 'estimate', 'alert', 'export', 'serve'] as const;
type Role = (typeof ROLES)[number];

const HEALTH_STOP_MS = 1_000;
/**
 * Also after an evaluation that took longer than PLANCHER_ALERT_SECONDS, because the process has
 * other work.
 */
const LEAST_ALERT_WAIT_MS = 100;

export function addUp(program: Command): void {
  program
    .command('up')
    .description('run the pipeline until stopped: Kafka into the warehouse, floors up to date')
    .option(
      '--roles <roles>',
      `which parts, separated by commas: ${ROLES.join(', ')}; default: all`,
    )
    .action(async (options: { roles?: string }) => {
      const roles = rolesNamed(options.roles);
      const stopped = untilStopped();
      await withSession((session) => up(session, roles, stopped));
    });
}

/** @throws Failure (exit 2) for a role that does not exist */
function rolesNamed(list: string | undefined): Role[] {
  if (list === undefined) return [...ROLES];
  return list.split(',').map((name) => {
    const role = ROLES.find((one) => one === name.trim());
    if (role === undefined)
      throw usageFailure(
        'unknown_role',
        `--roles ${nameShown(list)}: there is no role ${nameShown(name)}. The roles are ` +
          `${ROLES.join(', ')}.`,
      );
    return role;
  });
}

/** What the roles of a process report about themselves. */
interface Operations {
  registry: Registry;
  checks: ReadyCheck[];
}

/** @param stopped fires when the process is asked to stop */
async function up(session: Session, roles: readonly Role[], stopped: AbortSignal): Promise<void> {
  const { warehouse, config, log } = session;
  const operations: Operations = {
    registry: new Registry(),
    checks: [{ name: 'warehouse', hindrance: () => whyNoWarehouse(warehouse) }],
  };
  collectDefaultMetrics({ register: operations.registry });
  const server = healthServer(operations.registry, operations.checks, log);
  try {
    if (config.metricsListen !== null) {
      const address = await listenAt(server, config.metricsListen, 'PLANCHER_METRICS_LISTEN');
      log.info({ address }, 'serving health and metrics');
    }
    await run(session, roles, stopped, operations);
  } finally {
    if (server.listening) await closeServer(server, HEALTH_STOP_MS);
  }
}

async function whyNoWarehouse(warehouse: Warehouse): Promise<string | null> {
  return (await warehouse.ping()) ? null : 'does not answer';
}

function run(
  session: Session,
  roles: readonly Role[],
  stopped: AbortSignal,
  operations: Operations,
): Promise<void> {
  // A role that fails stops the others, and its failure ends the process.
  return endedTogether(stopped, (stop) => {
    const running: Promise<void>[] = [];
    if (roles.includes('ingest')) running.push(ingestRole(session, stop, operations));
    // Floors can wait a little: taking in records and sending alerts come first.
    const behind =
      roles.length > 1 ? { ...session, warehouse: session.warehouse.givingWay() } : session;
    if (roles.includes('estimate')) running.push(estimateRole(behind, stop));
    if (roles.includes('alert')) running.push(alertRole(session, stop));
    if (roles.includes('export'))
      running.push(exportRole(session, stop, operations, roles.length < ROLES.length));
    if (roles.includes('serve')) running.push(serveRole(session, roles, stop));
    return running;
  });
}

async function ingestRole(
  { warehouse, config, clock, log }: Session,
  stop: AbortSignal,
  operations: Operations,
): Promise<void> {
  const { kafka } = config;
  if (kafka === null)
    throw usageFailure(
      'no_kafka',
      'The role ingest needs Kafka. Set PLANCHER_KAFKA_BROKERS to host:port, or take in ' +
        'files with: plancher ingest FILE...',
    );
  if (!(await reachTopics(kafka, log, stop))) return;
  const decoder = createDecoder(decodeWorkers(config.decodeWorkers));
  const deadLetters = await deadLetterSender(kafka, log);
  const meters = new IngestMeters(operations.registry);
  const limits = { ...config.batch, bufferBytes: config.bufferBytes, stallMs: config.stallMs };
  const sendDeadLetters = deadLetters?.send ?? null;
  try {
    const consuming = await consume(kafka, log, (group) => {
      const worker = new Worker(group, {
        store: warehouse,
        decoder,
        clock,
        log,
        meters,
        limits,
        sendDeadLetters,
        pause: systemPause,
      });
      operations.checks.push({
        name: 'ingest',
        hindrance: () => Promise.resolve(worker.hindrance),
      });
      return worker;
    });
    log.info({ brokers: kafka.brokers, group: kafka.groupId }, 'consuming');
    const consumed = Promise.race([consuming.ended, aborted(stop)]);
    const stopping = () => stopInTime(consuming, config.stopMs);
    // The cause of the end comes first: it says more than a stop that was too slow.
    await allEnded([consumed, consumed.then(stopping, stopping)]);
  } finally {
    await deadLetters?.close();
    await decoder.close();
  }
}

async function stopInTime(consuming: Consuming, longestMs: number): Promise<void> {
  const isInTime = await Promise.race([
    consuming.stop().then(() => true),
    setTimeout(longestMs, false, { ref: false }),
  ]);
  if (!isInTime)
    throw new Failure(
      'slow_stop',
      `The batch in flight did not end within ${String(longestMs / 1000)} s. Nothing is ` +
        'lost: the next start goes on behind custody.',
    );
}

/**
 * Without a file of analysts, `plancher up` without --roles serves nobody. Naming this role alone
 * is then a mistake.
 */
async function serveRole(
  { warehouse, config, log }: Session,
  roles: readonly Role[],
  stop: AbortSignal,
): Promise<void> {
  const { engine } = warehouse;
  if (engine !== null && config.analysts.file !== null) {
    const onAddress = (address: string) => {
      log.info({ address }, 'serving analysts');
    };
    await whileServing(engine.path, config, { log, stop, onAddress });
    return;
  }
  const why =
    engine === null
      ? 'a ClickHouse server serves analysts itself (deploy/clickhouse)'
      : 'PLANCHER_ANALYSTS_FILE is not set';
  if (roles.length === 1)
    throw usageFailure('nothing_to_serve', `The role serve has nothing to do: ${why}.`);
  log.info({ why }, 'no SQL for analysts');
}

function estimateRole(session: Session, stop: AbortSignal): Promise<void> {
  const everyMs = session.config.estimateSeconds * 1000;
  return repeat(
    { name: 'the estimate', everyMs, leastWaitMs: everyMs, act: () => bringUpToDate(session) },
    session.log,
    stop,
  );
}

async function alertRole(session: Session, stop: AbortSignal): Promise<void> {
  const { config, clock, log } = session;
  const senders = sendersOf({
    settings: config.alerts,
    secrets: config.alertSecrets,
    kafka: config.kafka,
    clock,
    log,
  });
  const times = { everyMs: config.alertSeconds * 1000, leastWaitMs: LEAST_ALERT_WAIT_MS };
  const found = new Bell();
  const find = async () => {
    const { revised } = await findAlerts(session);
    if (revised > 0) found.ring();
  };
  try {
    // Two loops, so that a destination that is slow to answer delays no alert.
    await endedTogether(stop, (ending) => [
      repeat({ name: 'the evaluation of alerts', ...times, act: find }, log, ending),
      repeat(
        {
          name: 'the delivery of alerts',
          ...times,
          act: () => tellAlerts(session, senders, ending),
          bell: found,
        },
        log,
        ending,
      ),
    ]);
  } finally {
    for (const sender of senders.values()) await sender.close();
  }
}

/**
 * @param isAsked the role was named. Then a missing key is a mistake; otherwise the program may
 * have just been installed
 */
async function exportRole(
  session: Session,
  stop: AbortSignal,
  { registry }: Operations,
  isAsked: boolean,
): Promise<void> {
  const { config, log } = session;
  const set = loadExports(config.exportsFile);
  if (!isAsked && !hasSigningKey(config.keysDirectory)) {
    log.warn(
      { keys: config.keysDirectory },
      'no exports: there is no key to sign them with; make one with plancher keys create',
    );
    return;
  }
  const tools = exportTools(
    session,
    set,
    readSigningKey(config.keysDirectory),
    config.exportsDirectory,
  );
  const meters = new ExportMeters(registry, set.exports);
  const role = exportUntilStopped(
    { tools, exports: set.exports, meters, pause: systemPause, log },
    stop,
  );
  // An export in flight may take longer than a stop may last. The next run removes what it leaves.
  const late = aborted(stop).then(() => setTimeout(config.stopMs, false, { ref: false }));
  const isInTime = await Promise.race([role.then(() => true), late]);
  if (!isInTime)
    log.warn(
      { seconds: config.stopMs / 1000 },
      'stopped while an export was being written; it will be tried again',
    );
}
