// Log lines that strangers can cause: one a minute for each source, with the count it stands for.
import type { Log } from '../../platform/log.ts';

const INTERVAL_MS = 60_000;
const MOST_SOURCES = 256;
const OTHERS = 'others';

export class Tally {
  readonly #log: Log;
  readonly #message: string;
  /** Count since the last line. A source that is silent for an interval is forgotten. */
  readonly #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(log: Log, message: string) {
    this.#log = log;
    this.#message = message;
  }

  add(source: string): void {
    const known = this.#counts.has(source) || this.#counts.size < MOST_SOURCES ? source : OTHERS;
    const count = this.#counts.get(known);
    if (count === undefined) this.#log.warn({ source: known }, this.#message);
    this.#counts.set(known, count === undefined ? 0 : count + 1);
    this.#timer ??= setInterval(() => {
      this.#tell();
    }, INTERVAL_MS).unref();
  }

  #tell(): void {
    for (const [source, count] of this.#counts) {
      if (count === 0) this.#counts.delete(source);
      else {
        this.#log.warn({ source, count, seconds: INTERVAL_MS / 1_000 }, this.#message);
        this.#counts.set(source, 0);
      }
    }
    if (this.#counts.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
