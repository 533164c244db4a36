// From a finished directory to the one that readers see:
//
//   FOLDER/.new-*        being written; nobody reads it
//   FOLDER/STATE/        one state, whole; STATE is the beginning of the digest of its manifest, so
//   the same state has the same name
//   FOLDER/current       link to the state written last, exchanged in one step
//
// A crash anywhere leaves `current` on a whole state, the old one or the new one. Two processes
// that publish the same state make the same directory, and the second finds it there.
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { codeOf } from '../platform/failure.ts';
import type { Disk } from './disk.ts';
import { SIGNATURE } from './manifest.ts';
import type { Dates } from './signature.ts';
import { verifyExport } from './verify.ts';

export const CURRENT = 'current';
const STAGING = '.new-';
const LINK = '.link-';
const LEAVING = '.old-';
const STATE = /^[0-9a-f]{16}$/;
/** What was left by a process that died. A living one is done long before. */
const LEFT_OVER_MS = 24 * 3_600_000;

export interface Publication {
  folder: string;
  /** Written in full and synced, below `folder`. */
  staging: string;
  state: string;
  keep: number;
  /** Tells this process's files from another's. */
  token: string;
  nowMs: number;
  publicKey: KeyObject;
  dates: Dates;
}

export function stagingOf(folder: string, token: string): string {
  return join(folder, `${STAGING}${token}`);
}

/** @returns the directory of the state */
export async function publish(disk: Disk, publication: Publication): Promise<string> {
  const { folder, state, token, nowMs } = publication;
  const directory = join(folder, state);
  await place(disk, publication, directory);
  await disk.touch(directory, nowMs);
  await disk.syncDirectory(folder);
  const link = join(folder, `${LINK}${token}`);
  await disk.link(state, link);
  await disk.rename(link, join(folder, CURRENT));
  await disk.syncDirectory(folder);
  await retire(disk, publication);
  return directory;
}

async function place(
  disk: Disk,
  { folder, staging, state, token, publicKey, dates }: Publication,
  directory: string,
): Promise<void> {
  if (await renamed(disk, staging, directory)) return;
  const there = await verifyExport(directory, publicKey);
  if (there.isGood) {
    // The same files and manifest, made earlier: only the signed date is renewed, in one step. A
    // process that comes late renews nothing.
    if (there.dates.made_at < dates.made_at)
      await disk.rename(join(staging, SIGNATURE), join(directory, SIGNATURE));
    await disk.syncDirectory(directory);
    await disk.remove(staging);
    return;
  }
  // Somebody changed what was exported, or it was signed with another key. It is kept, under a name
  // that no state has.
  await disk.rename(directory, join(folder, `${state}.replaced-${token}`));
  await disk.rename(staging, directory);
}

/** False: a directory of that name is there. */
async function renamed(disk: Disk, from: string, to: string): Promise<boolean> {
  try {
    await disk.rename(from, to);
    return true;
  } catch (thrown) {
    if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(thrown))) return false;
    throw thrown;
  }
}

/**
 * Removes the states that were published longest ago, and what dead processes left. Never the
 * current one.
 */
async function retire(disk: Disk, { folder, keep, nowMs, token }: Publication): Promise<void> {
  const entries = await disk.list(folder);
  const current = await disk.target(join(folder, CURRENT));
  const old = entries
    .filter(({ name }) => STATE.test(name) && name !== current)
    .sort((left, right) => right.changedMs - left.changedMs || (left.name < right.name ? -1 : 1))
    .slice(keep - 1);
  for (const { name } of old) {
    // Renamed first: a crash while its files are removed leaves nothing that looks like a state.
    const leaving = join(folder, `${LEAVING}${name}-${token}`);
    if (name === (await disk.target(join(folder, CURRENT)))) continue;
    await disk.rename(join(folder, name), leaving);
    await disk.remove(leaving);
  }
  for (const { name, changedMs } of entries)
    if (
      [STAGING, LINK, LEAVING].some((prefix) => name.startsWith(prefix)) &&
      changedMs < nowMs - LEFT_OVER_MS
    )
      await disk.remove(join(folder, name));
}
