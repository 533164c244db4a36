// Case folders from strangers: what is no case is refused, and nothing outside the folder is read.
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CASE_FILES, manifestBytes } from '../../pipeline/export/manifest.ts';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import { manifestIn, repair, sign } from '../case-folder.ts';
import { casePlace } from './case-place.ts';

const place = await casePlace();
afterAll(place.remove);
const { at, directory, copied, forge, recompute } = place;

describe('a folder that is none is refused, with exit 2 and one line', () => {
  const refused: [string, (copy: string) => void, string][] = [
    [
      'an empty folder',
      (copy) => {
        rmSync(copy, { recursive: true });
        mkdirSync(copy);
      },
      'has no manifest.json',
    ],
    [
      'no folder',
      (copy) => {
        rmSync(copy, { recursive: true });
      },
      'cannot be read (ENOENT)',
    ],
    [
      'a record that intake would refuse',
      (copy) => {
        forge(copy, 'flow.ndjson', (text) => text.replace('"amount":"', '"amount":"-'));
      },
      'negative_amount at $.amount',
    ],
    [
      'a record in another spelling',
      (copy) => {
        forge(copy, 'flow.ndjson', (text) => text.replace('{"flow_id"', '{ "flow_id"'));
      },
      'it is not in the canonical form',
    ],
    [
      'a record without its end',
      (copy) => {
        forge(copy, 'site.ndjson', (text) => text.trimEnd());
      },
      'it has no line end',
    ],
    [
      'two million empty lines',
      (copy) => {
        forge(copy, 'account.ndjson', () => '\n'.repeat(2_000_000));
      },
      'it has more than 500000 lines',
    ],
    [
      'reference data with more in it',
      (copy) => {
        forge(copy, 'reference.json', (text) => text.replace('{', '{"__proto__": {"a": 1},'));
      },
      'reference.json',
    ],
    [
      'a rate that is no number',
      (copy) => {
        forge(copy, 'reference.json', (text) =>
          text.replace(/"per_unit":"[\d.]+"/, '"per_unit":"1e999"'),
        );
      },
      'must be a decimal',
    ],
    [
      'a table of other columns',
      (copy) => {
        forge(copy, 'floors.csv', (text) => text.replace('"floor_eur"', '"floor"'));
      },
      'its columns are not month,status',
    ],
    [
      'a table with an open quote',
      (copy) => {
        forge(copy, 'parts.csv', (text) => text.replace('"yes"', '"yes'));
      },
      'parts.csv',
    ],
    [
      'a ledger with another file in it',
      (copy) => {
        forge(copy, 'ledger.csv', (text) => text.replace('"flow.ndjson"', '"../flow.ndjson"'));
      },
      'its file is none',
    ],
    [
      'another version of the method',
      (copy) => {
        const manifest = manifestIn(copy);
        sign(copy, manifestBytes({ ...manifest, method_version: '99.\u001b[2K\n' }), at('keys'));
      },
      'version "99.\\u{1b}[2K\\u{a}" of the method',
    ],
  ];
  test.each(refused)('%s', async (_, spoil, expected) => {
    const copy = copied();
    spoil(copy);
    const { code, out, told } = await recompute(copy);
    expect(told).toContain(expected);
    expect(told).toMatch(/^plancher: [^\n]+\n$/);
    expect([code, out]).toEqual([2, '']);
  });

  test('an export that is no case', async () => {
    const copy = copied();
    const manifest = Buffer.from('{"format": "plancher-export/1"}\n');
    sign(copy, manifest, at('keys'));
    const { code, told } = await recompute(copy);
    expect([code, told.includes('this version cannot read it')], told).toEqual([3, true]);
  });
});

