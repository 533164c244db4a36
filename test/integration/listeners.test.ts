// What a stranger can do to a listener without a password: each kind of listener of the program, as processes of their own.
import { readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from '../free-port.ts';
import { HAND_WRITTEN, type Malformed, generated } from './malformed.ts';
import { type Running, plancher, startPlancher, temporaryFolder } from './plancher.ts';

const folder = temporaryFolder();
const GENERATED = 150;
const ANSWER_MS = 20_000;

interface Listener {
  port: number;
  /** Answers 200 without a password. */
  alive: string;
  process: Running;
}

const listeners = new Map<string, Listener>();

beforeAll(async () => {
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()].map(String);
  const [metrics = '', ofUp = '', trusted = '', analysts = ''] = ports;
  const environment = {
    PLANCHER_ANALYSTS_FILE: join(folder.path, 'analysts.json'),
    PLANCHER_SERVE_PASSWORD: 'a password of the test',
    PLANCHER_METRICS_LISTEN: `127.0.0.1:${metrics}`,
    PLANCHER_ANALYSTS_LISTEN: `127.0.0.1:${ofUp}`,
    PLANCHER_LOG_LEVEL: 'error',
  };
  await plancher(['analysts', 'add', 'anne'], { warehouse: join(folder.path, 'x'), environment }, 'correct horse battery staple\n');
  const up = startPlancher(['up', '--roles', 'serve'], { warehouse: join(folder.path, 'up'), environment }, 3_600_000);
  const warehouse = startPlancher(
    ['warehouse', '--listen', `127.0.0.1:${trusted}`, '--analysts', `127.0.0.1:${analysts}`],
    { warehouse: join(folder.path, 'served'), environment },
    3_600_000,
  );
  listeners.set('metrics', { port: Number(metrics), alive: '/healthz', process: up });
  listeners.set('analysts', { port: Number(analysts), alive: '/ping', process: warehouse });
  listeners.set('trusted', { port: Number(trusted), alive: '/ping', process: warehouse });
  for (const listener of [...listeners.values(), { port: Number(ofUp), alive: '/ping', process: up }])
    await vi.waitFor(() => isAlive(listener), { timeout: 60_000 });
});

afterAll(async () => {
  for (const { process: running } of listeners.values()) {
    if (running.isRunning()) process.kill(running.pid, 'SIGTERM');
    await running.ended;
  }
  folder.remove();
});

async function isAlive({ port, alive, process: running }: Listener): Promise<boolean> {
  if (!running.isRunning()) throw new Error(`the process ended: ${(await running.ended).stderr}`);
  return (await fetch(`http://127.0.0.1:${String(port)}${alive}`)).ok;
}

/** @returns statuses of the answers, in their order */
function exchange(port: number, bytes: Buffer): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', timeout: ANSWER_MS });
    socket.on('data', (part) => parts.push(part));
    socket.on('timeout', () => {
      socket.destroy();
      reject(new Error('neither answered nor closed'));
    });
    // A connection that is closed at once is an answer too.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const answers = Buffer.concat(parts).toString('latin1');
      resolve([...answers.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status)));
    });
    socket.end(bytes);
  });
}

/** @returns the requests that were answered wrongly */
async function wronglyAnswered(listener: Listener, requests: readonly Malformed[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { name, bytes, statuses } of requests) {
    const answered = await exchange(listener.port, bytes);
    expect(await isAlive(listener), name).toBe(true);
    const isRight = statuses === null ? answered.every((status) => status < 500) : statuses.includes(answered[0] ?? 0);
    if (!isRight) wrong.push(`${name}: ${answered.join(' ')}`);
  }
  return wrong;
}

describe.each(['metrics', 'analysts', 'trusted'])('no request ends the process: %s', (kind) => {
  const listener = () => {
    const found = listeners.get(kind);
    if (found === undefined) throw new Error(`no listener ${kind}`);
    return found;
  };

  test(`${String(HAND_WRITTEN.length)} malformed requests by hand`, async () => {
    expect(await wronglyAnswered(listener(), HAND_WRITTEN)).toEqual([]);
  });

  test(`${String(GENERATED)} generated ones`, async () => {
    const requests = Array.from({ length: GENERATED }, (_, seed) => generated(seed));
    expect(await wronglyAnswered(listener(), requests)).toEqual([]);
  });

  test('every answer forbids web pages to use it', async () => {
    for (const path of [listener().alive, '/nowhere', '/?query=SELECT+1']) {
      const { headers } = await fetch(`http://127.0.0.1:${String(listener().port)}${path}`);
      expect([headers.get('x-content-type-options'), headers.get('cross-origin-resource-policy')]).toEqual(['nosniff', 'same-origin']);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('access-control-allow-origin')).toBe(null);
    }
  });
});

test('servers are made in one file', () => {
  const sources = readdirSync('pipeline', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const makers = sources.filter((name) =>
    /\bcreate(Secure)?Server\b|new \w*Server\(|\bcreateSocket\b/.test(readFileSync(join('pipeline', name), 'utf8')),
  );
  expect(makers).toEqual(['serve/http/server.ts']);
});
