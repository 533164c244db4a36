// Decoding on worker threads. At most one chunk is with each thread; who asks for more waits.
import { Worker } from 'node:worker_threads';
import { invariant } from '../platform/failure.ts';
import { type Chunk, type DecodedChunk, decodeChunk } from './decode-chunk.ts';

const ENTRY = new URL('./decode-worker.js', import.meta.url);
/**
 * A thread cannot load TypeScript on every Node that we support, so run from source decoding stays
 * in this thread.
 */
const isBuilt = import.meta.url.endsWith('.js');

export interface Decoder {
  /** How many chunks are decoded at the same time. */
  readonly width: number;
  decode(chunk: Chunk): Promise<DecodedChunk>;
  close(): Promise<void>;
}

/** @param threads 0 decodes in this thread */
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
  /** Why no thread can be trusted any more; null while all is well. */
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
      invariant(task !== undefined, 'a decoding thread answers only when asked');
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
        this.#fail(new Error(`A decoding thread ended with code ${String(code)}.`));
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

/**
 * The bytes move to the thread instead of being copied, unless they share their memory with others.
 */
function transferable(chunk: Chunk): ArrayBuffer[] {
  const bytes = chunk.type === 'lines' ? chunk.lines : chunk.values;
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? [bytes.buffer]
    : [];
}
