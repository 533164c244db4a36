// From a flow appended to Kafka to the webhook called, through `plancher up` with all roles in one
// process and an embedded warehouse, settings as they ship. Most records are payments of keys that
// are known for months; each that is measured pays an operation that nobody has seen. The time runs
// from before the record is given to the producer to when the whole request has come.
import { setTimeout } from 'node:timers/promises';
import { type Hook, type Stage, type Up, newFlow, onStage, ordinaryFlow } from './alert-stage.ts';

/** More messages an hour than there are. */
const NO_BUDGET = 100_000;
const TICK_MS = 50;
/** Of those that are measured. */
const NEW_A_SECOND = 20;
const WARM_SECONDS = 15;
const LONGEST_WAIT_SECONDS = 120;
const PROMISED_SECONDS = 5;

export async function measureLatency([seconds = 40, ...rates]: readonly number[]): Promise<void> {
  for (const rate of rates.length === 0 ? [1_000, 5_000] : rates) await measureAt(rate, seconds);
}

async function measureAt(rate: number, seconds: number): Promise<void> {
  await onStage(NO_BUDGET, async ({ hook, up, send }) => {
    await produce(send, rate, WARM_SECONDS, 'warm');
    const sentMs = await produce(send, rate, seconds, 'measured');
    await hook.toldOf([...sentMs.keys()], LONGEST_WAIT_SECONDS);
    console.log(report(rate, sentMs, hook, up));
  });
}

/** @returns when each new operation was given to the producer */
async function produce(
  send: Stage['send'],
  rate: number,
  seconds: number,
  prefix: string,
): Promise<Map<string, number>> {
  const sentMs = new Map<string, number>();
  const startedMs = performance.now();
  const sending: Promise<void>[] = [];
  for (let sent = 0, told = 0; sent < rate * seconds; ) {
    const elapsedSeconds = (performance.now() - startedMs) / 1000;
    const records: Record<string, unknown>[] = [];
    for (; told < Math.min(elapsedSeconds, seconds) * NEW_A_SECOND; told += 1) {
      const name = `${prefix}-${String(told)}`;
      records.push(newFlow(name));
      sentMs.set(name, performance.now());
    }
    for (; sent < Math.min(elapsedSeconds, seconds) * rate; sent += 1)
      records.push(ordinaryFlow(`${prefix}-${String(sent)}`, sent));
    if (records.length > 0) sending.push(send(records));
    await setTimeout(TICK_MS);
  }
  await Promise.all(sending);
  const took = (performance.now() - startedMs) / 1000;
  if (took > seconds * 1.1)
    console.log(`the producer took ${took.toFixed(1)} s for ${String(seconds)} s of records`);
  return sentMs;
}

function report(
  rate: number,
  sentMs: ReadonlyMap<string, number>,
  { receivedMs }: Hook,
  up: Up,
): string {
  const waits = [...sentMs]
    .map(([name, from]) => ((receivedMs.get(name) ?? Infinity) - from) / 1000)
    .toSorted((a, b) => a - b);
  const at = (share: number) =>
    waits[Math.min(waits.length - 1, Math.ceil(share * waits.length) - 1)] ?? Infinity;
  const figures = [0.5, 0.99, 0.999]
    .map((share) => `p${String(share * 100)} ${at(share).toFixed(2)} s`)
    .join(', ');
  const evaluations = up.evaluationSeconds();
  const middle = evaluations[Math.floor(evaluations.length / 2)] ?? 0;
  const holds = at(0.99) < PROMISED_SECONDS ? 'holds' : 'does not hold';
  return [
    `${String(rate)} records/s: ${figures} over ${String(waits.length)} new keys; p99 under ` +
      `${String(PROMISED_SECONDS)} s ${holds}`,
    `  an evaluation took ${middle.toFixed(2)} s in the middle, ` +
      `${(evaluations.at(-1) ?? 0).toFixed(2)} s at most (${String(evaluations.length)}); peak ` +
      `memory ${up.peakMb().toFixed(0)} MB`,
  ].join('\n');
}
