// The suites, by the promise they hold. chDB runs one data directory per process and crashes in the `threads` pool: forks only.
import { defineConfig } from 'vitest/config';

const suite = (name: string, timeoutMs: number, options: { maxWorkers?: number; sequence?: { groupOrder: number } } = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: timeoutMs, hookTimeout: timeoutMs, ...options },
});

/** After those that keep every core busy: these start processes, and brokers, which wait much. */
const PROCESSES = { maxWorkers: 3, sequence: { groupOrder: 1 } };
/** After the others and one file at a time: these tests time processes, and kill them at moments that should fall within the work. */
const ALONE = { maxWorkers: 1, sequence: { groupOrder: 2 } };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      suite('unit', 20_000),
      suite('property', 600_000),
      suite('oracle', 60_000),
      suite('sql', 300_000),
      suite('integration', 600_000, PROCESSES),
      suite('analysts', 600_000, PROCESSES),
      suite('kill', 600_000, ALONE),
      suite('kafka', 3_600_000, PROCESSES),
      suite('deploy', 60_000),
    ],
  },
});
