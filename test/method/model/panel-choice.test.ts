// Which of several panels counts: by hand.
import { describe, expect, test } from 'vitest';
import type { ModelReference } from '../../../pipeline/method/model/model-reference.ts';
import { type Fields, observation, slot } from '../../records.ts';
import { type Given, KEPT, PAGE, measured, months } from './given.ts';

describe('M-PANEL', () => {
  const panels = [
    measured('p', { source: 'b', page_views: 900_000 }),
    measured('q', { source: 'c', page_views: 450_000, unique_visitors: 900_000 }),
    measured('r', { source: 'a', page_views: 1_350_000, unique_visitors: 400_000 }),
  ];
  const declared = { source: 'b', from: '2015-11-01', to: null, declared_on: '2015-12-14' };
  const chosen = (primary: ModelReference['primary'], change: Given = {}) => {
    const [first] = months({ panels, limits: 3, primary, ...change });
    return [first?.card.panel, first?.card.isPrimary];
  };

  test('the lowest money counts, and the lowest visitors, each of any panel', () => {
    const [first] = months({ panels, limits: 3 });
    expect([first?.card.panel, first?.card.isPrimary]).toEqual(['c', false]);
    expect(first?.visitorsLower).toBeLessThan(KEPT);
    expect(chosen([], { panels: [...panels].reverse() })).toEqual(['c', false]);
  });

  test('at a tie the first name counts, by bytes', () => {
    const tie = ['\u{1F600}', '\uFF01', 'z'].map((source) => measured('p', { source }));
    expect(chosen([], { panels: tie })).toEqual(['z', false]);
    expect(chosen([], { panels: tie.slice(0, 2), limits: 2 })).toEqual(['\uFF01', false]);
    expect(chosen([], { panels: [...tie].reverse() })).toEqual(['z', false]);
  });

  test('a panel without a figure does not count, and gives its visitors', () => {
    const few = { source: 'd', page_views: null, unique_visitors: 90_000 };
    const [first] = months({ panels: [...panels, measured('s', few)], limits: 4 });
    expect(first).toMatchObject({ card: { panel: 'c' }, why: null });
    expect(first?.visitorsLower).toBeLessThan(90_000n);
  });

  test('a panel that was declared primary in time counts, with its money and its visitors', () => {
    const [first] = months({ panels, limits: 3, primary: [declared] });
    expect(first).toMatchObject({
      units: 2n * KEPT * PAGE,
      card: { panel: 'b', isPrimary: true },
      visitorsLower: KEPT,
    });
  });

  test.each<[string, Partial<ModelReference['primary'][number]>]>([
    ['on the day of the first measurement', { declared_on: '2015-12-15' }],
    ['from the second day of the month', { from: '2015-11-02' }],
    ['to the last day but one', { to: '2015-11-29' }],
    ['though it measured nothing', { source: 'd' }],
  ])('one that was declared %s does not', (_, change) => {
    expect(chosen([{ ...declared, ...change }])).toEqual(['c', false]);
  });

  test('of several declarations the one that begins latest holds', () => {
    const earlier = { ...declared, source: 'a', from: '2015-10-31' };
    expect(chosen([declared, earlier])).toEqual(['b', true]);
    expect(chosen([earlier, declared])).toEqual(['b', true]);
  });

  test('a measurement came when its first content was published or known; unknown is not in time', () => {
    const came = (change: Fields) =>
      chosen([declared], { panels: [...panels.slice(1), { ...panels[0], ...change }] });
    const late = '2016-01-01T00:00:00Z';
    expect(came({ published_at: late, known_at: '2015-12-14T09:00:00Z' })).toEqual(['c', false]);
    expect(came({ published_at: '2015-12-14T09:00:00Z', known_at: late })).toEqual(['c', false]);
    expect(came({ published_at: null, known_at: null })).toEqual(['c', false]);
    expect(came({ published_at: null, known_at: late })).toEqual(['b', true]);
    const [first] = panels;
    const corrected = { ...first, revision: 2, published_at: late };
    const old = { ...first, published_at: '2015-12-14T09:00:00Z' };
    const revised = { panels: [...panels.slice(1), corrected, old] };
    expect(chosen([declared], revised)).toEqual(['c', false]);
    // Also what is not usable came.
    const unusable = { ...first, record_id: 'u', source: 'u', panel_size: null };
    const early = { ...unusable, published_at: '2015-12-14T09:00:00Z' };
    expect(chosen([declared], { panels: [...panels, early] })).toEqual(['c', false]);
  });

  test('a primary panel without a figure leaves the money to the others, and keeps its visitors', () => {
    const few = { source: 'd', page_views: null };
    const [first] = months({
      panels: [...panels, measured('s', few)],
      limits: 4,
      primary: [{ ...declared, source: 'd' }],
    });
    expect(first).toMatchObject({
      card: { panel: 'c', isPrimary: false },
      visitorsLower: KEPT,
    });
  });

  test('a panel whose figure is left out gives 0, so that leaving out never raises a floor', () => {
    const crawls = [observation('c', [slot('pop.example', '5')], { site: 'two.tv' })];
    const both = [
      measured('p', { source: 'b', site: 'two.tv' }),
      measured('q', { source: 'a', page_views: 1_350_000 }),
    ];
    const given = { panels: both, crawls, limits: 2 };
    expect(months(given)).toMatchObject([{ card: { panel: 'a' }, units: 3n * KEPT * PAGE }]);
    // b would have 5 positions on a page.
    expect(months({ ...given, without: ['rung:L3'] })).toMatchObject([
      { card: { panel: 'a' }, units: 0n },
    ]);
  });
});
