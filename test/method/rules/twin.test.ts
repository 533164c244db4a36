import { describe, expect, test } from 'vitest';
import { countingFlows, evidenceOf, floorText, flow, inMonth, reversal } from '../flow-records.ts';

const PAID = { ...inMonth('2020-03'), value_date: '2020-04-10' };
const two = (fields: object, first: object = {}) => [
  flow('a', { ...PAID, ...first }),
  flow('b', { ...PAID, ...first, ...fields }),
];

describe('M-TWIN: paid flows of one source that are alike', () => {
  test.for<[string, object]>([
    ['flow_id', {}],
    ['revision', { revision: 7 }],
    ['digest of the document', { document_sha256: 'a'.repeat(64) }],
    ['place in the document', { document_place: 'line 4' }],
    ['impressions', { impressions: 10 }],
    ['clicks', { clicks: 10 }],
    ['spelling', { network: 'PopAds.net', site: 'www.films.tv', amount: '100.00' }],
  ])('are one flow, whatever their %s', ([, fields]) => {
    expect(floorText(evidenceOf(two(fields)))).toEqual({ '2020-03': '100.0000' });
  });

  test.for<[string, object]>([
    ['amount', { amount: '100.01' }],
    ['value date', { value_date: '2020-04-11' }],
    ['statement date', { statement_date: '2020-04-11' }],
    ['account', { publisher_account: 'pub-1' }],
    ['line', { line: 'donation' }],
    ['payee', { payee: { name: 'Films' } }],
    ['upstream', { upstream: [{ source: null, flow_id: 'x' }] }],
    ['deduction at source', { withheld: [{ kind: 'tax', amount: '1' }] }],
  ])('are two with another %s', ([, fields]) => {
    expect(countingFlows(evidenceOf(two(fields)))).toHaveLength('upstream' in fields ? 1 : 2);
  });

  test('are one flow where no network is known', () => {
    expect(floorText(evidenceOf(two({}, { network: null })))).toEqual({ '2020-03': '100.0000' });
  });

  test('of another source are two', () => {
    const flows = two({ source: 'dashboard' });
    // M-OWNER: one of two equal sources counts.
    expect(floorText(evidenceOf(flows))).toEqual({ '2020-03': '100.0000' });
    expect(countingFlows(evidenceOf(flows))).toEqual(['b']);
  });

  test('without a value date are two', () => {
    expect(floorText(evidenceOf(two({ value_date: null }, { value_date: null })))).toEqual({
      '2020-03': '200.0000',
    });
  });

  test('that are accrued are none', () => {
    const flows = two({ status: 'accrued' }, { status: 'accrued' });
    expect(floorText(evidenceOf([...flows, flow('c', PAID)]))).toEqual({ '2020-03': '100.0000' });
  });

  test('the first flow_id stands', () => {
    expect(countingFlows(evidenceOf(two({}).reverse()))).toEqual(['a']);
    const three = [flow('c', PAID), flow('a', PAID), flow('b', PAID)];
    expect(countingFlows(evidenceOf(three))).toEqual(['a']);
  });

  test('what names one of them names it', () => {
    const flows = two({});
    const take = (id: string) => reversal('r', id, { amount: '30' });
    expect(floorText(evidenceOf([...flows, take('a')]))).toEqual({ '2020-03': '70.0000' });
    expect(floorText(evidenceOf([...flows, take('b')]))).toEqual({ '2020-03': '70.0000' });
    const hop = flow('h', {
      ...PAID,
      source: 'agent',
      amount: '60',
      upstream: [{ source: 'statement', flow_id: 'b' }],
    });
    expect(floorText(evidenceOf([...flows, hop]))).toEqual({ '2020-03': '60.0000' });
  });

  test('the twin is left out of its month', () => {
    const flows = two({}).map((one) => ({ ...one, amount: '0' }));
    expect(floorText(evidenceOf(flows))).toEqual({ '2020-03': 'nothing_paid, twin' });
  });
});
