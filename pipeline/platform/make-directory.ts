// Makes a directory and its parents. mkdirSync with `recursive` was rejected: it never returns for
// a directory below /proc.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** @param mode the mode of the directory itself; its parents get the default */
export function makeDirectory(path: string, mode?: number): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(resolve(path)));
  try {
    mkdirSync(path, { mode });
  } catch (thrown) {
    // Another process may have made it meanwhile.
    if (!existsSync(path)) throw thrown;
  }
}
