import { describe, expect, test } from 'vitest';
import { flowForm } from '../../../pipeline/method/revision.ts';
import { evidenceOf, floorText, flow, inMonth, reversal, site } from '../flow-records.ts';

const MARCH = inMonth('2020-03');

describe('M-REVISION: the highest revision of (source, flow_id) stands', () => {
  const first = flow('f1', { ...MARCH, amount: '100' });
  const second = flow('f1', { ...MARCH, amount: '40', revision: 2 });
  const third = flow('f1', { ...MARCH, amount: '70', revision: 3 });

  test('in any order of arrival', () => {
    expect(floorText(evidenceOf([first, second, third]))).toEqual({ '2020-03': '70.0000' });
    expect(floorText(evidenceOf([third, first, second]))).toEqual({ '2020-03': '70.0000' });
  });

  test('another source, or another id, is another record', () => {
    const other = flow('f2', { ...MARCH, amount: '7' });
    expect(floorText(evidenceOf([third, other]))).toEqual({ '2020-03': '77.0000' });
    const ofBank = flow('f1', { ...inMonth('2019-03'), source: 'bank', amount: '7' });
    expect(floorText(evidenceOf([third, ofBank]))).toEqual({
      '2019-03': '7.0000',
      '2020-03': '70.0000',
    });
  });

  test('a highest revision that is void says that the record never was', () => {
    const void4 = flow('f1', { ...MARCH, revision: 4, void: true });
    expect(floorText(evidenceOf([first, void4]))).toEqual({});
    const again = flow('f1', { ...MARCH, amount: '9', revision: 5 });
    expect(floorText(evidenceOf([first, void4, again]))).toEqual({ '2020-03': '9.0000' });
  });

  test('the same content again is a repeat', () => {
    expect(floorText(evidenceOf([first, first]))).toEqual({ '2020-03': '100.0000' });
  });
});

describe('M-DISPUTE: several contents under the highest revision', () => {
  const DISPUTED = { '2020-03': 'disputed' };

  test('count 0', () => {
    const contents = [
      flow('f1', { ...MARCH, amount: '100' }),
      flow('f1', { ...MARCH, amount: '99' }),
    ];
    expect(floorText(evidenceOf(contents))).toEqual(DISPUTED);
  });

  test('a void content beside another is a dispute', () => {
    const contents = [flow('f1', MARCH), flow('f1', { ...MARCH, void: true })];
    expect(floorText(evidenceOf(contents))).toEqual(DISPUTED);
  });

  test('a domain and its label are two contents, in any order: only the domain has a key', () => {
    const contents = ['popads', 'popads.net'].map((name) =>
      flow('f1', { ...MARCH, network: name }),
    );
    expect(floorText(evidenceOf(contents))).toEqual(DISPUTED);
    expect(floorText(evidenceOf(contents.toReversed()))).toEqual(DISPUTED);
  });

  test('void contents only are no record', () => {
    const contents = ['1', '2'].map((amount) => flow('f1', { ...MARCH, amount, void: true }));
    expect(floorText(evidenceOf(contents))).toEqual({});
  });

  test('a dispute under a lower revision is over', () => {
    const contents = [
      flow('f1', { ...MARCH, amount: '100' }),
      flow('f1', { ...MARCH, amount: '99' }),
      flow('f1', { ...MARCH, amount: '50', revision: 2 }),
    ];
    expect(floorText(evidenceOf(contents))).toEqual({ '2020-03': '50.0000' });
  });

  test('takes back the largest of what its reversed contents take back', () => {
    const target = flow('f1', { ...MARCH, amount: '100' });
    const take = (amount: string) => reversal('r1', 'f1', { amount });
    expect(floorText(evidenceOf([target, take('10'), take('30')]))).toEqual({
      '2020-03': '70.0000',
    });
    expect(floorText(evidenceOf([target, take('30'), take('10'), take('20')]))).toEqual({
      '2020-03': '70.0000',
    });
  });

  test('takes back for each network key the largest', () => {
    const flows = [
      flow('a', { ...MARCH, amount: '100', network: 'popads.net' }),
      flow('b', { ...MARCH, amount: '200', network: 'adsterra.com' }),
      reversal('r1', 'a', { amount: '10' }),
      reversal('r1', 'b', { amount: '30' }),
      reversal('r1', 'a', { amount: '15' }),
    ];
    // 300 - 15 - 30.
    expect(floorText(evidenceOf(flows))).toEqual({ '2020-03': '255.0000' });
  });

  test('a content without a rate takes back most', () => {
    const flows = [
      flow('a', { ...MARCH, amount: '100' }),
      reversal('r1', 'a', { amount: '10' }),
      reversal('r1', 'a', { amount: '1', currency: 'USD' }),
      flow('b', { ...inMonth('2021-03'), amount: '8' }),
    ];
    expect(floorText(evidenceOf(flows))).toEqual({
      '2020-03': 'only_taken_back',
      '2021-03': '8.0000',
    });
    const twoDollars = reversal('r1', 'a', { amount: '2', currency: 'USD' });
    const [paid, eur, usd] = flows;
    if (paid === undefined || eur === undefined || usd === undefined)
      throw new Error('three flows');
    expect(floorText(evidenceOf([paid, usd, eur]))).toEqual({ '2020-03': 'only_taken_back' });
    expect(floorText(evidenceOf([paid, twoDollars, eur]))).toEqual({
      '2020-03': 'only_taken_back',
    });
  });

  test('supersedes what any of its contents names', () => {
    const one = flow('a', { ...MARCH, amount: '100' });
    const other = flow('b', { ...MARCH, amount: '50' });
    const up = (id: string) => ({ upstream: [{ source: null, flow_id: id }] });
    const contents = [
      flow('h', { ...MARCH, amount: '1', ...up('a') }),
      reversal('h', null, { ...MARCH, amount: '1', ...up('b') }),
    ];
    expect(floorText(evidenceOf([one, other, ...contents]))).toEqual({
      '2020-03': 'disputed, superseded_by_hop',
    });
  });

  test('a record of who is who in dispute says nothing', () => {
    const sites = [
      site('films.tv', 'films', { record_id: 's1' }),
      site('films.tv', 'others', { record_id: 's1' }),
    ];
    const evidence = evidenceOf([flow('f1', MARCH)], { sites });
    expect(floorText(evidence)).toEqual({});
    expect(floorText(evidence, { operation: 'films.tv' })).toEqual({ '2020-03': '100.0000' });
  });
});

