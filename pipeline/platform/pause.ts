// Waiting, as an argument: a simulation does not wait.
import { setTimeout } from 'node:timers/promises';

/** Ends after a time, or as soon as the signal fires. */
export type Pause = (timeMs: number, signal?: AbortSignal) => Promise<void>;

export const systemPause: Pause = async (timeMs, signal) => {
  try {
    await setTimeout(timeMs, undefined, signal === undefined ? {} : { signal });
  } catch (thrown) {
    if (signal?.aborted !== true) throw thrown;
  }
};