describe('a hostile folder is found before anything in it is read, with exit 3', () => {
  test.each<[string, (copy: string) => void, string]>([
    [
      'a link in the place of a file',
      (copy) => {
        unlinkSync(join(copy, 'flow.ndjson'));
        symlinkSync(join(directory, 'flow.ndjson'), join(copy, 'flow.ndjson'));
      },
      'flow.ndjson: it is a link',
    ],
    [
      'a directory in the place of a file',
      (copy) => {
        unlinkSync(join(copy, 'ledger.csv'));
        mkdirSync(join(copy, 'ledger.csv'));
      },
      'ledger.csv: it is no plain file',
    ],
    [
      'one file more, with a hostile name',
      (copy) => {
        writeFileSync(join(copy, '\u001b[2K\u202eok\n'), '');
      },
      '"\\u{1b}[2K\\u{202e}ok\\u{a}": it is not in the manifest',
    ],
    [
      'files exchanged',
      (copy) => {
        renameSync(join(copy, 'site.ndjson'), join(copy, 'x'));
        renameSync(join(copy, 'account.ndjson'), join(copy, 'site.ndjson'));
        renameSync(join(copy, 'x'), join(copy, 'account.ndjson'));
      },
      'site.ndjson: it has',
    ],
    ...['../secret.csv', '/etc/passwd', 'site.ndjson', 'FLOW.NDJSON'].map(
      (name): [string, (copy: string) => void, string] => [
        `a signed manifest that names ${name} in the place of a file`,
        (copy) => {
          const text = readFileSync(join(copy, 'manifest.json'), 'utf8');
          sign(copy, Buffer.from(text.replace('"flow.ndjson"', `"${name}"`)), at('keys'));
        },
        'manifest.json: it is signed, but this version cannot read it: files',
      ],
    ),
  ])('%s', async (_, spoil, expected) => {
    const copy = copied();
    spoil(copy);
    const { code, told } = await recompute(copy);
    expect(told).toContain(expected);
    expect(told).toMatch(/^plancher: [^\n]+\n$/);
    expect(code).toBe(3);
  });
});

test('whatever is in the files, with digests that fit, is read again, named or refused', async () => {
  const random = randomOf(27);
  const [, ...names] = CASE_FILES;
  const copy = copied();
  const codes = new Map<number, number>();
  for (let tries = 0; tries < 250; tries += 1) {
    const name = random.pick(names);
    const bytes = readFileSync(join(directory, name));
    writeFileSync(join(copy, name), mangled(bytes, random));
    repair(copy, at('keys'));
    const { code, told } = await recompute(copy);
    // A defect of the program would end with 1 as well, and in other words.
    if (code === 1) expect(told).toMatch(/in the folder, and .* as computed again/);
    else if (code === 2) expect(told).toMatch(/^plancher: \S+ cannot be read as a case folder: /);
    else expect([code, told]).toEqual([0, '']);
    codes.set(code, (codes.get(code) ?? 0) + 1);
    writeFileSync(join(copy, name), bytes);
  }
  expect([...codes.keys()].sort()).toEqual(expect.arrayContaining([1, 2]));
});

const isDigit = (byte: number) => byte >= 48 && byte < 58;

/** Some bytes are changed, doubled or gone; or some digits are changed, so that it stays text. */
function mangled(bytes: Buffer, random: Random): Buffer {
  if (bytes.length === 0) return Buffer.from(random.pick(['{}\n', '\n', '\0', '"', '{"a":1}\n']));
  const place = random.below(bytes.length);
  const end = Math.min(bytes.length, place + 1 + random.below(12));
  const [head, middle, tail] = [
    bytes.subarray(0, place),
    bytes.subarray(place, end),
    bytes.subarray(end),
  ];
  switch (random.below(4)) {
    case 0:
      return Buffer.concat([head, tail]);
    case 1:
      return Buffer.concat([head, middle, middle, tail]);
    case 2:
      return Buffer.concat([head, Buffer.from(middle.map(() => random.below(256))), tail]);
    default:
      return Buffer.concat([
        head,
        Buffer.from(middle.map((byte) => (isDigit(byte) ? 48 + random.below(10) : byte))),
        tail,
      ]);
  }
}
