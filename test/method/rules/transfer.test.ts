import { describe, expect, test } from 'vitest';
import { account, between, evidenceOf, floorText, flow, reversal, site } from '../flow-records.ts';

const OWN = 'DE44500105175407324931';
const MARCH = { ...between('2020-03-01', '2020-03-31'), amount: '310' };

const films = (
  flows: ReturnType<typeof flow>[],
  accounts: ReturnType<typeof account>[] = [account(OWN, 'films')],
) => floorText(evidenceOf(flows, { accounts }));

describe('M-TRANSFER: a flow from an account of the operation that it goes to', () => {
  test('is no revenue', () => {
    expect(films([flow('f1', { ...MARCH, payer_account: OWN })])).toEqual({});
    expect(films([flow('f1', { ...MARCH, payer_account: 'other' })])).toEqual({
      '2020-03': '310.0000',
    });
    expect(films([flow('f1', { ...MARCH, payer_account: OWN })], [account(OWN, 'other')])).toEqual({
      '2020-03': '310.0000',
    });
  });

  test('of an account that stands for an unknown one is none', () => {
    const rows = [account('UNKNOWN', 'films')];
    expect(films([flow('f1', MARCH)], rows)).toEqual({ '2020-03': '310.0000' });
    expect(films([flow('f1', { ...MARCH, payer_account: 'UNKNOWN' })], rows)).toEqual({
      '2020-03': '310.0000',
    });
  });

  test('is listed as left out where anything else is in its month', () => {
    const flows = [flow('f1', { ...MARCH, payer_account: OWN }), flow('f2', MARCH)];
    expect(films(flows)).toEqual({ '2020-03': '310.0000' });
  });

  test('is decided on the value date, else the statement date, else the last day', () => {
    const onDay = (day: string) => [account(OWN, 'films', { valid_from: day, valid_to: day })];
    const from = (fields: object) => [flow('f1', { ...MARCH, payer_account: OWN, ...fields })];
    const dates = { value_date: '2020-04-05', statement_date: '2020-04-03' };
    expect(films(from(dates), onDay('2020-04-05'))).toEqual({});
    expect(films(from(dates), onDay('2020-04-03'))).toEqual({ '2020-03': '310.0000' });
    expect(films(from({ statement_date: '2020-04-03' }), onDay('2020-04-03'))).toEqual({});
    expect(films(from({ statement_date: '2020-04-03' }), onDay('2020-03-31'))).toEqual({
      '2020-03': '310.0000',
    });
    expect(films(from({}), onDay('2020-03-31'))).toEqual({});
    expect(films(from({}), onDay('2020-03-01'))).toEqual({ '2020-03': '310.0000' });
  });

  test('any row makes an account an own one', () => {
    const rows = [account(OWN, 'films', { network: 'popads.net' }), account(OWN, 'other')];
    const flows = [flow('f1', { ...MARCH, payer_account: OWN })];
    expect(films(flows, rows)).toEqual({});
  });

  test('of a flow to several operations is decided for each', () => {
    const flows = [
      flow('f1', {
        ...MARCH,
        site: null,
        payer_account: OWN,
        site_shares: [
          { site: 'films.tv', share: '0.4' },
          { site: 'series.tv', share: '0.5' },
        ],
      }),
    ];
    const evidence = evidenceOf(flows, { accounts: [account(OWN, 'films')] });
    expect(floorText(evidence)).toEqual({});
    expect(floorText(evidence, { operation: 'series.tv' })).toEqual({ '2020-03': '155.0000' });
  });

  test('names, supersedes and settles nothing', () => {
    const flows = [
      flow('f1', MARCH),
      flow('t1', {
        ...MARCH,
        source: 'bank',
        payer_account: OWN,
        upstream: [{ source: 'statement', flow_id: 'f1' }],
      }),
    ];
    expect(films(flows)).toEqual({ '2020-03': '310.0000' });
  });

  test('goes with the rest that is nobody\u2019s', () => {
    const part = {
      ...MARCH,
      site: null,
      site_shares: [{ site: 'films.tv', share: '0.5' }],
      upstream: [{ source: null, flow_id: 'f1' }],
    };
    const flows = (payer: string) => [
      flow('f1', MARCH),
      flow('t1', { ...part, source: 'statement', payer_account: payer }),
    ];
    expect(films(flows(OWN))).toEqual({ '2020-03': '310.0000' });
    expect(films(flows('other'))).toEqual({ '2020-03': '155.0000' });
  });

  test('whose days are of nobody is none', () => {
    const sites = [site('films.tv', 'films'), site('films.tv', 'rival')];
    const flows = [
      flow('f1', { ...MARCH, site: 'series.tv' }),
      flow('h1', {
        ...MARCH,
        payer_account: OWN,
        upstream: [{ source: null, flow_id: 'f1' }],
      }),
    ];
    const evidence = evidenceOf(flows, { sites, accounts: [account(OWN, 'films')] });
    // It stays a hop, and supersedes what it names.
    expect(floorText(evidence, { operation: 'series.tv' })).toEqual({
      '2020-03': 'superseded_by_hop',
    });
  });

  test('a take-back is never a transfer', () => {
    const flows = [
      flow('f1', MARCH),
      reversal('r1', 'f1', { amount: '10', payer_account: OWN, value_date: '2020-04-01' }),
    ];
    expect(films(flows)).toEqual({ '2020-03': '300.0000' });
  });
});
