// The suites, by the promise they hold, and the lanes that `npm test` leaves to scripts of their
// own (README, "Tests"). chDB runs one data directory per process and crashes in the `threads`
// pool: forks only.
import { defineConfig } from 'vitest/config';
import { WaitingBesideComputing } from './test/sequencer.ts';

const CLIENTS = ['test/analysts/clients*.test.ts'];
const LONG = [
  'test/kafka/failures.test.ts',
  'test/integration/huge-line.test.ts',
  'test/analysts/named-arguments.test.ts',
  'test/sql/alert-crash.test.ts',
];

const files = (name: string, include: string[], timeoutMs: number, exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude, testTimeout: timeoutMs, hookTimeout: timeoutMs },
});
const suite = (name: string, timeoutMs: number) =>
  files(name, [`test/${name}/**/*.test.ts`], timeoutMs, [...CLIENTS, ...LONG]);
/**
 * Functions only, no engine and nothing that a file could leave behind for the next: modules are
 * loaded once for all files.
 */
function pure(name: string, timeoutMs = 60_000) {
  const { test, ...rest } = suite(name, timeoutMs);
  return { ...rest, test: { ...test, isolate: false } };
}
/** A lane has no file of a suite, and `npm test` runs no lane: it leaves out `lane:*`. */
const lane = (name: string, include: string[], timeoutMs: number) =>
  files(`lane:${name}`, include, timeoutMs);

export default defineConfig({
  test: {
    pool: 'forks',
    // More than two cores need: half of the files start processes and brokers, and mostly wait.
    maxWorkers: 4,
    sequence: { sequencer: WaitingBesideComputing },
    passWithNoTests: false,
    projects: [
      pure('unit'),
      pure('method', 300_000),
      pure('deploy'),
      pure('worlds'),
      suite('property', 600_000),
      suite('sql', 300_000),
      suite('integration', 600_000),
      suite('analysts', 600_000),
      suite('kill', 600_000),
      suite('kafka', 600_000),
      lane('clients', CLIENTS, 600_000),
      lane('long', LONG, 3_600_000),
    ],
  },
});
