// The suites, by the promise they hold. chDB runs one data directory per process and crashes in the `threads` pool: forks only.
import { defineConfig } from 'vitest/config';

const suite = (name: string, timeoutMs: number) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: timeoutMs, hookTimeout: timeoutMs },
});

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [suite('unit', 20_000), suite('property', 120_000), suite('oracle', 60_000), suite('sql', 300_000), suite('integration', 600_000)],
  },
});
