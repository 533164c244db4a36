// A reader never gets half of the story without notice: files that were not taken in, floors that
// are older than the records, output that was cut off.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { expectFailure } from './expect-failure.ts';
import { COMMAND, plancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow } from '../records.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

function put(name: string, bytes: Buffer | string): string {
  writeFileSync(join(folder.path, name), bytes);
  return join(folder.path, name);
}

const containing = (part: string): unknown => expect.stringContaining(part);
const line = (id: string) => `${JSON.stringify(flow(id))}\n`;
const floors = async (warehouse: string): Promise<{ rows: unknown[]; stderr: string }> => {
  const { stdout, stderr } = await plancher(['floor', '--json'], { warehouse });
  return { rows: z.array(z.unknown()).parse(JSON.parse(stdout)), stderr };
};

describe('several files', () => {
  test('one of which cannot be read: none is taken in', async () => {
    const warehouse = join(folder.path, 'none');
    const [first, pipe] = [
      put('flow-first.ndjson', line('a')),
      join(folder.path, 'flow-pipe.ndjson'),
    ];
    execFileSync('mkfifo', [pipe]);
    for (const other of [
      put('flow-empty.ndjson', ''),
      join(folder.path, 'flow-absent.ndjson'),
      folder.path,
      pipe,
    ]) {
      expectFailure(
        await plancher(['ingest', '--kind', 'flow', first, other], { warehouse }),
        2,
        /Is the download complete|no such file|is a directory|not a regular file/,
      );
    }
    const nothing = `plancher: There is no floor in embedded:${warehouse}. Take records in with: plancher ingest FILE. If you expected floors, check PLANCHER_WAREHOUSE.\n`;
    expect(await floors(warehouse)).toEqual({ rows: [], stderr: nothing });
  });

  test('one of which is damaged: the records before the damage are kept, and the floors say that they lack them', async () => {
    const warehouse = join(folder.path, 'damaged');
    const cut = put('flow-cut.ndjson.gz', gzipSync(line('b').repeat(10_000)).subarray(0, 200));
    const ended = await plancher(['ingest', put('flow-whole.ndjson', line('a')), cut], {
      warehouse,
    });
    expectFailure(ended, 1, /flow-cut/);
    const { rows, stderr } = await floors(warehouse);
    expect(rows).toEqual([]);
    expect(stderr).toMatch(/^plancher: \d+ records came in after these floors were computed\./);
    await plancher(['estimate'], { warehouse });
    const computed = await floors(warehouse);
    expect(computed.rows).toHaveLength(1);
    expect(computed.stderr).toBe('');
  });
});

/** A warehouse with one floor, and keys to sign its exports with. */
const ready = join(folder.path, 'ready');
const keys = { PLANCHER_KEYS_DIR: join(folder.path, 'keys') };
beforeAll(async () => {
  await plancher(['ingest', put('flow-ready.ndjson', line('a'))], { warehouse: ready });
  await plancher(['keys', 'create'], { warehouse: ready, environment: keys });
});

describe('floors in force', () => {
  test('that are older than the records say so, in lists and in exports, until they are computed again', async () => {
    const warehouse = join(folder.path, 'behind');
    await plancher(['ingest', put('flow-old.ndjson', line('a'))], { warehouse });
    await plancher(['ingest', '--no-estimate', put('flow-new.ndjson', line('b'))], { warehouse });
    const says =
      'plancher: 1 records came in after these floors were computed. Bring them up to date with: plancher estimate\n';
    expect((await floors(warehouse)).stderr).toBe(says);
    const environment = { ...keys, PLANCHER_EXPORTS_DIR: join(folder.path, 'exports') };
    expect((await plancher(['export', 'floors'], { warehouse, environment })).stderr).toContain(
      says,
    );
    await plancher(['estimate'], { warehouse });
    expect((await floors(warehouse)).stderr).toBe('');
  });

  test('none of which matches the operation: one sentence says so', async () => {
    const ended = await plancher(['floor', '--operation', 'nobody'], { warehouse: ready });
    expect(ended).toMatchObject({
      code: 0,
      stderr: 'plancher: No floor matches. List all floors with: plancher floor\n',
    });
  });

  test('that cannot be written to a full disk: one line, exit 1', () => {
    const { status, stderr } = spawnSync(process.execPath, [COMMAND, 'floor'], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
      env: { ...process.env, PLANCHER_WAREHOUSE: `embedded:${ready}` },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'plancher: the output cannot be written (ENOSPC). Is its disk full?\n',
    });
  });
});

test('an export whose folder cannot be written names it, and says how to choose another', async () => {
  const place = { warehouse: ready, environment: keys };
  const file = put('no-folder', 'x');
  for (const out of [file, join(file, 'below')])
    expect(await plancher(['export', 'floors', '--out', out], place)).toMatchObject({
      code: 2,
      stderr: containing(
        `plancher: The folder ${join(out, 'floors')} cannot be written (ENOTDIR). Name another one with --out or PLANCHER_EXPORTS_DIR.`,
      ),
    });
  expectFailure(await plancher(['export', 'floors', '--out', ''], place), 2, /--out is empty/);
});

test('simulate overwrites only files that it wrote itself', async () => {
  const into = join(folder.path, 'evidence');
  mkdirSync(into);
  const evidence = put('evidence/flow.ndjson', line('evidence'));
  const simulate = (out: string) =>
    plancher(['simulate', '--seed', '1', '--operations', '2', '--out', out], { warehouse: null });
  const refused = await simulate(into);
  expectFailure(refused, 2, /flow\.ndjson is there already/);
  expect(readFileSync(evidence, 'utf8')).toBe(line('evidence'));
  const [once, again] = [
    await simulate(join(folder.path, 'worlds')),
    await simulate(join(folder.path, 'worlds')),
  ];
  expect([once.code, again.code, again.stdout]).toEqual([0, 0, once.stdout]);
  expectFailure(await simulate(evidence), 2, /is no folder/);
});
