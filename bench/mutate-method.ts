// Mutation tests of pipeline/method: does a test of test/method/rules notice each small fault? It
// prints the faults that none notices. Arguments: names of files, such as `gone.ts`; none: all.
// Not with Stryker: its version for Vitest 4 needs Node 22 and 160 packages.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Mutant, withMutants } from './mutants.ts';

const root = join(import.meta.dirname, '..');
const METHOD = 'pipeline/method';
const RULES = 'test/method/rules';

/** Collects the tests of a file in place of running them. */
const COLLECTED = `
import { expect } from 'vitest';
export { expect };
export const describe = (name, body) => body();
export const test = (name, body) => globalThis.collected.push(body);
test.for = (cases) => (name, body) => cases.forEach((one) => test(name, () => body(one)));
test.each = test.for;
`;

/** Runs the tests that reach a mutant, for each of them, until one fails. */
const DRIVER = `
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { test, vi } from 'vitest';
const mutants = JSON.parse(readFileSync('mutants.json', 'utf8'));
const files = readdirSync('${RULES}').filter((name) => name.endsWith('.rules.ts'));
let [active, steps, most, reached] = [-1, 0, Infinity, new Set()];
/** Steps that a test takes without a mutant. */
const ownSteps = new Map();
globalThis.mutant = (id) => {
  steps += 1;
  if (steps > most) throw new Error('no end');
  reached.add(id);
  return id === active;
};
async function collect() {
  vi.resetModules();
  globalThis.collected = [];
  for (const name of files) await import('./${RULES}/' + name);
  return globalThis.collected;
}
function fails(body) {
  steps = 0;
  most = (ownSteps.get(body) ?? Infinity) * 3 + 100_000;
  try { body(); return false; } catch { return true; }
}
async function failsAnew(first) {
  steps = 0;
  most = 30_000_000;
  try {
    const tests = await collect();
    tests.forEach((body, at) => ownSteps.set(body, ownSteps.get(first[at]) ?? 0));
    return tests.some(fails);
  } catch { return true; }
}
test('mutants', async () => {
  const tests = await collect();
  const reaching = new Map();
  for (const body of tests) {
    reached = new Set();
    if (fails(body)) throw new Error('a test fails without a mutant');
    ownSteps.set(body, steps);
    for (const id of reached) reaching.set(id, [...(reaching.get(id) ?? []), body]);
  }
  const survivors = [];
  for (const { id, isStatic } of mutants) {
    active = id;
    const isKilled = isStatic ? await failsAnew(tests) : (reaching.get(id) ?? []).some(fails);
    if (!isKilled) survivors.push({ id, isReached: isStatic || reaching.has(id) });
  }
  active = -1;
  writeFileSync('survivors.json', JSON.stringify(survivors));
}, 3_600_000);
`;

const CONFIG = `
export default { test: { include: ['driver.test.js'], pool: 'forks', watch: false } };
`;

function prepared(folder: string, files: readonly string[]): Mutant[] {
  for (const part of ['pipeline', 'schemas', 'reference', 'test/method', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const mutants: Mutant[] = [];
  for (const file of files) {
    const path = join(folder, METHOD, file);
    const { text, mutants: own } = withMutants(file, readFileSync(path, 'utf8'), mutants.length);
    writeFileSync(path, text);
    // Rates are kept for each table.
    mutants.push(...own.map((one) => (file === 'rate.ts' ? { ...one, isStatic: true } : one)));
  }
  for (const name of readdirSync(join(folder, RULES))) {
    const text = readFileSync(join(folder, RULES, name), 'utf8');
    writeFileSync(
      join(folder, RULES, name.replace('.test.ts', '.rules.ts')),
      text.replace("from 'vitest'", "from './collected.js'"),
    );
  }
  writeFileSync(join(folder, RULES, 'collected.js'), COLLECTED);
  writeFileSync(join(folder, 'driver.test.js'), DRIVER);
  writeFileSync(join(folder, 'vitest.config.js'), CONFIG);
  writeFileSync(join(folder, 'mutants.json'), JSON.stringify(mutants));
  return mutants;
}

const survivorsSchema = z.array(z.object({ id: z.number(), isReached: z.boolean() }));

function main(names: readonly string[]): void {
  const all = readdirSync(join(root, METHOD)).filter((name) => name.endsWith('.ts'));
  const files = names.length === 0 ? all : names;
  const folder = mkdtempSync(join(tmpdir(), 'mutate-method-'));
  try {
    const mutants = prepared(folder, files);
    const run = spawnSync('npx', ['vitest', 'run', '--root', folder], { cwd: folder });
    if (run.status !== 0) throw new Error(`${String(run.stdout)}\n${String(run.stderr)}`);
    const written = readFileSync(join(folder, 'survivors.json'), 'utf8');
    const survivors = survivorsSchema.parse(JSON.parse(written));
    for (const { id, isReached } of survivors) {
      const mutant = mutants[id];
      if (mutant === undefined) continue;
      const { file, line, change } = mutant;
      console.log(
        `${METHOD}/${file}:${String(line)} ${change}${isReached ? '' : ' (not reached)'}`,
      );
    }
    const killed = mutants.length - survivors.length;
    console.log(`${String(mutants.length)} mutants, ${String(killed)} killed`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main(process.argv.slice(2));
