import { describe, expect, test } from 'vitest';
import { closureOf } from '../../../pipeline/method/closure.ts';
import type { Evidence, FlowRecord } from '../../../pipeline/method/evidence.ts';
import { RECORD_KINDS } from '../../../schemas/record.ts';
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
    const bare = flow('f', MARCH);
    expect(ids([bare, flow('n', { ...OTHER, site: null })])).toEqual(['f']);
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
    expect(ids([accrued, take])).toEqual(['a', 'r']);
    const ofPaid = flow('a', { ...MARCH, site: 'films.tv' });
    expect(ids([ofPaid, paid, other, reversal('r', 'a', MARCH)])).toEqual(['a', 'r']);
    expect(ids([accrued, paid, bare, other, take])).toEqual(['a', 'p', 'q', 'r']);
    const unknown = { ...accrued, publisher_account: null };
    expect(ids([unknown, paid, bare, other, take])).toEqual(['a', 'p', 'q', 'o', 'r']);
  });

  test('has flows that a total of its place may be made of', () => {
    const sites = [
      site('films.tv', 'films', { valid_to: '2020-03-31' }),
      site('films.tv', 'buyer', { valid_from: '2020-04-01' }),
    ];
    const sold = [flow('m', MARCH), flow('n', inMonth('2020-04'))];
    expect(ids(sold, { sites })).toEqual(['m', 'n']);
    const otherLine = { ...inMonth('2020-04'), currency: 'USD' };
    expect(ids([flow('m', MARCH), flow('n', otherLine)], { sites })).toEqual(['m']);
  });

  test('has all contents in dispute', () => {
    expect(ids([own, { ...own, site: 'series.tv' }])).toEqual(['f', 'f']);
    const nobodys = flow('n', { ...OTHER, site: null, publisher_account: 'pub-1' });
    expect(ids([own, nobodys, { ...nobodys, publisher_account: 'pub-2' }])).toEqual([
      'f',
      'n',
      'n',
    ]);
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

  test('has the audience of its sites, and their rows', () => {
    const month = { unique_visitors: 7, month: '2020-03', source: 'panel' };
    const panels = ['films.tv', 'series.tv'].map((one) => ({
      ...RECORD_KINDS.panel.schema.parse({ ...month, record_id: one, site: one }),
      known_at: null,
    }));
    const slots = [
      { network: 'www.popads.net', publisher_account: null, format: 'pop', per_page: '1' },
    ];
    const crawl = { source: 'crawler', observed_at: '2020-03-12T10:00:00Z', slots };
    const observations = ['www.films.tv', 'series.tv'].map((one) =>
      RECORD_KINDS.observation.schema.parse({ ...crawl, record_id: one, site: one }),
    );
    const sites = [site('films.tv', 'films'), site('series.tv', 'series')];
    const networks = [network('popads.net', { name: 'Tomksoft' })];
    const evidence = evidenceOf([], { panels, observations, sites, networks });
    const found = closure(evidence);
    expect(found.panels.map((row) => row.record_id)).toEqual(['films.tv']);
    expect(found.observations.map((row) => row.record_id)).toEqual(['www.films.tv']);
    expect(found.sites).toEqual(sites.slice(0, 1));
    expect(found.networks).toEqual(networks);
    // Owned in another month only.
    const later = [site('films.tv', 'films', { valid_from: '2020-04-01' })];
    expect(closure({ ...evidence, sites: later }).panels).toEqual([]);
    const inTime = [site('films.tv', 'films', { valid_from: '2020-03-31' })];
    expect(closure({ ...evidence, sites: inTime }).panels).toHaveLength(1);
  });

  test('has a row in all its revisions, if one concerns it', () => {
    const rows = [
      site('films.tv', 'films', { record_id: 'row' }),
      site('series.tv', 'series', { record_id: 'row', revision: 2 }),
    ];
    const found = closure(evidenceOf([flow('f', MARCH)], { sites: rows }), 'films.tv');
    expect(found.sites).toHaveLength(2);
  });

  test('has refused take-backs of its site, its account or a source of its flows', () => {
    const rows = [
      refused({ source: 'x', site: 'films.tv', network: null }),
      refused({ source: 'x', site: 'series.tv' }),
      refused({ source: 'x', publisher_account: 'pub-1', network: 'popads.net' }),
      refused({ source: 'x', publisher_account: 'pub-2' }),
      refused({ source: 'statement' }),
    ];
    const accounts = [account('pub-1', 'films', { network: 'popads.net' })];
    const unread = refused({ network: null });
    expect(closure(evidenceOf([own], { refused: [unread] })).refused).toEqual([unread]);
    const flows = [own, flow('b', { ...MARCH, source: 'bank' })];
    const found = closure(evidenceOf(flows, { refused: rows, accounts })).refused;
    expect(found.map((one) => rows.indexOf(one))).toEqual([0, 2, 4]);
  });
});
