import { describe, expect, test } from 'vitest';
import { closureOf } from '../../../pipeline/method/closure.ts';
import type { Evidence, FlowRecord } from '../../../pipeline/method/evidence.ts';
import {
  account,
  evidenceOf,
  flow,
  inMonth,
  network,
  referenceOf,
  refused,
  reversal,
  site,
} from '../flow-records.ts';

const MARCH = inMonth('2020-03');
const OTHER = { ...MARCH, site: 'series.tv', source: 'other', network: 'adsterra.com' };
const closure = (evidence: Evidence, operation = 'films') =>
  closureOf(operation, evidence, referenceOf());
/** Ids of the flows of the closure of films. */
const ids = (flows: readonly FlowRecord[], more: Partial<Evidence> = {}) =>
  closure(evidenceOf(flows, more)).flows.map(({ flow_id: id }) => id);
const named = (source: string, id: string) => [{ source, flow_id: id }];

describe('the closure of an operation', () => {
  const own = flow('f', { ...MARCH, publisher_account: 'pub-1' });
  const series = flow('s', OTHER);

  test('has its flows, and none of others', () => {
    expect(ids([own, series])).toEqual(['f']);
    expect(ids([series])).toEqual([]);
  });

  test('has all revisions of them', () => {
    expect(ids([{ ...own, revision: 2 }, own, { ...own, site: 'series.tv', revision: 3 }])).toEqual(
      [],
    );
    expect(
      ids([
        { ...own, site: 'series.tv' },
        { ...own, revision: 3 },
      ]),
    ).toEqual(['f', 'f']);
  });

  test('follows what flows name and what names them, over any number of steps', () => {
    const chain = [
      own,
      flow('a', { ...OTHER, source: 'a', upstream: named('statement', 'f') }),
      flow('b', { ...OTHER, source: 'b', upstream: named('a', 'a') }),
      flow('c', { ...OTHER, source: 'c', upstream: named('b', 'missing') }),
      reversal('r', null, { ...OTHER, source: 'd', reverses: { source: 'b', flow_id: 'b' } }),
      flow('p', { ...OTHER, source: 'b', settles: ['b'] }),
    ];
    expect(ids(chain)).toEqual(['f', 'a', 'b', 'r', 'p']);
    expect(ids([...chain].reverse()).sort()).toEqual(['a', 'b', 'f', 'p', 'r']);
  });

  test('has flows that name one unknown flow with its own', () => {
    const both = [
      { ...own, upstream: [{ source: 'x', flow_id: 'x' }] },
      flow('h', { ...OTHER, upstream: named('x', 'x') }),
    ];
    expect(ids(both)).toEqual(['f', 'h']);
  });

  test('has what is nobody\u2019s, or taken back, on its accounts', () => {
    const nobodys = flow('n', { ...OTHER, site: null, publisher_account: 'pub-1' });
    const elsewhere = flow('m', { ...OTHER, site: null, publisher_account: 'pub-2' });
    const taken = reversal('r', null, { ...OTHER, source: 'q', publisher_account: 'pub-1' });
    expect(ids([own, nobodys, elsewhere, series])).toEqual(['f', 'n']);
    // Whether series.tv has money decides whether its take-back concerns films.
    expect(ids([own, taken, series])).toEqual(['f', 'r', 's']);
  });

  test('has flows that have an id of its take-backs on their account', () => {
    const target = flow('t', { ...OTHER, source: 'q', publisher_account: 'pub-1' });
    expect(ids([target, reversal('r', 't', { ...MARCH, publisher_account: 'pub-1' })])).toEqual([
      't',
      'r',
    ]);
    expect(ids([target, reversal('r', 't', MARCH)])).toEqual(['r']);
  });

  test('has what was paid of the source where accrued money is taken back', () => {
    const accrued = flow('a', { ...MARCH, status: 'accrued', publisher_account: 'pub-9' });
    const paid = flow('p', { ...MARCH, site: 'series.tv', publisher_account: 'pub-9' });
    const bare = flow('q', { ...MARCH, site: 'forum.tv', line: 'other' });
    const other = flow('o', { ...MARCH, site: 'music.tv', publisher_account: 'pub-8' });
    const take = reversal('r', 'a', { ...MARCH, publisher_account: 'pub-9' });
    expect(ids([accrued, paid, bare, other])).toEqual(['a']);
    expect(ids([accrued, paid, bare, other, take])).toEqual(['a', 'p', 'q', 'r']);
    const unknown = { ...accrued, publisher_account: null };
    expect(ids([unknown, paid, bare, other, take])).toEqual(['a', 'p', 'q', 'o', 'r']);
  });

  test('has its transfers', () => {
    const transfer = flow('t', { ...MARCH, payer_account: 'own', source: 'bank' });
    const accounts = [account('own', 'films')];
    expect(ids([own, transfer], { accounts })).toEqual(['f', 't']);
    const ofSeries = [account('own', 'series.tv')];
    const foreign = flow('t', { ...OTHER, payer_account: 'own' });
    expect(ids([own, foreign], { accounts: ofSeries })).toEqual(['f']);
  });

  test('has the records of who is who that concern it', () => {
    const evidence = evidenceOf([own], {
      sites: [site('films.tv', 'films'), site('series.tv', 'series')],
      accounts: [account('pub-1', 'films'), account('pub-2', 'series')],
      networks: [
        network('popads.net', { name: 'Tomksoft' }),
        network('adsterra.com', { is_conduit: false }),
      ],
    });
    const found = closure(evidence);
    expect(found.sites.map((row) => row.site)).toEqual(['films.tv']);
    expect(found.accounts.map((row) => row.account)).toEqual(['pub-1']);
    expect(found.networks.map((row) => row.network)).toEqual(['popads.net']);
  });

  test('has refused take-backs of its site, its account or a source of its flows', () => {
    const rows = [
      refused({ source: 'x', site: 'films.tv' }),
      refused({ source: 'x', site: 'series.tv' }),
      refused({ source: 'x', publisher_account: 'pub-1' }),
      refused({ source: 'x', publisher_account: 'pub-2' }),
      refused({ source: 'statement' }),
    ];
    const accounts = [account('pub-1', 'films', { network: 'popads.net' })];
    const found = closure(evidenceOf([own], { refused: rows, accounts })).refused;
    expect(found.map((one) => rows.indexOf(one))).toEqual([0, 2, 4]);
  });
});
