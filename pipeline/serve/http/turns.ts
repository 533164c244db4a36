// Turns at something that only a few clients may do at a time. Sources take turns, those without a
// failure first. Within one source the newest and the oldest request alternate: a newcomer does not
// wait behind a crowd, and nobody waits forever. A client that hangs up loses its place.

interface Request {
  source: string;
  isFirst: boolean;
  isGone: () => boolean;
}

interface Waiting extends Request {
  begin: (turn: Turn | 'gone') => void;
}

export interface Turn {
  end: () => void;
}

export class Turns {
  readonly #width: number;
  readonly #mostWaiting: number;
  #waiting: Waiting[] = [];
  #running = 0;
  #count = 0;
  /** When a source had its last turn: of the sources that wait, and the latest one. */
  readonly #lastTurn = new Map<string, number>();

  /** @param width number of simultaneous turns */
  constructor(width: number, mostWaiting: number) {
    this.#width = width;
    this.#mostWaiting = mostWaiting;
  }

  async wait(request: Request): Promise<Turn | 'busy' | 'gone'> {
    if (this.#waiting.length >= this.#mostWaiting) this.#dropGone();
    if (this.#waiting.length >= this.#mostWaiting) return 'busy';
    return new Promise((begin) => {
      this.#waiting.push({ ...request, begin });
      this.#next();
    });
  }

  #next(): void {
    if (this.#running >= this.#width) return;
    this.#dropGone();
    const chosen = this.#choose();
    if (chosen === undefined) return;
    this.#running += 1;
    this.#count += 1;
    this.#waiting = this.#waiting.filter((one) => one !== chosen);
    this.#noteTurn(chosen.source);
    let isOver = false;
    chosen.begin({
      end: () => {
        if (isOver) return;
        isOver = true;
        this.#running -= 1;
        this.#next();
      },
    });
  }

  #choose(): Waiting | undefined {
    const first = this.#waiting.filter(({ isFirst }) => isFirst);
    const candidates = first.length > 0 ? first : this.#waiting;
    const turnOf = ({ source }: Waiting) => this.#lastTurn.get(source) ?? 0;
    const longest = Math.min(...candidates.map(turnOf));
    const [oldest, ...others] = candidates.filter((one) => turnOf(one) === longest);
    return this.#count % 2 === 0 ? (others.at(-1) ?? oldest) : oldest;
  }

  #noteTurn(source: string): void {
    const waiting = new Set(this.#waiting.map((one) => one.source));
    for (const known of this.#lastTurn.keys())
      if (!waiting.has(known)) this.#lastTurn.delete(known);
    this.#lastTurn.set(source, this.#count);
  }

  #dropGone(): void {
    const gone = this.#waiting.filter(({ isGone }) => isGone());
    if (gone.length === 0) return;
    this.#waiting = this.#waiting.filter((one) => !gone.includes(one));
    for (const { begin } of gone) begin('gone');
  }
}
