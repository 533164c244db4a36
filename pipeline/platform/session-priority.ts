// Priorities across processes on Linux. A nice value ranks threads of one session only: the
// scheduler first shares the processor out between sessions (autogroups, sched(7)), each alike,
// whatever their threads' nice values are.
import { readFile, writeFile } from 'node:fs/promises';

const AUTOGROUP = '/proc/self/autogroup';

/**
 * Lets other sessions have the processor first. Only for a process that leads a session of its own,
 * as a service does: else the terminal that it was started from would be slowed with it.
 * @param nice 10: a tenth of the weight of another session; 15: a thirtieth
 * @returns whether it did; false too where the kernel does not group by session, as inside most
 * containers, whose own weights then decide
 */
export async function letOtherSessionsFirst(nice: number): Promise<boolean> {
  try {
    if (sessionOf(await readFile('/proc/self/stat', 'utf8')) !== process.pid) return false;
    await writeFile(AUTOGROUP, String(nice));
    return true;
  } catch {
    return false;
  }
}

/** Field 6 of proc_pid_stat(5); the name in field 2 may hold spaces and brackets. */
function sessionOf(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);
}
