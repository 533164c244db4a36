// The promise: an explanation can be followed with a pocket calculator, in both languages, and no
// record can break out of it.
import { describe, expect, test } from 'vitest';
import { CODES } from '../../pipeline/explain/codes.ts';
import { breakEvens, defaultThreshold } from '../../pipeline/explain/break-even.ts';
import { paperOf } from '../../pipeline/explain/paper.ts';
import { render } from '../../pipeline/explain/render.ts';
import { euros } from '../../pipeline/text/figure.ts';
import { derivation, floorRow, hostileDerivation } from './derivation.ts';
import { explainedIn, WORLD } from './explained-world.ts';

const textOf = (language: 'en' | 'fr', changed: Partial<typeof derivation> = {}) =>
  render(paperOf({ ...derivation, ...changed }, language), 'text', language);

test('a sentence comes first, then the figures of each section', () => {
  const text = textOf('en');
  expect(text).toMatch(/^Minimum revenue of films, March 2022\n=+\n\nAt least 610\.00 EUR\./);
  expect(text).toContain('Weakest evidence: rung L0. Confidence: under the assumptions below.');
  const headings = [
    'By line of revenue',
    'Documented money',
    'Which source counts for each network',
    'Left out of this month',
    'Take-backs, and where each was placed',
    'Assumptions',
    'Sensitivity: the floor when one assumption is switched off',
    'Break-even: how far one thing must move for the floor to fall under 600.00 EUR',
    'Next evidence: what could raise the floor most',
    'Registry: which sites and accounts are of the operation',
    'Versions and inputs',
    'What the codes mean',
  ];
  const found = headings.map((heading) => text.indexOf(`\n${heading}\n---`));
  expect(found.every((at, order) => at > (found[order - 1] ?? 0))).toBe(true);
});

test('each figure can be followed: arithmetic, take-backs, and what is left', () => {
  const text = textOf('en');
  expect(text).toMatch(/popads +advertising +statement +s4 .*100 EUR x 1 x 10\/20 +50\.00 +0\.00/);
  expect(text).toMatch(/M-GONE +reversal +bank +b2 .*other_source +statement s2 +2022-03/);
  expect(text).toMatch(/M-HOP +superseded_by_hop +video\.example +statement +n1 /);
  expect(text).toMatch(/popads +statement +1 +near_total +910\.00 +yes +1 +4 +4 +2022-01\/2022-04/);
  expect(text).toMatch(/even_spread +money is earned evenly .* 50\.00 +what_if/);
  expect(text).toContain(
    'Over all months, known networks give 1,010.00 EUR, payments of unknown networks 0.00 EUR.',
  );
});

test('French has French numbers and months', () => {
  expect(euros('3000.0000', 'fr')).toBe('3\u202f000,00\u202fEUR');
  const floor = { ...floorRow, floor_headline_eur: '3000.0000' };
  const text = textOf('fr', { floor });
  expect(text).toContain('mars 2022');
  expect(text).toContain('arrondi vers le bas\u202f: 3\u202f000,00\u202fEUR');
  expect(text).toContain('sous les hypothèses ci-dessous');
});

test('a French paper has French typography, and English has no trace of it', () => {
  const text = textOf('fr');
  expect(text).toContain('100 EUR × 1 × 10/20');
  expect(text.match(/[^\n]*[^\u202f\n][;:?!%»](?= |\n)[^\n]*/g) ?? []).toEqual([]);
  expect(text).not.toMatch(/\d\.\d|'| x \d/);
  expect(textOf('en')).not.toMatch(/[\u202f«»×]/);
});

test('text of a record stays text in HTML and in Markdown', () => {
  const page = render(paperOf(hostileDerivation, 'en'), 'html', 'en');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/<script|https?:|src=/);
  const markdown = render(paperOf(hostileDerivation, 'en'), 'markdown', 'en');
  expect(markdown).toContain('\\<script\\>alert\\(1\\)\\</script\\>');
  expect(markdown).toContain('| \\[x\\]\\(y\\) | a\\|b |');
  expect(markdown).not.toMatch(/(?<!\\)<script/);
});

test('each table of the page has a caption, and headers that say what they head', () => {
  const page = render(paperOf(derivation, 'fr'), 'html', 'fr');
  const tables = page.split('<table>').slice(1);
  expect(tables.length).toBeGreaterThan(5);
  for (const one of tables)
    expect(one).toMatch(
      /^<caption>[^<]+<\/caption>\n<thead><tr>(<th scope="col">[^<]*<\/th>)+<\/tr><\/thead>/,
    );
});

