// A reader as the front sees it: a process that takes one statement at a time and can be killed at
// any moment.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StatementFailure } from '../../warehouse/execute.ts';
import { failure } from '../http/answer.ts';
import {
  type FromReader,
  type ReaderSettings,
  type ToReader,
  fromReaderSchema,
} from './messages.ts';

const ENTRY = fileURLToPath(new URL('./reader.js', import.meta.url));
/** Opening a copy takes half a second, and longer on a busy machine. */
const START_MS = 60_000;
/** Grace beyond the engine's own limit, whose error says more. Then the front kills the reader. */
export const GRACE_MS = 2_000;
const LOOK_MS = 200;
const PAGE_BYTES = 4_096;
/**
 * JavaScript heap of a reader: statement texts and trees. The engine's memory is not part of it.
 */
const HEAP_MIB = 512;

export interface Bounds {
  /**
   * Time for reading and checking the statement. After that the statement's own limit applies. The
   * process is killed when either is exceeded.
   */
  checkMs: number;
  /** Resident memory of the whole process. */
  memoryBytes: number;
}

/** The reader ended by itself before it began the statement. Another reader may take it. */
export class ReaderLost extends StatementFailure {}

export class Reader {
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  /** Handles the next message, or the end of the process. */
  #take: ((message: FromReader | StatementFailure) => void) | null = null;
  #isKilled = false;

  constructor(settings: ReaderSettings) {
    this.#folder = settings.folder;
    // Files that the engine writes, and relative file names in statements, stay in this folder.
    const scratch = join(settings.folder, 'tmp');
    mkdirSync(scratch, { recursive: true, mode: 0o700 });
    this.#child = fork(ENTRY, [JSON.stringify(settings)], {
      cwd: scratch,
      detached: true,
      // Inherits none of the program's settings, which hold secrets.
      env: { TMPDIR: scratch, TZ: 'UTC' },
      execArgv: [`--max-old-space-size=${String(HEAP_MIB)}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (message) => this.#take?.(fromReaderSchema.parse(message)));
    this.#exited = new Promise((resolve) => {
      this.#child.on('exit', (code, signal) => {
        this.#take?.(ended(code, signal));
        void rm(this.#folder, { recursive: true, force: true }).then(resolve, resolve);
      });
      this.#child.on('error', (thrown) =>
        this.#take?.(
          failure(1001, 'STD_EXCEPTION', `no process for the statement: ${thrown.message}`),
        ),
      );
    });
  }

  get isRunning(): boolean {
    return !this.#isKilled && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** @throws StatementFailure when it does not become ready */
  async ready(): Promise<void> {
    await this.#next({ checkMs: START_MS, memoryBytes: Number.POSITIVE_INFINITY });
  }

  /**
   * @param given aborts when nobody waits for the answer any more
   * @throws StatementFailure when the process ends, is killed at its bounds, or `given` fires
   */
  async ask(statement: ToReader, bounds: Bounds, given: AbortSignal): Promise<FromReader> {
    const stop = () => {
      this.#end(failure(394, 'QUERY_WAS_CANCELLED', 'the query was cancelled'));
    };
    given.addEventListener('abort', stop);
    try {
      if (given.aborted) throw failure(394, 'QUERY_WAS_CANCELLED', 'the query was cancelled');
      const answer = this.#next(bounds);
      this.#child.send(statement);
      return await answer;
    } finally {
      given.removeEventListener('abort', stop);
    }
  }

  /** Kills the process, whatever it is doing, and deletes its folder. */
  async kill(): Promise<void> {
    this.#isKilled = true;
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async #next({ checkMs, memoryBytes }: Bounds): Promise<FromReader> {
    let late = this.#endAfter(checkMs);
    let isBegun = false;
    const watch = setInterval(() => {
      if (residentBytes(this.#child.pid) > memoryBytes)
        this.#end(
          failure(
            241,
            'MEMORY_LIMIT_EXCEEDED',
            `Memory limit exceeded: the statement took more than ${String(memoryBytes)} bytes`,
          ),
        );
    }, LOOK_MS);
    try {
      const message = await new Promise<FromReader | StatementFailure>((resolve) => {
        this.#take = (told) => {
          if (told instanceof StatementFailure || told.type !== 'begun') {
            resolve(
              told instanceof ReaderLost && isBegun
                ? new StatementFailure(told.code, told.message)
                : told,
            );
            return;
          }
          isBegun = true;
          clearTimeout(late);
          late = this.#endAfter(told.seconds * 1_000 + GRACE_MS);
        };
        if (!this.isRunning) resolve(ended(this.#child.exitCode, this.#child.signalCode));
      });
      if (message instanceof StatementFailure) throw message;
      return message;
    } finally {
      this.#take = null;
      clearTimeout(late);
      clearInterval(watch);
    }
  }

  #endAfter(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      const seconds = (milliseconds / 1_000).toFixed(1);
      this.#end(
        failure(
          159,
          'TIMEOUT_EXCEEDED',
          `Timeout exceeded: the statement did not end within ${seconds} seconds and was stopped`,
        ),
      );
    }, milliseconds);
  }

  #end(why: StatementFailure): void {
    this.#take?.(why);
    void this.kill();
  }
}

function ended(code: number | null, signal: string | null): ReaderLost {
  const how = signal ?? `exit code ${String(code)}`;
  const what =
    `the statement ended the process that executed it (${how}); it may need more memory than ` +
    'there is';
  return new ReaderLost(241, failure(241, 'MEMORY_LIMIT_EXCEEDED', what).message);
}

function residentBytes(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${String(pid)}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
  } catch {
    // Not Linux, or the process is gone, which is reported by its exit.
    return 0;
  }
}
