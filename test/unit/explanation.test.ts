// Each section of an explanation, on a world with two sources, a refund, a mirror, a hop and a
// deduction (explained-world.ts), and on small changes of it.
import { describe, expect, test } from 'vitest';
import { WORLD, explanationIn } from './explained-world.ts';
import {
  account,
  dollars,
  evidenceOf,
  flow,
  inMonth,
  referenceOf,
  reversal,
  site,
} from '../method/flow-records.ts';
import { NO_COMPARABLES } from '../../pipeline/method/class/comparable.ts';
import { explained } from '../../pipeline/explain/explained.ts';
import { explanationOf } from '../../pipeline/explain/explanation.ts';

const found = explanationIn(WORLD);
const paidOn = (value_date: string) => ({ value_date });

describe('what counts', () => {
  test('each part has its arithmetic, what was taken from it, and its record', () => {
    expect(found.parts).toMatchObject([
      { flow_id: 's2', part_eur: '400.0000000000', taken_eur: '120.0000000000' },
      { flow_id: 's3', place: 'films-miroir.tv', document_place: 'line 3' },
      { flow_id: 's4', days: 10, period_days: 20, left_eur: '50.0000000000', is_apportioned: 1 },
      { flow_id: 'a1', source: 'agent', network_key: 'video', left_eur: '240.0000000000' },
    ]);
    for (const { sha256, revision, amount, currency, rate } of found.parts)
      expect([sha256.length, revision, currency, rate, Number(amount) > 0]).toEqual([
        64,
        1,
        'EUR',
        '1',
        true,
      ]);
  });

  test('a line goes from what was paid to its floor', () => {
    expect(found.lines).toEqual([
      {
        line: 'advertising',
        paid_eur: '750.0000000000',
        taken_eur: '120.0000000000',
        carried_eur: '0.0000000000',
        unplaced_eur: '20.0000000000',
        left_eur: '610.0000000000',
        documented_eur: '610.0000',
        modelled_eur: '0.0000',
        floor_eur: '610.0000',
      },
    ]);
  });

  test('what is below 0 is carried to other months, and these say what it took', () => {
    const flows = [
      flow('june', { ...inMonth('2022-06'), ...paidOn('2022-07-01') }),
      reversal('back', 'june', { amount: '130', ...paidOn('2022-07-05') }),
      flow('may', { ...inMonth('2022-05'), ...paidOn('2022-06-01'), amount: '200' }),
    ];
    const [june, may] = ['2022-06', '2022-05'].map((month) =>
      explanationIn(evidenceOf(flows), month),
    );
    expect(june?.lines).toMatchObject([
      { taken_eur: '130.0000000000', carried_eur: '30.0000000000', floor_eur: '0.0000' },
    ]);
    const carried = may?.take_backs.filter((one) => one.rule === 'M-CARRY');
    expect(carried).toMatchObject([
      { rule: 'M-CARRY', kind: 'deficit', from_month: '2022-05', taken_eur: '30.0000000000' },
    ]);
    expect(may?.lines).toMatchObject([{ unplaced_eur: '30.0000000000', floor_eur: '170.0000' }]);
  });
});

