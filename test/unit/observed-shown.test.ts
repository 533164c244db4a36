// The promise: an explanation shows the observed rates that its month uses and no others, and says
// that no figure rests on them.
import { describe, expect, test } from 'vitest';
import { observedShown } from '../../pipeline/explain/observed-shown.ts';
import { paperOf } from '../../pipeline/explain/paper.ts';
import { render } from '../../pipeline/explain/render.ts';
import type { ObservedRate } from '../../pipeline/reference/observed/observed-rate.ts';
import { HOSTILE, derivation } from './derivation.ts';
import { WORLD, explanationIn } from './explained-world.ts';

const rate = (change: Partial<ObservedRate>): ObservedRate => ({
  ...{ factor: 'cpm', network: null, country: null, period: '2022' },
  ...{ n: 19, low: 500_000n, median: 600_000n, high: 1_250_000n },
  ...change,
});
const fill = (change: Partial<ObservedRate>) => rate({ factor: 'fill_rate', ...change });
const RATES = [
  rate({}),
  rate({ network: 'popads', n: 18, low: null, high: null }),
  rate({ network: 'elsewhere' }),
  fill({}),
  fill({ country: 'FR' }),
  fill({ country: 'DE' }),
];
const NOTHING = { parts: [], audience: [], slots: [] };
const placesOf = (used: Partial<Parameters<typeof observedShown>[1]>) =>
  observedShown(RATES, { ...NOTHING, ...used }).map(({ factor, network, country }) =>
    [factor, network, country].join(' ').trim(),
  );

describe('shown are', () => {
  test('prices of the networks that paid for advertising, and of all together', () => {
    const paid = { line: 'advertising', network_key: 'popads' };
    expect(placesOf({ parts: [paid] })).toEqual(['cpm', 'cpm popads']);
    expect(placesOf({ parts: [{ ...paid, line: 'donation' }] })).toEqual([]);
    expect(placesOf({ parts: [{ ...paid, network_key: '' }] })).toEqual(['cpm']);
    expect(placesOf({ slots: [{ network: 'elsewhere' }] })).toEqual(['cpm', 'cpm elsewhere']);
  });

  test('prices of all together and fills, where an audience is measured', () => {
    expect(placesOf({ audience: [{ country: 'FR' }] })).toEqual([
      'cpm',
      'fill_rate',
      'fill_rate  FR',
    ]);
    expect(placesOf({ audience: [{ country: '' }] })).toEqual(['cpm', 'fill_rate']);
  });

  test('nothing in a month that uses none', () => {
    expect(placesOf({})).toEqual([]);
  });
});

test('too few operations have no limits, and nothing else of the explanation changes', () => {
  const found = explanationIn(WORLD, undefined, { observed: RATES });
  const shown = { period: '2022', country: '', level: '0.95' };
  expect(found.observed_rates).toEqual([
    { factor: 'cpm', network: '', ...shown, n: 19, low: '0.5', median: '0.6', high: '1.25' },
    { factor: 'cpm', network: 'popads', ...shown, n: 18, low: null, median: '0.6', high: null },
  ]);
  expect({ ...found, observed_rates: [] }).toEqual(explanationIn(WORLD));
});

test('the paper shows them before the registry, in both languages', () => {
  const known = {
    ...derivation,
    observed_rates: explanationIn(WORLD, undefined, { observed: RATES }).observed_rates,
  };
  expect(render(paperOf(known, 'en'), 'text', 'en')).toMatch(
    /For context, in no floor: rates that other operations show[^]*fewer than 19 operations[^]*cpm +any +2022 +19 +0\.95 +0\.5 +0\.6 +1\.25\ncpm +popads +2022 +18 +0\.95 +unknown +0\.6 +unknown[^]*Registry/,
  );
  const french = render(paperOf(known, 'fr'), 'text', 'fr');
  expect(french).toMatch(
    /facteur +réseau +pays +période du taux +opérations +niveau +bas +médiane/,
  );
  expect(french).toMatch(/cpm +popads +2022 +18 +0,95 +inconnu +0,6 +inconnu/);
  expect(render(paperOf(derivation, 'en'), 'text', 'en')).not.toContain('other operations show');
});

test('a key of strangers is harmless in every format', () => {
  const [row] = explanationIn(WORLD, undefined, { observed: RATES }).observed_rates;
  if (row === undefined) throw new Error('no rate is shown');
  const evil = `${HOSTILE}\u001b[2K`;
  const blocks = paperOf({ ...derivation, observed_rates: [{ ...row, network: evil }] }, 'en');
  for (const format of ['text', 'markdown', 'html'] as const) {
    const text = render(blocks, format, 'en');
    expect(text).toContain('[2K');
    expect(text).not.toContain('\u001b');
    if (format === 'html') expect(text).not.toContain('<script>');
  }
});
