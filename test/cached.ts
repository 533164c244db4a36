// What tests fetch once from a package registry into the user's cache: jars from Maven, Python
// packages from pip, Go modules.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../pipeline/platform/failure.ts';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';

const cache = (name: string) =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'plancher', name);
const STDIO: ['ignore', 'inherit', 'inherit'] = ['ignore', 'inherit', 'inherit'];

/** @returns the folder with the dependencies that a pom.xml names */
export function mavenJars(pom: string, name: string): string {
  const folder = cache(name);
  if (existsSync(folder)) return folder;
  mkdirSync(join(folder, '..'), { recursive: true });
  const incomplete = mkdtempSync(`${folder}.`);
  execFileSync(
    'mvn',
    ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${incomplete}`],
    { stdio: STDIO },
  );
  try {
    renameSync(incomplete, folder);
  } catch (thrown) {
    // Test files start side by side, and each of them fetches what is not there: the first one that
    // has it wins.
    if (!existsSync(folder)) throw thrown;
    rmSync(incomplete, { recursive: true });
  }
  return folder;
}

/**
 * @returns a Python that has what a requirements file names, or why there is none; in CI there must
 * be one
 */
export function pythonWith(requirements: string): { python: string } | { why: string } {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = cache(`python-${digest}`);
  const python = join(folder, 'bin', 'python');
  try {
    // A virtual environment knows its own path, so it cannot be moved into place when it is
    // complete.
    once(folder, () => {
      execFileSync('python3', ['-m', 'venv', folder], { stdio: STDIO });
      execFileSync(
        python,
        ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', requirements],
        { stdio: STDIO },
      );
    });
    return { python };
  } catch (thrown) {
    if (process.env['CI'] !== undefined) throw thrown;
    return {
      why: `python3 with the packages of ${requirements} cannot be made here: ${String(thrown)}`,
    };
  }
}

const LOOK_MS = 200;

/**
 * Fills a folder where that was not done before. Test files start side by side: one of them does
 * it, the others wait.
 */
function once(folder: string, fill: () => void): void {
  const [ready, lock] = [join(folder, 'ready'), `${folder}.lock`];
  mkdirSync(join(folder, '..'), { recursive: true });
  while (!existsSync(ready)) {
    if (!isTaken(lock)) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
      continue;
    }
    try {
      if (existsSync(ready)) return;
      deleteFolder(folder);
      fill();
      mkdirSync(ready);
    } finally {
      rmSync(lock);
    }
  }
}

/** True: the lock is ours now. A lock whose holder has ended is removed, for the next look. */
function isTaken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  }
  if (!isAlive(lock)) rmSync(lock, { force: true });
  return false;
}

function isAlive(lock: string): boolean {
  try {
    // An empty file is one that is being written: 0 asks for our own group.
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (thrown) {
    return codeOf(thrown) !== 'ESRCH';
  }
}

/**
 * @returns a program built from a folder with one Go module, or why there is none; in CI there must
 * be one
 */
export function goProgram(module: string): { program: string } | { why: string } {
  const digest = createHash('sha256');
  for (const name of readdirSync(module).sort())
    digest.update(name).update(readFileSync(join(module, name)));
  const program = cache(`go-${digest.digest('hex').slice(0, 12)}`);
  if (existsSync(program)) return { program };
  try {
    mkdirSync(join(program, '..'), { recursive: true });
    const built = `${program}.${String(process.pid)}`;
    execFileSync('go', ['build', '-buildvcs=false', '-o', built, '.'], {
      cwd: module,
      stdio: STDIO,
    });
    renameSync(built, program);
    return { program };
  } catch (thrown) {
    if (process.env['CI'] !== undefined) throw thrown;
    return { why: `the Go module ${module} cannot be built here: ${String(thrown)}` };
  }
}
