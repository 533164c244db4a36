// One warehouse that bench/same-exports.ts fills and asks: the command of a checkout with a time
// and randomness of its own, its endpoint for analysts, and where its artefacts go.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { freePort } from '../test/free-port.ts';

/** What differs from run to run and says nothing; everything else is compared byte by byte. */
export const NORMALISED: readonly { what: string; from: RegExp; to: string }[] = [
  {
    what: 'which process did it',
    from: /process \d+ on \S+ since/g,
    to: 'process N on HOST since',
  },
  { what: 'port of the receiver of messages', from: /127\.0\.0\.1:\d+/g, to: '127.0.0.1:PORT' },
];

/**
 * Preloaded into every command: the time stands still (each command has its own, an hour after the
 * one before), and randomness is seeded by the command. Threads and child processes get it too.
 */
const PRELOADED = `
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { threadId } from 'node:worker_threads';
const { SAME_EXPORTS_AT, SAME_EXPORTS_SEED } = process.env;
const at = Number(SAME_EXPORTS_AT);
Date.now = () => at;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, made) => Reflect.construct(target, given.length ? given : [at], made),
});
let count = 0;
const bytes = (length) => {
  const parts = [];
  for (let got = 0; got < length; got += 32) {
    const what = [SAME_EXPORTS_SEED, threadId, count++].join('/');
    parts.push(crypto.createHash('sha256').update(what).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
};
crypto.randomBytes = (length, callback) => {
  if (callback === undefined) return bytes(length);
  queueMicrotask(() => callback(null, bytes(length)));
};
const form = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/;
crypto.randomUUID = () => bytes(16).toString('hex').replace(form, '$1-$2-4$3-8$4-$5');
Math.random = () => bytes(4).readUInt32LE() / 2 ** 32;
syncBuiltinESMExports();
`;

const HOUR_MS = 3_600_000;
/** Also where many others work. */
const LIMIT_MS = 3 * HOUR_MS;
const PASSWORD = 'correct horse battery staple';
const SECRET = 'a secret of webhooks';

export interface Side {
  checkout: string;
  /** Records of both sides. */
  records: string;
  /** The checkout whose cookbook is asked. */
  questions: string;
  /** Gets the artefacts. */
  out: string;
  /** Warehouses; thrown away. */
  work: string;
  jobs: number;
  /** Names of warehouses; null: all. */
  only: readonly string[] | null;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export const rowsSchema = z.array(z.record(z.string(), z.unknown()));
export const rowsOf = ({ stdout }: Ended) => rowsSchema.parse(JSON.parse(stdout));
export const textOf = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** Before the first world. */
export function prepare(side: Side): void {
  mkdirSync(side.work, { recursive: true });
  writeFileSync(join(side.work, 'preloaded.mjs'), PRELOADED);
}

/** One warehouse, and the commands on it. */
export class World {
  readonly side: Side;
  readonly name: string;
  readonly folder: string;
  readonly warehouse: string;
  commands = 0;
  failed = 0;
  #atMs = Date.parse('2015-01-01T00:00:00Z');
  readonly #environment: Record<string, string> = {};

  constructor(side: Side, name: string, template: string | null) {
    this.side = side;
    this.name = name;
    this.folder = join(side.work, name);
    this.warehouse = join(this.folder, 'warehouse');
    mkdirSync(this.folder, { recursive: true });
    if (template !== null) cpSync(template, this.warehouse, { recursive: true });
    const inherited = Object.entries(process.env).flatMap(([key, value]) =>
      value === undefined || key.startsWith('PLANCHER_') || key === 'NODE_OPTIONS'
        ? []
        : [[key, value] as const],
    );
    this.#environment = {
      ...Object.fromEntries(inherited),
      TZ: 'UTC',
      PLANCHER_WAREHOUSE: `embedded:${this.warehouse}`,
      PLANCHER_DECODE_WORKERS: name.endsWith('1') ? '2' : '0',
      PLANCHER_KEYS_DIR: join(side.records, 'keys'),
      PLANCHER_EXPORTS_DIR: join(this.folder, 'exports'),
      PLANCHER_ANALYSTS_FILE: join(this.folder, 'analysts.json'),
      PLANCHER_SERVE_PASSWORD: PASSWORD,
      PLANCHER_ALERT_SECRET_DESK: SECRET,
    };
  }

