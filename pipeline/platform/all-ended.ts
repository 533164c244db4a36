// Waiting for several things that must not be left running.

/** Waits for all, also when one fails; then the first failure in the order given is thrown. */
export async function allEnded(running: readonly Promise<unknown>[]): Promise<void> {
  for (const ended of await Promise.allSettled(running))
    if (ended.status === 'rejected') throw ended.reason;
}

/**
 * Runs several things until stopped. One that fails stops the others; when all have ended, its
 * failure is thrown.
 */
export async function endedTogether(
  stopped: AbortSignal,
  start: (stop: AbortSignal) => readonly Promise<void>[],
): Promise<void> {
  const failed = new AbortController();
  const running = start(AbortSignal.any([stopped, failed.signal]));
  for (const one of running)
    one.catch(() => {
      failed.abort();
    });
  await allEnded(running);
}
