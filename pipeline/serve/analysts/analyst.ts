// The analysts that may log in: the entries of PLANCHER_ANALYSTS_FILE. The file holds scrypt
// digests (RFC 7914), never passwords.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { codeOf, messageOf, usageFailure } from '../../platform/failure.ts';
import { nameShown } from '../../platform/harmless.ts';
import type { Log } from '../../platform/log.ts';
import { limitsSchema } from './statement/limits.ts';

/** N = 2^15, r = 8, p = 1: each attempt costs 32 MiB and a tenth of a second. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1_048_576 };
const KEY_BYTES = 32;
const LEAST_PASSWORD = 12;

const analystSchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[A-Za-z][\w.@-]{0,63}$/,
      'a name begins with a letter and has letters, digits, . @ _ -',
    ),
  salt: z.string().regex(/^[0-9a-f]{32}$/, 'salt: 32 hexadecimal digits'),
  scrypt: z.string().regex(/^[0-9a-f]{64}$/, 'scrypt: 64 hexadecimal digits'),
  limits: limitsSchema.prefault({}),
});

export type Analyst = z.output<typeof analystSchema>;
type Entry = z.input<typeof analystSchema>;

const analystsSchema = z
  .array(analystSchema)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'a name stands twice');

/** @throws Failure (exit 2) */
export function readAnalysts(path: string): Analyst[] {
  const result = analystsSchema.safeParse(parsed(path));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw usageFailure(
    'wrong_analysts',
    `PLANCHER_ANALYSTS_FILE ${nameShown(path)}: ${issue?.message ?? 'wrong content'} (at ` +
      `${issue?.path.join('.') ?? '?'}). Write entries with: plancher analysts add NAME`,
  );
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw usageFailure(
      'wrong_analysts',
      `PLANCHER_ANALYSTS_FILE ${nameShown(path)} cannot be read ` +
        `(${codeOf(thrown) || messageOf(thrown).slice(0, 80)}). Write it with: plancher ` +
        'analysts add NAME',
      thrown,
    );
  }
}

/**
 * Adds an entry, or changes the password of the entry with that name.
 * @throws Failure (exit 2)
 */
export async function addAnalyst(path: string, name: string, password: string): Promise<void> {
  if (password.length < LEAST_PASSWORD)
    throw usageFailure(
      'short_password',
      `The password on standard input has fewer than ${String(LEAST_PASSWORD)} characters.`,
    );
  const salt = randomBytes(16);
  const secret = {
    salt: salt.toString('hex'),
    scrypt: (await digest(password, salt)).toString('hex'),
  };
  const before = existsSync(path) ? readAnalysts(path) : [];
  const known = before.find((entry) => entry.name === name);
  const entry: Entry = {
    name,
    ...(known === undefined ? {} : { limits: known.limits }),
    ...secret,
  };
  const after = analystsSchema.safeParse([...before.filter((other) => other.name !== name), entry]);
  if (!after.success)
    throw usageFailure(
      'wrong_name',
      `${JSON.stringify(name)}: ${after.error.issues[0]?.message ?? 'wrong name'}.`,
    );
  write(path, after.data);
}

/** @throws Failure (exit 2) when no entry has that name */
export function removeAnalyst(path: string, name: string): void {
  const before = readAnalysts(path);
  const after = before.filter((entry) => entry.name !== name);
  if (after.length === before.length)
    throw usageFailure(
      'no_analyst',
      `${nameShown(path)} has no analyst named ${nameShown(name)}. See plancher analysts list.`,
    );
  write(path, after);
}

/** Writes the file whole or not at all, and readable by its owner only. */
function write(path: string, entries: readonly Analyst[]): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(entries, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/**
 * The analysts in force, for a process that serves them. Each login checks the file with one `stat`
 * and reads it again when it changed, so a removed analyst or an old password is refused at once.
 * While the file is missing or broken nobody can log in, because it is unknown whom it would have
 * removed. Each such state of the file is logged once (docs/decisions/0029-output.md).
 */
export class AnalystsInForce {
  readonly #path: string;
  readonly #log: Pick<Log, 'error' | 'info'>;
  #read = '';
  #analysts: ReadonlyMap<string, Analyst> = new Map();

  /** @throws Failure (exit 2) when the file cannot be read at the start */
  constructor(path: string, log: Pick<Log, 'error' | 'info'>) {
    this.#path = path;
    this.#log = log;
    this.#read = stateOf(path);
    this.#analysts = byName(readAnalysts(path));
  }

  /**
   * A caller that remembers a right password must also compare `salt` and `scrypt` with the values
   * of that time.
   */
  find(name: string): Analyst | undefined {
    // Taken before reading, so that a change in between is seen the next time.
    const state = stateOf(this.#path);
    if (state !== this.#read) this.#readAgain(state);
    return this.#analysts.get(name);
  }

  #readAgain(state: string): void {
    this.#read = state;
    try {
      this.#analysts = byName(readAnalysts(this.#path));
      this.#log.info(
        { analysts: this.#analysts.size },
        'the file of analysts changed and was read again',
      );
    } catch (thrown) {
      this.#analysts = new Map();
      this.#log.error(
        { error: messageOf(thrown) },
        'the file of analysts cannot be used: nobody gets in until it is right',
      );
    }
  }
}

const byName = (analysts: readonly Analyst[]) =>
  new Map(analysts.map((analyst) => [analyst.name, analyst]));

/**
 * Identifies one state of the file: `analysts add` and `remove` replace it with a new file, which
 * has another inode.
 */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (thrown) {
    return codeOf(thrown);
  }
}

/** An unknown name costs the same work. */
const NOBODY = { salt: '00'.repeat(16), scrypt: '00'.repeat(32) };

export async function isPassword(password: string, analyst: Analyst | undefined): Promise<boolean> {
  const { salt, scrypt: kept } = analyst ?? NOBODY;
  return (
    timingSafeEqual(await digest(password, Buffer.from(salt, 'hex')), Buffer.from(kept, 'hex')) &&
    analyst !== undefined
  );
}

async function digest(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (thrown, key) => {
      if (thrown === null) resolve(key);
      else reject(thrown);
    });
  });
}
