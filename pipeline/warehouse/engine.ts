// Runs the ClickHouse engine in this process (chDB) on one data directory. Only one process at a
// time can hold a directory.
import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import type { ChdbConnection } from 'chdb/connection';
import { codeOf, messageOf, usageFailure } from '../platform/failure.ts';
import { harmless, nameShown } from '../platform/harmless.ts';
import { makeDirectory } from '../platform/make-directory.ts';
import { restoreDefaultActions } from './fatal-signals.ts';
import { damaged, noteClosed, refuseDamaged } from './damage.ts';

const HOLDER = 'plancher-holder';

export interface Engine {
  readonly path: string;
  /** Opens a connection with its own settings and current database, in 0.1 ms. */
  connect(): ChdbConnection;
  /** Releases the directory. */
  release(): Promise<void>;
}

/**
 * Opens a directory, creating it and the database if needed.
 * @param isKnownGood true for a copy of a warehouse that is open elsewhere: skips the trial in a
 * separate process
 * @throws Failure (exit 2) when the directory cannot be used or another process holds it, (exit 1)
 * when it is damaged
 */
export async function openEngine(
  directory: string,
  database: string,
  isKnownGood = false,
): Promise<Engine> {
  const path = resolve(directory);
  prepareDirectory(path);
  refuseWhenHeld(path);
  const connect = await loadEngine();
  if (!isKnownGood) await refuseDamaged(path, import.meta.resolve('chdb/connection'));
  // Stays open until the end, because the engine shuts down when its last connection closes.
  const first = connectOrExplain(connect, path);
  restoreDefaultActions();
  writeFileSync(
    join(path, HOLDER),
    `${String(process.pid)}\n${startTicks(process.pid)}\n${process.argv.slice(1).join(' ')}\n`,
  );
  await createDatabase(first, path, database);
  return {
    path,
    connect: () => connect({ path }),
    release: async () => {
      await first.close();
      noteClosed(path);
      rmSync(join(path, HOLDER), { force: true });
    },
  };
}

async function createDatabase(
  connection: ChdbConnection,
  path: string,
  database: string,
): Promise<void> {
  try {
    await connection.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` });
  } catch (thrown) {
    throw damaged(path, thrown);
  }
}

type Connect = (options: { path: string }) => ChdbConnection;

async function loadEngine(): Promise<Connect> {
  try {
    return (await import('chdb/connection')).createChdbConnection;
  } catch (thrown) {
    const message =
      'The embedded warehouse needs the package chdb, ' +
      `which is not installed or does not run here (${messageOf(thrown).slice(0, 120)}). ` +
      'Run `npm install chdb`, or set PLANCHER_WAREHOUSE to a ClickHouse server.';
    throw usageFailure('engine_missing', message, thrown);
  }
}

function prepareDirectory(path: string): void {
  try {
    makeDirectory(path);
    if (statSync(path).isDirectory())
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (thrown) {
    throw usageFailure(
      'warehouse_directory',
      `The warehouse directory ${nameShown(path)} cannot be used (${codeOf(thrown)}). ` +
        'Set PLANCHER_WAREHOUSE=embedded:DIR to a directory that you can write to.',
      thrown,
    );
  }
  if (!statSync(path).isDirectory())
    throw usageFailure(
      'warehouse_directory',
      `${nameShown(path)} is not a directory. Set PLANCHER_WAREHOUSE=embedded:DIR to a directory.`,
    );
  const entries = readdirSync(path);
  const isOurs =
    entries.length === 0 ||
    entries.some((name) => [HOLDER, 'store', 'status', 'metadata', 'data', 'tmp'].includes(name));
  if (!isOurs)
    throw usageFailure(
      'warehouse_directory',
      `${nameShown(path)} holds other files and no warehouse. ` +
        'Set PLANCHER_WAREHOUSE=embedded:DIR to an empty or new directory.',
    );
}

function refuseWhenHeld(path: string): void {
  const file = join(path, HOLDER);
  if (!existsSync(file)) return;
  const [pid = '', ticks = '', command = ''] = readFileSync(file, 'utf8').split('\n');
  const isHeld =
    pid !== '' &&
    Number(pid) !== process.pid &&
    isRunning(Number(pid)) &&
    startTicks(Number(pid)) === ticks;
  if (isHeld) throw heldFailure(path, `process ${pid} (${harmless(command)})`);
}

function heldFailure(path: string, holder: string, cause?: unknown): Error {
  return usageFailure(
    'warehouse_held',
    `The warehouse ${nameShown(path)} is in use by ${holder}. ` +
      'Wait until it ends or stop it; only one process at a time can hold an embedded warehouse.',
    cause,
  );
}

function connectOrExplain(connect: Connect, path: string): ChdbConnection {
  try {
    return connect({ path });
  } catch (thrown) {
    // The engine reports only that it failed. If another process holds the directory, the engine's
    // own lock file names it.
    const status = existsSync(join(path, 'status'))
      ? readFileSync(join(path, 'status'), 'utf8')
      : '';
    const pid = /PID: (\d+)/.exec(status)?.[1];
    if (pid !== undefined && isRunning(Number(pid)))
      throw heldFailure(path, `process ${pid}`, thrown);
    throw damaged(path, thrown);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return codeOf(thrown) === 'EPERM';
  }
}

/**
 * When the process began, in clock ticks. It distinguishes a process from a later one with the same
 * id. Empty where there is no /proc.
 */
function startTicks(pid: number): string {
  try {
    return (
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ')[19] ?? ''
    );
  } catch {
    return '';
  }
}
