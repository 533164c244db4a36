// Entry of a decoding thread: one chunk in, its rows out.
import { parentPort } from 'node:worker_threads';
import { type Chunk, decodeChunk } from './decode-chunk.ts';

parentPort?.on('message', (chunk: Chunk) => {
  const decoded = decodeChunk(chunk);
  // The bytes move to the main thread; they share their memory with nothing.
  parentPort?.postMessage(decoded, [
    decoded.records.buffer,
    decoded.ledger.buffer,
    decoded.digests.buffer,
  ]);
});
