// What the benches of alerts share: records of known and of new keys, a receiver of webhooks, and
// `plancher up` as a process.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { Kafka, type Producer, logLevel } from 'kafkajs';
import { z } from 'zod';
import { closeServer, listenAt } from '../pipeline/platform/listen.ts';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';
import { LocalBroker } from '../test/kafka/local-broker.ts';
import { type Fields, flow } from '../test/records.ts';
import { peakMb } from './peak-memory.ts';

const COMMAND = join(import.meta.dirname, '..', 'bin', 'plancher.js');
const PARTITIONS = 6;
const LONGEST_START_SECONDS = 120;
const SITES = 2_000;
const NETWORKS = 24;
const KNOWN_DAYS = 240;
const MONTH_DAYS = 30;
const DAY_MS = 86_400_000;

function dayBefore(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}

function payment(
  flowId: string,
  site: string,
  network: number,
  day: string,
  amount: string,
): Fields {
  return flow(flowId, {
    network: `network-${String(network)}.example`,
    publisher_account: `pub-${site}`,
    site: `${site}.tv`,
    period_start: `${day.slice(0, 7)}-01`,
    period_end: `${day.slice(0, 7)}-28`,
    value_date: day,
    amount,
    payee: { name: `Payee ${site}`, country: 'CY', account: `acc-${site}`, account_type: 'other' },
  });
}

/** Of a known key, and so small that many together correct no floor. */
export function ordinaryFlow(id: string, index: number): Fields {
  return knownFlow(`o-${id}`, index % SITES, 3, '0.05');
}

function knownFlow(id: string, site: number, daysBefore: number, amount: string): Fields {
  return payment(id, `known-${String(site)}`, site % NETWORKS, dayBefore(daysBefore), amount);
}

/** The first payment to an operation. */
export function newFlow(name: string): Fields {
  return payment(`n-${name}`, name, 0, dayBefore(2), '250');
}

/** Months of payments to the sites that are known; the first of them fall into the baseline. */
function coverFlows(): Fields[] {
  const flows: Fields[] = [];
  for (let days = KNOWN_DAYS; days > 0; days -= MONTH_DAYS)
    for (let site = 0; site < SITES; site += 1)
      flows.push(knownFlow(`c-${String(days)}-${String(site)}`, site, days, '250'));
  return flows;
}

type Send = (records: readonly Fields[]) => Promise<void>;

async function send(producer: Producer, records: readonly Fields[]): Promise<void> {
  const messages = records.map((record, index) => ({
    value: JSON.stringify(record),
    partition: index % PARTITIONS,
  }));
  await producer.send({ topic: 'adnetwork.flow', messages, acks: 1 });
}

const message = z.object({
  count: z.number(),
  type: z.string(),
  alerts: z.array(z.object({ operation: z.string() })),
});

export interface Hook {
  url: string;
  /** By the name of the operation. */
  receivedMs: Map<string, number>;
  /** Alerts that digests count in addition to those that they list. */
  counted: () => number;
  requests: () => number;
  /** Waits for all of them. */
  toldOf: (names: readonly string[], longestSeconds: number) => Promise<void>;
  close: () => Promise<void>;
}

async function receiveAlerts(): Promise<Hook> {
  const receivedMs = new Map<string, number>();
  let [counted, requests] = [0, 0];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const nowMs = performance.now();
      const { type, count, alerts } = message.parse(JSON.parse(Buffer.concat(pieces).toString()));
      requests += 1;
      if (type !== 'alert') counted += count;
      else
        for (const { operation } of alerts)
          receivedMs.set(operation.replace(/\.tv$/, ''), receivedMs.get(operation) ?? nowMs);
      response.writeHead(200).end();
    });
  });
  const url = `http://${await listenAt(server, '127.0.0.1:0', 'bench')}/hook`;
  return {
    url,
    receivedMs,
    counted: () => counted,
    requests: () => requests,
    toldOf: async (names, longestSeconds) => {
      const deadlineMs = performance.now() + longestSeconds * 1000;
      while (!names.every((name) => receivedMs.has(name))) {
        const missing = names.filter((name) => !receivedMs.has(name)).length;
        if (performance.now() > deadlineMs)
          throw new Error(
            `nobody was told of ${String(missing)} new keys within ${String(longestSeconds)} s`,
          );
        await setTimeout(50);
      }
    },
    close: () => closeServer(server, 100),
  };
}

