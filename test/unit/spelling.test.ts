// What is taken in another spelling, and what means something else: one table for each field type
// of docs/records.md.
import { describe, expect, test } from 'vitest';
import type { Reason } from '../../schemas/reason.ts';
import { type TakenKind, taken } from './taken.ts';

interface Field {
  field: string;
  kind: TakenKind;
  /** Written, and as it is taken without a word. */
  spellings: Record<string, string>;
  /** Written, and the reason why it is refused. */
  refused: Record<string, Reason>;
}

const FIELDS: Field[] = [
  {
    field: 'value_date',
    kind: 'flow',
    spellings: {
      '2015-12-30': '2015-12-30',
      ' 2015-12-30 ': '2015-12-30',
      '20151230': '2015-12-30',
      '2015-12-30T00:00:00Z': '2015-12-30',
      '2015-12-30T00:00:00.000+00:00': '2015-12-30',
      '2015-12-30 00:00:00': '2015-12-30',
      '20151230T000000Z': '2015-12-30',
      '2016-02-29': '2016-02-29',
    },
    refused: {
      '30/12/2015': 'invalid_date',
      '2015-12-3': 'invalid_date',
      '2015-1230': 'invalid_date',
      '2015-12-30T00:00:01Z': 'invalid_date',
      '2015-12-30T00:00:00+01:00': 'invalid_date',
      '1451433600': 'invalid_date',
      '': 'invalid_date',
      '2015-12-32': 'impossible_date',
      '20151131': 'impossible_date',
      '2015-02-31': 'impossible_date',
      '1899-12-31': 'impossible_date',
      '2201-01-01': 'impossible_date',
    },
  },
  {
    field: 'month',
    kind: 'panel',
    spellings: {
      '2015-11': '2015-11',
      ' 2015-11\n': '2015-11',
      '201511': '2015-11',
      '2015-11-01': '2015-11',
      '20151101': '2015-11',
      '2015-11-01T00:00:00Z': '2015-11',
    },
    refused: {
      '2015-11-02': 'invalid_month',
      '11/2015': 'invalid_month',
      '2015-1': 'invalid_month',
      '201513': 'impossible_month',
      '2015-00-01': 'impossible_month',
    },
  },
  {
    field: 'observed_at',
    kind: 'observation',
    spellings: {
      '2015-11-12T10:00:00Z': '2015-11-12T10:00:00Z',
      '2015-11-12T10:00:00.000Z': '2015-11-12T10:00:00Z',
      '2015-11-12T10:00:00.5Z': '2015-11-12T10:00:00.500Z',
      '2015-11-12T10:00:00.123456789Z': '2015-11-12T10:00:00.123Z',
      '2015-11-12T10:00Z': '2015-11-12T10:00:00Z',
      '2015-11-12t10:00:00z': '2015-11-12T10:00:00Z',
      '2015-11-12 10:00:00 UTC': '2015-11-12T10:00:00Z',
      '2015-11-12T10:00:00,250+00': '2015-11-12T10:00:00.250Z',
      '2015-11-12T11:00:00+01:00': '2015-11-12T10:00:00Z',
      '2015-11-12T15:30:00+0530': '2015-11-12T10:00:00Z',
      '2015-11-11T23:00:00-11:00': '2015-11-12T10:00:00Z',
      '2016-03-01T00:30:00+01:00': '2016-02-29T23:30:00Z',
    },
    refused: {
      '2015-11-12': 'invalid_timestamp',
      '2015-11-12T10:00:00': 'invalid_timestamp',
      '2015-11-12T10:00:00 CET': 'invalid_timestamp',
      '2015-11-12T10:00:00+15:00': 'invalid_timestamp',
      '2015-11-12T10:00:00+01:60': 'invalid_timestamp',
      '1447322400000': 'invalid_timestamp',
      '2015-11-12T24:00:00+01:00': 'impossible_timestamp',
      '2015-11-12T10:60:00Z': 'impossible_timestamp',
      '2015-02-30T10:00:00+01:00': 'impossible_timestamp',
      '1900-01-01T00:00:00+01:00': 'impossible_timestamp',
      '2200-12-31T23:00:00-05:00': 'impossible_timestamp',
    },
  },
  {
    field: 'amount',
    kind: 'flow',
    spellings: {
      '812.5': '812.5',
      '812.50000000000': '812.5',
      '000000000000429.56': '429.56',
      '+812.50': '812.5',
      ' 812.50 ': '812.5',
      '.5': '0.5',
      '5.': '5',
      '0.00000001': '0.00000001',
      '-0': '0',
      '-0.00': '0',
      '-.0': '0',
      '00': '0',
    },
    refused: {
      '': 'invalid_amount',
      '-': 'invalid_amount',
      '.': 'invalid_amount',
      '+': 'invalid_amount',
      '812,50': 'invalid_amount',
      '1 812.50': 'invalid_amount',
      '1e3': 'invalid_amount',
      '0x10': 'invalid_amount',
      '٣': 'invalid_amount',
      '(812.50)': 'invalid_amount',
      '-0.01': 'negative_amount',
      nan: 'not_a_number',
      '-Infinity': 'not_a_number',
      '0.000000001': 'amount_too_precise',
      '+0.000000001': 'amount_too_precise',
      '100000000000000': 'amount_too_large',
    },
  },
  {
    field: 'currency',
    kind: 'flow',
    spellings: { USD: 'USD', usd: 'USD', ' Eur ': 'EUR', usdt: 'USDT', BTC: 'BTC', dem: 'DEM' },
    refused: {
      $: 'invalid_currency',
      US$: 'invalid_currency',
      '': 'invalid_currency',
      euros: 'unknown_currency',
      ZZZ: 'unknown_currency',
      ﬁm: 'invalid_currency',
    },
  },
  {
    field: 'country',
    kind: 'panel',
    spellings: {
      FR: 'FR',
      fr: 'FR',
      ' Fr ': 'FR',
      UK: 'GB',
      uk: 'GB',
      EL: 'GR',
      XK: 'XK',
      AN: 'AN',
    },
    refused: {
      FRA: 'invalid_country',
      '250': 'invalid_country',
      '': 'invalid_country',
      ß: 'invalid_country',
      EU: 'unknown_country',
      XX: 'unknown_country',
    },
  },
  {
    field: 'line',
    kind: 'flow',
    spellings: {
      file_host: 'file_host',
      'File Host': 'file_host',
      'FILE-HOST': 'file_host',
      ' Donation ': 'donation',
    },
    refused: { filehost: 'unknown_value', '': 'unknown_value', ads: 'unknown_value' },
  },
  {
    field: 'status',
    kind: 'flow',
    spellings: { PAID: 'paid', Accrued: 'accrued', ' reversed': 'reversed' },
    refused: { pending: 'unknown_value', refunded: 'unknown_value' },
  },
  {
    field: 'type',
    kind: 'event',
    spellings: { Seizure: 'seizure', ' LETTER': 'letter' },
    refused: { raid: 'unknown_value' },
  },
  {
    field: 'design_effect',
    kind: 'panel',
    spellings: { '2.50': '2.5', '+2': '2', '02.5': '2.5', '-0': '0', '.5': '0.5' },
    refused: {
      '-1': 'invalid_decimal',
      '2,5': 'invalid_decimal',
      '2.5000001': 'invalid_decimal',
      '1000000': 'invalid_decimal',
    },
  },
  {
    field: 'document_sha256',
    kind: 'flow',
    spellings: {
      ['ab'.repeat(32)]: 'ab'.repeat(32),
      ['AB'.repeat(32)]: 'ab'.repeat(32),
      [`sha256:${'ab'.repeat(32)}`]: 'ab'.repeat(32),
      [` SHA-256:${'Ab'.repeat(32)} `]: 'ab'.repeat(32),
    },
    refused: { ['ab'.repeat(20)]: 'invalid_sha256', ['xy'.repeat(32)]: 'invalid_sha256' },
  },
  {
    field: 'site',
    kind: 'site',
    // Kept as written, for the reader: the property is a column of its own.
    spellings: {
      'one.tv': 'one.tv',
      ' https://WWW.One.tv ': 'https://WWW.One.tv',
      'se\u0301ries.fr': 'séries.fr',
    },
    refused: { '  ': 'empty_text', localhost: 'invalid_site', '192.0.2.0/24': 'address_range' },
  },
  {
    field: 'network',
    kind: 'flow',
    spellings: { ' Net Example\n': 'Net Example', 'Re\u0301gie': 'Régie' },
    refused: { '': 'empty_text', '\u2800\u200b': 'empty_text', '\u3164': 'empty_text' },
  },
];

