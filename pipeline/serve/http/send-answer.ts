// Sends an answer to a client that may read slowly or not at all. Only one slice of it is in memory
// at a time.
import type { ServerResponse } from 'node:http';

/**
 * Least rate, measured over {@link LOOK_MS}. A slower client is dropped, because its answer
 * occupies a place and memory or disk.
 */
const LEAST_BYTES_PER_SECOND = 16_384;
const LOOK_MS = 10_000;
const SLICE_BYTES = 262_144;

/**
 * Resolves when the last byte was handed to the operating system or the connection is gone. The
 * caller has already written the headers.
 */
export async function deliver(
  response: ServerResponse,
  slices: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  let [sent, before] = [0, 0];
  const watch = setInterval(() => {
    if (sent - before < (LEAST_BYTES_PER_SECOND * LOOK_MS) / 1_000) response.destroy();
    before = sent;
  }, LOOK_MS);
  try {
    for await (const slice of slices) {
      if (response.destroyed) return;
      sent += slice.length;
      if (!response.write(slice)) await nextOf(response, 'drain');
    }
    if (response.destroyed) return;
    const finished = nextOf(response, 'finish');
    response.end();
    await finished;
  } finally {
    clearInterval(watch);
  }
}

/** Sends bytes that are in memory. */
export function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield bytes.subarray(at, at + SLICE_BYTES);
}

/** Resolves on the event, or when the connection is gone. */
function nextOf(response: ServerResponse, event: 'drain' | 'finish'): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      response.off(event, end);
      response.off('close', end);
      resolve();
    };
    response.on(event, end);
    response.on('close', end);
    if (response.destroyed) end();
  });
}
