// plancher backtest: the library that ships, and rows that invite a guess. Floors come from the real engine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Case, readCases } from '../../pipeline/backtest/case-file.ts';
import { classifyAudience } from '../../pipeline/backtest/classify-audience.ts';
import { clopperPearson } from '../../pipeline/backtest/proportion.ts';
import { backtest } from '../../pipeline/backtest/run.ts';
import { loadConfig } from '../../pipeline/config.ts';
import { tickingClock } from './temporary-warehouse.ts';

const folder = mkdtempSync(join(tmpdir(), 'plancher-cases-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function casesFrom(rows: readonly unknown[]): Case[] {
  const path = join(folder, 'cases.json');
  writeFileSync(path, JSON.stringify(rows));
  return readCases(path);
}

const run = (cases: readonly Case[]) => backtest(loadConfig({}), tickingClock(), cases);

const PLAIN = {
  site: 'one.tv',
  period_start: '2015-11',
  period_end: '2015-11',
  audience_metric: 'unique visitors/month',
  audience_value: 450_000,
  audience_source: 'Mediametrie',
  revenue_value: 3000,
  revenue_currency: 'EUR',
  revenue_period: 'month',
  revenue_kind: 'advertising revenue established by the court',
  source: 'judgment',
  note: '[class: court judgment]',
};

describe('METHOD 8, property 5: no floor is above the established revenue', () => {
  test('on the case library that ships; Planet-Series, from its public audience alone, is above 0 and under 3,000 EUR', async () => {
    const rows = await run(readCases(null));
    expect(rows.map(({ row }) => row)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.filter(({ verdict }) => verdict === 'not_sound')).toEqual([]);
    const [planetSeries, ...others] = rows;
    expect(planetSeries).toMatchObject({ verdict: 'sound', audience_unit: 'unique_visitors_month', established_eur: '3000.0000' });
    expect(Number(planetSeries?.floor_eur)).toBeGreaterThan(0);
    expect(Number(planetSeries?.floor_eur)).toBeLessThan(3000);
    expect(others.filter(({ verdict }) => verdict === 'sound')).toEqual([]);
    expect(rows.every(({ reason }) => reason !== '')).toBe(true);
  });

  test('a floor above the figure is not sound, unless the figure is only a lower bound', async () => {
    const tiny = { ...PLAIN, revenue_value: 0.01 };
    const rows = await run(
      casesFrom([
        PLAIN,
        tiny,
        { ...tiny, site: 'two.tv', revenue_kind: 'minimum advertising revenue established by investigation' },
        { ...tiny, site: 'three.tv', revenue_kind: 'net profit established by the court' },
        { ...tiny, site: 'four.tv', revenue_kind: 'gross advertising revenue established by the court' },
        { ...PLAIN, site: 'five.tv', revenue_kind: 'gross advertising revenue established by the court' },
        {
          ...PLAIN,
          site: 'six.tv',
          audience_metric: 'Visiteurs uniques / mois (Médiamétrie)',
          revenue_kind: 'recettes publicitaires établies',
        },
        { ...PLAIN, site: 'seven.tv', revenue_period: 'year', revenue_currency: 'USD', period_start: '2015', period_end: '2015' },
        { ...PLAIN, site: 'eight.tv', revenue_value: 1.2, revenue_period: 'total', period_start: '2015', period_end: '2015-12' },
      ]),
    );
    expect(rows.map(({ verdict }) => verdict)).toEqual([
      'sound',
      'not_sound',
      'insufficient',
      'insufficient',
      'not_sound',
      'insufficient',
      'sound',
      'sound',
      'insufficient',
    ]);
    expect(rows[0]?.floor_eur).toBe(rows[1]?.floor_eur);
  });
});

test('a period that may mean several months is judged in each of them', async () => {
  const edge = { ...PLAIN, revenue_value: 0.253 };
  const rows = await run(
    casesFrom([
      { ...edge, site: 'one.tv' },
      { ...edge, site: 'two.tv', period_start: '2015', period_end: '2015' },
      { ...edge, site: 'three.tv', period_start: '2015-11', period_end: '2015-12' },
      { ...PLAIN, site: 'four.tv', period_start: '2015', period_end: '2015' },
      { ...PLAIN, site: 'five.tv', period_start: '2015-11', period_end: '2017-02' },
    ]),
  );
  expect(rows.map(({ verdict }) => verdict)).toEqual(['not_sound', 'insufficient', 'insufficient', 'sound', 'insufficient']);
  // Of the year the largest floor is shown, in the month in which a dollar was worth most: 0.9322 EUR, in fx-monthly.csv.
  expect([rows[3]?.floor_eur, rows[3]?.month]).toEqual(['0.2555', '2015-11']);
  expect(rows[3]?.reason).toContain('the largest floor of 12 months that the period can mean');
  expect(rows[4]?.reason).toContain('panel and universe of 2017-01 are not known');
});

describe('what cannot be classified with certainty', () => {
  test.each([
    'visits/month',
    'visitors/month',
    'unique visitors',
    'unique visitors/day',
    'visiteurs uniques/jour',
    'monthly uniques (peak)',
    'unique visitors/month (peak)',
    'unique visitors/month (average)',
    'page views',
    'pages vues/mois',
    'visitor-days',
    'subscribers',
    'abonnés',
    'downloads/month',
    'registered users',
    'Alexa rank',
    'users',
    'unique users/month',
    'unique IPs per month',
    'not unique visitors/month',
    'unique visitors/month or visits',
    'visiteurs uniques/mois (pic)',
    'up to 450000 unique visitors/month',
    '',
    'unique visitors/month, two sites',
    'monthly active users',
    'unique visitors/month since 2012',
  ])('audience "%s" is refused', (metric) => {
    expect(classifyAudience(metric).refusal).not.toBeNull();
  });

  test('revenue that is something else, several sites, and periods that are no months never count as sound', async () => {
    const changes: Partial<Record<keyof Case, unknown>>[] = [
      ...[
        'damages awarded by the court',
        'dommages et intérêts',
        'préjudice des ayants droit',
        'amende',
        'estimated by rights holder',
        'advertising revenue estimated by investigators',
        '340,000 subscribers x 10 EUR',
        'page views × CPM',
        'assets seized by the court',
        'criminal proceeds',
        'advertising revenue, up to',
        'revenue excluding advertising established',
        'something else',
        '',
        'manque à gagner',
        'hosting costs established',
        'advertising revenue claimed by the operator',
        'forfeiture sought',
        'bénéfice estimé',
        'advertising revenue established (upper bound)',
        'advertising revenue established (cap)',
        'advertising revenue established (best case)',
        'recettes publicitaires établies (plafond)',
        'advertising revenue established by court, in millions of EUR',
        "recettes publicitaires établies en milliers d'euros",
        'established advertising revenue (k EUR)',
        'double the established advertising revenue',
        'half of the established advertising revenue',
        'share of the advertising revenue established by court',
        'advertising revenue established, per day',
        'weekly advertising revenue established',
        'recettes publicitaires établies, journalières',
        'annual advertising revenue established',
        'quarterly advertising revenue established',
        'cumulative advertising revenue established',
        'advertising revenue established since 2009',
        'advertising revenue established in dollars',
        'advertising revenue of 5000 USD established',
        'no advertising revenue established',
        'advertising revenue never established',
        'established advertising revenue (unconfirmed)',
        'advertising revenue established, overturned on appeal',
        'turnover of the hosting company, established',
        'established advertising revenue of two sites',
        'average monthly advertising revenue established',
      ].map((revenue_kind) => ({ revenue_kind })),
      { note: '[class: multiplication]' },
      { note: '[class: damages] x' },
      { evidence_class: 'multiplication' },
      { evidence_class: 'rightsholder-estimate' },
      { refusal_reason: 'damages are not revenue' },
      { period_start: '2015-02-30', period_end: '2015-02-30' },
      { note: '', revenue_kind: 'advertising revenue' },
      { site: 'one.tv + two.tv' },
      { site: 'one.tv and mirrors' },
      { period_start: null, revenue_period: 'total' },
      { period_end: 'spring 2015' },
      { period_end: '2014-01' },
      { revenue_period: 'week' },
      { revenue_currency: 'euros' },
      { revenue_currency: null },
      { audience_value: -1 },
    ];
    const rows = await run(casesFrom(changes.map((change) => ({ ...PLAIN, ...change }))));
    expect(rows.filter(({ verdict }) => verdict !== 'refused')).toEqual([]);
  });

  test('what is plain and gives no floor is insufficient, with floor null', async () => {
    const changes = [
      { revenue_value: null },
      { audience_value: null },
      { revenue_kind: 'subscription income of a paid IPTV, court judgment' },
      { revenue_kind: 'donations, court judgment' },
      { audience_source: 'complaint' },
      { audience_source: 'not measured by Mediametrie; Alexa' },
      { audience_source: 'Mediametrie? site claim' },
      { audience_source: 'extrapolated from Mediametrie' },
      { audience_source: "site's own counter, above Mediametrie" },
      { period_start: null, period_end: null },
      { period_start: '2019-03', period_end: '2019-03' },
      { revenue_currency: 'RUB' },
      { audience_value: 90_000_000 },
    ];
    const rows = await run(casesFrom(changes.map((change, index) => ({ ...PLAIN, site: `s${String(index)}.tv`, ...change }))));
    expect(rows.map(({ verdict, floor_eur }) => [verdict, floor_eur])).toEqual(changes.map(() => ['insufficient', null]));
  });

  test('a case that stands there twice is evidence once', async () => {
    const rows = await run(casesFrom([PLAIN, { ...PLAIN, revenue_value: 2999 }, PLAIN]));
    expect(rows.map(({ verdict }) => verdict)).toEqual(['sound', 'sound', 'refused']);
    expect(rows[2]?.reason).toBe('the same case as row 1: it counts once');
  });

  test('another shape is an error that names the row and the field', () => {
    const message = (rows: readonly unknown[]) => () => casesFrom(rows);
    expect(message([PLAIN, { ...PLAIN, revenue_value: '3000' }])).toThrow(/row 2: revenue_value/);
    expect(message([{ ...PLAIN, revenu_value: 1 }])).toThrow(/row 1/);
    expect(message([null])).toThrow(/row 1/);
    const path = join(folder, 'twice.json');
    writeFileSync(path, JSON.stringify([PLAIN]).replace('"site"', '"site":"other.tv","site"'));
    expect(() => readCases(path)).toThrow('$[0].site stands twice');
  });
});

test('the interval of a proportion is the exact one', () => {
  // R: binom.test(3, 60)$conf.int, binom.test(0, 10)$conf.int
  expect(clopperPearson(3, 60).lower).toBeCloseTo(0.010428, 5);
  expect(clopperPearson(3, 60).upper).toBeCloseTo(0.139248, 5);
  expect(clopperPearson(0, 10).lower).toBe(0);
  expect(clopperPearson(0, 10).upper).toBeCloseTo(0.308497, 5);
});
