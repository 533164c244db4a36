// Something that is done again and again until stopped. A warehouse that is away is waited for; any
// other failure ends it.
import { setTimeout } from 'node:timers/promises';
import { Failure, messageOf } from './failure.ts';
import type { Log } from './log.ts';

/**
 * Rung when there is something to do: the wait for the next time ends, also one that has not begun
 * yet.
 */
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
  /** For the log: "the estimate". */
  name: string;
  /** From one beginning to the next, */
  everyMs: number;
  /** but from an end to a beginning at least this. */
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
    if (isRunning(stop))
      await bell.wait(Math.max(leastWaitMs, everyMs - (performance.now() - startedMs)));
  }
  stop.removeEventListener('abort', ring);
}

/** A function, because the answer changes while it is waited. */
function isRunning(stop: AbortSignal): boolean {
  return !stop.aborted;
}
