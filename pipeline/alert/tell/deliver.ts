// From the outbox to the destinations, at least once: a message is sent, then the attempt is noted.
// A crash between the two sends it again, with the same idempotency key. What fails is tried again
// after a while, and after many attempts it is dead: shown, and sent again on request.
import { z } from 'zod';
import { type Clock, sqlTime } from '../../platform/clock.ts';
import { invariant } from '../../platform/failure.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Outcome, Sender } from './outcome.ts';
import type { AlertStore } from '../store.ts';

/** About a day and a half, with the waits below. */
const MOST_ATTEMPTS = 40;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;
/** Messages in memory at a time. */
const AT_ONCE = 50;
/**
 * Several at a time to one destination: one at a time, a slow one would take an hour for a flood.
 */
const BESIDE = 8;

export interface DeliverTools {
  store: AlertStore;
  clock: Clock;
  /** From 0 to below 1, for the jitter. */
  random: () => number;
  stop?: AbortSignal | undefined;
}

export interface DeliveryReport {
  sent: number;
  failed: number;
  dead: number;
}

const dueRow = z.object({ message_key: z.string(), attempts: z.number() });
const bodyRow = z.object({ message_key: z.string(), body: z.string() });
interface Due {
  key: string;
  body: string;
  attempts: number;
}

/** Sends what is due; a destination that does not answer keeps no other waiting. */
export async function deliverDue(
  senders: ReadonlyMap<string, Sender>,
  tools: DeliverTools,
): Promise<DeliveryReport> {
  const ended = await Promise.allSettled(
    [...senders].map(([name, sender]) => deliverTo(name, sender, tools)),
  );
  const report: DeliveryReport = { sent: 0, failed: 0, dead: 0 };
  for (const one of ended) {
    if (one.status === 'rejected') throw one.reason;
    report.sent += one.value.sent;
    report.failed += one.value.failed;
    report.dead += one.value.dead;
  }
  return report;
}

async function deliverTo(
  destination: string,
  sender: Sender,
  tools: DeliverTools,
): Promise<DeliveryReport> {
  const report: DeliveryReport = { sent: 0, failed: 0, dead: 0 };
  while (!isStopped(tools)) {
    const due = await dueFor(destination, tools);
    for (let at = 0; at < due.length && !isStopped(tools); at += BESIDE) {
      const states = await sendBeside(due.slice(at, at + BESIDE), sender, tools);
      for (const state of states) report[state] += 1;
      // A destination that is down is not tried with every message.
      if (states.every((state) => state === 'failed')) return report;
    }
    if (due.length < AT_ONCE) return report;
  }
  return report;
}

async function dueFor(destination: string, { store, clock }: DeliverTools): Promise<Due[]> {
  const due = await store.query(
    sqlFile('alert/tell/due.sql'),
    { destination, now: sqlTime(clock()), most: AT_ONCE },
    dueRow,
  );
  if (due.length === 0) return [];
  const keys = due.map((one) => one.message_key);
  const bodies = new Map(
    (await store.query(sqlFile('alert/tell/bodies.sql'), { destination, keys }, bodyRow)).map(
      (row) => [row.message_key, row.body],
    ),
  );
  return due.map(({ message_key: key, attempts }) => {
    const body = bodies.get(key);
    invariant(body !== undefined, 'a message that is due has a body');
    return { key, body, attempts };
  });
}

/** A function, because the answer changes while it is waited. */
function isStopped({ stop }: DeliverTools): boolean {
  return stop?.aborted === true;
}

/** Sends a few, and notes them together: a note costs more than a message. */
async function sendBeside(
  due: readonly Due[],
  sender: Sender,
  tools: DeliverTools,
): Promise<Outcome['state'][]> {
  const attempts = await Promise.all(
    due.map(async ({ key, body, attempts: before }) => {
      const outcome = await sender.send(key, body);
      return attemptRow(key, before + 1, outcome, tools);
    }),
  );
  await tools.store.insertObjects('alert_attempt', attempts);
  return attempts.map(({ outcome }) => outcome);
}

function attemptRow(
  messageKey: string,
  attempt: number,
  given: Outcome,
  { clock, random }: DeliverTools,
) {
  const nowMs = clock();
  const isLast = given.state === 'failed' && attempt >= MOST_ATTEMPTS;
  const outcome = isLast ? 'dead' : given.state;
  const waitMs =
    given.state === 'failed' ? Math.max(backoffMs(attempt, random()), given.retryAfterMs ?? 0) : 0;
  return {
    message_key: messageKey,
    attempted_at: sqlTime(nowMs),
    attempt,
    outcome,
    answer: isLast ? `given up after ${String(attempt)} attempts: ${given.answer}` : given.answer,
    next_at: outcome === 'failed' ? sqlTime(nowMs + waitMs) : null,
  };
}

/** Doubles up to an hour; half of it is chance, so that many messages do not come back together. */
export function backoffMs(attempt: number, chance: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  return Math.round(full * (0.5 + chance / 2));
}
