// The registry of rate factors, compared with what cannot be derived from it: the rules of the
// model, the shipped card and the pages that people read.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { columnLabel } from '../../pipeline/explain/columns.ts';
import { FLOOR_ENDS } from '../../pipeline/method/model/model-reference.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import {
  FACTOR_NAMES,
  MODEL_FACTORS,
  POSITION_FACTORS,
  RATE_FACTORS,
  REDUCING_FACTORS,
  columnsOf,
} from '../../pipeline/reference/rate-factor.ts';

const read = (path: string) => readFileSync(path, 'utf8');

const sorted = (words: readonly string[]) => [...new Set(words)].sort();
const factorsOf = (...places: string[]) =>
  FACTOR_NAMES.filter((name) => places.includes(RATE_FACTORS[name].enters));

test('the plain functions take each factor of the model at the same end', () => {
  expect(FLOOR_ENDS).toEqual(
    Object.fromEntries(MODEL_FACTORS.map((name) => [name, RATE_FACTORS[name].floorEnd])),
  );
});

test('the shipped card has a row for each factor of the model', () => {
  const { rows } = readReference().rateCard;
  expect(sorted(rows.map(({ factor }) => factor))).toEqual(sorted(MODEL_FACTORS));
});

test('reference/README.md has the meaning, unit and end of every factor', () => {
  const rows = [
    ...read('reference/README.md').matchAll(/^\| `(\w+)` \| (.*?) \| `(.*?)` \| (low|high) \|$/gm),
  ];
  expect(rows.map(([, ...cells]) => cells)).toEqual(
    FACTOR_NAMES.map((name) => {
      const { meaning, unit, floorEnd } = RATE_FACTORS[name];
      return [name, meaning, unit, floorEnd];
    }),
  );
});

test('docs/method.md names the ends of the factors of the model', () => {
  const [, low = '', high = ''] =
    /takes the low of ([^.]+)\.\s+It\s+takes\s+the\s+high\s+of ([^.]+)\./.exec(
      read('docs/method.md'),
    ) ?? [];
  const names = (cell: string) => sorted([...cell.matchAll(/`(\w+)`/g)].map(([, one = '']) => one));
  expect(names(low)).toEqual(
    sorted(MODEL_FACTORS.filter((name) => !REDUCING_FACTORS.includes(name))),
  );
  expect(names(high)).toEqual(sorted(REDUCING_FACTORS));
});

test('explain has a column of each factor of a page, and a French word for every factor', () => {
  const columns = columnsOf(factorsOf('positions', 'position'));
  expect(columns.length).toBe(POSITION_FACTORS.length + factorsOf('positions').length);
  const shown = read('pipeline/explain/model-shown.ts');
  for (const column of columns) expect(shown).toMatch(new RegExp(`^  ${column}: string;$`, 'm'));
  for (const name of [...MODEL_FACTORS, ...columns])
    expect(columnLabel(name, 'fr'), name).not.toBe(name);
});
