// Signed exports as a person makes and checks them: `plancher keys`, `export`, `verify`, and two
// processes with the role `export`.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runCli } from '../../pipeline/cli/program.ts';
import { readSigningKey, signatureText } from '../../pipeline/export/signature.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { deleteFolder } from '../../pipeline/platform/temporary-folder.ts';
import { isOneLine, plancher, rowsOf, startPlancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { serveWarehouse } from '../warehouse/served.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...names: string[]) => join(folder.path, ...names);
const PLACE = {
  warehouse: at('warehouse'),
  environment: { PLANCHER_KEYS_DIR: at('keys'), PLANCHER_EXPORTS_DIR: at('out') },
};

let directory: string;
beforeAll(async () => {
  const refused = await plancher(['export', 'floors'], PLACE);
  expect([
    refused.code,
    isOneLine(refused),
    refused.stderr.includes('plancher keys create'),
  ]).toEqual([2, true, true]);
  rowsOf(await plancher(['keys', 'create', '--json'], PLACE));
  const demo = readdirSync('reference/demo').flatMap((name) =>
    name.endsWith('.ndjson') ? [`reference/demo/${name}`] : [],
  );
  rowsOf(await plancher(['ingest', ...demo, '--json'], PLACE));
  const [written] = rowsOf(await plancher(['export', 'flows', '--json'], PLACE));
  directory = z.object({ directory: z.string() }).parse(written).directory;
});

/** The command itself, in this process: 200 processes would take minutes. */
async function verify(
  path: string,
  key = at('keys', 'export-public.pem'),
): Promise<{ code: number; told: string }> {
  let told = '';
  const code = await runCli(
    ['verify', path, '--key', key],
    () => undefined,
    (text) => (told += text),
  );
  return { code, told };
}

/** A copy that may be spoilt. */
function copied(): string {
  const copy = at('copy');
  deleteFolder(copy);
  cpSync(directory, copy, { recursive: true });
  return copy;
}

describe('plancher verify', () => {
  test('needs no warehouse, no configuration and no engine, and says what it checked', async () => {
    const ended = await plancher(
      ['verify', directory, '--key', at('keys', 'export-public.pem'), '--json'],
      {
        warehouse: null,
        environment: { PLANCHER_WAREHOUSE: 'http://nobody.invalid:1/none' },
        cwd: folder.path,
      },
    );
    expect(rowsOf(ended)).toMatchObject([{ export: 'flows', files: 4 }]);
    expect(existsSync(at('.plancher'))).toBe(false);
    expect(await verify(join(directory, '..', 'current'))).toEqual({ code: 0, told: '' });
  });

  test('names the file in which one bit was flipped: 200 bits and more, over every file', async () => {
    const copy = copied();
    const names = readdirSync(copy).sort();
    expect(names).toEqual([
      'flows.csv',
      'flows.jsonl',
      'flows.parquet',
      'flows.xlsx',
      'manifest.json',
      'manifest.sig',
    ]);
    const random = randomOf(7);
    for (const name of names) {
      const bytes = readFileSync(join(copy, name));
      // Every bit of the signature, whose form could hide some; of the others, ends and places by
      // chance.
      const bits =
        name === 'manifest.sig'
          ? Array.from({ length: bytes.length * 8 }, (_, bit) => bit)
          : [
              0,
              bytes.length * 8 - 1,
              ...Array.from({ length: 40 }, () => random.below(bytes.length * 8)),
            ];
      for (const bit of bits) {
        const flipped = Buffer.from(bytes);
        const byte = Math.floor(bit / 8);
        flipped.writeUInt8(flipped.readUInt8(byte) ^ (1 << (bit % 8)), byte);
        writeFileSync(join(copy, name), flipped);
        const { code, told } = await verify(copy);
        expect([code, told.includes(` ${name}: `)], `${name} bit ${String(bit)}: ${told}`).toEqual([
          3,
          true,
        ]);
      }
      writeFileSync(join(copy, name), bytes);
    }
    expect((await verify(copy)).code).toBe(0);
  });

  test.each<[string, (copy: string) => void, string]>([
    [
      'a missing file',
      (copy) => {
        unlinkSync(join(copy, 'flows.jsonl'));
      },
      'flows.jsonl: it is missing',
    ],
    [
      'a missing manifest',
      (copy) => {
        unlinkSync(join(copy, 'manifest.json'));
      },
      'manifest.json: it is missing',
    ],
    [
      'a missing signature',
      (copy) => {
        unlinkSync(join(copy, 'manifest.sig'));
      },
      'manifest.sig: it is missing',
    ],
    [
      'an extra file',
      (copy) => {
        writeFileSync(join(copy, 'more.csv'), '');
      },
      'more.csv: it is not in the manifest',
    ],
    [
      'an extra directory',
      (copy) => {
        mkdirSync(join(copy, 'more'));
      },
      'more: it is not in the manifest',
    ],
    [
      'a hidden file',
      (copy) => {
        writeFileSync(join(copy, '.hidden'), '');
      },
      '.hidden: it is not in the manifest',
    ],
    [
      'a renamed file',
      (copy) => {
        renameSync(join(copy, 'flows.csv'), join(copy, 'flows2.csv'));
      },
      'flows.csv: it is missing',
    ],
    [
      'a longer file',
      (copy) => {
        writeFileSync(join(copy, 'flows.csv'), 'x', { flag: 'a' });
      },
      'flows.csv: it has',
    ],
    [
      'two files exchanged',
      (copy) => {
        renameSync(join(copy, 'flows.csv'), join(copy, 'x'));
        renameSync(join(copy, 'flows.jsonl'), join(copy, 'flows.csv'));
        renameSync(join(copy, 'x'), join(copy, 'flows.jsonl'));
      },
      'flows.csv: ',
    ],
    [
      'a link in the place of a file',
      (copy) => {
        unlinkSync(join(copy, 'flows.csv'));
        symlinkSync(join(directory, 'flows.csv'), join(copy, 'flows.csv'));
      },
      'flows.csv: it is a link',
    ],
    [
      'a directory in the place of a file',
      (copy) => {
        unlinkSync(join(copy, 'flows.csv'));
        mkdirSync(join(copy, 'flows.csv'));
      },
      'flows.csv: it is no plain file',
    ],
  ])('names %s, with exit 3', async (_, spoil, told) => {
    const copy = copied();
    spoil(copy);
    const verdict = await verify(copy);
    expect([verdict.code, verdict.told.includes(told)], verdict.told).toEqual([3, true]);
  });

  test('refuses what another key signed, and a signed manifest that leads out of its directory', async () => {
    rowsOf(await plancher(['keys', 'create', '--out', at('other-keys'), '--json'], PLACE));
    expect(await verify(directory, at('other-keys', 'export-public.pem'))).toMatchObject({
      code: 3,
    });
    const copy = copied();
    writeFileSync(at('secret.csv'), 'secret');
    for (const name of ['../secret.csv', '/etc/passwd', 'a/../../secret.csv', '.']) {
      const manifest = Buffer.from(
        readFileSync(join(directory, 'manifest.json'), 'utf8').replace(
          '"name": "flows.csv"',
          `"name": "${name}"`,
        ),
      );
      writeFileSync(join(copy, 'manifest.json'), manifest);
      writeFileSync(
        join(copy, 'manifest.sig'),
        signatureText(manifest, readSigningKey(at('keys')), {
          made_at: '2026-11-30T00:00:00.000Z',
          as_of: null,
        }),
      );
      const { code, told } = await verify(copy);
      expect([code, told.includes('must be a plain file name')], told).toEqual([3, true]);
    }
  });

  test('a directory or a key that does not exist is exit 2', async () => {
    expect((await verify(at('nowhere'))).code).toBe(2);
    expect((await verify(directory, at('nowhere.pem'))).code).toBe(2);
    expect((await verify(directory, at('keys', 'export-private.pem'))).code).toBe(2);
  });
});

test('two processes with the role export write what is due once, and the history says so', async () => {
  const served = await serveWarehouse(at('served'));
  writeFileSync(
    at('exports.json'),
    JSON.stringify({
      exports: [
        {
          name: 'floors',
          view: 'revenue_floor',
          columns: ['operation', 'month', 'floor_eur'],
          formats: ['csv', 'parquet'],
          schedule: '0 6 1 * *',
          time_zone: 'Europe/Paris',
        },
      ],
    }),
  );
  const environment = {
    ...PLACE.environment,
    PLANCHER_WAREHOUSE: served.address,
    PLANCHER_EXPORTS_FILE: at('exports.json'),
    PLANCHER_EXPORTS_DIR: at('scheduled'),
    PLANCHER_LOG_LEVEL: 'info',
  };
  const place = { warehouse: null, environment };
  rowsOf(await plancher(['migrate', '--json'], place));
  // Watched for long: the last time that was due is caught up with.
  await served.ask(
    "INSERT INTO export_watch (export, schedule, time_zone, since) VALUES ('floors', '0 6 1 * *', 'Europe/Paris', '2020-01-01 00:00:00')",
  );
  const history = () => served.ask('SELECT outcome, attempt FROM export_run');
  const run = () => startPlancher(['up', '--roles', 'export'], place);
  const both = [run(), run()];
  await expect.poll(history, { timeout: 60_000 }).toEqual([['done', 1]]);
  for (const child of both) process.kill(child.pid, 'SIGTERM');
  expect((await Promise.all(both.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([
    0, 0,
  ]);
  const list = await plancher(['export', 'list', '--json'], place);
  expect(rowsOf(list)).toMatchObject([{ export: 'floors', last_outcome: 'done' }]);
  expect(await history()).toEqual([['done', 1]]);
  const states = readdirSync(at('scheduled', 'floors'));
  expect(states).toHaveLength(2);
  expect((await verify(at('scheduled', 'floors', 'current'))).code).toBe(0);
  await served.stop();
});
