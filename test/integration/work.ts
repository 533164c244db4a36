// How much a process has worked: CPU time, which stops while other processes hold the cores. A kill
// at a given CPU time hits the same part of the work on a busy machine and on a quiet one.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Running } from './plancher.ts';

const POLL_MS = 4;
const TICK_MS = 10;

/**
 * CPU time of all threads; where there is no /proc, the time since the process was started. 0 when
 * it has ended.
 */
function cpuMsOf({ pid, startedMs }: Running): number {
  if (!existsSync('/proc/self/stat')) return performance.now() - startedMs;
  try {
    // Behind the name in brackets, which may hold anything: state is field 3, user and system time
    // are 14 and 15.
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

/** Waits until the process has ended. @returns its CPU time */
export function wholeCpuMs(child: Running): Promise<number> {
  return cpuMsWhen(child, () => false);
}

/** Waits until `isReached`, or until the process has ended. @returns its CPU time then */
export async function cpuMsWhen(child: Running, isReached: () => boolean): Promise<number> {
  let cpuMs = 0;
  while (child.isRunning() && !isReached()) {
    cpuMs = Math.max(cpuMs, cpuMsOf(child));
    await setTimeout(POLL_MS);
  }
  return cpuMs;
}

/** Waits until `isReached`, then for so much CPU time, or until the process has ended. */
export async function untilWorked(
  child: Running,
  cpuMs: number,
  isReached: () => boolean = () => true,
): Promise<void> {
  await cpuMsWhen(child, isReached);
  const from = cpuMsOf(child);
  while (child.isRunning() && cpuMsOf(child) - from < cpuMs) await setTimeout(POLL_MS);
}

/**
 * How many inserts of a table are durable, by the numbers in the names of its parts:
 * `all_FIRST_LAST_LEVEL`.
 */
export function durableInserts(warehouse: string, table: string): number {
  const parts = join(warehouse, 'data', 'plancher', table);
  if (!existsSync(parts)) return 0;
  return Math.max(
    0,
    ...readdirSync(parts).map((name) => Number(/^all_\d+_(\d+)_/.exec(name)?.[1] ?? 0)),
  );
}
