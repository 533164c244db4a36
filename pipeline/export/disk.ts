// What an export does to the disk, as an interface, so that a test can make any step fail. Each
// step is durable when it returns.
import {
  type FileHandle,
  open,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  utimes,
} from 'node:fs/promises';
import { codeOf } from '../platform/failure.ts';
import { makeDirectory } from '../platform/make-directory.ts';

export interface OutputFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Syncs and closes it. */
  finish(): Promise<void>;
  /** Closes it, whatever is in it. */
  abandon(): Promise<void>;
}

export interface Disk {
  makeDirectory(path: string): Promise<void>;
  create(path: string): Promise<OutputFile>;
  syncDirectory(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  link(target: string, path: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Sets when a directory was last published. Retention uses this time. */
  touch(path: string, timeMs: number): Promise<void>;
  list(path: string): Promise<{ name: string; changedMs: number }[]>;
  /** Target of a link; null when there is no link. */
  target(path: string): Promise<string | null>;
}

export const systemDisk: Disk = {
  makeDirectory: (path) =>
    Promise.resolve().then(() => {
      makeDirectory(path);
    }),
  create: async (path) => {
    const file = await open(path, 'wx', 0o644);
    return {
      write: (bytes) => writeAll(file, bytes),
      finish: async () => {
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      },
      abandon: () => file.close(),
    };
  },
  syncDirectory: async (path) => {
    const directory = await open(path, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
  rename,
  link: (target, path) => symlink(target, path),
  remove: (path) => rm(path, { recursive: true, force: true }),
  touch: (path, timeMs) => utimes(path, timeMs / 1000, timeMs / 1000),
  list: async (path) => {
    const names = await readdir(path);
    return Promise.all(
      names.sort().map(async (name) => ({ name, changedMs: await changedMs(`${path}/${name}`) })),
    );
  },
  target: async (path) => {
    try {
      return await readlink(path);
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return null;
      throw thrown;
    }
  },
};

const GONE = -1;

/** Follows a link. Another process may have removed what was listed a moment ago. */
async function changedMs(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return GONE;
    throw thrown;
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}
