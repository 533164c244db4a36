// How a command that runs until it is stopped learns that it is.

/** Fires on SIGTERM and SIGINT. */
export function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop.abort();
    });
  return stop.signal;
}
