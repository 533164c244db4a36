// The form of published cases: what a file may hold, and that reference/README.md documents it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCases } from '../../pipeline/trial/backtest/case-file.ts';
import { caseMonths } from '../../pipeline/reference/case-period.ts';
import {
  ENUMERATIONS,
  caseSchema,
  periodSchema,
  quoteSchema,
} from '../../pipeline/reference/published-case.ts';
import { PACKAGE_ROOT } from '../../pipeline/platform/package-root.ts';
import { PLAIN_CASE } from '../published-case.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

function reading(content: unknown, change: (text: string) => string = (text) => text) {
  const path = join(folder, 'cases.json');
  writeFileSync(path, change(JSON.stringify(content)));
  return readCases(path);
}

const changed = (field: string, value: unknown) => {
  const [first = '', second] = field.split('.');
  return second === undefined
    ? { ...PLAIN_CASE, [first]: value }
    : { ...PLAIN_CASE, [first]: { ...PLAIN_CASE.period, [second]: value } };
};

describe('each enumerated field', () => {
  const readme = readFileSync(join(PACKAGE_ROOT, 'reference', 'README.md'), 'utf8');

  test.each(Object.entries(ENUMERATIONS))(
    '%s takes its values and null, and the README says what each means',
    (field, meanings) => {
      for (const [value, meaning] of Object.entries(meanings)) {
        expect(reading([changed(field, value)]).cases).toHaveLength(1);
        expect(readme).toContain(`| \`${field}\` | \`${value}\` | ${meaning} |`);
      }
      expect(reading([changed(field, null)]).cases).toHaveLength(1);
      for (const wrong of ['', 'toString', 'Advertising', 'revenue, up to', 1, ['value']])
        expect(() => reading([PLAIN_CASE, changed(field, wrong)])).toThrow(
          `case 2: ${field}: write one of ${Object.keys(meanings).join(', ')}, or null`,
        );
    },
  );

  test('is in the README with every other field', () => {
    const fields = [
      ...Object.keys(caseSchema.shape),
      ...Object.keys(periodSchema.shape).map((key) => `period.${key}`),
      ...Object.keys(quoteSchema.shape).map((key) => `quotes.${key}`),
    ];
    expect(fields.filter((field) => !readme.includes(`| \`${field}\` |`))).toEqual([]);
  });
});

test.each<[string, unknown]>([
  ['case_id', ''],
  ['case_id', undefined],
  ['site', ' '],
  ['case_id', 'odd\u001b[2J'],
  ['site', 'one\u200b.tv'],
  ['domains', ['one.tv', 'not a domain']],
  ['audience_value', -1],
  ['audience_value', 0.5],
  ['audience_value', '450000'],
  ['audience_country', 'France'],
  ['revenue_amount', 3000],
  ['revenue_amount', '-3000'],
  ['revenue_amount', '3,000'],
  ['revenue_amount', '1e3'],
  ['revenue_currency', 'euros'],
  ['period.from', '2015'],
  ['period.from', '2015-13'],
  ['period.to', '2015-02-30'],
  ['period.to', 'spring 2015'],
  ['period', '2015'],
  ['quotes', [{ about: 'revenue', words: 'x' }]],
])('a wrong %s (%j) is an error that names the case and the field', (field, value) => {
  const named =
    field === 'domains' ? 'domains.1' : field === 'quotes' ? 'quotes.0.verbatim' : field;
  expect(() => reading([PLAIN_CASE, changed(field, value)])).toThrow(`case 2: ${named}: `);
});

test('names are normalized like identifiers', () => {
  const { cases } = reading([{ ...PLAIN_CASE, case_id: ' plain ', site: 'cine\u0301ma ' }]);
  expect(cases[0]).toMatchObject({ case_id: 'plain', site: 'cin\u00e9ma' });
});

test('a file that is not a list of cases is an error', () => {
  expect(() => reading([null])).toThrow(/case 1: /);
  expect(() => reading({ cases: [] })).toThrow('write a JSON array of cases');
  expect(() =>
    reading([PLAIN_CASE], (text) => text.replace('"site"', '"site":"other.tv","site"')),
  ).toThrow('$[0].site occurs twice');
});

test('unknown keys are reported with their case, and the rest of the case is taken', () => {
  const quote = { about: 'revenue', words: 'x', verbatim: true, page: 3 };
  const rows = [
    PLAIN_CASE,
    {
      ...PLAIN_CASE,
      case_id: 'other',
      revenu_value: 1,
      period: { ...PLAIN_CASE.period, until: '2016' },
      quotes: [quote],
    },
  ];
  const { cases, unknownKeys } = reading({ version: '1', rows, made_by: 'x' });
  expect(cases.map(({ case_id: id }) => id)).toEqual(['plain', 'other']);
  expect(cases[1]).toMatchObject({
    revenue_amount: '3000',
    period: PLAIN_CASE.period,
    quotes: [{ words: 'x', verbatim: true }],
  });
  expect(unknownKeys).toEqual([
    { where: 'the file', key: 'made_by' },
    ...['revenu_value', 'period.until', 'quotes.0.page'].map((key) => ({
      where: 'case 2 (other)',
      key,
    })),
  ]);
});

test('the library that ships has no unknown keys, and no case_id twice', () => {
  const { cases, unknownKeys } = readCases(null);
  expect(unknownKeys).toEqual([]);
  expect(new Set(cases.map(({ case_id: id }) => id)).size).toBe(cases.length);
  expect(cases.filter(({ quotes }) => !quotes.some(({ about }) => about === 'revenue'))).toEqual(
    [],
  );
});

test('months of a period: those that it touches, and those that it covers', () => {
  const months = (from: string | null, to: string | null) => {
    const known = caseMonths({ from, to, edges: 'exact', per: 'whole' });
    return known === null ? null : [known.last - known.first + 1, known.whole];
  };
  expect(months('2015-11', '2015-11')).toEqual([1, 1]);
  expect(months('2015-11', '2016-02')).toEqual([4, 4]);
  expect(months('2015-11-01', '2016-02-29')).toEqual([4, 4]);
  expect(months('2015-11-02', '2016-02-29')).toEqual([4, 3]);
  expect(months('2015-11-02', '2016-02-28')).toEqual([4, 2]);
  expect(months('2015-11-02', '2015-11-29')).toEqual([1, 0]);
  expect(months('2015-12', '2015-11')).toBeNull();
  expect(months('2015-11-03', '2015-11-02')).toBeNull();
  expect(months(null, '2015-11')).toBeNull();
});
