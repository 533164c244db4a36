// The directory of a warehouse, as other users of the machine and as a failing disk see it.
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deleteFolder } from '../../pipeline/platform/temporary-folder.ts';
import { OBEYED } from '../obeyed.ts';
import { isOneLine, plancher, rowsOf } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, ndjson } from '../records.ts';

const folder = temporaryFolder();
const at = (...names: string[]) => join(folder.path, ...names);
const environment = {
  PLANCHER_KEYS_DIR: at('made', 'keys'),
  PLANCHER_EXPORTS_DIR: at('made', 'out'),
  PLANCHER_ANALYSTS_FILE: at('made', 'analysts.json'),
};
const place = { warehouse: at('made', 'warehouse'), environment };

beforeAll(async () => {
  // As a login shell has it: new files are open to everybody.
  process.umask(0o022);
  mkdirSync(at('made'));
  writeFileSync(at('flow-one.ndjson'), ndjson([flow('f-1')]));
  rowsOf(await plancher(['ingest', at('flow-one.ndjson'), '--json'], place));
});
afterAll(folder.remove);

function allBelow(path: string): string[] {
  const found = lstatSync(path);
  // The mode of a link says nothing.
  if (found.isSymbolicLink()) return [];
  return [
    path,
    ...(found.isDirectory() ? readdirSync(path).flatMap((name) => allBelow(join(path, name))) : []),
  ];
}

const finding = z.object({
  check: z.string(),
  state: z.string(),
  what: z.string(),
  what_to_do: z.string(),
});
const modes = async () =>
  z
    .array(finding)
    .parse(JSON.parse((await plancher(['doctor', '--json'], place)).stdout))
    .filter(({ check }) => check === 'modes');

test('everything that plancher makes is closed to other users under umask 022, and doctor names what was opened', async () => {
  rowsOf(await plancher(['keys', 'create', '--json'], place));
  rowsOf(await plancher(['export', 'flows', '--json'], place));
  rowsOf(
    await plancher(['analysts', 'add', 'anne', '--json'], place, 'correct horse battery staple\n'),
  );
  rowsOf(
    await plancher(
      [
        'simulate',
        '--seed',
        '1',
        '--operations',
        '1',
        '--months',
        '1',
        '--out',
        at('made', 'worlds'),
        '--json',
      ],
      place,
    ),
  );
  const made = readdirSync(at('made')).flatMap((name) => allBelow(at('made', name)));
  expect(made.length).toBeGreaterThan(500);
  for (const part of ['data.bin', 'flows.xlsx', 'export-public.pem', 'analysts.json', 'truth.csv'])
    expect(
      made.some((path) => path.endsWith(part)),
      part,
    ).toBe(true);
  expect(made.filter((path) => (lstatSync(path).mode & 0o077) !== 0)).toEqual([]);
  expect(await modes()).toMatchObject([{ state: 'ok' }]);
  for (const name of ['warehouse', 'out', 'keys']) chmodSync(at('made', name), 0o755);
  chmodSync(at('made', 'analysts.json'), 0o644);
  expect((await modes()).map(({ state, what_to_do: todo }) => [state, todo])).toEqual([
    ['warning', `chmod -R go-rwx ${at('made', 'warehouse')}`],
    ['warning', `chmod -R o-rwx ${at('made', 'out')}`],
    ['warning', `chmod -R go-rwx ${at('made', 'keys')}`],
    ['warning', `chmod -R go-rwx ${at('made', 'analysts.json')}`],
  ]);
  // Exports may be for a group.
  chmodSync(at('made', 'out'), 0o750);
  expect((await modes()).map(({ what }) => what).join()).not.toContain('the folder of exports');
});

describe('a damaged warehouse that does not open is reported in one line of our own', () => {
  const each = (path: string, end: string, act: (file: string) => void) => {
    const files = allBelow(path).filter((file) => file.endsWith(end));
    expect(files.length).toBeGreaterThan(0);
    files.forEach(act);
  };
  const GARBAGE = 'garbage \u001b[2K\u202e\nplancher: all is well\n';

  test.each<[string, (path: string) => void]>([
    [
      'definitions of tables that are garbage',
      (path) => {
        each(join(path, 'store'), '.sql', (file) => {
          writeFileSync(file, GARBAGE);
        });
      },
    ],
    [
      'a definition of a table that is empty',
      (path) => {
        each(join(path, 'store'), 'flow_record.sql', (file) => {
          writeFileSync(file, '');
        });
      },
    ],
    [
      'a definition of the database that is garbage',
      (path) => {
        writeFileSync(join(path, 'metadata', 'plancher.sql'), GARBAGE);
      },
    ],
    [
      'versions of the form that are garbage',
      (path) => {
        each(join(path, 'store'), 'format_version.txt', (file) => {
          writeFileSync(file, GARBAGE);
        });
      },
    ],
    [
      'a file in the place of its folder of definitions',
      (path) => {
        rmSync(join(path, 'metadata'), { recursive: true });
        writeFileSync(join(path, 'metadata'), GARBAGE);
      },
    ],
    [
      'a file in the place of its store',
      (path) => {
        renameSync(join(path, 'store'), join(path, 'elsewhere'));
        writeFileSync(join(path, 'store'), GARBAGE);
      },
    ],
  ])('%s', async (_, spoil) => {
    const path = at('spoilt');
    deleteFolder(path);
    cpSync(place.warehouse, path, {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
    });
    spoil(path);
    const ended = await plancher(['floor'], { warehouse: path });
    expect([ended.code, isOneLine(ended)], ended.stderr).toEqual([1, true]);
    expect(ended.stderr).toMatch(
      /^plancher: The warehouse \S+ does not open: it is damaged, .* The engine reports/,
    );
    expect(ended.stderr).not.toMatch(OBEYED);
    expect(ended.stderr.length).toBeLessThan(800);
  });

  test('a warehouse that was closed in order, or copied whole, opens without a message', async () => {
    expect(readFileSync(join(place.warehouse, 'plancher-closed'), 'utf8')).toMatch(
      /^[0-9a-f]{64}\n$/,
    );
    const ended = await plancher(['floor'], place);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
  });
});
