// Which analysts may log in while a process serves: the file decides at each login, and while it is
// broken nobody may.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import {
  AnalystsInForce,
  addAnalyst,
  isPassword,
  removeAnalyst,
} from '../../pipeline/serve/analysts/analyst.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const { path: folder, remove } = temporaryFolder();
const file = join(folder, 'analysts.json');
afterAll(remove);

let logged: string[];
const log = {
  info: () => undefined,
  error: (_: unknown, message?: string) => void logged.push(message ?? ''),
};
beforeEach(async () => {
  logged = [];
  rmSync(file, { force: true });
  await addAnalyst(file, 'anne', 'correct horse battery');
  await addAnalyst(file, 'boris', 'staple horse battery');
});

test('adding or removing an analyst, or changing a password, takes effect at once', async () => {
  const analysts = new AnalystsInForce(file, log);
  expect([analysts.find('anne')?.name, analysts.find('carla')]).toEqual(['anne', undefined]);
  await addAnalyst(file, 'carla', 'another horse battery');
  expect(analysts.find('carla')?.name).toBe('carla');
  removeAnalyst(file, 'anne');
  expect([analysts.find('anne'), analysts.find('boris')?.name]).toEqual([undefined, 'boris']);
  const before = analysts.find('boris');
  await addAnalyst(file, 'boris', 'changed horse battery');
  const after = analysts.find('boris');
  expect(after?.scrypt).not.toBe(before?.scrypt);
  expect(await isPassword('changed horse battery', after)).toBe(true);
  expect(logged).toEqual([]);
});

test('while the file is broken or missing nobody gets in, and the log says so once', async () => {
  const analysts = new AnalystsInForce(file, log);
  writeFileSync(file, '[{"name":"anne"}]');
  expect([analysts.find('anne'), analysts.find('boris'), analysts.find('anne')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(logged).toHaveLength(1);
  rmSync(file);
  expect([analysts.find('boris'), analysts.find('boris')]).toEqual([undefined, undefined]);
  expect(logged).toHaveLength(2);
  await addAnalyst(file, 'boris', 'staple horse battery');
  expect([analysts.find('anne'), analysts.find('boris')?.name]).toEqual([undefined, 'boris']);
});

test('a replaced file is noticed even when size and time are the same', () => {
  const analysts = new AnalystsInForce(file, log);
  writeFileSync(join(folder, 'other'), '[]');
  renameSync(join(folder, 'other'), file);
  expect(analysts.find('anne')).toBeUndefined();
});

test('a wrong file at the start and an unknown name are refused', () => {
  expect(() => {
    removeAnalyst(file, 'nobody\u001b[2K');
  }).toThrow('has no analyst named "nobody\\u{1b}[2K"');
  writeFileSync(file, '{');
  expect(() => new AnalystsInForce(file, log)).toThrow('cannot be read');
});
