// CI runs every lane and counts its tests. A lane that did not do its work is a failure.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import config from '../../vitest.config.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const { path: directory, remove } = temporaryFolder();
afterAll(remove);

type Status = 'passed' | 'failed' | 'skipped';
interface File {
  status: Status;
  tests: Status[];
}

/** A report as vitest writes it. */
function report(lane: string, files: readonly File[]): void {
  const all = files.flatMap(({ tests }) => tests);
  const count = (status: Status) => all.filter((one) => one === status).length;
  const content = {
    numTotalTests: all.length,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('skipped'),
    numTodoTests: 0,
    testResults: files.map(({ status, tests }, index) => ({
      name: `file-${String(index)}`,
      message: 'why',
      status,
      assertionResults: tests.map((one) => ({
        status: one,
        fullName: `a ${one} test`,
        failureMessages: one === 'failed' ? ['expected 1 to be 2\n    at line 3'] : [],
      })),
    })),
  };
  writeFileSync(join(directory, `${lane}.json`), JSON.stringify(content));
}

function counted(...lanes: string[]): {
  code: number | null;
  last: string | undefined;
  printed: string;
} {
  const { status, stdout } = spawnSync(
    process.execPath,
    [root('.ci/count.js'), directory, ...lanes],
    { encoding: 'utf8' },
  );
  return { code: status, last: stdout.trim().split('\n').at(-1), printed: stdout };
}

report('good', [{ status: 'passed', tests: ['passed', 'passed'] }]);
report('one-failed', [{ status: 'failed', tests: ['passed', 'failed'] }]);
report('one-skipped', [{ status: 'passed', tests: ['passed', 'skipped'] }]);
report('not-loaded', [
  { status: 'failed', tests: [] },
  { status: 'passed', tests: ['passed'] },
]);
report('hook-failed', [{ status: 'failed', tests: ['skipped', 'skipped'] }]);
report('nothing', []);
writeFileSync(join(directory, 'cut.json'), '{"numTotalTests":');

test.each([
  ['all is well', ['good=0', 'good=0'], 0, '4 passed, 0 failed, 0 skipped'],
  ['a test fails', ['good=0', 'one-failed=1'], 1, '3 passed, 1 failed, 0 skipped'],
  ['a test is skipped', ['good=0', 'one-skipped=0'], 1, '3 passed, 0 failed, 1 skipped'],
  ['a file does not load', ['good=0', 'not-loaded=1'], 1, '3 passed, 1 failed, 0 skipped'],
  [
    'a hook before the tests fails',
    ['good=0', 'hook-failed=1'],
    1,
    '2 passed, 1 failed, 2 skipped',
  ],
  ['a lane runs no test', ['good=0', 'nothing=0'], 1, '2 passed, 1 failed, 0 skipped'],
  ['a lane leaves no report', ['good=0', 'gone=1'], 1, '2 passed, 1 failed, 0 skipped'],
  ['a lane leaves half a report', ['good=0', 'cut=1'], 1, '2 passed, 1 failed, 0 skipped'],
  [
    'a runner fails, and none of its tests',
    ['good=0', 'good=1'],
    1,
    '4 passed, 1 failed, 0 skipped',
  ],
])('%s', (_, lanes, code, last) => {
  expect(counted(...lanes)).toMatchObject({ code, last });
});

test('skipped tests are named, and failed ones with the first line of why', () => {
  expect(counted('one-skipped=0').printed).toContain('one-skipped: skipped: a skipped test');
  expect(counted('one-failed=1').printed).toContain(
    'one-failed: failed: file-0 > a failed test: expected 1 to be 2\n',
  );
});

const projects = z
  .object({
    test: z.object({ projects: z.array(z.object({ test: z.object({ name: z.string() }) })) }),
  })
  .parse(config)
  .test.projects.map(({ test: { name } }) => name);
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(root('package.json'), 'utf8')));
const ci = readFileSync(root('.ci/run'), 'utf8');
const readme = readFileSync(root('README.md'), 'utf8');

test('each lane has its command, which CI runs and the README names, and npm test runs what is in no lane', () => {
  const lanes = projects.flatMap((name) =>
    name.startsWith('lane:') ? [name.slice('lane:'.length)] : [],
  );
  expect(lanes.length).toBeGreaterThan(0);
  expect(/^lanes=\((.*)\)$/m.exec(ci)?.[1]?.split(' ')).toEqual(lanes);
  for (const lane of lanes) {
    expect(scripts[`test:${lane}`]).toBe(`vitest run --project lane:${lane}`);
    expect(readme).toContain(`npm run test:${lane}`);
  }
  expect(scripts['test']).toBe("vitest run --project '!lane:*'");
  expect(ci).toMatch(/^npm test -- /m);
  expect(readme).toContain('npm test');
});
