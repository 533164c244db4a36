// The readers that run analysts' statements. None is running while no statement arrives.
import { join } from 'node:path';
import { messageOf } from '../../platform/failure.ts';
import type { Log } from '../../platform/log.ts';
import { failure } from '../http/answer.ts';
import { Lane } from '../http/lane.ts';
import type { FromReader, ReaderSettings, ToReader } from './messages.ts';
import { type Bounds, GRACE_MS, Reader, ReaderLost } from './reader-process.ts';

/** A reader ends after this long without a statement: its copy keeps deleted files alive. */
const IDLE_MS = 60_000;
/** Another reader takes the statement when the first has an old copy or ended before it began. */
const MOST_TRIES = 5;
/** The engine's limits do not interrupt its parser. */
const MOST_CHECK_MS = 10_000;
const MIB = 1_048_576;
/** Memory that the engine and Node need in addition to a statement. */
const PROCESS_BYTES = 1_024 * MIB;
/** Above this size a reader is not reused: its caches have grown. */
const MOST_STATEMENTS = 500;

type Answered = Extract<FromReader, { type: 'answered' | 'failed' }>;

interface Kept {
  reader: Reader;
  statements: number;
  idle: NodeJS.Timeout | null;
}

export class Readers {
  readonly #lane: Lane;
  readonly #settings: Omit<ReaderSettings, 'folder'>;
  readonly #folder: string;
  readonly #log: Log;
  readonly #free: Kept[] = [];
  readonly #all = new Set<Reader>();
  /** The start of the replacement for a killed reader. Never rejects. */
  #spare: Promise<void> | null = null;
  #isClosing = false;
  #started = 0;

  /** @param width number of statements that run at the same time */
  constructor(width: number, folder: string, settings: Omit<ReaderSettings, 'folder'>, log: Log) {
    this.#lane = new Lane(width);
    this.#folder = folder;
    this.#settings = settings;
    this.#log = log;
  }

  /**
   * Waits for a place, then for the answer.
   * @param given aborts when nobody waits for the answer any more
   * @throws StatementFailure when the statement was stopped
   */
  run(statement: ToReader, given: AbortSignal): Promise<Answered> {
    return this.#lane.run(() => this.#onFresh(statement, given));
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#all].map((reader) => reader.kill()));
  }

  async #onFresh(statement: ToReader, given: AbortSignal): Promise<Answered> {
    for (let tries = 1; ; tries += 1) {
      if (given.aborted) throw failure(394, 'QUERY_WAS_CANCELLED', 'the query was cancelled');
      try {
        const answer = await this.#onOne(statement, given);
        if (answer !== 'stale') return answer;
      } catch (thrown) {
        if (!(thrown instanceof ReaderLost) || tries === MOST_TRIES) throw thrown;
      }
      if (tries === MOST_TRIES)
        throw failure(1001, 'STD_EXCEPTION', 'no copy of the warehouse could be read; try again');
    }
  }

  async #onOne(statement: ToReader, given: AbortSignal): Promise<Answered | 'stale'> {
    const kept = await this.#take();
    try {
      const answer = await kept.reader.ask(statement, boundsOf(statement), given);
      if (answer.type === 'answered' || answer.type === 'failed') return answer;
      void this.#drop(kept.reader);
      return 'stale';
    } finally {
      this.#giveBack(kept);
    }
  }

  async #take(): Promise<Kept> {
    for (;;) {
      const kept = this.#free.pop();
      if (kept === undefined) {
        if (this.#spare === null) return this.#start();
        await this.#spare;
        continue;
      }
      if (kept.idle !== null) clearTimeout(kept.idle);
      if (kept.reader.isRunning) return kept;
    }
  }

  async #start(): Promise<Kept> {
    if (this.#isClosing) throw failure(394, 'QUERY_WAS_CANCELLED', 'the endpoint is being closed');
    this.#started += 1;
    // Named with the process: a reader of an earlier front may still be ending in its own folder.
    const name = `${String(process.pid)}-${String(this.#started)}`;
    const reader = new Reader({ ...this.#settings, folder: join(this.#folder, name) });
    this.#all.add(reader);
    try {
      await reader.ready();
    } catch (thrown) {
      this.#log.error({ error: messageOf(thrown) }, 'a reader for analysts did not start');
      await this.#drop(reader);
      throw thrown;
    }
    return { reader, statements: 0, idle: null };
  }

  /** Spares the statement behind a stopped one the wait for a new process. */
  #startSpare(): void {
    if (this.#isClosing) return;
    this.#spare ??= this.#start().then(
      (kept) => {
        this.#spare = null;
        this.#keep(kept);
      },
      () => {
        this.#spare = null;
      },
    );
  }

  #giveBack(kept: Kept): void {
    kept.statements += 1;
    if (!this.#all.has(kept.reader)) return;
    if (!kept.reader.isRunning || kept.statements >= MOST_STATEMENTS) {
      void this.#drop(kept.reader);
      this.#startSpare();
      return;
    }
    this.#keep(kept);
  }

  #keep(kept: Kept): void {
    kept.idle = setTimeout(() => {
      this.#free.splice(this.#free.indexOf(kept), 1);
      void this.#drop(kept.reader);
    }, IDLE_MS);
    this.#free.push(kept);
  }

  async #drop(reader: Reader): Promise<void> {
    this.#all.delete(reader);
    await reader.kill();
  }
}

function boundsOf({ limits, settings }: ToReader): Bounds {
  const given = Number(new Map(settings).get('max_execution_time') ?? limits.seconds);
  const seconds = given > 0 && given < limits.seconds ? given : limits.seconds;
  return {
    checkMs: Math.min(MOST_CHECK_MS, seconds * 1_000 + GRACE_MS),
    // The answer exists twice while it is compressed.
    memoryBytes: limits.memoryBytes + 2 * limits.resultBytes + PROCESS_BYTES,
  };
}
