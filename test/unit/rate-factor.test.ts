// The registry of rate factors, compared with what cannot be derived from it: the SQL of the model,
// the shipped card and the pages that people read.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { columnLabel } from '../../pipeline/explain/columns.ts';
import { FLOOR_ENDS } from '../../pipeline/method/model/model-reference.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import {
  FACTOR_NAMES,
  MODEL_FACTORS,
  PAGE_FACTORS,
  POSITION_FACTORS,
  RATE_FACTORS,
  REDUCING_FACTORS,
  columnsOf,
} from '../../pipeline/reference/rate-factor.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const AUDIENCE = read('sql/views/44_audience.sql');
const MODELLED = read('sql/views/45_modelled.sql');

/** The words in quotation marks, in the order of the text. */
const quoted = (text: string) => [...text.matchAll(/'([\w:]+)'/g)].map(([, word = '']) => word);
const sorted = (words: readonly string[]) => [...new Set(words)].sort();
const factorsOf = (...places: string[]) =>
  FACTOR_NAMES.filter((name) => places.includes(RATE_FACTORS[name].enters));
const without = (names: readonly string[]) => names.map((name) => `rate:${name}`);

test('a rate that reduces money is taken at its high end', () => {
  const lists = [...AUDIENCE.matchAll(/\bfactor\s+IN\s+\(([^)]*)\)/g)];
  expect(lists.length).toBeGreaterThan(0);
  for (const [, list = ''] of lists) expect(sorted(quoted(list))).toEqual(sorted(REDUCING_FACTORS));
});

test('the plain functions take each factor of the model at the same end', () => {
  expect(FLOOR_ENDS).toEqual(
    Object.fromEntries(MODEL_FACTORS.map((name) => [name, RATE_FACTORS[name].floorEnd])),
  );
});

test('the model has a column of every factor but those of gross flows', () => {
  const factors = [...AUDIENCE.matchAll(/\brate_factor\s+=\s+('\w+')/g)];
  expect(sorted(quoted(factors.join()))).toEqual(sorted(MODEL_FACTORS));
});

test('what reduces money enters as 1 minus the rate, unless it is taken off the universe', () => {
  const columns = [
    ...AUDIENCE.matchAll(/1000000\s+-\s+anyIf\(value,\s+rate_factor\s+=\s+('\w+')/g),
  ];
  expect(sorted([...quoted(columns.join()), 'contamination_share'])).toEqual(
    sorted(REDUCING_FACTORS),
  );
});

test('a part of gross money is read where flows become parts', () => {
  const factors = [...read('sql/views/30_part.sql').matchAll(/\bfactor\s+=\s+('\w+')/g)];
  expect(sorted(quoted(factors.join()))).toEqual(factorsOf('gross_flow'));
});

test('without a factor there is no money of what it enters', () => {
  const lists = [...MODELLED.matchAll(/hasAny\(\{without:Array\(String\)\},\s+\[([^\]]*)\]\)/g)];
  const [L3 = [], L2 = []] = ['rung:L3', 'rung:L2'].map((rung) =>
    lists.map(([, list = '']) => quoted(list)).find((list) => list.includes(rung)),
  );
  expect(sorted(L3)).toEqual(sorted(['rung:L3', ...without(factorsOf('positions', 'position'))]));
  expect(sorted(L2)).toEqual(sorted(['rung:L2', ...without(factorsOf('position'))]));
  const single = quoted(AUDIENCE).filter((word) => word.startsWith('rate:'));
  expect(sorted(single)).toEqual(sorted(without(PAGE_FACTORS)));
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
