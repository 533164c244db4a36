// plancher up: the pipeline until it is stopped. Roles today: ingest (Kafka into the warehouse) and estimate (floors up to date).
// Crash-only: what cannot be repaired by trying again ends the process, and whoever started it starts it again.
import { setTimeout } from 'node:timers/promises';
import { createDecoder } from '../ingest/decode-pool.ts';
import { Intake } from '../ingest/intake.ts';
import { consume } from '../ingest/kafka.ts';
import { Failure, messageOf, usageFailure } from '../platform/failure.ts';
import { type Session, bringUpToDate } from '../path.ts';
import { decodeWorkers } from './ingest.ts';

export const ROLES = ['ingest', 'estimate'] as const;
export type Role = (typeof ROLES)[number];

/** Longest time that a stop may take: a batch in flight and the run of the estimate. */
const STOP_MS = 30_000;

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

/** @param stopped fires when the process is asked to stop */
export async function up(session: Session, roles: readonly Role[], stopped: AbortSignal): Promise<void> {
  const running: Promise<void>[] = [];
  // A role that fails stops the others, and its failure ends the process.
  const failed = new AbortController();
  const stop = AbortSignal.any([stopped, failed.signal]);
  if (roles.includes('ingest')) running.push(ingestRole(session, stop));
  if (roles.includes('estimate')) running.push(estimateRole(session, stop));
  for (const role of running)
    role.catch(() => {
      failed.abort();
    });
  await Promise.all(running);
}

async function ingestRole({ warehouse, config, clock, log }: Session, stop: AbortSignal): Promise<void> {
  if (config.kafka === null)
    throw usageFailure(
      'no_kafka',
      'The role ingest needs Kafka. Set PLANCHER_KAFKA_BROKERS to host:port, or take in files with: plancher ingest FILE...',
    );
  const threads = decodeWorkers(config.decodeWorkers);
  const decoder = createDecoder(threads);
  try {
    const consuming = await consume(config.kafka, new Intake(warehouse, decoder, clock), log, Math.max(1, threads));
    log.info({ brokers: config.kafka.brokers, group: config.kafka.groupId }, 'consuming');
    await Promise.race([consuming.ended, aborted(stop)]);
    const isInTime = await Promise.race([consuming.stop().then(() => true), setTimeout(STOP_MS, false, { ref: false })]);
    if (!isInTime)
      throw new Failure(
        'slow_stop',
        `The batch in flight did not end within ${String(STOP_MS / 1000)} s. Nothing is lost: the next start goes on behind custody.`,
      );
  } finally {
    await decoder.close();
  }
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

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