describe('which source counts', () => {
  test('the groups of each key of the month, with rank, reason and months', () => {
    const shown = found.groups.map((group) => [
      group.network_key,
      group.source_group,
      group.is_payment_dated,
      group.rank,
      group.ranked_by,
      group.total_eur,
      group.owned_months,
    ]);
    expect(shown).toEqual([
      ['popads', 'statement', 0, 1, 'near_total', '910.0000000000', ['2022-01/2022-04']],
      ['popads', 'bank', 1, 2, 'near_total', '340.0000000000', []],
      ['video', 'agent', 0, 1, 'near_total', '240.0000000000', ['2022-02/2022-04']],
      ['video', 'statement', 0, 2, 'near_total', '0.0000000000', []],
    ]);
    expect(found.sides).toEqual({
      chosen: 'known',
      known_eur: '1010.0000000000',
      unknown_eur: '0.0000000000',
    });
  });

  test.each([
    ['only_group', []],
    ['payment_dated', [flow('x', { source: 'bank', ...paidOn('2022-03-20') })]],
    ['name', [flow('x', { source: 'zzz', ...inMonth('2022-03') })]],
    ['smaller_total', [flow('x', { source: 'zzz', ...inMonth('2022-03'), amount: '101' })]],
    [
      'crossing',
      [flow('x', { source: 'a', period_start: '2022-03-01', period_end: '2022-04-01' })],
    ],
  ] as const)('the first group is first for the reason %s', (reason, others) => {
    const one = flow('one', { ...inMonth('2022-03'), ...paidOn('2022-04-02') });
    const { groups } = explanationIn(evidenceOf([one, ...others]));
    expect(groups[0]).toMatchObject({ source_group: 'statement', rank: 1, ranked_by: reason });
  });

  test('of groups that are not near the largest is next', () => {
    const flows = ['1000', '100', '50'].map((amount, at) =>
      flow('one', { source: `s${String(at)}`, ...inMonth('2022-03'), amount }),
    );
    const { groups } = explanationIn(evidenceOf(flows));
    expect(groups.map((group) => group.ranked_by)).toEqual([
      'near_total',
      'near_total',
      'larger_total',
    ]);
  });

  test('where the unknown networks count, the other side is shown and left out', () => {
    const flows = [
      flow('known', { ...inMonth('2022-03') }),
      flow('unknown', { ...inMonth('2022-03'), network: null, amount: '500' }),
    ];
    const { sides, groups, left_out: leftOut } = explanationIn(evidenceOf(flows));
    expect(sides.chosen).toBe('unknown');
    expect(groups.map((group) => [group.network_key, group.is_of_chosen_side])).toEqual([
      ['', 1],
      ['popads', 0],
    ]);
    expect(leftOut).toMatchObject([
      { flow_id: 'known', rule: 'M-ORIGIN', reason: 'other_side_counts' },
    ]);
  });
});

describe('what is left out', () => {
  test('with its rule, its reason, and the most that it could give', () => {
    expect(found.left_out).toMatchObject([
      { flow_id: 'n1', rule: 'M-HOP', reason: 'superseded_by_hop', eur_upper: '300.0000000000' },
      { flow_id: 'owed', rule: 'M-SETTLE', reason: 'not_paid', status: 'accrued' },
    ]);
    const april = explanationIn(WORLD, '2022-04');
    expect(april.left_out).toMatchObject([
      { flow_id: 'b1', rule: 'M-OWNER', reason: 'other_source_counts' },
    ]);
  });

  test('also what is of nobody, on a site or an account of the operation', () => {
    const month = { ...inMonth('2022-03'), ...paidOn('2022-04-02') };
    const flows = [
      flow('own', { ...month, publisher_account: 'pub-1' }),
      flow('claimed', { ...month, site: 'both.tv' }),
      flow('account', { ...month, site: null, publisher_account: 'pub-1' }),
      flow('payee', { ...month, site: null, payee: { account: 'FR7630006000011234567890189' } }),
      flow('rest', { ...month, site: null, site_shares: [{ site: 'films.tv', share: '0.4' }] }),
      flow('foreign', { ...month, site: 'foreign.tv' }),
    ];
    const sites = [
      site('films.tv', 'films'),
      site('both.tv', 'films', { record_id: 'a' }),
      site('both.tv', 'other', { record_id: 'b' }),
    ];
    const accounts = [
      account('FR7630006000011234567890189', 'films', { account_type: 'iban' }),
      account('FR7630006000011234567890189', 'other', { account_type: 'iban' }),
    ];
    const { left_out: leftOut } = explanationIn(evidenceOf(flows, { sites, accounts }));
    const shown = leftOut.map((one) => [one.flow_id, one.rule, one.reason, one.eur_upper]);
    expect(shown).toEqual([
      ['account', 'M-ACCOUNT', 'unattributed', '100.0000000000'],
      ['payee', 'M-ACCOUNT', 'ambiguous_operation', '100.0000000000'],
      ['claimed', 'M-PROPERTY', 'ambiguous_operation', '100.0000000000'],
      ['rest', 'M-PROPERTY', 'unattributed', '60.0000000000'],
    ]);
    expect(leftOut.every((one) => one.is_nobodys === 1)).toBe(true);
  });

  test('without a rate there is no figure; gross money without a share is taken in full', () => {
    const flows = [
      flow('own', inMonth('2022-03')),
      flow('rouble', { ...inMonth('2022-03'), ...paidOn('2022-04-01'), currency: 'RUB' }),
      flow('gross', { ...inMonth('2022-03'), basis: 'gross', amount: '70' }),
    ];
    expect(explanationIn(evidenceOf(flows)).left_out).toMatchObject([
      { flow_id: 'gross', rule: 'M-GROSS', eur_upper: '70.0000000000' },
      { flow_id: 'rouble', rule: 'M-RATE', eur_upper: null },
    ]);
  });
});

