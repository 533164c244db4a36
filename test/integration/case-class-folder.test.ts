// The command over a signed case folder whose floors rest on comparable operations (M-CLASS): what
// somebody with the key changed in their ratios, or in what these give, is named.
import { afterAll, expect, test } from 'vitest';
import { strataOf } from '../../pipeline/estimate/class/class-source.ts';
import type { CaseFile } from '../../pipeline/export/manifest.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { demoEvidence } from '../demo-evidence.ts';
import { randomRatios } from '../random-records/class-ratios.ts';
import { casePlace } from './case-place.ts';

const FILE = 'comparable-ratios.ndjson';
const place = await casePlace(randomRatios(randomOf(26), strataOf(demoEvidence()), 40));
afterAll(place.remove);
const { directory, copied, forge, recompute } = place;

test('its figures are computed again', async () => {
  const { code, out, told } = await recompute(directory);
  expect([code, told]).toEqual([0, '']);
  expect(out).toContain('planet-series');
});

/** The lowest ratio of every stratum, ten times as high, with money that fits. */
function raised(text: string): string {
  const tenfold = (decimal: string, places: number) => {
    const digits = `${decimal.replace('.', '')}0`;
    return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  };
  return text
    .replace(
      /"documented_eur":"([\d.]+)"/g,
      (_, eur: string) => `"documented_eur":"${tenfold(eur, 4)}"`,
    )
    .replace(
      /"documented_eur":"([\d.]+)","audience":"(\d+)","eur_per_unit":"[\d.]+"/g,
      (_, eur: string, audience: string) => {
        const ratio = (BigInt(eur.replace('.', '')) * 1_000_000n) / BigInt(audience);
        const digits = ratio.toString().padStart(11, '0');
        const decimal = `${digits.slice(0, -10)}.${digits.slice(-10)}`;
        return `"documented_eur":"${eur}","audience":"${audience}","eur_per_unit":"${decimal}"`;
      },
    );
}

test.each<[string, CaseFile, (text: string) => string, number, RegExp]>([
  [
    'a ratio that is not its money by its audience',
    FILE,
    (text) => text.replace(/"documented_eur":"/, '"documented_eur":"9'),
    2,
    /comparable-ratios\.ndjson, line \d+: "?eur_per_unit is not documented_eur \/ audience/,
  ],
  [
    'ratios that are all ten times as high',
    FILE,
    raised,
    1,
    /operation planet-series, floors\.csv, month \d{4}-\d\d: \w+ is .* as computed again/,
  ],
  ['no ratios at all', FILE, () => '', 1, /operation planet-series, floors\.csv, month /],
  ...(['class_eur', 'class_ratio', 'class_members', 'class_audience', 'card_eur'] as const).map(
    (column): [string, CaseFile, (text: string) => string, number, RegExp] => [
      `another figure in ${column}`,
      'modelled.csv',
      (text) => changedIn(text, column),
      1,
      new RegExp(`operation planet-series, modelled\\.csv, month \\d{4}-\\d\\d: ${column} is `),
    ],
  ),
])('%s: the command names it', async (_, file, change, expected, words) => {
  const copy = copied();
  forge(copy, file, change);
  const { code, out, told } = await recompute(copy);
  expect(told).toMatch(words);
  expect(told).toMatch(/^plancher: [^\n]+\n$/);
  expect([code, out]).toEqual([expected, '']);
});

/** A table with another digit in the first figure of a column. */
function changedIn(text: string, column: string): string {
  const [header = '', ...rows] = text.split('\r\n');
  const place = header.split(',').indexOf(`"${column}"`);
  expect(place).toBeGreaterThan(-1);
  const at = rows.findIndex((row) => /\d/.test(row.split(',')[place] ?? ''));
  expect(at, column).toBeGreaterThan(-1);
  const changed = rows.map((row, index) => {
    if (index !== at) return row;
    const cells = row.split(',');
    cells[place] = (cells[place] ?? '').replace(/\d/, (digit) => (digit === '7' ? '3' : '7'));
    return cells.join(',');
  });
  return [header, ...changed].join('\r\n');
}
