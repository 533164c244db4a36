// What a stranger without a password can do to a listener: each kind of listener of the program, as
// a process of its own.
import { readFileSync, readdirSync } from 'node:fs';
import { get } from 'node:http';
import { type Socket, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isPassword } from '../../pipeline/serve/analysts/analyst.ts';
import { freePort } from '../free-port.ts';
import { HAND_WRITTEN, type Malformed, generated } from './malformed.ts';
import { type Running, plancher, startPlancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const GENERATED = 150;
/**
 * Passwords that may be tried before the right one, in the median; trying one is all that takes
 * time. test/unit/login.test.ts has their order.
 */
const MOST_TRIES = 12;
const ROUNDS = 5;
const ANSWER_MS = 20_000;
const ANALYST = ['anne', 'correct horse battery staple'] as const;
const WORKER = ['plancher', 'a password of the test'] as const;

interface Listener {
  port: number;
  /** Answers 200 without a password. */
  alive: string;
  process: Running;
}

const listeners = new Map<string, Listener>();

beforeAll(async () => {
  const [metrics = '', analysts = '', trusted = ''] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ].map(String);
  const environment = {
    PLANCHER_ANALYSTS_FILE: join(folder.path, 'analysts.json'),
    PLANCHER_SERVE_PASSWORD: WORKER[1],
    PLANCHER_METRICS_LISTEN: `127.0.0.1:${metrics}`,
    PLANCHER_ANALYSTS_LISTEN: `127.0.0.1:${analysts}`,
    PLANCHER_LOG_LEVEL: 'warn',
  };
  await plancher(
    ['analysts', 'add', ANALYST[0]],
    { warehouse: join(folder.path, 'x'), environment },
    `${ANALYST[1]}\n`,
  );
  const up = startPlancher(
    ['up', '--roles', 'serve'],
    { warehouse: join(folder.path, 'up'), environment },
    3_600_000,
  );
  const warehouse = startPlancher(
    ['warehouse', '--listen', `127.0.0.1:${trusted}`],
    { warehouse: join(folder.path, 'served'), environment },
    3_600_000,
  );
  listeners.set('metrics', { port: Number(metrics), alive: '/healthz', process: up });
  listeners.set('analysts', { port: Number(analysts), alive: '/ping', process: up });
  listeners.set('trusted', { port: Number(trusted), alive: '/ping', process: warehouse });
  for (const listener of listeners.values())
    await vi.waitFor(() => isAlive(listener), { timeout: 60_000 });
});

afterAll(async () => {
  for (const { process: running } of listeners.values()) {
    if (running.isRunning()) process.kill(running.pid, 'SIGTERM');
    await running.ended;
  }
  folder.remove();
});

const found = (kind: string) => {
  const listener = listeners.get(kind);
  if (listener === undefined) throw new Error(`no listener ${kind}`);
  return listener;
};

async function isAlive({ port, alive, process: running }: Listener): Promise<boolean> {
  if (!running.isRunning()) throw new Error(`the process ended: ${(await running.ended).stderr}`);
  return (await fetch(`http://127.0.0.1:${String(port)}${alive}`)).ok;
}

/** @returns statuses of the answers, in their order */
function exchange(port: number, bytes: Buffer, localAddress = '127.0.0.1'): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', localAddress, timeout: ANSWER_MS });
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
async function wronglyAnswered(
  listener: Listener,
  requests: readonly Malformed[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { name, bytes, statuses } of requests) {
    const answered = await exchange(listener.port, bytes);
    expect(await isAlive(listener), name).toBe(true);
    const isRight =
      statuses === null
        ? answered.every((status) => status < 500)
        : statuses.includes(answered[0] ?? 0);
    if (!isRight) wrong.push(`${name}: ${answered.join(' ')}`);
  }
  return wrong;
}

describe.each(['metrics', 'analysts', 'trusted'])('no request ends the process: %s', (kind) => {
  const listener = () => found(kind);

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
      expect([
        headers.get('x-content-type-options'),
        headers.get('cross-origin-resource-policy'),
      ]).toEqual(['nosniff', 'same-origin']);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('access-control-allow-origin')).toBe(null);
    }
  });
});

/** Does something at once on so many connections until it is stopped. */
function crowd(size: number, act: (stop: AbortSignal) => Promise<unknown>): () => Promise<void> {
  const stop = new AbortController();
  const all = Array.from({ length: size }, async () => {
    while (!stop.signal.aborted) await act(stop.signal).catch(() => undefined);
  });
  return async () => {
    stop.abort();
    await Promise.all(all);
  };
}

