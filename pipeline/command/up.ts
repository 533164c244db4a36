// plancher up: the pipeline until it is stopped. Roles today: ingest (Kafka into the warehouse) and estimate (floors up to date).
// Crash-only: what cannot be repaired by trying again ends the process, and whoever started it starts it again.
import { setTimeout } from 'node:timers/promises';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { createDecoder } from '../ingest/decode-pool.ts';
import { type Consuming, consume } from '../ingest/kafka/consume.ts';
import { deadLetterSender } from '../ingest/kafka/dead-letters.ts';
import { reachTopics } from '../ingest/kafka/topics.ts';
import { IngestMeters } from '../ingest/meters.ts';
import { Worker } from '../ingest/worker.ts';
import { allEnded } from '../platform/all-ended.ts';
import { Failure, messageOf, usageFailure } from '../platform/failure.ts';
import { aborted, closeServer, listenAt } from '../platform/listen.ts';
import { systemPause } from '../platform/pause.ts';
import { type Session, bringUpToDate } from '../path.ts';
import { type ReadyCheck, healthServer } from '../serve/health.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { decodeWorkers } from './ingest.ts';

export const ROLES = ['ingest', 'estimate'] as const;
export type Role = (typeof ROLES)[number];

const HEALTH_STOP_MS = 1_000;

/** @throws Failure (exit 2) for a role that does not exist */
export function rolesNamed(list: string | undefined): Role[] {
  if (list === undefined) return [...ROLES];
  return list.split(',').map((name) => {
    const role = ROLES.find((one) => one === name.trim());
    if (role === undefined)
      throw usageFailure('unknown_role', `--roles ${list}: there is no role "${name}". The roles are ${ROLES.join(', ')}.`);
    return role;
  });
}

/** What the roles of a process tell about themselves. */
interface Operations {
  registry: Registry;
  checks: ReadyCheck[];
}

/** @param stopped fires when the process is asked to stop */
export async function up(session: Session, roles: readonly Role[], stopped: AbortSignal): Promise<void> {
  const { warehouse, config, log } = session;
  const operations: Operations = { registry: new Registry(), checks: [{ name: 'warehouse', hindrance: () => whyNoWarehouse(warehouse) }] };
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

async function run(session: Session, roles: readonly Role[], stopped: AbortSignal, operations: Operations): Promise<void> {
  const running: Promise<void>[] = [];
  // A role that fails stops the others, and its failure ends the process.
  const failed = new AbortController();
  const stop = AbortSignal.any([stopped, failed.signal]);
  if (roles.includes('ingest')) running.push(ingestRole(session, stop, operations));
  if (roles.includes('estimate')) running.push(estimateRole(session, stop));
  for (const role of running)
    role.catch(() => {
      failed.abort();
    });
  await allEnded(running);
}

async function ingestRole({ warehouse, config, clock, log }: Session, stop: AbortSignal, operations: Operations): Promise<void> {
  const { kafka } = config;
  if (kafka === null)
    throw usageFailure(
      'no_kafka',
      'The role ingest needs Kafka. Set PLANCHER_KAFKA_BROKERS to host:port, or take in files with: plancher ingest FILE...',
    );
  if (!(await reachTopics(kafka, log, stop))) return;
  const decoder = createDecoder(decodeWorkers(config.decodeWorkers));
  const deadLetters = await deadLetterSender(kafka, log);
  const meters = new IngestMeters(operations.registry);
  const limits = { ...config.batch, bufferBytes: config.bufferBytes, stallMs: config.stallMs };
  const sendDeadLetters = deadLetters?.send ?? null;
  try {
    const consuming = await consume(kafka, log, (group) => {
      const worker = new Worker(group, { store: warehouse, decoder, clock, log, meters, limits, sendDeadLetters, pause: systemPause });
      operations.checks.push({ name: 'ingest', hindrance: () => Promise.resolve(worker.hindrance) });
      return worker;
    });
    log.info({ brokers: kafka.brokers, group: kafka.groupId }, 'consuming');
    const consumed = Promise.race([consuming.ended, aborted(stop)]);
    const stopping = () => stopInTime(consuming, config.stopMs);
    // Why it ended is first: it says more than that it did not end in time.
    await allEnded([consumed, consumed.then(stopping, stopping)]);
  } finally {
    await deadLetters?.close();
    await decoder.close();
  }
}

async function stopInTime(consuming: Consuming, longestMs: number): Promise<void> {
  const isInTime = await Promise.race([consuming.stop().then(() => true), setTimeout(longestMs, false, { ref: false })]);
  if (!isInTime)
    throw new Failure(
      'slow_stop',
      `The batch in flight did not end within ${String(longestMs / 1000)} s. Nothing is lost: the next start goes on behind custody.`,
    );
}

async function estimateRole(session: Session, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await bringUpToDate(session);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || !thrown.retriable) throw thrown;
      session.log.error({ code: thrown.code, error: messageOf(thrown) }, 'the estimate waits for the warehouse');
    }
    await setTimeout(session.config.estimateSeconds * 1000, undefined, { signal: stop }).catch(() => undefined);
  }
}
