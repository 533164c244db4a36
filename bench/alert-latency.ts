// From a flow appended to Kafka to the webhook called, through `plancher up` with all roles in one process and an embedded warehouse, settings as they
// ship. Most records are payments of keys that are known for months; each that is measured pays an operation that nobody has seen.
// The time runs from before the record is given to the producer to when the whole request has come.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Kafka, type Producer, logLevel } from 'kafkajs';
import { LocalBroker } from '../test/kafka/local-broker.ts';
import { type Hook, type Up, coverFlows, newFlow, ordinaryFlow, receiveAlerts, send, startUp } from './alert-stage.ts';

const PARTITIONS = 6;
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
  const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-'));
  const broker = await LocalBroker.start();
  const hook = await receiveAlerts();
  const kafka = new Kafka({ clientId: 'bench', brokers: [broker.address], logLevel: logLevel.ERROR });
  const producer = kafka.producer();
  let up: Up | null = null;
  try {
    execFileSync(
      process.execPath,
      [join(import.meta.dirname, '..', 'bin', 'plancher.js'), 'topics', '--create', '--partitions', String(PARTITIONS)],
      {
        env: { ...process.env, PLANCHER_KAFKA_BROKERS: broker.address },
      },
    );
    await producer.connect();
    await send(producer, coverFlows(), PARTITIONS);
    up = startUp({ folder, broker: broker.address, hook });
    // The first operation that is told of shows that all before it is known.
    await send(producer, [newFlow('first')], PARTITIONS);
    await hook.toldOf(['first'], LONGEST_WAIT_SECONDS);
    await produce(producer, rate, WARM_SECONDS, 'warm');
    const sentMs = await produce(producer, rate, seconds, 'measured');
    await hook.toldOf([...sentMs.keys()], LONGEST_WAIT_SECONDS);
    console.log(report(rate, sentMs, hook, up));
  } finally {
    await up?.stop();
    await producer.disconnect();
    await hook.close();
    await broker.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns when each new operation was given to the producer */
async function produce(producer: Producer, rate: number, seconds: number, prefix: string): Promise<Map<string, number>> {
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
    for (; sent < Math.min(elapsedSeconds, seconds) * rate; sent += 1) records.push(ordinaryFlow(`${prefix}-${String(sent)}`, sent));
    if (records.length > 0) sending.push(send(producer, records, PARTITIONS));
    await setTimeout(TICK_MS);
  }
  await Promise.all(sending);
  const took = (performance.now() - startedMs) / 1000;
  if (took > seconds * 1.1) console.log(`the producer took ${took.toFixed(1)} s for ${String(seconds)} s of records`);
  return sentMs;
}

function report(rate: number, sentMs: ReadonlyMap<string, number>, { receivedMs }: Hook, up: Up): string {
  const waits = [...sentMs].map(([name, from]) => ((receivedMs.get(name) ?? Infinity) - from) / 1000).toSorted((a, b) => a - b);
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.ceil(share * waits.length) - 1)] ?? Infinity;
  const figures = [0.5, 0.99, 0.999].map((share) => `p${String(share * 100)} ${at(share).toFixed(2)} s`).join(', ');
  const evaluations = up.evaluationSeconds();
  const middle = evaluations[Math.floor(evaluations.length / 2)] ?? 0;
  const holds = at(0.99) < PROMISED_SECONDS ? 'holds' : 'does not hold';
  return [
    `${String(rate)} records/s: ${figures} over ${String(waits.length)} new keys; p99 under ${String(PROMISED_SECONDS)} s ${holds}`,
    `  an evaluation took ${middle.toFixed(2)} s in the middle, ${(evaluations.at(-1) ?? 0).toFixed(2)} s at most (${String(evaluations.length)}); peak memory ${up.peakMb().toFixed(0)} MB`,
  ].join('\n');
}
