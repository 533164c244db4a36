// Logging in, at a cost: one password is tried at a time, and after a wrong one whoever tries that name waits, longer each time.
import { createHmac, randomBytes } from 'node:crypto';
import type { Pause } from '../platform/pause.ts';
import { Lane } from '../serve/lane.ts';
import { type Analyst, isPassword } from './analyst.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
const MOST_WAITING = 16;
/** Of names that failed; the oldest are forgotten first. */
const MOST_REMEMBERED = 1_000;
/** For a name that nobody has: the same work is done as for one that somebody has. */
const NOBODY = { salt: '00'.repeat(16), scrypt: '00'.repeat(32) };

export class Login {
  readonly #analysts: ReadonlyMap<string, Analyst>;
  readonly #pause: Pause;
  readonly #lane = new Lane(1, MOST_WAITING);
  /** Digests, under a key of this process, of passwords that were right: scrypt takes too long for every query. */
  readonly #right = new Map<string, string>();
  readonly #key = randomBytes(32);
  readonly #failures = new Map<string, number>();

  constructor(analysts: readonly Analyst[], pause: Pause) {
    this.#analysts = new Map(analysts.map((analyst) => [analyst.name, analyst]));
    this.#pause = pause;
  }

  /** @returns null: wrong name or password; `busy`: too many are trying */
  async check(name: string, password: string): Promise<Analyst | 'busy' | null> {
    const analyst = this.#analysts.get(name);
    const digest = createHmac('sha256', this.#key).update(password).digest('hex');
    if (analyst !== undefined && this.#right.get(name) === digest) return analyst;
    if (this.#lane.isFull) return 'busy';
    return this.#lane.run(async () => {
      const failures = this.#failures.get(name) ?? 0;
      if ((await isPassword(password, analyst ?? NOBODY)) && analyst !== undefined) {
        this.#right.set(name, digest);
        this.#failures.delete(name);
        return analyst;
      }
      this.#remember(name, failures + 1);
      await this.#pause(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures));
      return null;
    });
  }

  #remember(name: string, failures: number): void {
    this.#failures.delete(name);
    this.#failures.set(name, failures);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MOST_REMEMBERED && oldest !== undefined) this.#failures.delete(oldest);
  }
}
