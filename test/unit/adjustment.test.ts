// What a null means, and what intake changes in a record and says.
import { describe, expect, test } from 'vitest';
import type { AdjustmentCode } from '../../schemas/adjustment.ts';
import { decode } from '../../schemas/decode.ts';
import { type Fields, lineOf } from '../records.ts';
import { type TakenKind, taken } from './taken.ts';

describe('what a null means, or a field that is left out', () => {
  const meant = (kind: TakenKind, change: Fields) => taken(kind, change).digest;

  const rows: [TakenKind, Fields, Fields][] = [
    ['flow', { line: null }, { line: 'other' }],
    ['flow', { basis: null }, { basis: 'net' }],
    ['flow', { basis: null, value_date: null }, { basis: 'gross', value_date: null }],
    ['flow', { revision: null, void: null }, { revision: 1, void: false }],
    ['flow', { upstream: null, settles: null }, { upstream: [], settles: [] }],
    ['flow', { site_shares: [] }, { site_shares: null }],
    ['flow', { payee: { name: null } }, { payee: null }],
    ['panel', { device: null }, { device: 'all' }],
    ['observation', { slots: null, ads_txt: null }, { slots: [], ads_txt: [] }],
  ];

  test.each(rows)('%s: %j is %j', (kind, written, as) => {
    expect(meant(kind, written)).toBe(meant(kind, as));
  });

  test('all countries together is not France', () => {
    expect(meant('panel', { country: null })).not.toBe(meant('panel', { country: 'FR' }));
  });

  test('nothing said of a conduit is not false', () => {
    const network = { record_id: 'n', source: 's', network: 'n.example', name: 'N' };
    const digest = (is_conduit: boolean | null) =>
      decode('network', lineOf({ ...network, is_conduit })).digest;
    expect(new Set([null, true, false].map(digest)).size).toBe(3);
  });
});

describe('what is changed, and said', () => {
  const ETH = { currency: 'ETH', amount: '0.000000001' };
  const back = { status: 'reversed' };
  const own = { source: 'statement', flow_id: 'f' };
  const rows: [string, Fields, Fields, [AdjustmentCode, string][]][] = [
    [
      '30 February',
      { value_date: '2015-02-30', period_end: '20160230', period_start: '2016-02-01' },
      { value_date: '2015-02-28', period_end: '2016-02-29' },
      [
        ['day_after_february', '$.period_end'],
        ['day_after_february', '$.value_date'],
      ],
    ],
    [
      '29 February of a year without',
      { statement_date: '1900-02-29T00:00:00Z' },
      { statement_date: '1900-02-28' },
      [['day_after_february', '$.statement_date']],
    ],
    ['paid: down', ETH, { amount: '0' }, [['digits_cut', '$.amount']]],
    ['accrued: down', { ...ETH, status: 'accrued' }, { amount: '0' }, [['digits_cut', '$.amount']]],
    ['back: up', { ...ETH, ...back }, { amount: '0.00000001' }, [['digits_cut', '$.amount']]],
    [
      'back in another spelling: up',
      { currency: ' eth', amount: '+09.999999999', status: ' Reversed' },
      { amount: '10', status: 'reversed', currency: 'ETH' },
      [['digits_cut', '$.amount']],
    ],
    [
      'a reversal of itself',
      { ...back, reverses: own },
      { reverses: null },
      [['own_entry_dropped', '$.reverses']],
    ],
    [
      'a hop from itself, and one flow twice',
      {
        upstream: [{ flow_id: 'x' }, { flow_id: 'f' }, { source: 'statement', flow_id: 'x' }, own],
      },
      { upstream: [{ source: null, flow_id: 'x' }] },
      [
        ['own_entry_dropped', '$.upstream[1]'],
        ['repeated_entry_dropped', '$.upstream[2]'],
        ['own_entry_dropped', '$.upstream[3]'],
      ],
    ],
    [
      'one line settled twice',
      { settles: ['x', { source: ' statement', flow_id: ' x ' }] },
      { settles: ['x'] },
      [['repeated_entry_dropped', '$.settles[1]']],
    ],
  ];

  test.each(rows)('%s', (_, change, as, adjustments) => {
    const decoded = taken('flow', change);
    expect(decoded).toMatchObject({
      input: { record: as },
      adjustments: adjustments.map(([code, path]) => ({ code, path })),
    });
    const again = taken('flow', { ...change, ...as });
    expect(again).toMatchObject({ outcome: 'valid', digest: decoded.digest, adjustments: [] });
  });

  test('a flow of the same name from another source is another flow', () => {
    const upstream = [{ source: 'bank', flow_id: 'f' }];
    expect(taken('flow', { upstream })).toMatchObject({
      input: { record: { upstream } },
      adjustments: [],
    });
  });

  test('one site with two shares has both', () => {
    const site_shares = [
      { site: 'one.tv', share: '0.25' },
      { site: 'www.one.tv', share: '0.3' },
    ];
    expect(taken('flow', { site: null, site_shares })).toMatchObject({
      input: { record: { site_shares } },
      adjustments: [],
    });
  });
});

describe('lines of ads.txt', () => {
  const line = { network: 'n.example', account: 'a', relation: 'DIRECT' };
  const crawl = (...ads_txt: unknown[]) => taken('observation', { ads_txt });

  test.each(['direct', ' Direct ', 'DIRECT'])('relation %j is DIRECT', (relation) => {
    expect(crawl({ ...line, relation })).toMatchObject({
      input: { record: { ads_txt: [line] } },
      adjustments: [],
    });
  });

  test.each([
    ['another relation', { ...line, relation: 'PARTNER' }],
    ['no relation', { network: 'n.example', account: 'a' }],
    ['an empty account', { ...line, account: ' ' }],
    ['a text', 'n.example, a, DIRECT'],
    ['null', null],
    ['a list', [line]],
    ['an account that is too long', { ...line, account: 'x'.repeat(1_001) }],
  ])('%s costs its line and not the crawl', (_, wrong) => {
    const decoded = crawl(line, wrong);
    expect(decoded).toMatchObject({
      input: { record: { ads_txt: [line] } },
      adjustments: [{ code: 'ads_txt_line_dropped', path: '$.ads_txt[1]' }],
    });
    expect(crawl(line).digest).toBe(decoded.digest);
  });

  test('beside another fault no line is left out: paths lead into what was sent', () => {
    expect(taken('observation', { ads_txt: [null, line], pages_sampled: -1 })).toMatchObject({
      reason: 'integer_out_of_range',
      path: '$.pages_sampled',
    });
    expect(crawl(null, { ...line, certificate: 'x' })).toMatchObject({
      reason: 'unknown_field',
      path: '$.ads_txt[1].certificate',
    });
  });
});
