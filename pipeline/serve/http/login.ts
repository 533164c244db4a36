// Login for both endpoints. Only a few passwords are checked at a time. The answer to a wrong one
// is delayed, longer each time, and clickhouse-http.ts waits outside the turn, so nobody else
// waits. Sources take turns, and those without a wrong password go first. So a crowd of guessers
// cannot keep others out.
import { createHmac, randomBytes } from 'node:crypto';
import type { Pause } from '../../platform/pause.ts';
import { remember } from './remember.ts';
import { Turns } from './turns.ts';

export interface Attempt {
  name: string;
  password: string;
  /** The client's address. */
  source: string;
  /** Identifies the connection. */
  connection: object;
  isGone: () => boolean;
}

export interface Accounts<User> {
  /** The entry in force. A change counts at once. */
  find: (name: string) => User | undefined;
  /** Changes with the password of the entry. */
  secretOf: (user: User) => string;
  /** Takes equally long for an unknown name. */
  isPassword: (password: string, user: User | undefined) => Promise<boolean>;
}

export type Entrance<User> =
  | { user: User }
  | { refused: 'wrong'; waitMs: number }
  | { refused: 'busy' }
  | { refused: 'gone' };

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
/** Least duration of a turn, so that hanging up and guessing again is no faster. */
const TURN_MS = 25;
const MOST_WAITING = 256;
/** Failures are forgotten after this long without another. */
const FORGET_MS = 60_000;
/** Most sources, names and wrong passwords to remember. The oldest are forgotten first. */
const MOST_REMEMBERED = 4_096;

export class Login<User> {
  readonly #accounts: Accounts<User>;
  readonly #pause: Pause;
  readonly #turns: Turns;
  readonly #key = randomBytes(32);
  /**
   * Keyed digest (the key lives in this process) of the password last used with each name, because
   * scrypt is too slow for every query.
   */
  readonly #right = new Map<string, string>();
  readonly #ofConnection = new WeakMap<object, string>();
  readonly #wrong = new Map<string, true>();
  readonly #failures = new Map<string, { count: number; lastMs: number }>();

  /** @param triesAtOnce how many passwords are checked at the same time */
  constructor(accounts: Accounts<User>, triesAtOnce: number, pause: Pause) {
    this.#turns = new Turns(triesAtOnce, MOST_WAITING);
    this.#accounts = accounts;
    this.#pause = pause;
  }

  async check(attempt: Attempt): Promise<Entrance<User>> {
    const { name, source, connection } = attempt;
    // No user has an empty name. A browser or a probe without a password is not guessing.
    if (name === '') return { refused: 'wrong', waitMs: 0 };
    const user = this.#accounts.find(name);
    if (user !== undefined) {
      const digest = this.#digestOf(attempt, user);
      // A source that has guessed waits for its turn even with a known right password: an
      // immediate answer would reveal which guess is right.
      const isTrusted = this.#ofConnection.get(connection) === digest || !this.#hasFailed(source);
      if (isTrusted && this.#right.get(name) === digest) return this.#enter(attempt, user);
    }
    const turn = await this.#turns.wait({
      source,
      isFirst: !this.#hasFailed(source),
      isGone: attempt.isGone,
    });
    if (turn === 'gone') return { refused: 'gone' };
    if (turn === 'busy') return { refused: 'busy' };
    try {
      return await this.#try(attempt);
    } finally {
      turn.end();
    }
  }

  async #try(attempt: Attempt): Promise<Entrance<User>> {
    // Look the entry up again: it may have changed while others had their turn.
    const user = this.#accounts.find(attempt.name);
    const digest = this.#digestOf(attempt, user);
    const [isRight] = await Promise.all([
      this.#isRight(attempt, user, digest),
      this.#pause(TURN_MS),
    ]);
    if (isRight && user !== undefined) return this.#enter(attempt, user);
    remember(this.#wrong, digest, true, MOST_REMEMBERED);
    const failures = Math.max(
      this.#fail(`source ${attempt.source}`),
      this.#fail(`name ${attempt.name}`),
    );
    return {
      refused: 'wrong',
      waitMs: Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)),
    };
  }

  async #isRight(
    { name, password }: Attempt,
    user: User | undefined,
    digest: string,
  ): Promise<boolean> {
    if (this.#right.get(name) === digest) return true;
    return !this.#wrong.has(digest) && (await this.#accounts.isPassword(password, user));
  }

  #enter(attempt: Attempt, user: User): Entrance<User> {
    const digest = this.#digestOf(attempt, user);
    this.#right.set(attempt.name, digest);
    this.#ofConnection.set(attempt.connection, digest);
    return { user };
  }

  #digestOf({ name, password }: Attempt, user: User | undefined): string {
    const secret = user === undefined ? null : this.#accounts.secretOf(user);
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([name, password, secret]))
      .digest('base64');
  }

  #hasFailed(source: string): boolean {
    return this.#recent(`source ${source}`) > 0;
  }

  #recent(key: string): number {
    const found = this.#failures.get(key);
    return found === undefined || performance.now() - found.lastMs > FORGET_MS ? 0 : found.count;
  }

  #fail(key: string): number {
    const count = this.#recent(key) + 1;
    remember(this.#failures, key, { count, lastMs: performance.now() }, MOST_REMEMBERED);
    return count;
  }
}