describe.each(FIELDS)('$field of a $kind', ({ field, kind, spellings, refused }) => {
  test.each(Object.entries(spellings))('%j is taken as %j', (written, as) => {
    const decoded = taken(kind, { [field]: written });
    expect(decoded).toMatchObject({ input: { record: { [field]: as } }, adjustments: [] });
    expect(taken(kind, { [field]: as }).digest).toBe(decoded.digest);
  });

  test.each(Object.entries(refused))('%j is refused: %s', (written, reason) => {
    expect(taken(kind, { [field]: written })).toMatchObject({
      outcome: 'rejected',
      reason,
      path: `$.${field}`,
    });
  });
});

describe('a share', () => {
  const shares = (share: string) => ({ site: null, site_shares: [{ site: 'one.tv', share }] });

  test.each([
    ['0.2500', '0.25'],
    ['1.0000000', '1'],
    ['.5', '0.5'],
    ['-0', '0'],
    ['+0.25', '0.25'],
  ])('%j is taken as %j', (written, as) => {
    expect(taken('flow', shares(written))).toMatchObject({ input: { record: shares(as) } });
  });

  test.each([
    ['25%', 'invalid_share'],
    ['1/4', 'invalid_share'],
    ['1.01', 'share_out_of_range'],
    ['-0.5', 'share_out_of_range'],
    ['0.1234567', 'share_too_precise'],
  ])('%j is refused: %s', (written, reason) => {
    expect(taken('flow', shares(written))).toMatchObject({ outcome: 'rejected', reason });
  });
});
