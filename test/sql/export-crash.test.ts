// An export that breaks off at any step leaves the old state or the new one. Retention removes only
// old states.
import { existsSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ExportDefinition } from '../../pipeline/export/definition.ts';
import { type Disk, systemDisk } from '../../pipeline/export/disk.ts';
import { CURRENT } from '../../pipeline/export/publish.ts';
import { readPublicKey } from '../../pipeline/export/signature.ts';
import { verifyExport } from '../../pipeline/export/verify.ts';
import { writeExport } from '../../pipeline/export/write-export.ts';
import { deleteFolder } from '../../pipeline/platform/temporary-folder.ts';
import { temporaryWarehouse } from '../warehouse/temporary.ts';
import { exportPlace, shipped } from './written-export.ts';

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);
const place = exportPlace();
afterAll(() => {
  place.remove();
});

/** Of a hundred rows that say `text`, so that every step of every run is tried in a moment. */
function small(name: string, text: string, keep: number): ExportDefinition {
  writeFileSync(
    join(place.folder, `${text}.sql`),
    `SELECT '${text}' AS which, number FROM numbers(100)\n`,
  );
  const own = { view: undefined, columns: undefined, sql: `${text}.sql` };
  return { ...shipped('flows', { name, keep, formats: ['csv', 'xlsx', 'parquet'] }), ...own };
}

class Crash extends Error {}

/**
 * A disk that dies at its n-th step: that step does nothing, or half of it, and nothing happens
 * after it.
 */
function dyingDisk(step: number): { disk: Disk; isDead: () => boolean } {
  let left = step;
  const dies = () => {
    left -= 1;
    if (left <= 0) throw new Crash();
  };
  const disk: Disk = {
    ...systemDisk,
    makeDirectory: (path) => stepOf(() => systemDisk.makeDirectory(path)),
    create: (path) =>
      stepOf(async () => {
        const file = await systemDisk.create(path);
        return {
          write: async (bytes) => {
            if (left <= 1) await file.write(bytes.subarray(0, bytes.length / 2));
            await stepOf(() => file.write(bytes));
          },
          finish: () => stepOf(() => file.finish()),
          abandon: () => file.abandon(),
        };
      }),
    syncDirectory: (path) => stepOf(() => systemDisk.syncDirectory(path)),
    rename: (from, to) => stepOf(() => systemDisk.rename(from, to)),
    link: (target, path) => stepOf(() => systemDisk.link(target, path)),
    remove: (path) => stepOf(() => systemDisk.remove(path)),
    touch: (path, timeMs) => stepOf(() => systemDisk.touch(path, timeMs)),
  };
  async function stepOf<Value>(act: () => Promise<Value>): Promise<Value> {
    await Promise.resolve();
    dies();
    return act();
  }
  return { disk, isDead: () => left <= 0 };
}

describe('a crash', () => {
  test('at any step leaves the old export or the new one whole, and the next run finishes', async () => {
    const key = readPublicKey(place.publicKey);
    const of = (text: string) => small('crashing', text, 1);
    const folder = join(place.folder, 'crashing');
    const seen = new Set<string>();
    let steps = 0;
    for (let step = 1; ; step += 1) {
      deleteFolder(folder);
      const old = await writeExport(place.tools(warehouse), of('old'));
      const { disk, isDead } = dyingDisk(step);
      const died = await writeExport(place.tools(warehouse, { disk }), of('new')).then(
        () => false,
        (thrown: unknown) => {
          if (!(thrown instanceof Crash)) throw thrown;
          return true;
        },
      );
      const current = realpathSync(join(folder, CURRENT));
      expect(await verifyExport(current, key), `step ${String(step)}`).toMatchObject({
        isGood: true,
      });
      for (const name of readdirSync(folder).filter((one) => /^[0-9a-f]{16}$/.test(one)))
        expect(await verifyExport(join(folder, name), key), `step ${String(step)}`).toMatchObject({
          isGood: true,
        });
      seen.add(current === old.directory ? 'old' : 'new');
      const next = await writeExport(place.tools(warehouse), of('new'));
      expect(realpathSync(join(folder, CURRENT))).toBe(next.directory);
      expect(existsSync(old.directory)).toBe(false);
      if (!died && !isDead()) break;
      steps = step;
    }
    expect([...seen]).toEqual(['old', 'new']);
    expect(steps).toBeGreaterThan(15);
  });

  test('of an old process leaves files that the next run removes, unlike those of a process that writes now', async () => {
    const { directory } = await writeExport(
      place.tools(warehouse),
      shipped('floors', { name: 'swept' }),
    );
    const folder = join(directory, '..');
    await systemDisk.makeDirectory(join(folder, '.new-long-ago'));
    await systemDisk.touch(join(folder, '.new-long-ago'), 0);
    await systemDisk.makeDirectory(join(folder, '.new-now'));
    await writeExport(place.tools(warehouse), shipped('floors', { name: 'swept' }));
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual(['.new-now']);
  });
});

describe('retention', () => {
  test('keeps the newest states, including the current one; a state that returns counts as the newest', async () => {
    const write = async (text: string) =>
      (await writeExport(place.tools(warehouse), small('kept', text, 2))).directory;
    const [a, b] = [await write('large'), await write('minus')];
    expect(await write('large')).toBe(a);
    const c = await write('hostile-000');
    expect([a, b, c].map((directory) => existsSync(directory))).toEqual([true, false, true]);
    expect(realpathSync(join(a, '..', CURRENT))).toBe(c);
  });

  test('an export that somebody changed is put aside and written again', async () => {
    const definition = shipped('floors', { name: 'changed' });
    const { directory } = await writeExport(place.tools(warehouse), definition);
    writeFileSync(join(directory, 'changed.csv'), 'other');
    await writeExport(place.tools(warehouse), definition);
    expect((await verifyExport(directory, readPublicKey(place.publicKey))).isGood).toBe(true);
    expect(
      readdirSync(join(directory, '..')).filter((name) => name.includes('.replaced-')),
    ).toHaveLength(1);
  });
});