describe('exchange rates', () => {
  test('each with its day and table, and the one that holds', () => {
    const month = inMonth('2022-03');
    const flows = [
      flow('a', {
        ...month,
        value_date: '2022-04-04',
        statement_date: '2022-04-05',
        currency: 'USD',
      }),
      flow('b', { ...month, value_date: '2022-05-20', currency: 'USD' }),
      flow('c', { ...month, value_date: '2022-04-04', currency: 'LTL' }),
      flow('d', { ...month, value_date: '2022-04-04', currency: 'USDT' }),
      flow('e', { ...month, value_date: '2022-04-04', currency: 'XMR' }),
    ];
    const rates = {
      ...dollars({ '2022-04-01': '0.9', '2022-04-05': '0.8' }),
      monthly: [{ currency: 'USD', period: '2022-05', eur_per_unit: '0.7' }],
      fixed: [{ currency: 'LTL', from: '2015-01-01', eur_per_unit: '0.2896200185' }],
      pegs: [{ code: 'USDT', currency: 'USD', units: '1', from: '2020-01-01', to: null }],
    };
    const own = explained({
      operation: 'films',
      month: '2022-03',
      evidence: evidenceOf(flows),
      references: {
        documented: referenceOf({ rates }),
        model: { card: [], monthly: [], primary: [] },
      },
      alphaPpm: 50_000,
      comparables: NO_COMPARABLES,
    });
    if (own === null) throw new Error('no month');
    const { exchange_rates: shown } = explanationOf(own, {
      threshold: null,
      seen: [],
      policies: [],
      observed: [],
      classMonths: [],
    });
    const columns = shown.map((row) => [
      row.flow_id,
      row.asked_day,
      row.rate_table,
      row.period,
      row.eur_per_unit,
      row.holds,
    ]);
    expect(columns).toEqual([
      ['a', 'value_date', 'daily', '2022-04-01', '0.9', 0],
      ['a', 'statement_date', 'daily', '2022-04-05', '0.8', 1],
      ['b', 'value_date', 'monthly', '2022-05', '0.679', 1],
      ['c', 'value_date', 'fixed', '2015-01-01', '0.2896200185', 1],
      ['d', 'value_date', 'peg', '2022-04-04', '0.9', 1],
      ['e', 'value_date', 'no_exchange_rate', '', null, 0],
    ]);
  });
});

describe('what could raise the floor', () => {
  test('the break-even of a network is what must remain of it', () => {
    expect(found.threshold_eur).toBe('600.0000');
    expect(found.break_even).toEqual([
      { what: 'network popads', value: '390.0000', limit: '380.0000' },
      { what: 'network video', value: '240.0000', limit: '230.0000' },
    ]);
    const low = explanationIn(WORLD, '2022-03', { threshold: 100_0000n });
    expect(low.break_even.map(({ limit }) => limit)).toEqual([null, null]);
  });

  test('next evidence names what a reply can make count, and networks without documents', () => {
    const seen = ['POPADS.net', 'video.example', 'nowhere.example'].map((network) => ({
      network,
      source: 'crawler',
      record_id: 'c1',
    }));
    expect(explanationIn(WORLD, '2022-03', { seen }).next_evidence).toEqual([
      {
        reason: 'not_paid',
        ask: 'popads.net',
        source: 'statement',
        id: 'owed',
        gain_upper_eur: '33.00',
      },
      {
        reason: 'seen_by_crawl',
        ask: 'nowhere.example',
        source: 'crawler',
        id: 'c1',
        gain_upper_eur: null,
      },
    ]);
  });

  test('the registry shows the rows of the operation alone', () => {
    expect(found.registry.map((row) => row.site)).toEqual(['films-miroir.tv', 'films.tv']);
  });
});
