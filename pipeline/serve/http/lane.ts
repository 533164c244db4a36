// Limits how much runs at the same time. Later callers wait in order; when too many wait, further
// callers are refused.
export class Lane {
  readonly #width: number;
  readonly #mostWaiting: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(width: number, mostWaiting = Number.POSITIVE_INFINITY) {
    this.#width = width;
    this.#mostWaiting = mostWaiting;
  }

  get isFull(): boolean {
    return this.#running >= this.#width && this.#waiting.length >= this.#mostWaiting;
  }

  async run<Value>(act: () => Promise<Value>): Promise<Value> {
    if (this.#running >= this.#width)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await act();
    } finally {
      // The place passes straight to the next in line.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