export interface Up {
  /** In rising order. */
  evaluationSeconds: () => number[];
  /** Waits until evaluations have found so many alerts. */
  evaluated: (alerts: number, longestSeconds: number) => Promise<void>;
  peakMb: () => number;
  /** Computed once, however often it is called. */
  stop: () => Promise<void>;
}

interface UpOptions {
  folder: string;
  broker: string;
  hook: Hook;
  budgetPerHour: number;
}

const evaluated = z.object({
  msg: z.literal('alerts up to date'),
  scope: z.string(),
  seconds: z.number(),
  revised: z.number(),
});

/** Environment of a process that sends to the receiver. */
export function benchSettings({
  folder,
  hook,
  budgetPerHour,
}: Omit<UpOptions, 'broker'>): Record<string, string> {
  const file = join(folder, 'alerts.json');
  const destination = {
    name: 'desk',
    type: 'webhook',
    url: hook.url,
    budget_per_hour: budgetPerHour,
  };
  writeFileSync(
    file,
    JSON.stringify({
      destinations: [destination],
      routes: [{ to: ['desk'] }],
      allow_addresses: ['127.0.0.1'],
    }),
  );
  return {
    PLANCHER_WAREHOUSE: `embedded:${join(folder, 'warehouse')}`,
    PLANCHER_ALERTS_FILE: file,
    PLANCHER_ALERT_SECRET_DESK: 'a secret of the bench',
    PLANCHER_KEYS_DIR: join(folder, 'keys'),
  };
}

function startUp(options: UpOptions): Up {
  const child = spawn(
    process.execPath,
    [
      COMMAND,
      'up',
      ...(process.env['BENCH_ROLES'] === undefined ? [] : ['--roles', process.env['BENCH_ROLES']]),
    ],
    {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: {
        ...process.env,
        ...benchSettings(options),
        PLANCHER_KAFKA_BROKERS: options.broker,
        PLANCHER_LOG_LEVEL: 'info',
      },
    },
  );
  process.once('exit', () => child.kill('SIGKILL'));
  const seconds: number[] = [];
  let alerts = 0;
  createInterface({ input: child.stderr }).on('line', (line) => {
    const log = evaluated.safeParse(parsed(line));
    if (log.success && log.data.scope !== 'none') seconds.push(log.data.seconds);
    if (log.success) alerts += log.data.revised;
    if (process.env['BENCH_LOG'] !== undefined) console.error(line);
  });
  const stop = async () => {
    if (child.exitCode !== null)
      throw new Error(`plancher up ended with ${String(child.exitCode)}`);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  let stopping: Promise<void> | null = null;
  return {
    evaluationSeconds: () => seconds.toSorted((a, b) => a - b),
    evaluated: async (wanted, longestSeconds) => {
      const deadlineMs = performance.now() + longestSeconds * 1000;
      while (alerts < wanted) {
        if (performance.now() > deadlineMs)
          throw new Error(
            `${String(alerts)} of ${String(wanted)} alerts were found within ` +
              `${String(longestSeconds)} s`,
          );
        await setTimeout(200);
      }
    },
    peakMb: () => peakMb(child.pid ?? 0),
    stop: () => (stopping ??= stop()),
  };
}

export interface Stage {
  /** In which the warehouse is. */
  folder: string;
  hook: Hook;
  up: Up;
  send: Send;
}

/**
 * A broker, a receiver and `plancher up`, which has told of a first new operation: so all that it
 * should know before is known. They end with `act`.
 */
export async function onStage(
  budgetPerHour: number,
  act: (stage: Stage) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-'));
  const broker = await LocalBroker.start();
  const hook = await receiveAlerts();
  const producer = new Kafka({
    clientId: 'bench',
    brokers: [broker.address],
    logLevel: logLevel.ERROR,
  }).producer();
  let up: Up | null = null;
  try {
    const env = { ...process.env, PLANCHER_KAFKA_BROKERS: broker.address };
    execFileSync(
      process.execPath,
      [COMMAND, 'topics', '--create', '--partitions', String(PARTITIONS)],
      { env },
    );
    await producer.connect();
    await send(producer, coverFlows());
    up = startUp({ folder, broker: broker.address, hook, budgetPerHour });
    await send(producer, [newFlow('first')]);
    await hook.toldOf(['first'], LONGEST_START_SECONDS);
    await act({ folder, hook, up, send: (records) => send(producer, records) });
  } finally {
    await up?.stop();
    await producer.disconnect();
    await hook.close();
    await broker.remove();
    deleteFolder(folder);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
