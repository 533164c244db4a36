// Which slots of crawls count: by hand.
import { describe, expect, test } from 'vitest';
import { type Fields, observation, slot } from '../../records.ts';
import { CARD, type Given, KEPT, PAGE, lacking, months, pages, row } from './given.ts';

describe('M-SLOTS', () => {
  const crawl = (slots: readonly Fields[], change: Fields = {}) => observation('c', slots, change);
  const [POP, ADX] = [slot('Pop.example', '3'), slot('adx.example', '2')];

  test.each<[string, Given, number]>([
    ['of networks are added', { crawls: [crawl([POP, ADX])] }, 5],
    ['of one network are added', { crawls: [crawl([POP, slot('pop.EXAMPLE', '1')])] }, 4],
    ['count as 0 where nobody counted them', { crawls: [crawl([{ ...POP, per_page: null }])] }, 1],
    [
      'are at most 1000 a page',
      { crawls: [crawl([slot('a.tv', '999'), slot('a.tv', '2')])] },
      1000,
    ],
    ['count from 20 pages on', { crawls: [crawl([POP], { pages_sampled: 20 })] }, 3],
    ['of 19 pages do not count', { crawls: [crawl([POP], { pages_sampled: 19 })] }, 1],
    ['of unknown pages do not count', { crawls: [crawl([POP], { pages_sampled: null })] }, 1],
    ['of another site do not count', { crawls: [crawl([POP], { site: 'm.one.tv' })] }, 1],
    [
      'of another month do not count',
      { crawls: [crawl([POP], { observed_at: '2015-12-01T00:00:00Z' })] },
      1,
    ],
    [
      'of a network that documents show do not count',
      { crawls: [crawl([POP, ADX])], documented: 'pop.example 2015-11' },
      2,
    ],
    [
      'of a network that documents show in another month count',
      { crawls: [crawl([POP])], documented: 'pop.example 2015-12' },
      3,
    ],
    [
      'are the least that any crawl saw',
      { crawls: [crawl([POP, ADX]), { ...crawl([POP, slot('adx.example', '9')]), source: 'x' }] },
      5,
    ],
    [
      'are none where one crawl did not see the network',
      { crawls: [crawl([POP]), { ...crawl([slot('adx.example', '9')]), source: 'x' }] },
      1,
    ],
    ['are less than the card gives', { crawls: [crawl([slot('pop.example', '0.5')])] }, 1],
    ['of a dispute do not count', { crawls: [crawl([POP]), crawl([ADX])] }, 1],
    ['of the latest revision count', { crawls: [crawl([ADX], { revision: 2 }), crawl([POP])] }, 2],
    ['that never were do not count', { crawls: [crawl([POP], { void: true })] }, 1],
  ])('slots %s', (_, given, expected) => {
    expect(pages(given)).toBe(expected);
  });

  test('a millionth of a slot counts, and less than that of everything is a figure of 0', () => {
    const least = '0.000001';
    const crawls = [crawl([slot('pop.example', least)])];
    expect(months({ crawls, card: lacking('ads_per_page') })).toMatchObject([{ units: 29n }]);
    const shares = ['fill_rate', 'valid_traffic_share', 'publisher_share', 'cpm'] as const;
    const card = [
      ...lacking('ads_per_page').filter(({ factor }) => !shares.some((one) => one === factor)),
      ...shares.map((factor) => row(factor, least)),
      row('ad_block_share', '0.999999'),
    ];
    expect(months({ crawls, card })).toMatchObject([{ units: 0n, why: null }]);
  });

  test('the rates of the network go before those of any network, whatever its case', () => {
    const crawls = [crawl([POP])];
    const own = row('fill_rate', '0.5', { network: 'POP.example' });
    expect(pages({ crawls, card: [...CARD, own] })).toBeCloseTo(1.5, 6);
    const low = row('fill_rate', '0.1');
    expect(pages({ crawls, card: [...CARD, low, own] })).toBeCloseTo(1.5, 6);
    const other = row('fill_rate', '0.5', { network: 'adx.example' });
    expect(pages({ crawls, card: [...CARD, other] })).toBe(3);
  });

  test('the rung is L2 where slots give more, and either can be left out', () => {
    const given = { crawls: [crawl([POP])] };
    expect(months(given)[0]?.rung).toBe('L2');
    expect(months({ crawls: [crawl([slot('pop.example', '1')])] })[0]?.rung).toBe('L3');
    expect(months({ ...given, without: ['rung:L2'] })).toMatchObject([
      { units: KEPT * PAGE, rung: 'L3' },
    ]);
    expect(months({ ...given, without: ['rung:L3'] })).toMatchObject([
      { units: 3n * KEPT * PAGE, rung: 'L2' },
    ]);
    expect(months({ ...given, without: ['rate:ads_per_page'] })).toMatchObject([{ rung: 'L2' }]);
    expect(pages({ ...given, without: ['rung:L2', 'rung:L3'] })).toBe('none: left_out');
    expect(pages({ ...given, card: lacking('ads_per_page') })).toBe(3);
  });
});
