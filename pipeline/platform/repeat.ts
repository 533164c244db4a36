// Repeats a task until stopped. It retries after failures that may pass, such as an unreachable
// warehouse; any other failure ends it.
import { setTimeout } from 'node:timers/promises';
import { Failure, messageOf } from './failure.ts';
import type { Log } from './log.ts';

/** Ringing it ends the wait for the next time, even a wait that has not begun yet. */
export class Bell {
  #rung = new AbortController();

  ring(): void {
    this.#rung.abort();
  }

  async wait(timeMs: number): Promise<void> {
    await setTimeout(timeMs, undefined, { signal: this.#rung.signal }).catch(() => undefined);
    if (this.#rung.signal.aborted) this.#rung = new AbortController();
  }
}

export interface Repeated {
  /** The task in the words of the log, such as "the estimate". */
  name: string;
  /** Time from the start of one round to the start of the next. */
  everyMs: number;
  /** The least time from the end of one round to the start of the next. */
  leastWaitMs: number;
  act: () => Promise<unknown>;
  bell?: Bell;
}

export async function repeat(
  { name, everyMs, leastWaitMs, act, bell = new Bell() }: Repeated,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const ring = () => {
    bell.ring();
  };
  stop.addEventListener('abort', ring);
  while (!stop.aborted) {
    const startedMs = performance.now();
    try {
      await act();
    } catch (thrown) {
      if (!(thrown instanceof Failure) || !thrown.retriable) throw thrown;
      log.error({ code: thrown.code, error: messageOf(thrown) }, `${name} waits for the warehouse`);
    }
    if (!hasFired(stop))
      await bell.wait(Math.max(leastWaitMs, everyMs - (performance.now() - startedMs)));
  }
  stop.removeEventListener('abort', ring);
}

/** A function, because the compiler assumes that `aborted` does not change during an await. */
function hasFired(stop: AbortSignal): boolean {
  return stop.aborted;
}
