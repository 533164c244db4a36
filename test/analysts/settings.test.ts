// Settings that shape an answer, as the engine lists them: every number has a largest value, and
// every default is below it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { limitsSchema } from '../../pipeline/serve/analysts/statement/limits.ts';
import { Refusal } from '../../pipeline/serve/analysts/statement/refusal.ts';
import { allowedSettings, largestOf } from '../../pipeline/serve/analysts/statement/settings.ts';
import { ask } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const rows = z.array(z.object({ name: z.string(), value: z.string() }));
let numeric: z.infer<typeof rows>;
const limits = limitsSchema.parse({});
const allow = (name: string, value: string) => allowedSettings(new Map([[name, value]]), limits);

const isServed = (name: string): boolean => {
  try {
    allow(name, '0');
    return true;
  } catch {
    return false;
  }
};

beforeAll(async () => {
  const { all } = await ask(`${folder.path}/empty`, {
    all: "SELECT name, value FROM system.settings WHERE match(type, 'Int|Float|Double|Milliseconds|Seconds|NonZero') AND match(name, '^output_format_|^format_')",
  });
  numeric = rows.parse(all).filter(({ name }) => isServed(name));
});

test('a numeric setting that shapes answers has a largest value', () => {
  expect(numeric.length).toBeGreaterThan(20);
  for (const { name } of numeric)
    for (const value of [
      String(largestOf(name) + 1),
      '18446744073709551615',
      '1e30',
      '-1',
      '+1',
      '0x7fffffff',
      ' 99999999999999',
    ])
      expect(() => allow(name, value), `${name} = ${value}`).toThrow(Refusal);
});

test('a setting may be given the value that the engine has anyway', () => {
  for (const { name, value } of numeric)
    expect(() => allow(name, value), `${name} = ${value}`).not.toThrow();
});
