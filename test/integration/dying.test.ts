// A process that cannot go on ends at once and frees its directory. The engine's own handlers would
// sleep for 300 s.
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { ask, startScript } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
/** A dump of the process, where the system writes one, takes its time. */
const GONE_MS = 20_000;

test.each([
  'SIGABRT',
  'SIGSEGV',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP',
  'SIGSYS',
  'abort',
  'heap',
])('%s', async (how) => {
  const directory = join(folder.path, how);
  const child = startScript([
    '--max-old-space-size=80',
    '--import',
    'tsx',
    'test/integration/dying-engine.ts',
    directory,
    how,
  ]);
  child.stdin.end();
  await once(child.stderr, 'data');
  const startedMs = performance.now();
  if (how.startsWith('SIG')) process.kill(child.pid, how);
  const { code } = await child.ended;
  // Ended by a signal, which a supervisor sees.
  expect(code).toBe(null);
  expect(performance.now() - startedMs).toBeLessThan(GONE_MS);
  expect(await ask(directory, { rows: 'SELECT 1 AS n' })).toEqual({ rows: [{ n: 1 }] });
});
