// What is added and what is not, and which rates of the card count: by hand.
import { describe, expect, test } from 'vitest';
import type { CardRow } from '../../../pipeline/method/model/model-reference.ts';
import { type Fields } from '../../records.ts';
import { CARD, type Given, KEPT, lacking, measured, months, pages, row } from './given.ts';

describe('M-PLACES', () => {
  const two = (change: Fields, other: Fields = {}) => ({
    panels: [measured('p', other), measured('q', { page_views: 1_350_000, ...change })],
    limits: 2,
  });

  test.each<[string, Given, number]>([
    ['devices: the larger counts', two({ device: 'mobile' }), 3],
    ['records of one place: the larger counts', two({}), 3],
    ['properties of one domain: the larger counts', two({ site: 'm.one.tv' }), 3],
    ['domains are added', two({ site: 'two.tv' }), 4],
    ['countries are added', two({ country: 'BE' }), 4],
    ['all countries together, where that is more', two({ country: null }), 3],
    [
      'all countries together of domains are added',
      two({ country: null, site: 'two.tv' }, { country: null }),
      4,
    ],
    ['devices: one without pages hides no other', two({ device: 'mobile', page_views: null }), 1],
  ])('%s', (_, given, expected) => {
    expect(pages(given)).toBe(expected);
  });

  test('single countries count where their sum is more than all countries together', () => {
    const panels = [
      measured('p'),
      measured('q', { country: 'BE', page_views: 1_350_000 }),
      measured('r', { country: null, page_views: 1_350_000 }),
      measured('s', { country: null, site: 'm.one.tv', page_views: 1_350_000 }),
    ];
    expect(pages({ panels, limits: 4 })).toBe(4);
  });

  test('implied pages and visitors are never added', () => {
    const given = two({ site: 'two.tv', page_views: null }, { page_views: null });
    const implied = row('pages_per_visitor', '5');
    expect(pages({ ...given, card: [...CARD, implied] })).toBe(5);
    expect(months(given)[0]?.visitorsLower).toBe(KEPT);
    // The sum over measured pages, where that is more than any single place.
    const both = two({ site: 'two.tv' });
    expect(pages({ ...both, card: [...CARD, row('pages_per_visitor', '3.5')] })).toBe(4);
  });

  test('a place that could have no pages at all does not hide the others', () => {
    const given = two({ site: 'two.tv', page_views: null });
    expect(pages(given)).toBe(1);
    expect(pages({ ...given, without: ['rung:L3'] })).toBe('none: no_page_views');
  });
});

describe('M-RATECARD and M-POSITION', () => {
  test('each rate is a factor, at the end that gives less', () => {
    const half = { low: '0.5', high: '1' };
    for (const factor of ['ads_per_page', 'fill_rate', 'valid_traffic_share'] as const)
      expect(pages({ card: [...lacking(factor), row(factor, '', half)] })).toBeCloseTo(0.5, 6);
    const share = row('publisher_share', '', half);
    expect(pages({ card: [...lacking('publisher_share'), share] })).toBeCloseTo(0.5, 6);
    const price = row('cpm', '2.5', { high: '99' });
    expect(pages({ card: [...lacking('cpm'), price] })).toBeCloseTo(0.25, 6);
    const blocked = row('ad_block_share', '0.9', { low: '0.1' });
    expect(pages({ card: [...lacking('ad_block_share'), blocked] })).toBeCloseTo(0.1, 6);
  });

  test.each(['ads_per_page', 'ad_block_share', 'fill_rate', 'publisher_share', 'cpm'] as const)(
    'without a rate for %s there is no figure',
    (factor) => {
      expect(pages({ card: lacking(factor) })).toBe('none: no_rate');
      // Left out by the reader.
      expect(pages({ without: [`rate:${factor}`] })).toBe('none: left_out');
    },
  );

  test.each<[string, Partial<CardRow>, number]>([
    ['of the month', {}, 0.5],
    ['of the country', { country: 'FR' }, 0.5],
    ['without an end', { to: null }, 0.5],
    ['for just the month', { from: '2015-11-01', to: '2015-11-30' }, 0.5],
    ['that begins on the second day', { from: '2015-11-02' }, 1],
    ['that ends on the last day but one', { to: '2015-11-29' }, 1],
    ['of another country', { country: 'BE' }, 1],
    ['of a network', { network: 'pop.example' }, 1],
    ['of another line', { line: 'donation' }, 1],
    ['of a device', { device: 'mobile' }, 1],
  ])('of several rows the lowest low counts; a row %s', (_, change, expected) => {
    expect(pages({ card: [...CARD, row('fill_rate', '0.5', change)] })).toBeCloseTo(expected, 6);
    expect(pages({ card: [row('fill_rate', '0.5', change), ...CARD] })).toBeCloseTo(expected, 6);
  });

  test('of several rows the highest high counts of what reduces money', () => {
    const rows = [row('ad_block_share', '0.2'), row('ad_block_share', '0.1')];
    expect(pages({ card: [...CARD, ...rows] })).toBeCloseTo(0.8, 6);
  });

  test('a price is cut after 6 decimals of a euro', () => {
    const monthly = [{ currency: 'USD', period: '2015-11', eur_per_unit: '0.9999999999' }];
    const card = [...lacking('cpm'), row('cpm', '1', { currency: 'USD' })];
    expect(months({ card, monthly })[0]?.units).toBe((KEPT * 999_999n) / 100_000n);
  });
});
