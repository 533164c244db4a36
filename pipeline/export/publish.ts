// Publishes a finished directory. FOLDER/.new-* is being written, and nobody reads it. FOLDER/STATE
// is a whole state, named by the first digits of the digest of its manifest. FOLDER/current is a
// link to the last state, replaced in one step: a crash leaves it on the old state or the new one.
// Of two processes that publish the same state, the second finds the directory of the first.
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
/** A process that works that long is dead; what it left is removed. */
const LEFT_OVER_MS = 24 * 3_600_000;

export interface Publication {
  folder: string;
  /** Written in full and synced, below `folder`. */
  staging: string;
  state: string;
  keep: number;
  /** Distinguishes the files of this process from those of others. */
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
    // The same files and manifest were published before. Only the signed date is replaced, in one
    // step, and never by an older one.
    if (there.dates.made_at < dates.made_at)
      await disk.rename(join(staging, SIGNATURE), join(directory, SIGNATURE));
    await disk.syncDirectory(directory);
    await disk.remove(staging);
    return;
  }
  // Somebody changed the export, or it was signed with another key. It is kept under a name that no
  // state has.
  await disk.rename(directory, join(folder, `${state}.replaced-${token}`));
  await disk.rename(staging, directory);
}

/** False: there is a directory of that name already. */
async function renamed(disk: Disk, from: string, to: string): Promise<boolean> {
  try {
    await disk.rename(from, to);
    return true;
  } catch (thrown) {
    if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(thrown))) return false;
    throw thrown;
  }
}

/** Removes the oldest states and what dead processes left, never the current state. */
async function retire(disk: Disk, { folder, keep, nowMs, token }: Publication): Promise<void> {
  const entries = await disk.list(folder);
  const current = await disk.target(join(folder, CURRENT));
  const old = entries
    .filter(({ name }) => STATE.test(name) && name !== current)
    .sort((left, right) => right.changedMs - left.changedMs || (left.name < right.name ? -1 : 1))
    .slice(keep - 1);
  for (const { name } of old) {
    // Renamed first: a crash in the middle of a removal must leave nothing that looks like a state.
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
