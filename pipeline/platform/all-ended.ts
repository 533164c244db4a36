// Waiting for several things that must not be left running.

/** Waits for all, also when one fails; then the first failure in the order given is thrown. */
export async function allEnded(running: readonly Promise<void>[]): Promise<void> {
  for (const ended of await Promise.allSettled(running)) if (ended.status === 'rejected') throw ended.reason;
}
