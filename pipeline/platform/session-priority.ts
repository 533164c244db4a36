// Lowers the priority of this process against others on Linux. A nice value only ranks threads
// within a session: the scheduler first divides the processor equally between sessions (autogroups,
// sched(7)), whatever the nice values of their threads.
import { readFile, writeFile } from 'node:fs/promises';

const AUTOGROUP = '/proc/self/autogroup';

/**
 * Lets other sessions have the processor first. It acts only in a process that leads a session of
 * its own, as a service does; otherwise it would also slow down the terminal that started it.
 * @param nice 10: a tenth of the weight of another session; 15: a thirtieth
 * @returns true when it took effect. Inside most containers the kernel does not group by session;
 * the weights of the containers decide there
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
