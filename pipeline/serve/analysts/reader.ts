// Entry point of a reader: a process that runs analysts' statements, one at a time, on its own copy
// of the warehouse. Whatever a statement does, the front kills the reader at the limit, and the
// process that takes records in is not affected.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../platform/clock.ts';
import { messageOf } from '../../platform/failure.ts';
import { letOtherSessionsFirst } from '../../platform/session-priority.ts';
import { ask } from './statement/ask.ts';
import { Functions, readFunctionList } from './statement/functions.ts';
import { Refusal } from './statement/refusal.ts';
import { openEngine } from '../../warehouse/engine.ts';
import { StatementFailure } from '../../warehouse/execute.ts';
import { pack } from '../http/packing.ts';
import { type FromReader, type ToReader, readerSchema, toReaderSchema } from './messages.ts';
import { withoutPlaces } from './places.ts';
import { fingerprint, takeSnapshot } from './snapshot.ts';

/** During its start callers wait for it: a tenth of the weight of other processes. */
const STARTING = 10;
/** During a statement, a thirtieth: intake goes first. */
const ASKED = 15;
const settings = readerSchema.parse(JSON.parse(process.argv[2] ?? ''));
const copy = join(settings.folder, 'warehouse');

// Without a front there is nobody to answer. SIGKILL, because a statement inside the engine would
// not end otherwise.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
await giveWay(STARTING);
let asOfMs = systemClock();
const seen = fingerprint(settings.warehouse, settings.database);
mkdirSync(copy, { recursive: true, mode: 0o700 });
takeSnapshot(settings.warehouse, copy, settings.database);
const engine = await openEngine(copy, settings.database, true);
await engine.connect().chdb.queryAsync('SYSTEM STOP MERGES');
const desk = { engine, database: settings.database, functions: new Functions(readFunctionList()) };

await giveWay(ASKED);

process.on('message', (message) => {
  void answer(toReaderSchema.parse(message)).then(say);
});
say({ type: 'ready' });

function say(message: FromReader): void {
  process.send?.(message);
}

async function answer(asked: ToReader): Promise<FromReader> {
  if (!isFresh()) return { type: 'stale' };
  const { sql, settings: given, parameters, format, limits } = asked;
  const question = {
    sql: Buffer.from(sql, 'base64'),
    settings: new Map(given),
    parameters: new Map(parameters),
    format,
  };
  try {
    const reply = await ask(desk, question, limits, (seconds) => {
      say({ type: 'begun', seconds });
    });
    writeFileSync(asked.file, await pack(asked.encoding, reply.answer.bytes), { mode: 0o600 });
    const { rowsRead, bytesRead, bytes } = reply.answer;
    const clamped = [...reply.clamped];
    return {
      type: 'answered',
      format: reply.format,
      clamped,
      rowsRead,
      bytesRead,
      byteCount: bytes.length,
      asOfMs,
    };
  } catch (thrown) {
    const code = thrown instanceof StatementFailure ? thrown.code : 1002;
    const reason = thrown instanceof Refusal ? thrown.reason : null;
    return { type: 'failed', code, message: withoutPlaces(messageOf(thrown), settings), reason };
  }
}

/** Lets the intake go first. */
async function giveWay(nice: number): Promise<void> {
  // Threads that start later inherit the priority.
  const threads = existsSync('/proc/self/task')
    ? readdirSync('/proc/self/task').map(Number)
    : [process.pid];
  for (const thread of threads)
    try {
      setPriority(thread, nice);
    } catch {
      // The thread has ended meanwhile.
    }
  await letOtherSessionsFirst(nice);
}

/** A copy is fresh when it is young, or equal to the warehouse as it is now. */
function isFresh(): boolean {
  const nowMs = systemClock();
  if (nowMs - asOfMs <= settings.refreshMs) return true;
  if (fingerprint(settings.warehouse, settings.database) !== seen) return false;
  asOfMs = nowMs;
  return true;
}
