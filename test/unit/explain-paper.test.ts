// The promise: an explanation can be followed with a pocket calculator, in both languages, and no
// record can break out of it.
import { describe, expect, test } from 'vitest';
import { CODES } from '../../pipeline/explain/codes.ts';
import { breakEvens, defaultThreshold } from '../../pipeline/explain/break-even.ts';
import { euros } from '../../pipeline/text/figure.ts';
import { paperOf } from '../../pipeline/explain/paper.ts';
import { render } from '../../pipeline/explain/render.ts';

import { derivation, lines, part, parts } from './derivation.ts';

test('the sum of the parts of a line is printed exactly', () => {
  expect(render(paperOf(derivation, 'en'), 'text', 'en')).toContain(
    'sum of the parts 852.5000000001 EUR; at least 0, cut after 4 decimals: 852.50 EUR',
  );
});

test('French has French numbers and months', () => {
  expect(euros('3000.0000', 'fr')).toBe('3\u202f000,00\u202fEUR');
  const text = render(paperOf(derivation, 'fr'), 'text', 'fr');
  expect(text).toContain('novembre 2015');
  expect(text).toContain('arrondi vers le bas\u202f: 3\u202f000,00\u202fEUR');
});

test('a French paper has French typography, and English has no trace of it', () => {
  const exact = { ...part('f9', '1234.5678'), amount: '1234.5678', rate: '0.9123' };
  const text = render(paperOf({ ...derivation, parts: [...parts, exact] }, 'fr'), 'text', 'fr');
  expect(text).toContain('1\u202f234,5678 EUR × 0,9123');
  expect(text.match(/[^\n]*[^\u202f\n][;:?!%»](?= |\n)[^\n]*/g) ?? []).toEqual([]);
  expect(text).not.toMatch(/\d\.\d|'| x \d/);
  expect(render(paperOf(derivation, 'en'), 'text', 'en')).not.toMatch(/[\u202f«»×]/);
});

test('text of a record stays text in HTML and in Markdown', () => {
  const page = render(paperOf(derivation, 'en'), 'html', 'en');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/<script|https?:|src=/);
  expect(render(paperOf(derivation, 'en'), 'markdown', 'en')).toContain(
    '| \\<script\\>alert\\(1\\)\\</script\\> | advertising | a\\|b |',
  );
});

test('each table of the page has a caption, and headers that say what they head', () => {
  const page = render(paperOf(derivation, 'fr'), 'html', 'fr');
  const tables = page.split('<table>').slice(1);
  expect(tables.length).toBeGreaterThan(1);
  for (const one of tables)
    expect(one).toMatch(
      /^<caption>[^<]+<\/caption>\n<thead><tr>(<th scope="col">[^<]*<\/th>)+<\/tr><\/thead>/,
    );
});

test('the break-even of a network is what must remain of it', () => {
  const networks = [
    { ...part('x', '100'), network: 'x' },
    { ...part('y', '752.5'), network: 'y' },
  ];
  expect(breakEvens({ lines, parts: networks, model: [], choice: undefined }, 800)).toEqual([
    { what: 'network x', value: '100.0000', limit: '47.5000' },
    { what: 'network y', value: '752.5000', limit: '700.0000' },
  ]);
  expect([
    defaultThreshold('2500.0000'),
    defaultThreshold('2000.0000'),
    defaultThreshold('1000.0000'),
    defaultThreshold('0.0000'),
  ]).toEqual([2000, 1000, 900, null]);
});

describe('the break-even of a model, of which the floor of 400 takes what the reference class allows', () => {
  const onModel = [
    { line: 'advertising', documented_eur: '50', modelled_eur: '400', floor_eur: '400' },
  ];
  const factors = {
    ads_per_page: '2',
    fill_rate: '0.5',
    valid_traffic: '0.8',
    publisher_share: '0.6',
    cpm_eur: '0.2',
    not_blocked: '0.7',
  };
  const model = [
    { source: 'panel', pages_lower: '1000000', modelled_eur: '600', ...factors },
    { source: 'panel', pages_lower: '500000', modelled_eur: '400', ...factors },
    {
      source: 'a larger panel, which does not count',
      pages_lower: '9000000',
      modelled_eur: '5000',
      ...factors,
    },
  ];
  const evens = (slots: string, ofClass: string, threshold = 300, documented = '50') =>
    Object.fromEntries(
      breakEvens(
        {
          lines: onModel.map((line) => ({ ...line, documented_eur: documented })),
          parts: [],
          model,
          choice: { panel: 'panel', audience_eur: '1000', slots_eur: slots, class_eur: ofClass },
        },
        threshold,
      ).map(({ what, value, limit }) => [what, [value, limit]]),
    );

  test('a factor moves the audience, not the class: 300 of 1000, though 400 count', () => {
    expect(evens('0', '400')).toEqual({
      pages_lower: ['1000000', '3.000e+5'],
      ads_per_page: ['2', '0.6000'],
      fill_rate: ['0.5', '0.1500'],
      valid_traffic: ['0.8', '0.2400'],
      publisher_share: ['0.6', '0.1800'],
      cpm_eur: ['0.2', '0.06000'],
      not_blocked: ['0.7', '0.2100'],
      class_eur: ['400.0000', '300.0000'],
    });
  });

  test('slots that reach the threshold by themselves hold the floor when slots of the audience fall, and fall with the pages', () => {
    expect(evens('2000', '400')).toEqual({
      pages_lower: ['1000000', '1.500e+5'],
      ads_per_page: ['2', null],
      class_eur: ['400.0000', '300.0000'],
    });
  });

  test('without a class there is no row of it; where documents reach the threshold nothing of the model does harm', () => {
    expect(evens('0', '')).not.toHaveProperty('class_eur');
    expect(evens('0', '400', 40)).toMatchObject({
      cpm_eur: ['0.2', null],
      class_eur: ['400.0000', null],
    });
    expect(evens('0', '400', 300, '400')).toMatchObject({ cpm_eur: ['0.2', null] });
  });
});

test('codes that a table shows are explained, in both languages, and no others', () => {
  const lost = { ...part('f4', '5'), counts: 0, standing: 'paid', reason: 'ambiguous_operation' };
  const shownCodes = (language: 'en' | 'fr') => {
    const paper = paperOf({ ...derivation, parts: [...parts, lost] }, language);
    const last = paper.at(-1);
    return last?.kind === 'list' ? last.items : [];
  };
  expect(shownCodes('en')).toEqual([
    'advertising: line: advertising',
    'paid: shown to be paid',
    'ambiguous_operation: for a site that several operations claim',
  ]);
  expect(shownCodes('fr')).toEqual([
    'advertising\u202f: ligne\u202f: publicité',
    'paid\u202f: paiement démontré',
    'ambiguous_operation\u202f: pour un site que plusieurs opérations revendiquent',
  ]);
  for (const meanings of CODES.values()) expect(Object.values(meanings)).not.toContain('');
});

test('a floor that could not be computed says why in words', () => {
  const unknown = {
    ...derivation,
    floor: { ...derivation.floor, floor_eur: null, reason: 'panel_too_small,no_rate' },
  };
  expect(render(paperOf(unknown, 'fr'), 'text', 'fr')).toContain(
    'moins de 30 personnes derrière la mesure (panel_too_small), pas de taux approuvé pour un facteur (no_rate)',
  );
});
