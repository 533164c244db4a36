// Which measurements have a limit, how alpha is split, and the pages that a limit keeps: by hand.
import { describe, expect, test } from 'vitest';
import { type Fields, site } from '../../records.ts';
import { CARD, KEPT, lacking, measured, months, pages, row } from './given.ts';

describe('M-MEASUREMENT', () => {
  test.each<[string, Fields, string]>([
    ['visitors', { unique_visitors: null }, 'no_unique_visitors'],
    ['a panel size', { panel_size: null }, 'panel_without_size'],
    ['a universe', { universe: null }, 'panel_without_size'],
    ['persons in the universe', { universe: 0 }, 'panel_without_size'],
    ['as many in the universe', { universe: 449_999 }, 'visitors_above_universe'],
    ['30 effective panellists', { panel_size: 74, design_effect: null }, 'panel_too_small'],
    ['75 panellists that count', { panel_size: 75, design_effect: '2.500001' }, 'panel_too_small'],
    ['30 panellists', { panel_size: 29, design_effect: '0.5' }, 'panel_too_small'],
  ])('a measurement without %s has no limit', (_, change, why) => {
    expect(months({ panels: [measured('p', change)] })).toMatchObject([
      { units: null, why, rung: null, card: { panel: null }, visitorsLower: null },
    ]);
  });

  test('with exactly 30 effective panellists, or with everybody in it, it has one', () => {
    for (const change of [
      { panel_size: 75, design_effect: null },
      { panel_size: 30, design_effect: '0.5' },
      { universe: 450_000 },
    ])
      expect(months({ panels: [measured('p', change)] })[0]?.visitorsLower).not.toBeNull();
  });

  test('the limit is exact to a visitor among millions', () => {
    const many = { unique_visitors: 450_000_000, universe: 44_800_000_000 };
    expect(months({ panels: [measured('p', many)] })[0]?.visitorsLower).toBe(296_026_195n);
  });

  test('without a rate for bots and forced visits there is no limit, whether it is missing or left out', () => {
    const none = [{ units: null, why: 'no_contamination_rate', visitorsLower: null }];
    expect(months({ card: lacking('contamination_share') })).toMatchObject(none);
    expect(months({ without: ['rate:contamination_share'] })).toMatchObject(none);
  });

  test('it counts for who owns the site on every day of the month, and for nobody else', () => {
    const owned = (month: string, ...rows: readonly Fields[]) =>
      months({
        sites: rows.map((row, index) => site(`row-${String(index)}`, row)),
        panels: [measured('p', { month, site: 'www.m.one.tv' })],
      }).length;
    const row = { valid_from: '2015-11-01', valid_to: '2015-11-30' };
    expect(owned('2015-11', row)).toBe(1);
    expect(owned('2015-11', { ...row, valid_from: '2015-11-02' })).toBe(0);
    expect(owned('2015-11', { ...row, valid_to: '2015-11-29' })).toBe(0);
    expect(owned('2016-02', { valid_to: '2016-02-29' })).toBe(1);
    expect(owned('2016-02', { valid_to: '2016-02-28' })).toBe(0);
    expect(owned('2015-11', { ...row, valid_to: '2015-11-14' }, { valid_from: '2015-11-15' })).toBe(
      1,
    );
    expect(owned('2015-11', row, { operation: 'other', valid_from: '2015-11-30' })).toBe(0);
    expect(owned('2015-11')).toBe(0);
  });

  test('the highest revision stands; a dispute and what never was give nothing', () => {
    const old = measured('p', { page_views: 900_000 });
    const latest = measured('p', { revision: 2 });
    expect(pages({ panels: [old, latest] })).toBe(1);
    expect(pages({ panels: [latest, old, latest] })).toBe(1);
    expect(pages({ panels: [latest, { ...latest, known_at: '2016-01-01T00:00:00Z' }] })).toBe(1);
    expect(months({ panels: [latest, { ...old, revision: 2 }] })).toEqual([]);
    expect(months({ panels: [old, { ...latest, void: true }] })).toEqual([]);
    // The same identifier at another source is another record.
    expect(pages({ panels: [latest, { ...old, source: 'zpanel' }], limits: 2 })).toBe(1);
  });
});

describe('M-ALPHA', () => {
  test('alpha is split over all usable measurements of the month, also of panels that do not count', () => {
    const panels = [measured('p'), measured('q', { source: 'zpanel', page_views: 900_000 })];
    expect(pages({ panels, limits: 2 })).toBe(1);
    const [split] = months({ panels });
    expect(split?.visitorsLower).toBe(284_531n);
    const unusable = measured('r', { source: 'third', unique_visitors: null });
    expect(pages({ panels: [...panels, unusable], limits: 2 })).toBe(1);
    expect(pages({ panels: [...panels, measured('r', { month: '2015-12' })], limits: 2 })).toBe(1);
  });

  test('without error left, the limit is 0', () => {
    expect(months({ limits: 0 })).toMatchObject([{ units: 0n, visitorsLower: 0n, why: null }]);
  });
});

describe('M-VOLUME', () => {
  test.each<[string, Fields, number]>([
    ['page views', { page_views: 900_000 }, 2],
    ['visits, where they are more', { visits: 900_000, page_views: 450_000 }, 2],
    ['page views, where they are more', { visits: 450_000, page_views: 900_000 }, 2],
    ['visits alone', { visits: 450_000, page_views: null }, 1],
    ['no visitors', { unique_visitors: 0 }, 0],
  ])('pages come from %s', (_, change, expected) => {
    expect(pages({ panels: [measured('p', change)] })).toBe(expected);
  });

  test('heavy users are taken off, at the high end', () => {
    const heavy = row('heavy_user_share', '0.75', { low: '0.1' });
    expect(pages({ card: [...lacking('heavy_user_share'), heavy] })).toBeCloseTo(0.25, 5);
  });

  test('implied pages are visitors times the pages of one, and count where they are more', () => {
    const implied = row('pages_per_visitor', '3', { high: '9' });
    expect(pages({ card: [...CARD, implied] })).toBe(3);
    const many = { panels: [measured('p', { page_views: 1_800_000 })] };
    expect(pages({ ...many, card: [...CARD, implied] })).toBe(4);
    expect(pages({ ...many, card: [...lacking('heavy_user_share'), implied] })).toBe(3);
    expect(pages({ card: [...CARD, implied], without: ['rate:pages_per_visitor'] })).toBe(1);
  });

  test('without pages of any kind there is no figure, and the visitors stay', () => {
    const noPages = { units: null, why: 'no_page_views', visitorsLower: KEPT };
    expect(months({ panels: [measured('p', { page_views: null })] })).toMatchObject([noPages]);
    expect(months({ card: lacking('heavy_user_share') })).toMatchObject([noPages]);
    // Left out by the reader, it is a figure of 0.
    expect(months({ without: ['rate:heavy_user_share'] })).toMatchObject([{ units: 0n }]);
  });
});
