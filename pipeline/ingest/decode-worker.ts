// The entry point of a decoding thread: it receives a chunk and sends back its rows.
import { parentPort } from 'node:worker_threads';
import { type Chunk, decodeChunk } from './decode-chunk.ts';

parentPort?.on('message', (chunk: Chunk) => {
  const decoded = decodeChunk(chunk);
  // These buffers share their memory with nothing, so they move to the main thread uncopied.
  parentPort?.postMessage(decoded, [
    decoded.records.buffer,
    decoded.ledger.buffer,
    decoded.digests.buffer,
  ]);
});
