// Case folders as the other side gets them: what was changed is found, and the floors can be
// computed again where no engine is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CASE_FILES, type CaseFile } from '../../pipeline/export/manifest.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { casePlace } from './case-place.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const linesIn = (path: string, name: CaseFile) =>
  readFileSync(join(path, name), 'utf8').split(/(?<=\n)/);
const place = await casePlace();
afterAll(place.remove);
const { at, directory, copied, forge, verify, recompute } = place;

test('a folder has its files, a manifest and a signature, and says what was computed again', async () => {
  expect(readdirSync(directory).sort()).toEqual(
    [...CASE_FILES, 'manifest.json', 'manifest.sig'].sort(),
  );
  const { code, out } = await verify(directory, '--recompute', '--json');
  expect(code).toBe(0);
  const [row] = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(out));
  expect(row).toMatchObject({
    export: 'case planet-series',
    operation: 'planet-series',
    months: linesIn(directory, 'floors.csv').length - 1,
    flows: linesIn(directory, 'flow.ndjson').length,
  });
  expect((await verify(directory, '--export', 'case planet-series')).code).toBe(0);
  expect((await verify(directory, '--export', 'case films')).code).toBe(3);
});

test('each line of the records has the digest that the ledger has', () => {
  const [, ...rows] = linesIn(directory, 'ledger.csv');
  const flows = linesIn(directory, 'flow.ndjson').map((line) => line.trimEnd());
  for (const [index, line] of flows.entries()) {
    const digest = createHash('sha256').update(line).digest('hex');
    const row = rows.find((one) => one.startsWith(`"flow.ndjson",${String(index + 1)},`));
    expect(row).toContain(`"${digest}"`);
  }
});

