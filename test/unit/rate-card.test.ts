// What a rate card must hold before it counts, and the fixed rates of the euro.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isApproved } from '../../pipeline/reference/approval.ts';
import { parseRateCard } from '../../pipeline/reference/rate-card.ts';
import { readReference } from '../../pipeline/reference/load.ts';

const CONTRACT = {
  id: 'share-1',
  factor: 'contractual_publisher_share',
  line: 'advertising',
  network: 'net.example',
  country: null,
  device: 'all',
  valid_from: '2015-01-01',
  valid_to: null,
  unit: 'share of what the advertiser pays',
  currency: null,
  low: '0.6',
  high: '0.7',
  source: 'contract of 3 December 2014',
  grade: 'published',
  approved_by: ['A. Martin', 'B. Durand'],
};
const CPM = {
  ...CONTRACT,
  id: 'cpm-1',
  factor: 'cpm',
  network: null,
  unit: 'USD per 1000 impressions',
  currency: 'USD',
  low: '0.1',
  high: '2',
};

function found(...rows: unknown[]): string[] {
  const { findings } = parseRateCard(JSON.stringify({ version: 'test', rows }));
  return findings.map(({ severity, row, field }) => `${severity} ${row} ${field}`);
}

describe('a rate card', () => {
  test('that ships has no error, and every row of it is approved', () => {
    const shipped = parseRateCard(readFileSync('reference/rate-card.json', 'utf8'));
    expect(shipped.findings).toEqual([]);
    expect(shipped.card?.rows.every(isApproved)).toBe(true);
  });

  test('is refused with the row and the field that are wrong', () => {
    expect(found(CONTRACT, CPM)).toEqual([]);
    expect(found({ ...CONTRACT, low: '0.8' })).toEqual(['error share-1 low']);
    expect(found({ ...CONTRACT, high: '70', unit: 'per cent' })).toEqual([
      'error share-1 unit',
      'error share-1 high',
    ]);
    expect(found({ ...CONTRACT, valid_to: '2014-12-31' })).toEqual(['error share-1 valid_to']);
    expect(found({ ...CONTRACT, network: null, country: 'FR', device: 'mobile' })).toEqual([
      'error share-1 network',
      'error share-1 country',
      'error share-1 device',
    ]);
    expect(found({ ...CONTRACT, factor: 'contractual_share' })).toEqual(['error share-1 factor']);
    expect(found({ ...CONTRACT, low: '-0.1' })).toEqual(['error share-1 low']);
    expect(found({ ...CONTRACT, low: 0.6 })).toEqual(['error share-1 low']);
    expect(found({ ...CONTRACT, source: '' })).toEqual(['error share-1 source']);
    expect(found({ ...CONTRACT, approved_by: 'A. Martin' })).toEqual(['error share-1 approved_by']);
    expect(found({ ...CONTRACT, contry: 'FR' })).toEqual(['error share-1 ']);
    expect(found({ ...CPM, currency: 'EUR' })).toEqual(['error cpm-1 unit']);
    expect(found({ ...CPM, currency: null, unit: 'CURRENCY per 1000 impressions' })).toEqual([
      'error cpm-1 currency',
    ]);
    expect(
      found(CONTRACT, { ...CONTRACT, valid_from: '2016-01-01' }).filter((one) =>
        one.startsWith('error'),
      ),
    ).toEqual(['error share-1 id']);
    expect(parseRateCard('{"version": ').card).toBeNull();
  });

  test('with several rows for the same days is loaded with a warning; other days, countries or networks give none', () => {
    const later = { ...CONTRACT, id: 'share-2', valid_from: '2015-06-01' };
    expect(found(CONTRACT, later)).toEqual(['warning share-2 valid_from']);
    expect(found({ ...CONTRACT, valid_to: '2015-05-31' }, later)).toEqual([]);
    expect(found({ ...CONTRACT, valid_to: '2015-06-01' }, later)).toEqual([
      'warning share-2 valid_from',
    ]);
    expect(found(CONTRACT, { ...later, network: 'other.example' })).toEqual([]);
  });

  test('has to be approved by two different names: one alone, or one written twice, is a draft', () => {
    const by = (...approved_by: string[]) => isApproved({ approved_by });
    expect(by('A. Martin', 'B. Durand')).toBe(true);
    expect([
      by(),
      by('A. Martin'),
      by('A. Martin', 'A. Martin'),
      by('A. Martin', ' a.  MARTIN '),
      by('A. Martin', ' '),
    ]).toEqual(Array(5).fill(false));
    expect([
      by('A. Martin', 'A. Mar\u200btin'),
      by('Anne A', 'Anne A.'),
      by('Anne A', 'Anne-A'),
    ]).toEqual([false, false, false]);
    expect(found({ ...CONTRACT, approved_by: ['A. Martin'] })).toEqual([
      'note share-1 approved_by',
    ]);
    expect(found({ ...CONTRACT, approved_by: ['Anne A', 'Anne \u0410'] })).toEqual([
      'error share-1 approved_by.1',
    ]);
    expect(found({ ...CONTRACT, approved_by: ['\u0410\u043d\u043d\u0430', 'Anne A'] })).toEqual([]);
  });

  test('whose value is ambiguous is refused: a repeated key, bytes that are not UTF-8', () => {
    const text = JSON.stringify({ version: '1', rows: [CONTRACT] });
    const messages = (written: string) =>
      parseRateCard(written).findings.map(({ message }) => message);
    expect(messages(text)).toEqual([]);
    expect(messages(text.replace('"low"', '"low":"0.1","low"'))).toEqual([
      '$.rows[0].low occurs twice, so its value is ambiguous; keep one',
    ]);
    expect(messages(text.replace('"1"', '"\uFFFD"'))).toEqual([
      'a character is not UTF-8; save the file as UTF-8',
    ]);
  });
});

describe('fixed rates of the euro', () => {
  test('are those of Regulation 2866/98, one for each currency, with the day of adoption', () => {
    const { rows } = readReference().euroConversions;
    expect(new Set(rows.map(({ currency }) => currency)).size).toBe(21);
    expect(rows.find(({ currency }) => currency === 'HRK')).toMatchObject({
      from: '2023-01-01',
      units_per_eur: '7.53450',
    });
    expect(rows.find(({ currency }) => currency === 'FRF')).toMatchObject({
      from: '1999-01-01',
      units_per_eur: '6.55957',
    });
  });
});
