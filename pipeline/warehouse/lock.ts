// A lock among processes that share a warehouse. ClickHouse has no unique constraint, but when
// several processes create the same table, only one succeeds: that table is the lock. The holder
// writes heartbeats into it, and loses the lock when it is silent for too long. A holder that was
// suspended may therefore work next to its successor, so work under a lock must be repeatable.
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
  /** A holder without a heartbeat for this long counts as gone. */
  silentSeconds: number;
}

/** How a lock names this process. */
export function lockHolder(clock: Clock): string {
  const host = hostname().replace(/[^\w.-]/g, '_');
  return `process ${String(process.pid)} on ${host} since ${isoTime(clock())}`;
}

/**
 * Tries once. It frees a lock whose holder was silent for too long, so that the next try succeeds.
 * @returns null when this process has the lock now, otherwise its holder
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

/** Frees a lock, whichever process holds it. */
export async function freeLock(warehouse: Warehouse, name: string): Promise<void> {
  await warehouse.command(sqlFile('warehouse/lock/release.sql', { lock: name }));
}

/** Works under a lock that was taken, sends heartbeats meanwhile, and frees it. */
export async function underLock<Value>(
  warehouse: Warehouse,
  { name, holder }: Lock,
  act: () => Promise<Value>,
): Promise<Value> {
  const alive = setInterval(() => {
    // A lost heartbeat is no reason to stop: other processes tolerate several.
    warehouse.command(sqlFile('warehouse/lock/renew.sql', { lock: name })).catch(() => undefined);
  }, ALIVE_MS);
  try {
    return await act();
  } finally {
    clearInterval(alive);
    // Another process may have taken the lock meanwhile; leave that one.
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

/** True when the table existed, even if it was gone by the time the holder was read. */
function isThere(thrown: unknown): boolean {
  return thrown instanceof Failure && codeOf(thrown.cause) === '57';
}
