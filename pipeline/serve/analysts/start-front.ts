// Starts the front next to the process that holds the warehouse, and restarts it when it ends.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Failure, messageOf } from '../../platform/failure.ts';
import { aborted } from '../../platform/listen.ts';
import type { Log } from '../../platform/log.ts';
import { deleteFolder } from '../../platform/temporary-folder.ts';
import { type FrontSettings, READERS_FOLDER, fromFrontSchema } from './messages.ts';

const ENTRY = fileURLToPath(new URL('./front.js', import.meta.url));
const FIRST_PAUSE_MS = 250;
const STOP_MS = 3_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Serves analysts until `stop` aborts.
 * @param onAddress called once, with the address in force
 * @throws Failure when the first start of the front fails
 */
export async function serveAnalysts(
  settings: FrontSettings,
  log: Log,
  stop: AbortSignal,
  onAddress: (address: string) => void,
): Promise<void> {
  let front = await started(settings);
  onAddress(front.address);
  // After a restart, listen on the same port.
  const again = { ...settings, listen: front.address };
  let [pauseMs, startedMs] = [FIRST_PAUSE_MS, performance.now()];
  try {
    for (;;) {
      await Promise.race([front.ended, aborted(stop)]);
      if (stop.aborted) return;
      if (performance.now() - startedMs > LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
      log.error({ pauseMs }, 'the process that serves analysts ended; it is started again');
      await Promise.race([setTimeout(pauseMs), aborted(stop)]);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      front = (await restarted(again, log)) ?? front;
      startedMs = performance.now();
    }
  } finally {
    await stopped(front);
    deleteFolder(join(settings.warehouse, READERS_FOLDER));
  }
}

/** The front kills its readers. Readers of a front that hangs end by themselves. */
async function stopped({ child, ended }: Front): Promise<void> {
  child.kill('SIGTERM');
  await Promise.race([ended, setTimeout(STOP_MS, undefined, { ref: false })]);
  child.kill('SIGKILL');
  await ended;
}

interface Front {
  child: ChildProcess;
  address: string;
  ended: Promise<void>;
}

/** Null: this start failed. */
async function restarted(settings: FrontSettings, log: Log): Promise<Front | null> {
  try {
    return await started(settings);
  } catch (thrown) {
    log.error({ error: messageOf(thrown) }, 'analysts cannot be served');
    return null;
  }
}

async function started(settings: FrontSettings): Promise<Front> {
  const child = fork(ENTRY, [JSON.stringify(settings)], {
    env: { TZ: 'UTC' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const message = await Promise.race([
    new Promise<unknown>((resolve) => {
      child.once('message', resolve);
    }),
    ended,
  ]);
  const told = fromFrontSchema.safeParse(message);
  if (told.data?.type === 'listening') return { child, address: told.data.address, ended };
  child.kill('SIGKILL');
  if (told.data === undefined)
    throw new Failure('front', 'The process that serves analysts ended before it listened.');
  const { code, message: text, exitCode } = told.data;
  throw new Failure(code, text, { exitCode });
}
