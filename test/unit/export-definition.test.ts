// The file of exports is checked as a whole, and an error names the place of the fault.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadExports } from '../../pipeline/export/definition.ts';
import { createKeys, readPublicKey, readSigningKey } from '../../pipeline/export/signature.ts';
import { Failure } from '../../pipeline/platform/failure.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
  throw new Error('nothing failed');
}

const GOOD = { name: 'a', view: 'revenue_floor', formats: ['csv'] };
const write = (content: unknown) => {
  const path = join(folder, 'exports.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

describe('the file of exports', () => {
  test('that ships has the seven exports', () => {
    expect(loadExports(null).exports.map(({ name }) => name)).toEqual([
      'floors',
      'floor-lines',
      'totals',
      'flows',
      'sources',
      'excluded',
      'flags',
      'alerts',
    ]);
  });

  test.each([
    [{ exports: [{ ...GOOD, name: 'No Name' }] }, '$.exports[0].name'],
    [{ exports: [{ ...GOOD, name: '../up' }] }, '$.exports[0].name'],
    [{ exports: [{ ...GOOD, name: 'list' }] }, '$.exports[0].name'],
    [{ exports: [{ ...GOOD, name: 'case' }] }, '$.exports[0].name'],
    [{ exports: [GOOD, { ...GOOD, view: 'x; DROP' }] }, '$.exports[1].view'],
    [{ exports: [{ ...GOOD, columns: ['a', 'b`'] }] }, '$.exports[0].columns[1]'],
    [{ exports: [{ ...GOOD, columns: ['a', 'a'] }] }, '$.exports[0].columns'],
    [{ exports: [{ ...GOOD, sql: 'x.sql' }] }, '$.exports[0].view'],
    [{ exports: [{ name: 'a', formats: ['csv'] }] }, '$.exports[0].view'],
    [{ exports: [{ ...GOOD, formats: [] }] }, '$.exports[0].formats'],
    [{ exports: [{ ...GOOD, formats: ['pdf'] }] }, '$.exports[0].formats[0]'],
    [{ exports: [{ ...GOOD, schedule: 'often' }] }, '$.exports[0].schedule'],
    [
      { exports: [{ ...GOOD, schedule: '0 6 * * *', time_zone: 'Paris' }] },
      '$.exports[0].time_zone',
    ],
    [{ exports: [{ ...GOOD, keep: 0 }] }, '$.exports[0].keep'],
    [
      { exports: [{ ...GOOD, filters: [{ column: 'a', is: 'like', value: 'x' }] }] },
      '$.exports[0].filters[0].is',
    ],
    [{ exports: [GOOD, { ...GOOD, name: 'b', folder: 'a' }] }, '$.exports[1].folder'],
    [{ exports: [{ ...GOOD, colums: ['a'] }] }, '$.exports[0]'],
    [{ exports: [GOOD, GOOD] }, '$.exports[1].name'],
    [{ exports: [] }, '$.exports'],
    ['{"exports":', 'is not JSON'],
  ])('is refused with exit 2 and the place of the fault: %j', (content, place) => {
    const path = write(content);
    const failure = failureOf(() => loadExports(path));
    expect(
      [failure.exitCode, failure.message.includes(path), failure.message.includes(place)],
      failure.message,
    ).toEqual([2, true, true]);
  });
});

describe('keys', () => {
  test('are made once, the private one for its owner alone, and never overwritten', () => {
    const made = createKeys(join(folder, 'keys'));
    expect(statSync(made.private_key).mode & 0o777).toBe(0o600);
    const before = readFileSync(made.private_key);
    expect(failureOf(() => createKeys(join(folder, 'keys'))).exitCode).toBe(2);
    expect(readFileSync(made.private_key)).toEqual(before);
    expect(
      readSigningKey(join(folder, 'keys')).publicKey.equals(readPublicKey(made.public_key)),
    ).toBe(true);
  });

  test('a private key given as the public one is refused', () => {
    const made = createKeys(join(folder, 'others'));
    expect(failureOf(() => readPublicKey(made.private_key)).message).toContain('private key');
  });
});
