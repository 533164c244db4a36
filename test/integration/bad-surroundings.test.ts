// Bad surroundings: a warehouse that another process holds, and a full disk. Each gives one line
// that says what to do and its exit code, and the same command works when the fault is gone.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { contentOf } from './digest.ts';
import { expectFailure } from './expect-failure.ts';
import { type Running, plancher, reportsOf, startPlancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, lineOf, ndjson } from '../records.ts';
import { flowLines } from '../seeded-lines.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const KNOWN = ['--known-at', '2026-01-01'];

function put(name: string, bytes: Buffer | string): string {
  writeFileSync(at(name), bytes);
  return at(name);
}

const good = (count: number, prefix = 'g') =>
  Array.from({ length: count }, (_, index) => lineOf(flow(`${prefix}-${String(index)}`)));

const POLL_MS = 20;

async function untilHeld(directory: string, child: Running): Promise<void> {
  while (child.isRunning() && !existsSync(join(directory, 'plancher-holder')))
    await setTimeout(POLL_MS);
}

test('a warehouse that another process holds: exit 2 with its number; when it has ended, the same command works', async () => {
  const directory = at('held');
  const holder = startPlancher(['ingest', '-', '--kind', 'flow', '--json'], {
    warehouse: directory,
  });
  await untilHeld(directory, holder);
  const path = put('flow-held.ndjson', ndjson(good(3, 'h')));
  expectFailure(
    await plancher(['ingest', path], { warehouse: directory }),
    2,
    new RegExp(`in use by process ${String(holder.pid)} .*Wait until it ends or stop it`),
  );
  holder.stdin.end(ndjson(good(2, 'h')));
  expect(reportsOf(await holder.ended)[0]).toMatchObject({ accepted: 2 });
  expect(
    reportsOf(await plancher(['ingest', path, '--json'], { warehouse: directory }))[0]?.rejected,
  ).toBe(0);
});

test('a holder that was killed does not keep the warehouse', async () => {
  const directory = at('held-killed');
  const holder = startPlancher(['ingest', '-', '--kind', 'flow'], { warehouse: directory });
  await untilHeld(directory, holder);
  expect(holder.kill()).toBe(true);
  await holder.ended;
  expect((await plancher(['floor'], { warehouse: directory })).code).toBe(0);
});

const SMALL_DISK = 48;

describe('a full disk', () => {
  const mount = at('disk');
  mkdirSync(mount, { recursive: true });
  const isMounted =
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${String(SMALL_DISK)}m`, 'tmpfs', mount])
      .status === 0;
  afterAll(() => {
    if (isMounted) execFileSync('umount', ['-l', mount]);
  });

  test('the machine lets this test mount a small disk (needed where CI is set)', ({ skip }) => {
    if (!isMounted && process.env['CI'] !== 'true')
      skip('mount is not permitted here: the test of the full disk is left out');
    expect(isMounted).toBe(true);
  });

  test.runIf(isMounted)(
    'exit 1 and what to do; with space, the same command ends like an undisturbed run',
    async () => {
      const lines = flowLines(40_000, 21);
      const file = put('flow-disk.ndjson', ndjson(lines));
      const command = ['ingest', file, ...KNOWN, '--no-estimate', '--json'];
      reportsOf(await plancher(command, { warehouse: at('disk-undisturbed') }));
      const directory = join(mount, 'warehouse');
      expect((await plancher(['floor'], { warehouse: directory })).code).toBe(0);
      // Room for the first ranges only.
      const usedMb = Number(
        execFileSync('du', ['-sm', directory], { encoding: 'utf8' }).split('\t')[0],
      );
      writeFileSync(join(mount, 'ballast'), Buffer.alloc((SMALL_DISK - usedMb - 6) * 1_048_576));
      for (const again of ['first', 'second'])
        expectFailure(
          await plancher(command, { warehouse: directory }),
          1,
          new RegExp(
            again === 'first' ? 'no space left.*run the same command again' : 'space|disk',
          ),
        );
      execFileSync('mount', ['-o', 'remount,size=1g', mount]);
      const [report] = reportsOf(await plancher(command, { warehouse: directory }));
      expect((report?.accepted ?? 0) + (report?.repeated ?? 0) + (report?.rejected ?? 0)).toBe(
        lines.filter(({ length }) => length > 0).length,
      );
      expect(await contentOf(directory)).toEqual(await contentOf(at('disk-undisturbed')));
    },
  );
});
