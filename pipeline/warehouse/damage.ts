// Reports a damaged warehouse in our own words. An engine that cannot open a directory prints raw
// text to descriptor 2, past our filter of control characters; Node cannot replace that descriptor
// without a race against its threads. So if a directory is not as this program left it, a separate
// process tries it first: half a second after a crash, copy or change, otherwise nothing.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, codeOf, messageOf } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';

/** A file that records how the directory looked when it was released. */
const CLOSED = 'plancher-closed';

/**
 * Digest over the names, sizes and times of the files that the engine reads when it opens a
 * directory: the definitions, and the format version of each table.
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
    // Missing, or not a folder: the engine decides what to make of it.
    return [];
  }
}

/** Call it when the engine has released the directory. */
export function noteClosed(path: string): void {
  writeFileSync(join(path, CLOSED), `${looks(path)}\n`);
}

/**
 * Call it before the engine opens a directory in this process.
 * @throws Failure (exit 1) when the engine cannot open it
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
  'const { createChdbConnection } = await import(process.argv[1]); ' +
  'await createChdbConnection({ path: process.argv[2] }).close();';
const MOST_SAID = 300;

/** @returns what the engine printed; null: the directory opens */
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
      resolve(code === 0 ? null : said || `it exited with ${String(signal ?? code)}`);
    });
  });
}

/** @param thrown what the engine reports about a directory that it cannot open */
export function damaged(path: string, thrown: unknown): Failure {
  const said = messageOf(thrown).slice(0, MOST_SAID);
  const code = codeOf(thrown) === '' ? '' : ` (${codeOf(thrown)})`;
  return new Failure(
    'warehouse_damaged',
    `The warehouse ${nameShown(path)} does not open: ` +
      'it is damaged, or its disk is full or fails. Restore a copy, ' +
      'or set PLANCHER_WAREHOUSE to an empty directory ' +
      `and ingest the same files again. The engine reports${code}: ${said}`,
    { cause: thrown },
  );
}
