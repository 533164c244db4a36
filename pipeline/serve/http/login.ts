// Logging in, for both endpoints. Few passwords are tried at a time, and the answer to a wrong one
// is delayed, longer each time, outside the turns of the others (clickhouse-http.ts waits). Sources
// without a wrong password go first and sources take turns, so that a crowd that guesses keeps
// nobody out.
import { createHmac, randomBytes } from 'node:crypto';
import type { Pause } from '../../platform/pause.ts';
import { remember } from './remember.ts';
import { Turns } from './turns.ts';

export interface Attempt {
  name: string;
  password: string;
  /** Address of the client. */
  source: string;
  /** One for each connection. */
  connection: object;
  isGone: () => boolean;
}

export interface Accounts<User> {
  /** The entry in force; a changed one counts at once. */
  find: (name: string) => User | undefined;
  /** Changes with the password of the entry. */
  secretOf: (user: User) => string;
  /** Takes as long for a name that nobody has. */
  isPassword: (password: string, user: User | undefined) => Promise<boolean>;
}

export type Entrance<User> =
  | { user: User }
  | { refused: 'wrong'; waitMs: number }
  | { refused: 'busy' }
  | { refused: 'gone' };

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
/** A turn takes at least so long, so that hanging up at once and guessing again is no faster. */
const TURN_MS = 25;
const MOST_WAITING = 256;
/** Failures are forgotten when there were no more for so long. */
const FORGET_MS = 60_000;
/** Sources, names and wrong passwords; the oldest are forgotten first. */
const MOST_REMEMBERED = 4_096;

export class Login<User> {
  readonly #accounts: Accounts<User>;
  readonly #pause: Pause;
  readonly #turns: Turns;
  readonly #key = randomBytes(32);
  /**
   * Digests, under a key of this process, of the password last used with a name: scrypt takes too
   * long for every query.
   */
  readonly #right = new Map<string, string>();
  readonly #ofConnection = new WeakMap<object, string>();
  readonly #wrong = new Map<string, true>();
  readonly #failures = new Map<string, { count: number; lastMs: number }>();

  /** @param triesAtOnce how many passwords are tried at the same time */
  constructor(accounts: Accounts<User>, triesAtOnce: number, pause: Pause) {
    this.#turns = new Turns(triesAtOnce, MOST_WAITING);
    this.#accounts = accounts;
    this.#pause = pause;
  }

  async check(attempt: Attempt): Promise<Entrance<User>> {
    const { name, source, connection } = attempt;
    // Nobody has an empty name; a browser or a probe that knows no password does not guess.
    if (name === '') return { refused: 'wrong', waitMs: 0 };
    const user = this.#accounts.find(name);
    if (user !== undefined) {
      const digest = this.#digestOf(attempt, user);
      // From a source that guesses, also a password that was right before waits for its turn: an
      // answer at once would tell which guess is right.
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
    // Found again: the entry may have changed while others had their turn.
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