const basic = (name: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

test('200 connections to each listener that drip the bytes of a header keep nobody out', async () => {
  const sockets: Socket[] = [];
  for (const { port } of listeners.values())
    for (let count = 0; count < 200; count += 1)
      sockets.push(connect({ port, host: '127.0.0.1' }).on('error', () => undefined));
  for (const socket of sockets) socket.write('GET / HTTP/1.1\r\n');
  const drip = setInterval(() => {
    for (const socket of sockets) socket.write('X');
  }, 100);
  try {
    for (let round = 0; round < 10; round += 1)
      for (const { port, alive } of listeners.values())
        expect(
          (
            await fetch(`http://127.0.0.1:${String(port)}${alive}`, {
              headers: { Connection: 'close' },
            })
          ).status,
        ).toBe(200);
    // Those that got no place are closed at once, the others at the limit of a header, 10 s.
    const open = () => sockets.filter(({ destroyed }) => !destroyed).length;
    await vi.waitUntil(() => open() === 0, { timeout: 30_000, interval: 200 });
  } finally {
    clearInterval(drip);
    for (const socket of sockets) socket.destroy();
  }
});

test('wrong passwords do not fill the log', async () => {
  for (const kind of ['analysts', 'trusted']) {
    const { port, process: running } = found(kind);
    let log = '';
    running.stderr.on('data', (part: Buffer) => {
      log += part.toString();
    });
    const wrong = (localAddress: string, name: number) =>
      new Promise((resolve, reject) => {
        const path = `/?query=SELECT+1&user=a${String(name)}&password=b`;
        get({ port, localAddress, path, agent: false }, (answer) => {
          resolve(answer.resume().statusCode);
        }).once('error', reject);
      });
    const statuses = await Promise.all(
      ['127.0.0.2', '127.0.0.3'].flatMap((from) =>
        Array.from({ length: 3 }, (_, name) => wrong(from, name)),
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([403]));
    const lines = log.split('\n').filter((line) => line !== '');
    expect(lines.length, log).toBe(2);
    expect(log).toContain('"source":"127.0.0.2","msg":"login failed"');
  }
});

describe.each([
  { kind: 'analysts', user: ANALYST },
  { kind: 'trusted', user: WORKER },
])('40 clients with wrong passwords keep nobody out: $kind', ({ kind, user: [name, password] }) => {
  let guesses = 0;
  const guess = async (headers: Record<string, string>, signal: AbortSignal) => {
    guesses += 1;
    const answer = await fetch(`http://127.0.0.1:${String(found(kind).port)}/?query=SELECT+1`, {
      headers,
      signal,
    });
    expect(answer.status).toBe(403);
    await answer.text();
  };
  const enter = () =>
    timeOf(async () => {
      const headers = { ...basic(name, password), Connection: 'close' };
      const answer = await fetch(`http://127.0.0.1:${String(found(kind).port)}/?query=SELECT+1`, {
        headers,
      });
      expect([answer.status, await answer.text()]).toEqual([200, '1\n']);
    });
  const crowds: [string, (stop: AbortSignal) => Promise<void>][] = [
    ['that wait for the answer', (stop) => guess(basic(name, `guess ${String(guesses)}`), stop)],
    ['that repeat one password', (stop) => guess(basic(name, 'the password of last year'), stop)],
    ['that try many names', (stop) => guess(basic(`name${String(guesses)}`, 'wrong'), stop)],
    [
      'that hang up at once',
      (stop) =>
        guess(
          { ...basic(name, `guess ${String(guesses)}`), Connection: 'close' },
          AbortSignal.any([stop, AbortSignal.timeout(300)]),
        ),
    ],
  ];

  test.each(crowds)('%s', async (_, act) => {
    const stop = crowd(40, act);
    const times: number[] = [];
    const tries: number[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        times.push(await enter());
        tries.push(await timeOf(() => isPassword('guess', undefined)));
      }
    } finally {
      await stop();
    }
    expect(median(times)).toBeLessThan(1_000 + MOST_TRIES * Math.max(...tries));
  });
});

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

test('servers are made in one file', () => {
  const sources = readdirSync('pipeline', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const makers = sources.filter((name) =>
    /\bcreate(Secure)?Server\b|new \w*Server\(|\bcreateSocket\b/.test(
      readFileSync(join('pipeline', name), 'utf8'),
    ),
  );
  expect(makers).toEqual(['serve/http/server.ts']);
});