  set(name: string, value: string): void {
    this.#environment[name] = value;
  }

  /** From now on it is that day. */
  goTo(day: string): void {
    this.#atMs = Date.parse(`${day}T00:00:00Z`);
  }

  /** Runs a command; its exit code and what it said are artefacts. */
  async run(args: readonly string[], input = ''): Promise<Ended> {
    this.#atMs += HOUR_MS;
    this.commands += 1;
    const seed = `${this.name}/${String(this.commands)}`;
    const ended = await this.start(args, input, {
      NODE_OPTIONS: `--import=${pathToFileURL(join(this.side.work, 'preloaded.mjs')).href}`,
      SAME_EXPORTS_AT: String(this.#atMs),
      SAME_EXPORTS_SEED: seed,
    }).ended;
    if (ended.code !== 0) this.failed += 1;
    const number = String(this.commands).padStart(3, '0');
    const said = `plancher ${args.join(' ')}\nexit ${String(ended.code)}\n${ended.stderr}`;
    this.keep('said', `${number}.txt`, said);
    return ended;
  }

  /** Runs a command whose output is an artefact. */
  async shown(kind: string, file: string, args: readonly string[]): Promise<Ended> {
    const ended = await this.run(args);
    this.keep(kind, file, ended.stdout);
    return ended;
  }

  start(args: readonly string[], input: string, more: Record<string, string> = {}) {
    const command = [join(this.side.checkout, 'bin', 'plancher.js'), ...args];
    const env = { ...this.#environment, ...more };
    const child = spawn(process.execPath, command, { cwd: this.folder, env, timeout: LIMIT_MS });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (part: Buffer) => stdout.push(part));
    child.stderr.on('data', (part: Buffer) => stderr.push(part));
    const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString('utf8');
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code, stdout: text(stdout), stderr: text(stderr) });
      });
    });
    return { ended, child };
  }

  keep(kind: string, file: string, content: string): void {
    const named = [this.side.work, this.side.records, this.side.checkout].reduce(
      (text, path, index) => text.replaceAll(path, ['WORK', 'RECORDS', 'CHECKOUT'][index] ?? ''),
      content,
    );
    this.keepBytes(
      kind,
      file,
      NORMALISED.reduce((text, { from, to }) => text.replace(from, to), named),
    );
  }

  /** As it is. */
  keepBytes(kind: string, file: string, bytes: string | Buffer): void {
    const path = join(this.side.out, kind, this.name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/** Serves the warehouse to an analyst; without the frozen time, which nothing here shows. */
export async function served<Value>(
  world: World,
  act: (ask: (sql: string) => Promise<string>) => Promise<Value>,
): Promise<Value> {
  await world.start(['analysts', 'add', 'anne'], `${PASSWORD}\n`).ended;
  const file = join(world.folder, 'analysts.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"seconds": \d+/, '"seconds": 3600'));
  const [trusted, port] = [await freePort(), await freePort()];
  const at = (one: number) => `127.0.0.1:${String(one)}`;
  const { child, ended } = world.start(
    ['warehouse', '--listen', at(trusted), '--analysts', at(port)],
    '',
  );
  const url = `http://${at(port)}`;
  const headers = { Authorization: `Basic ${Buffer.from(`anne:${PASSWORD}`).toString('base64')}` };
  try {
    while (!(await isUp(url))) {
      if (child.exitCode !== null) throw new Error(`${world.name}: ${(await ended).stderr}`);
      await wait(100);
    }
    return await act(async (sql) => {
      const response = await fetch(`${url}/?database=plancher`, {
        method: 'POST',
        body: sql,
        headers,
      });
      const text = await response.text();
      // A question that fails on both sides would be the same.
      if (!response.ok) throw new Error(`${world.name}: ${sql}: ${text}`);
      return text;
    });
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ping`)).ok;
  } catch {
    return false;
  }
}
