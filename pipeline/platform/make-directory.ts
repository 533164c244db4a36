import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a directory and those above it. mkdirSync with `recursive` never returns for one below
 * /proc.
 * @param mode of the directory itself
 */
export function makeDirectory(path: string, mode?: number): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(resolve(path)));
  try {
    mkdirSync(path, { mode });
  } catch (thrown) {
    // Somebody else has made it meanwhile.
    if (!existsSync(path)) throw thrown;
  }
}
