// Decodes on worker threads. Each thread works on one chunk at a time; further chunks wait.
import { Worker } from 'node:worker_threads';
import { invariant } from '../platform/failure.ts';
import { type Chunk, type DecodedChunk, decodeChunk } from './decode-chunk.ts';

const ENTRY = new URL('./decode-worker.js', import.meta.url);
/**
 * Not every supported Node can load TypeScript in a worker thread. So when the program runs from
 * source, decoding stays on the main thread.
 */
const isBuilt = import.meta.url.endsWith('.js');

export interface Decoder {
  /** How many chunks it decodes at the same time. */
  readonly width: number;
  decode(chunk: Chunk): Promise<DecodedChunk>;
  close(): Promise<void>;
}

/** @param threads 0: decode on the calling thread */
export function createDecoder(threads: number): Decoder {
  if (threads === 0 || !isBuilt)
    return {
      width: 1,
      decode: (chunk) => Promise.resolve(decodeChunk(chunk)),
      close: () => Promise.resolve(),
    };
  return new DecodePool(threads);
}

interface Task {
  chunk: Chunk;
  resolve: (decoded: DecodedChunk) => void;
  reject: (reason: unknown) => void;
}

class DecodePool implements Decoder {
  readonly width: number;
  readonly #idle: Worker[] = [];
  readonly #workers: Worker[] = [];
  readonly #waiting: Task[] = [];
  readonly #running = new Map<Worker, Task>();
  #isClosing = false;
  /** The first failure of any thread, after which the pool refuses all work; null: none failed. */
  #broken: Error | null = null;

  constructor(threads: number) {
    this.width = threads;
    for (let index = 0; index < threads; index += 1) this.#start();
  }

  decode(chunk: Chunk): Promise<DecodedChunk> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ chunk, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(): void {
    const worker = new Worker(ENTRY, {
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 256 },
    });
    worker.on('message', (decoded: DecodedChunk) => {
      const task = this.#running.get(worker);
      invariant(task !== undefined, 'a decoding thread answers only the chunk that it was sent');
      this.#running.delete(worker);
      this.#idle.push(worker);
      task.resolve(decoded);
      this.#next();
    });
    worker.on('error', (reason) => {
      this.#fail(reason instanceof Error ? reason : new Error(String(reason)));
    });
    worker.on('exit', (code) => {
      if (!this.#isClosing)
        this.#fail(new Error(`A decoding thread exited with code ${String(code)}.`));
    });
    this.#workers.push(worker);
    this.#idle.push(worker);
  }

  #next(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const [worker, task] = [this.#idle.pop(), this.#waiting.shift()];
      if (worker === undefined || task === undefined) return;
      this.#running.set(worker, task);
      worker.postMessage(task.chunk, transferable(task.chunk));
    }
  }

  #fail(reason: Error): void {
    this.#broken ??= reason;
    for (const task of [...this.#running.values(), ...this.#waiting]) task.reject(reason);
    this.#running.clear();
    this.#waiting.length = 0;
  }
}

/** Buffers to move to the thread instead of copying. Memory that others share cannot be moved. */
function transferable(chunk: Chunk): ArrayBuffer[] {
  const bytes = chunk.type === 'lines' ? chunk.lines : chunk.values;
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? [bytes.buffer]
    : [];
}
