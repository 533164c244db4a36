// Waits for several tasks, and leaves none of them running.

/** Waits for all, also when one fails. Then it throws the first failure in the given order. */
export async function allEnded(running: readonly Promise<unknown>[]): Promise<void> {
  for (const ended of await Promise.allSettled(running))
    if (ended.status === 'rejected') throw ended.reason;
}

/**
 * Runs several tasks until stopped. A task that fails stops the others; when all have ended, its
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
