import { readFileSync } from 'node:fs';

/** Most memory that was ever resident of a process that runs, in MB. */
export function peakMb(pid: number): number {
  return (
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) /
    1024
  );
}
