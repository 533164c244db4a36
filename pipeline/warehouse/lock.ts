// A lock among processes that share a warehouse. ClickHouse has no unique constraint, but of
// several who create one table, one succeeds: that table is the lock. It fills with signs of life,
// and a lock whose holder is silent for long may be taken from it; so a holder that was stopped and
// goes on works beside another, and what is done under a lock must bear being done twice.
import { hostname } from 'node:os';
import { z } from 'zod';
import { type Clock, isoTime } from '../platform/clock.ts';
import { Failure, codeOf } from '../platform/failure.ts';
import { sqlFile } from './sql-file.ts';
import type { Warehouse } from './warehouse.ts';

const ALIVE_MS = 3_000;
const lockRow = z.object({ holder: z.string(), silent_seconds: z.number() });

export interface Lock {
  /** Name of the table. */
  name: string;
  holder: string;
  /** After it a holder counts as gone. */
  silentSeconds: number;
}

/** Who this process is, as a lock says it. */
export function lockHolder(clock: Clock): string {
  return `process ${String(process.pid)} on ${hostname().replace(/[^\w.-]/g, '_')} since ${isoTime(clock())}`;
}

/**
 * @returns null when the lock is ours now, else who has it; a lock that was silent too long is free
 * for the next try
 */
export async function takeLock(
  warehouse: Warehouse,
  { name, holder, silentSeconds }: Lock,
): Promise<{ holder: string } | null> {
  try {
    await warehouse.command(sqlFile('warehouse/lock/take.sql', { lock: name, holder }));
    return null;
  } catch (thrown) {
    const held = await heldBy(warehouse, name);
    if (held === undefined && !isThere(thrown)) throw thrown;
    if ((held?.silent_seconds ?? 0) > silentSeconds) await freeLock(warehouse, name);
    return { holder: held?.holder ?? 'another process' };
  }
}

/** Drops a lock, whoever has it. */
export async function freeLock(warehouse: Warehouse, name: string): Promise<void> {
  await warehouse.command(sqlFile('warehouse/lock/release.sql', { lock: name }));
}

/** Works under a lock that was taken, with signs of life, and gives it back. */
export async function underLock<Value>(
  warehouse: Warehouse,
  { name, holder }: Lock,
  act: () => Promise<Value>,
): Promise<Value> {
  const alive = setInterval(() => {
    // A sign that does not arrive is no reason to stop; who waits has patience for several.
    warehouse.command(sqlFile('warehouse/lock/renew.sql', { lock: name })).catch(() => undefined);
  }, ALIVE_MS);
  try {
    return await act();
  } finally {
    clearInterval(alive);
    // Not a lock that was taken from us meanwhile.
    if ((await heldBy(warehouse, name))?.holder === holder) await freeLock(warehouse, name);
  }
}

async function heldBy(
  warehouse: Warehouse,
  name: string,
): Promise<z.infer<typeof lockRow> | undefined> {
  const [held] = await warehouse.query(
    sqlFile('warehouse/lock/holder.sql'),
    { lock: name },
    lockRow,
  );
  return held;
}

/** The table was there, and was gone when we asked who has it. */
function isThere(thrown: unknown): boolean {
  return thrown instanceof Failure && codeOf(thrown.cause) === '57';
}
