// Modelled money as a whole: by hand.
import { expect, test } from 'vitest';
import { observation, slot } from '../../records.ts';
import { KEPT, lacking, measured, months, pages, row } from './given.ts';

test('Planet-Series, with the rates that ship: 0.2649 EUR from its visitors, 0.6622 with 2.5 slots', () => {
  const card = [
    row('contamination_share', '0.002'),
    row('heavy_user_share', '0.5'),
    row('pages_per_visitor', '1'),
    row('ads_per_page', '1'),
    row('ad_block_share', '0.6'),
    row('fill_rate', '0.2'),
    row('valid_traffic_share', '0.4'),
    row('publisher_share', '0.3'),
    row('cpm', '0.1', { currency: 'USD' }),
  ];
  const monthly = [
    { currency: 'USD', period: '2015-12', eur_per_unit: '0.5' },
    { currency: 'CHF', period: '2015-11', eur_per_unit: '0.5' },
    { currency: 'USD', period: '2015-11', eur_per_unit: '0.9322000000' },
  ];
  const given = { card, monthly, panels: [measured('p', { page_views: null })] };
  const floor = {
    month: '2015-11',
    units: 2_649n,
    why: null,
    rung: 'L3',
    card: { panel: 'panel', isPrimary: false },
    visitorsLower: KEPT,
  };
  expect(months(given)).toMatchObject([floor]);
  const crawls = [observation('c', [slot('pop.example', '2.5')])];
  expect(months({ ...given, crawls })).toMatchObject([{ ...floor, units: 6_622n, rung: 'L2' }]);
  expect(months({ ...given, monthly: [] })).toMatchObject([
    { ...floor, units: null, why: 'no_rate', rung: null, card: { panel: null } },
  ]);
});

test('several problems are named in order, each once', () => {
  const panels = [
    measured('p', { panel_size: 60 }),
    measured('q', { unique_visitors: null }),
    measured('r', { unique_visitors: null, device: 'mobile' }),
    measured('s', { page_views: null }),
  ];
  expect(pages({ panels })).toBe('none: no_page_views,no_unique_visitors,panel_too_small');
  const noPrice = { panels: [...panels, measured('t', { site: 'two.tv' })], card: lacking('cpm') };
  expect(pages(noPrice)).toBe('none: no_page_views,no_rate,no_unique_visitors,panel_too_small');
});

test('months are in order, and a figure is cut to what a money column holds', () => {
  const panels = ['2015-12', '2015-10', '2015-11'].map((month) => measured(month, { month }));
  expect(months({ panels }).map(({ month }) => month)).toEqual(['2015-10', '2015-11', '2015-12']);
  const card = [...lacking('cpm'), ...lacking('ads_per_page')].filter(
    ({ factor }, index, all) =>
      factor !== 'cpm' &&
      factor !== 'ads_per_page' &&
      all.findIndex((one) => one.factor === factor) === index,
  );
  const huge = [...card, row('cpm', '999999'), row('ads_per_page', '999999')];
  const many = [measured('p', { page_views: Number.MAX_SAFE_INTEGER })];
  expect(months({ card: huge, panels: many })[0]?.units).toBe(999_999_999_999_999_999n);
});