test('the threshold is the next round figure below the floor', () => {
  const thresholds = [2500_0000n, 2000_0000n, 1000_0000n, 1_9999n].map(defaultThreshold);
  expect(thresholds).toEqual([2000_0000n, 1000_0000n, 900_0000n, null]);
});

describe('the break-even of a model of which the floor of 400 is made', () => {
  const onModel = explainedIn(WORLD);
  const lines = new Map([['advertising' as const, 50_0000n]]);
  const rates = {
    ads_per_page: '2',
    fill_rate: '0.5',
    valid_traffic: '0.8',
    publisher_share: '0.6',
    cpm_eur: '0.2',
    not_blocked: '0.7',
  };
  const row = (source: string, pages: string, modelled: string) => ({
    source,
    record_id: 'p',
    site: 'one.tv',
    country: 'FR',
    device: 'all',
    pages_lower: pages,
    ...rates,
    modelled_eur: modelled,
  });
  const card = [
    row('panel', '1000000', '250'),
    row('panel', '500000', '150'),
    row('a larger panel, which does not count', '9000000', '5000'),
  ];
  const evens = (slots: string, threshold = 300_0000n, documented = lines) => {
    const panels = [
      {
        panel: 'panel',
        counts: 1 as const,
        choice: 'least' as const,
        rung: 'L3' as const,
        card_eur: '400',
        slots_eur: slots,
        modelled_eur: '400',
      },
    ];
    const floor = { ...onModel.floor, documentedLines: documented, modelled: 400_0000n };
    const found = breakEvens({ ...onModel, floor }, [], { card, panels }, threshold);
    return Object.fromEntries(found.map(({ what, value, limit }) => [what, [value, limit]]));
  };

  test('each factor may fall to the share of itself that the whole may: 300 of 400', () => {
    expect(evens('0')).toEqual({
      pages_lower: ['1000000', '7.500e+5'],
      ads_per_page: ['2', '1.500'],
      fill_rate: ['0.5', '0.3750'],
      valid_traffic: ['0.8', '0.6000'],
      publisher_share: ['0.6', '0.4500'],
      cpm_eur: ['0.2', '0.1500'],
      not_blocked: ['0.7', '0.5250'],
    });
  });

  test('slots that reach the threshold by themselves hold the floor when the card falls, and fall with the pages', () => {
    expect(evens('600')).toEqual({
      pages_lower: ['1000000', '5.000e+5'],
      ads_per_page: ['2', null],
    });
  });

  test('where documents reach the threshold nothing of the model does harm', () => {
    expect(evens('0', 40_0000n)).toMatchObject({ cpm_eur: ['0.2', null] });
    const more = new Map([['advertising' as const, 400_0000n]]);
    expect(evens('0', 300_0000n, more)).toMatchObject({ cpm_eur: ['0.2', null] });
  });
});

test('codes that a table shows are explained, in both languages, and no others', () => {
  const shownCodes = (language: 'en' | 'fr') => {
    const last = paperOf(derivation, language).at(-1);
    return last?.kind === 'list' ? last.items : [];
  };
  expect(shownCodes('en')).toEqual(
    expect.arrayContaining([
      'advertising: line: advertising',
      'not_paid: owed, but not shown to be paid',
      'near_total: at least 0.95 of the largest total goes first',
    ]),
  );
  expect(shownCodes('en').some((item) => item.startsWith('twin'))).toBe(false);
  expect(shownCodes('fr')).toContain(
    'superseded_by_hop\u202f: transmis par un intermédiaire\u202f: compté là où il arrive',
  );
  for (const meanings of CODES.values()) expect(Object.values(meanings)).not.toContain('');
});

test('a floor that could not be computed says why in words', () => {
  const floor = { ...floorRow, floor_eur: null, reason: 'panel_too_small,no_rate' };
  expect(textOf('fr', { floor })).toContain(
    'moins de 30 personnes derrière la mesure (panel_too_small), pas de taux approuvé pour un facteur (no_rate)',
  );
});

test('a month whose source was refused a take-back says so below its figure', () => {
  const floor = { ...floorRow, reason: 'refused_take_back' };
  expect(textOf('en', { floor })).toContain('the figure may be too high (refused_take_back)');
});