describe('M-DISPUTE: contents are compared in canonical form', () => {
  const base = {
    ...MARCH,
    amount: '812.5',
    publisher_account: 'DE44 5001 0517 5407 3249 31',
    payer_account: 'GB29 NWBK 6016 1331 9268 19',
    payee: { account: 'FR1420041010050500013M02606', name: 'Films' },
    withheld: [{ kind: 'tax' as const, amount: '1.5' }],
    upstream: [
      { source: null, flow_id: 'u1' },
      { source: 'agent', flow_id: 'u2' },
    ],
    settles: ['l1', 'l2'],
  };
  const shares = {
    site: null,
    site_shares: [
      { site: 'films.tv', share: '0.5' },
      { site: 'series.tv', share: '0.25' },
    ],
  };
  const form = (fields: object) => flowForm({ ...flow('f1', base), ...fields });

  test.for<[string, object]>([
    ['amount', { amount: '812.5000' }],
    ['network', { network: 'http://www.PopAds.net/' }],
    ['publisher account', { publisher_account: 'de44500105175407324931' }],
    ['payer account', { payer_account: 'GB29NWBK60161331926819' }],
    [
      'payee account',
      { payee: { ...flow('f1', base).payee, account: 'FR14 2004 1010 0505 0001 3M02 606' } },
    ],
    ['site', { site: 'WWW.films.tv' }],
    ['withheld', { withheld: [{ kind: 'tax', amount: '1.50' }] }],
    ['upstream', { upstream: [base.upstream[1], { source: 'statement', flow_id: 'u1' }] }],
    ['settles', { settles: ['l2', 'l1'] }],
  ])('another spelling of %s is the same content', ([, fields]) => {
    expect(form(fields)).toBe(form({}));
  });

  test.for<[string, object]>([
    ['amount', { amount: '812.51' }],
    ['network', { network: 'adsterra.com' }],
    ['no network', { network: null }],
    ['publisher account', { publisher_account: 'pub-1' }],
    ['payer account', { payer_account: null }],
    ['payee account', { payee: null }],
    ['site', { site: 'series.tv' }],
    ['no site', { site: null }],
    ['a site that is none', { site: 'films.tv/page' }],
    ['withheld', { withheld: [{ kind: 'tax', amount: '1.6' }] }],
    ['upstream', { upstream: [{ source: 'other', flow_id: 'u1' }, base.upstream[1]] }],
    ['settles', { settles: ['l1'] }],
    ['period', inMonth('2020-04')],
    ['value date', { value_date: '2020-04-01' }],
    ['status', { status: 'accrued' }],
  ])('another %s is another content', ([, fields]) => {
    expect(form(fields)).not.toBe(form({}));
  });

  test('a share has one form, in any order of the sites', () => {
    const other = [...shares.site_shares]
      .reverse()
      .map((entry) => ({ ...entry, share: `${entry.share}0` }));
    expect(form({ ...shares, site_shares: other })).toBe(form(shares));
    const less = [{ site: 'films.tv', share: '0.4' }];
    expect(form({ ...shares, site_shares: less })).not.toBe(form(shares));
  });

  test('a reversal of its own source may name it or not', () => {
    const reverses = { source: 'statement', flow_id: 'x' };
    const own = { status: 'reversed', reverses };
    expect(form(own)).toBe(form({ ...own, reverses: { ...reverses, source: null } }));
    expect(form(own)).not.toBe(form({ ...own, reverses: { ...reverses, source: 'bank' } }));
    expect(form(own)).not.toBe(form({ ...own, reverses: { ...reverses, flow_id: 'y' } }));
  });
});