describe('what was changed', () => {
  test('in any byte of any file is found, with exit 3 and the name of the file', async () => {
    const copy = copied();
    const random = randomOf(25);
    for (const name of readdirSync(copy)) {
      const bytes = readFileSync(join(copy, name));
      const places = Array.from({ length: 12 }, () => random.below(Math.max(1, bytes.length)));
      for (const place of bytes.length === 0 ? [] : [0, bytes.length - 1, ...places]) {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(place) ^ (1 << random.below(8)), place);
        writeFileSync(join(copy, name), flipped);
        const { code, told } = await recompute(copy);
        expect([code, told.includes(` ${name}: `)], `${name} ${String(place)}: ${told}`).toEqual([
          3,
          true,
        ]);
      }
      writeFileSync(join(copy, name), `${bytes.toString('latin1')}\n`, 'latin1');
      expect((await recompute(copy)).code, name).toBe(3);
      writeFileSync(join(copy, name), bytes);
    }
    expect((await recompute(copy)).code).toBe(0);
  });

  test('in a figure, with a manifest and a signature that fit, is named with both values', async () => {
    const copy = copied();
    forge(copy, 'floors.csv', (text) =>
      text.replace('"2015-11","ok","",2588.3729', '"2015-11","ok","",9588.3729'),
    );
    expect((await verify(copy)).code).toBe(0);
    const { code, out, told } = await recompute(copy);
    expect([code, out]).toEqual([1, '']);
    expect(told).toContain('operation planet-series, floors.csv, month 2015-11: floor_eur is ');
    expect(told).toContain('9588.3729 in the folder, and 2588.3729 as computed again');
  });

  test('in any cell of any table, the same', async () => {
    const tables = CASE_FILES.filter((name) => name.endsWith('.csv') && name !== 'ledger.csv');
    const random = randomOf(26);
    for (const name of tables) {
      const rows = linesIn(directory, name);
      for (let tries = 0; tries < 8; tries += 1) {
        const copy = copied();
        const index = 1 + random.below(rows.length - 1);
        const cells = (rows[index] ?? '').trimEnd().split(',');
        const column = random.below(cells.length);
        const changed = cells.map((cell, place) => (place === column ? spoilt(cell) : cell));
        const lines = rows.map((row, place) => (place === index ? `${changed.join()}\r\n` : row));
        forge(copy, name, () => lines.join(''));
        const { code, told } = await recompute(copy);
        expect([code, told.includes(name)], `${told} ${cells.join()}`).toEqual([1, true]);
      }
      const copy = copied();
      forge(copy, name, () => rows.slice(0, -1).join(''));
      const { code, told } = await recompute(copy);
      expect([code, told.includes('row is not there in the folder')], told).toEqual([1, true]);
    }
  });

  const spoilt = (cell: string) =>
    cell.startsWith('"') ? `"${cell.slice(1, -1)}x"` : cell === '' ? '7' : `7${cell}`;

  test.each<[string, CaseFile, (text: string) => string, RegExp]>([
    [
      'an amount',
      'flow.ndjson',
      (text) => text.replace('"amount":"1325.4"', '"amount":"1335.4"'),
      /floors.csv, month 2015-11: floor_eur is 2588.3729 in the folder, and 2597.\d{4} as/,
    ],
    [
      'a day that orders the sources',
      'flow.ndjson',
      (text) => text.replace(/"value_date":"2015-12-30"/, '"value_date":"2016-03-30"'),
      /csv, .*: \w+ is .* in the folder/,
    ],
    [
      'whose a site is',
      'site.ndjson',
      (text) => text.replace('"operation":"planet-series"', '"operation":"other-series"'),
      /floors.csv, month/,
    ],
    [
      'visitors',
      'panel.ndjson',
      (text) => text.replace('"unique_visitors":450000', '"unique_visitors":950000'),
      /(floors|modelled).csv, month/,
    ],
    [
      'a rate of exchange',
      'reference.json',
      (text) =>
        text.replace(
          /("day":"2015-12-05"|"day":"2015-12-30").*?\d"/,
          (row) => row.replace(/\d"$/, '').replace(/"per_unit":"0.9/, '"per_unit":"0.8') + '0"',
        ),
      /floors.csv, month 2015-1\d: floor_eur is/,
    ],
    [
      'a rate of the card',
      'reference.json',
      (text) => text.replace(/("factor":"fill_rate".*?"low":")0\./, '$10.0'),
      /modelled_eur is/,
    ],
    [
      'a record that is not there any more',
      'flow.ndjson',
      (text) => text.slice(text.indexOf('\n') + 1),
      /csv, .*(row|_eur) is/,
    ],
  ])('in the records, with all digests repaired: %s', async (_, name, change, expected) => {
    const copy = copied();
    forge(copy, name, change);
    expect((await verify(copy)).code).toBe(0);
    const { code, told } = await recompute(copy);
    expect(told).toMatch(expected);
    expect(code).toBe(1);
  });

  test('in a record, where no figure rests on it: its digest is not the one of the ledger', async () => {
    const copy = copied();
    forge(copy, 'flow.ndjson', (text) => text.replace('"clicks":null', '"clicks":7'));
    const { code, told } = await recompute(copy);
    expect(told).toMatch(/flow.ndjson, line \d+: "?its SHA-256 is not the one in ledger.csv/);
    expect(code).toBe(2);
  });
});

test('the floors can be computed again where no engine is installed and nothing is configured', () => {
  // The program without its packages: what it needs is in it, but for the engine.
  for (const part of ['bin', 'dist/command', 'sql', 'reference', 'package.json'])
    cpSync(join(ROOT, part), at('installed', part), { recursive: true });
  mkdirSync(at('empty'));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, args, {
      cwd: at('empty'),
      encoding: 'utf8',
      env: { PATH: '/nowhere', HOME: at('empty') },
    });
  writeFileSync(at('installed', 'engine.js'), "import 'chdb';");
  expect(run(at('installed', 'engine.js')).stderr).toContain("Cannot find package 'chdb'");
  const command = [at('installed', 'bin', 'plancher.js'), 'verify'];
  const whole = run(
    ...command,
    directory,
    '--recompute',
    '--key',
    at('keys', 'export-public.pem'),
    '--json',
  );
  expect([whole.status, whole.stderr]).toEqual([0, '']);
  expect(whole.stdout).toContain('"operation":"planet-series"');
  const copy = copied();
  forge(copy, 'flow.ndjson', (text) => text.replace('"amount":"1325.4"', '"amount":"1335.4"'));
  const changed = run(...command, copy, '--recompute', '--key', at('keys', 'export-public.pem'));
  expect([changed.status, changed.stdout]).toEqual([1, '']);
  expect(changed.stderr).toContain('month 2015-11: floor_eur is 2588.3729 in the folder');
  expect(readdirSync(at('empty'))).toEqual([]);
});
