// The promise: likely range and ceiling bound what they say they bound, and are not shown where a
// high is unknown.
import { describe, expect, test } from 'vitest';
import {
  shareQuantile,
  shareUpper,
  visitorsLower,
} from '../../pipeline/method/model/visitors-limit.ts';
import { type RangeQuestion, likelyRange } from '../../pipeline/explain/likely-range.ts';
import type { AudienceShown } from '../../pipeline/explain/model-shown.ts';
import { paperOf } from '../../pipeline/explain/paper.ts';
import { render } from '../../pipeline/explain/render.ts';

import { randomOf } from '../../pipeline/platform/random.ts';
import { derivation } from './derivation.ts';
import { ENDS } from './observed-rates.ts';

const PANEL = { universe: 1_000_000, panelSize: 5_000, designEffect: 1, alpha: 0.05 };

describe('the upper limit of visitors', () => {
  test('where nobody of the panel visited, is the share at which that has probability alpha', () => {
    expect(shareUpper({ ...PANEL, uniqueVisitors: 0 })).toBeCloseTo(1 - 0.05 ** (1 / 5_000), 10);
  });

  test('is what the lower limit of those who did not visit leaves', () => {
    const [few, many] = [200_000, 800_000];
    const lower = visitorsLower({ ...PANEL, uniqueVisitors: many, contamination: 0 }) ?? Number.NaN;
    expect(shareUpper({ ...PANEL, uniqueVisitors: few }) * PANEL.universe).toBeCloseTo(
      PANEL.universe - lower,
      -1,
    );
  });

  test('is the universe where everybody visited, and never below what was seen, whatever the panel', () => {
    expect(shareUpper({ ...PANEL, uniqueVisitors: PANEL.universe })).toBe(1);
    for (const panelSize of [31, 1e6, 1e12, 1e18])
      expect(shareUpper({ ...PANEL, panelSize, uniqueVisitors: 450_000 })).toBeGreaterThanOrEqual(
        0.45,
      );
  });

  test('quantiles rise, around what was seen', () => {
    const at = (probability: number) =>
      shareQuantile({ ...PANEL, uniqueVisitors: 100_000 }, probability);
    expect(at(0.1)).toBeLessThan(0.1);
    expect(at(0.9)).toBeGreaterThan(0.1);
    expect(at(0.5)).toBeCloseTo(0.1, 3);
  });
});

const rangesOf = (ends: Record<string, [number, number]>) =>
  Object.entries(ends).map(([factor, [least, most]]) => ({
    country: 'FR',
    factor,
    least,
    most,
    any_least: least,
    any_most: most,
  }));
const measurement: AudienceShown = {
  source: 'panel',
  record_id: 'p1',
  revision: 1,
  sha256: 'aa',
  document_sha256: null,
  document_place: null,
  site: 'one.tv',
  country: 'FR',
  device: 'all',
  unique_visitors: 100_000,
  visits: null,
  page_views: 600_000,
  panel_size: 1_000_000_000_000,
  universe: 1_000_000,
  design_effect: '1',
  alpha_ppm: 50_000,
  contamination_share: '0.001',
  problem: '',
  visitors_lower: '99000',
  visits_lower: '0',
  page_views_lower: '1',
  measured_pages: '1',
  implied_pages: '1',
};
const question: RangeQuestion = {
  audience: [measurement],
  slots: [],
  ranges: rangesOf(ENDS),
  panel: 'panel',
  documented: 0,
  modelled: 0,
};
const eur = (text: string | null) => Number(text ?? Number.NaN);

describe('with a panel that is nearly the universe', () => {
  test('the ceiling is the product of the highs, and of two significant digits upwards', () => {
    // 600 000 x 0.9 (heavy users at their low) x 4 x 0.8 x 0.9 x 1 x 0.8 x 2 / 1000 = 2488.32;
    // implied pages 100 000 x 8 x ... = 3686.4 are more.
    expect(likelyRange(question).ceiling_eur).toBe('3700.00');
    const withoutImplied = rangesOf(ENDS).filter(({ factor }) => factor !== 'pages_per_visitor');
    expect(likelyRange({ ...question, ranges: withoutImplied }).ceiling_eur).toBe('2500.00');
  });

  test('the likely range lies between the product of the lows and that of the highs, and is the same each time', () => {
    const found = likelyRange(question);
    // 600 000 x 0.7 x 2 x 0.6 x 0.5 x 0.6 x 0.5 x 0.5 / 1000 = 37.8.
    expect(eur(found.likely_low_eur)).toBeGreaterThan(37.8);
    expect(eur(found.likely_high_eur)).toBeGreaterThan(eur(found.likely_low_eur));
    expect(eur(found.likely_high_eur)).toBeLessThan(2_488);
    expect(likelyRange(question)).toEqual(found);
  });

  test('where no rate leaves anything open, the range is the figure itself', () => {
    const points = rangesOf(
      Object.fromEntries(Object.entries(ENDS).map(([factor, [low]]) => [factor, [low, low]])),
    );
    // 600 000 x 0.9 x 2 x 0.8 x 0.5 x 0.6 x 0.5 x 0.5 / 1000 = 64.8
    expect(likelyRange({ ...question, ranges: points })).toMatchObject({
      likely_low_eur: '64.00',
      likely_high_eur: '65.00',
    });
  });

  test('devices, sites and countries: all devices or the sum of single ones, then added', () => {
    const phone = {
      ...measurement,
      device: 'mobile',
      page_views: 300_000,
      unique_visitors: 50_000,
    };
    const desktop = { ...phone, device: 'desktop' };
    const points = rangesOf(
      Object.fromEntries(Object.entries(ENDS).map(([factor, [low]]) => [factor, [low, low]])),
    );
    const of = (audience: RangeQuestion['audience']) =>
      likelyRange({ ...question, ranges: points, audience }).likely_high_eur;
    expect(of([phone, desktop])).toBe('65.00');
    expect(of([measurement, phone, desktop])).toBe('65.00');
    expect(of([measurement, { ...measurement, site: 'two.tv' }])).toBe('130.00');
  });
});

