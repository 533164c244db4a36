// The built command, run as a person runs it: its own process, its own warehouse directory, output
// and exit code kept.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const COMMAND = join(ROOT, 'bin', 'plancher.js');
const QUERY_SCRIPT = fileURLToPath(new URL('./query-warehouse.ts', import.meta.url));
const LIMIT_MS = 240_000;

export interface Ended {
  /** Null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Most resident memory that was seen; 0 where there is no /proc. */
  peakMb: number;
}

export interface Running {
  pid: number;
  /** By performance.now(). */
  startedMs: number;
  stdin: NodeJS.WritableStream;
  stderr: NodeJS.ReadableStream;
  ended: Promise<Ended>;
  isRunning: () => boolean;
  /** SIGKILL for the process and all that it started. False: it had ended before. */
  kill: () => boolean;
}

const running = new Set<() => boolean>();
process.on('exit', () => {
  for (const kill of running) kill();
});

export interface Place {
  /** Directory of the embedded warehouse; null: what `environment` says. */
  warehouse: string | null;
  environment?: Record<string, string>;
  cwd?: string;
}

/** Starts `plancher` with arguments. */
export function startPlancher(
  args: readonly string[],
  place: Place,
  limitMs: number = LIMIT_MS,
): Running {
  return start([COMMAND, ...args], place, limitMs);
}

/** Starts node with arguments. */
export function startScript(nodeArguments: readonly string[]): Running {
  return start(nodeArguments, { warehouse: null });
}

/** Runs `plancher` to its end, with nothing or `input` on standard input. */
export async function plancher(
  args: readonly string[],
  place: Place,
  input: string | Buffer = '',
): Promise<Ended> {
  const child = startPlancher(args, place);
  child.stdin.end(input);
  return child.ended;
}

function start(
  nodeArguments: readonly string[],
  { warehouse, environment = {}, cwd = ROOT }: Place,
  limitMs: number = LIMIT_MS,
): Running {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PLANCHER_') && name !== 'NODE_OPTIONS',
  );
  const env = {
    ...Object.fromEntries(inherited),
    ...(warehouse === null ? {} : { PLANCHER_WAREHOUSE: `embedded:${warehouse}` }),
    ...environment,
  };
  const startedMs = performance.now();
  const child = spawn(process.execPath, nodeArguments, { cwd, env, detached: true, stdio: 'pipe' });
  const pid = child.pid ?? 0;
  if (pid === 0) throw new Error('node could not be started');
  let isOver = false;
  const kill = () => {
    if (isOver) return false;
    return killGroup(pid);
  };
  running.add(kill);
  const ended = endOf(child, pid, kill, limitMs).finally(() => {
    isOver = true;
    running.delete(kill);
  });
  // A caller that does not wait for the end is not interested in how it ended.
  ended.catch(() => undefined);
  return {
    pid,
    startedMs,
    stdin: child.stdin,
    stderr: child.stderr,
    ended,
    isRunning: () => !isOver,
    kill,
  };
}

function killGroup(pid: number): boolean {
  try {
    process.kill(-pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

async function endOf(
  child: ChildProcessWithoutNullStreams,
  pid: number,
  kill: () => boolean,
  limitMs: number,
): Promise<Ended> {
  const [stdout, stderr]: Buffer[][] = [[], []];
  child.stdout.on('data', (part: Buffer) => stdout?.push(part));
  child.stderr.on('data', (part: Buffer) => stderr?.push(part));
  // A command that ends before it has read its input closes the pipe.
  child.stdin.on('error', () => undefined);
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(pid));
  }, 50);
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      kill();
      reject(
        new Error(
          `plancher did not end within ${String(limitMs)} ms; stderr: ${Buffer.concat(stderr ?? []).toString()}`,
        ),
      );
    }, limitMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      clearTimeout(limit);
      resolve({
        code,
        stdout: Buffer.concat(stdout ?? []).toString(),
        stderr: Buffer.concat(stderr ?? []).toString(),
        peakMb,
      });
    });
  });
}

/**
 * VmHWM, the most that was ever resident; 0 when the process is gone or the system has no /proc.
 */
function peakOf(pid: number): number {
  try {
    return (
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) /
      1024
    );
  } catch {
    return 0;
  }
}

const anyRows = z.array(z.record(z.string(), z.unknown()));
export type AnyRow = z.infer<typeof anyRows>[number];

/** The one JSON array that `--json` promises. */
export function rowsOf(ended: Ended): AnyRow[] {
  if (ended.code !== 0) throw new Error(`exit ${String(ended.code)}: ${ended.stderr}`);
  return anyRows.parse(JSON.parse(ended.stdout));
}

const reports = z.array(
  z.strictObject({
    file: z.string(),
    kind: z.string(),
    topic: z.string(),
    accepted: z.number(),
    repeated: z.number(),
    rejected: z.number(),
    adjusted: z.number(),
    already: z.number(),
  }),
);
export type Report = z.infer<typeof reports>[number];

/** What `plancher ingest --json` printed. */
export function reportsOf(ended: Ended): Report[] {
  return reports.parse(rowsOf(ended));
}

/**
 * Answers of SQL on a warehouse directory. A process of its own, because chDB binds one directory
 * to a process.
 */
export async function ask<Name extends string>(
  warehouse: string,
  queries: Record<Name, string>,
): Promise<Record<Name, AnyRow[]>> {
  const child = start(['--import', 'tsx', QUERY_SCRIPT, warehouse], { warehouse: null });
  child.stdin.end(JSON.stringify(queries));
  const { code, stdout, stderr } = await child.ended;
  if (code !== 0) throw new Error(`query-warehouse.ts failed: ${stderr}`);
  return z.record(z.string(), anyRows).parse(JSON.parse(stdout));
}

/** A failure is one line for people: what, and what to do; nothing on stdout and no stack trace. */
export function isOneLine({ stderr, stdout }: Ended): boolean {
  return (
    stdout === '' &&
    /^plancher: [^\n]+\n$/.test(stderr) &&
    !/ at \S+ \(|\.[jt]s:\d+:\d+|node:internal/.test(stderr)
  );
}
