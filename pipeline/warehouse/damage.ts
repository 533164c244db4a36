// A damaged warehouse is told in our words. An engine that cannot open a directory prints why on
// descriptor 2 by itself, before anybody can make it harmless, and Node cannot exchange that
// descriptor without a race against the engine's threads. So a directory that is not as we left it
// is tried in a process of its own first; that costs half a second after a crash, a copy or a
// change, and nothing otherwise.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, codeOf, messageOf } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';

/** Written when the directory is let go of: what it looked like then. */
const CLOSED = 'plancher-closed';

/**
 * Names, sizes and times of what the engine reads when it opens a directory: definitions, and the
 * version of each table's form.
 */
function looks(path: string): string {
  const hash = createHash('sha256');
  const below = (folder: string) => namesIn(folder).map((name) => join(folder, name));
  const tables = below(join(path, 'store')).flatMap(below);
  const files = [
    ...below(join(path, 'metadata')),
    ...tables.flatMap((table) => [
      join(table, 'format_version.txt'),
      ...below(table).filter((file) => file.endsWith('.sql')),
    ]),
  ];
  for (const file of files) hash.update(`${file.slice(path.length)} ${sizeAndTime(file)}\n`);
  return hash.digest('hex');
}

function sizeAndTime(file: string): string {
  try {
    const { size, mtimeMs } = statSync(file);
    return `${String(size)} ${String(mtimeMs)}`;
  } catch (thrown) {
    return codeOf(thrown);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // What is not there, or no folder, is for the engine to judge.
    return [];
  }
}

/** The engine has let go of the directory. */
export function noteClosed(path: string): void {
  writeFileSync(join(path, CLOSED), `${looks(path)}\n`);
}

/**
 * Before the engine opens a directory in this process.
 * @throws Failure (exit 1) when it cannot
 */
export async function refuseDamaged(path: string, engine: string): Promise<void> {
  const note = join(path, CLOSED);
  const isAsWeLeftIt = existsSync(note) && readFileSync(note, 'utf8') === `${looks(path)}\n`;
  rmSync(note, { force: true });
  for (const name of ['metadata', 'store']) {
    const found = statSync(join(path, name), { throwIfNoEntry: false });
    if (found?.isDirectory() === false) throw damaged(path, `${name} is a file`);
  }
  if (isAsWeLeftIt || namesIn(path).every((name) => !['metadata', 'store'].includes(name))) return;
  const said = await tried(path, engine);
  if (said !== null) throw damaged(path, said);
}

const TRY =
  'const { createChdbConnection } = await import(process.argv[1]); await createChdbConnection({ path: process.argv[2] }).close();';
const MOST_SAID = 300;

/** Null: it opens. */
function tried(path: string, engine: string): Promise<string | null> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', TRY, engine, path], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {},
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    if (said.length < 16 * MOST_SAID) said += part.toString();
  });
  return new Promise((resolve) => {
    child.on('error', (thrown) => {
      resolve(messageOf(thrown));
    });
    child.on('close', (code, signal) => {
      resolve(code === 0 ? null : said || `it ended with ${String(signal ?? code)}`);
    });
  });
}

/** @param thrown what the engine says of a directory that it cannot open */
export function damaged(path: string, thrown: unknown): Failure {
  const said = messageOf(thrown).slice(0, MOST_SAID);
  return new Failure(
    'warehouse_damaged',
    `The warehouse ${nameShown(path)} does not open: it is damaged, or its disk is full or fails. Restore a copy, or set PLANCHER_WAREHOUSE to an empty directory and take the same files in again. The engine says${codeOf(thrown) === '' ? '' : ` (${codeOf(thrown)})`}: ${said}`,
    { cause: thrown },
  );
}
