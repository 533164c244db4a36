// Waits. Callers take it as an argument, so that a simulation need not wait.
import { setTimeout } from 'node:timers/promises';

/** Resolves after a time, or as soon as the signal fires. */
export type Pause = (timeMs: number, signal?: AbortSignal) => Promise<void>;

export const systemPause: Pause = async (timeMs, signal) => {
  try {
    await setTimeout(timeMs, undefined, signal === undefined ? {} : { signal });
  } catch (thrown) {
    if (signal?.aborted !== true) throw thrown;
  }
};
