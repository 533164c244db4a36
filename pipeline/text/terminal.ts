// The terminal that a command runs in: its width, and a progress bar.
import { harmless } from '../platform/harmless.ts';

/** For a file or a pipe, which have no width. */
const USUAL_WIDTH = 100;

/** In columns. */
export function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : USUAL_WIDTH;
}

/**
 * A progress bar on one line, if stderr is a terminal. It moves the cursor, so it is the only
 * output that does not pass the gate of cli/program.ts.
 */
export function progressBar(): (label: string, share: number) => void {
  const stream = process.stderr;
  if (!stream.isTTY) return () => undefined;
  const width = 30;
  return (label, share) => {
    const done = Math.min(width, Math.round(share * width));
    const bar = `[${'#'.repeat(done)}${' '.repeat(width - done)}]`;
    const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
    stream.write(`\r${harmless(label).slice(-40).padEnd(40)} ${bar} ${percent}`);
    if (share >= 1) stream.write('\r\u001b[K');
  };
}