describe('no figure is shown', () => {
  test('where a high is not known, and the factor is named', () => {
    for (const missing of ['cpm', 'ads_per_page', 'fill_rate']) {
      const found = likelyRange({
        ...question,
        ranges: rangesOf(ENDS).filter(({ factor }) => factor !== missing),
      });
      expect(found).toMatchObject({
        likely_low_eur: null,
        likely_high_eur: null,
        ceiling_eur: null,
        unknown_factors: [missing],
      });
    }
  });

  test('but what only takes from the money has no part in a ceiling', () => {
    const found = likelyRange({
      ...question,
      ranges: rangesOf(ENDS).filter(({ factor }) => factor !== 'ad_block_share'),
    });
    expect(found).toMatchObject({ likely_high_eur: null, unknown_factors: ['ad_block_share'] });
    expect(eur(found.ceiling_eur)).toBeGreaterThanOrEqual(3_686.4 / 0.8);
  });

  test('as a ceiling, where a measurement has no limit, or the model gives more', () => {
    const small = { ...measurement, site: 'two.tv', problem: 'panel_too_small' };
    expect(likelyRange({ ...question, audience: [measurement, small] }).ceiling_eur).toBeNull();
    expect(likelyRange({ ...question, modelled: 3_800 }).ceiling_eur).toBeNull();
  });

  test('documented money above a ceiling contradicts it; without a ceiling nothing is contradicted', () => {
    expect(likelyRange({ ...question, documented: 3_800 }).is_contradicted).toBe(true);
    expect(likelyRange({ ...question, documented: 3_600 }).is_contradicted).toBe(false);
    expect(likelyRange({ ...question, ranges: [], documented: 3_800 }).is_contradicted).toBe(false);
  });
});

test('crawled slots above the positions of the card raise the ceiling', () => {
  const slots = [1, 5].map((per_page) => ({
    site: 'one.tv',
    country: 'FR',
    per_page: String(per_page),
  }));
  expect(eur(likelyRange({ ...question, slots }).ceiling_eur)).toBeGreaterThanOrEqual(
    (3_686.4 * 6) / 4,
  );
});

test('with every rate at its high, a panel of 400 leaves the true money above the ceiling in at most alpha of 2 000 worlds', () => {
  const random = randomOf(9, 1);
  const [share, panelSize, universe] = [0.1, 400, 1_000_000];
  // 100 000 visitors with 8 pages each.
  const truth = (share * universe * 8 * 4 * 0.8 * 0.9 * 1 * 0.8 * 2) / 1_000;
  const worlds = Array.from({ length: 2_000 }, () => {
    const unique = (random.binomial(panelSize, share) / panelSize) * universe;
    const audience = [
      {
        ...measurement,
        unique_visitors: unique,
        page_views: unique * 8,
        panel_size: panelSize,
      },
    ];
    return eur(likelyRange({ ...question, audience, panel: 'another' }).ceiling_eur);
  });
  const above = worlds.filter((ceiling) => truth > ceiling).length;
  // Three standard errors of a share of 5 % are 1.5 %. Rounding up to two digits makes it fewer; a
  // ceiling that is never below would bound nothing.
  expect(above / worlds.length).toBeLessThanOrEqual(0.065);
  expect(above).toBeGreaterThan(0);
  expect(worlds.filter((ceiling) => ceiling > 2 * truth)).toEqual([]);
});

test('the paper shows it after the model and not at its top, in both languages', () => {
  const known = { ...derivation, likely_range: likelyRange({ ...question, documented: 5_000 }) };
  const english = render(paperOf(known, 'en'), 'text', 'en');
  expect(english).toMatch(
    /For context, in no floor[^]*panel +likely_low_eur +likely_high_eur +ceiling_eur\npanel [^]*3,700\.00[^]*above this ceiling/,
  );
  expect(english.split('\n').slice(0, 8).join('\n')).not.toContain('3,700');
  const unknown = { ...derivation, likely_range: likelyRange({ ...question, ranges: [] }) };
  expect(render(paperOf(unknown, 'fr'), 'text', 'fr')).toMatch(
    /Pour situer[^]*inconnu[^]*pas d’intervalle publié ou observé de [^]*trafic valide/,
  );
});
