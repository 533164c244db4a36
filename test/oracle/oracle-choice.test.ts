// The oracle against numbers worked out by hand, second half: which flows count at all. Where no
// other is named: 300 EUR for November 2015 to a.tv of operation op.

import { describe, expect, it } from 'vitest';
import { excluded, flow, lines, months, reversal, world } from './cases.ts';

describe('reversals', () => {
  it('a full reversal cancels exactly, whatever its own site, line, period and dates say', () => {
    const paid = flow({
      amount: '100',
      currency: 'USD',
      period_start: '2015-11-30',
      period_end: '2015-12-02',
      statement_date: '2015-11-05',
    });
    const contradicting = reversal({
      amount: '100',
      currency: 'USD',
      site: 'z.tv',
      line: 'donation',
      period_start: '2014-01-01',
      value_date: null,
    });
    expect(lines(world([paid, contradicting]))).toEqual([
      'op 2015-11 advertising 0.0000',
      'op 2015-12 advertising 0.0000',
    ]);
    expect(excluded(world([paid, contradicting]))).toEqual([]);
    // 300 USD with rates 0.8 and 0.9: 0.8 counts for both, 240 - 80.
    const twoRates = [
      flow({ currency: 'USD', statement_date: '2015-11-05' }),
      reversal({ currency: 'USD', amount: '100' }),
    ];
    expect(lines(world(twoRates))).toEqual(['op 2015-11 advertising 160.0000']);
  });

  it('a partial one in another currency is taken off at the dates of the reversed flow; never below 0', () => {
    // 300 - 100 x 0.9 (December 2015) = 210. 300 - 1000 -> 0.
    expect(
      lines(
        world([flow(), reversal({ amount: '100', currency: 'USD', value_date: '2015-11-01' })]),
      ),
    ).toEqual(['op 2015-11 advertising 210.0000']);
    expect(lines(world([flow(), reversal({ amount: '1000' })]))).toEqual([
      'op 2015-11 advertising 0.0000',
    ]);
  });

  it('of an unknown flow: its own fields, at the higher rate', () => {
    // 300 - 100 x 0.9, though November says 0.8
    const unknown = reversal({
      reverses: 'nothing',
      amount: '100',
      currency: 'USD',
      statement_date: '2015-11-05',
    });
    expect(lines(world([flow(), unknown]))).toEqual(['op 2015-11 advertising 210.0000']);
  });

  it('of a flow that does not count: nothing, and it is not listed', () => {
    const other = flow({ flow_id: 'f-2', amount: '50' });
    const accrued = [flow({ status: 'accrued' }), reversal()];
    const disputed = [flow(), flow({ amount: '1' }), reversal()];
    const unconverted = [flow({ currency: 'RUB' }), reversal()];
    const superseded = [
      flow(),
      flow({ flow_id: 'f-3', amount: '7', upstream_flow_id: 'f-1' }),
      reversal(),
    ];
    expect(lines(world([other, ...accrued]))).toEqual(['op 2015-11 advertising 50.0000']);
    expect(lines(world([other, ...disputed]))).toEqual(['op 2015-11 advertising 50.0000']);
    expect(lines(world([other, ...unconverted]))).toEqual(['op 2015-11 advertising 50.0000']);
    expect(lines(world([other, ...superseded]))).toEqual(['op 2015-11 advertising 57.0000']);
    expect(
      excluded(world([...accrued, ...superseded.slice(1)])).some((row) => row.includes('r-1')),
    ).toBe(false);
  });

  it('of a reversal, of itself, of another source`s flow', () => {
    const chained = reversal({ flow_id: 'r-2', reverses: 'r-1' });
    expect(lines(world([flow(), reversal({ amount: '100' }), chained]))).toEqual([
      'op 2015-11 advertising 200.0000',
    ]);
    // It names nothing then, and takes back what its own fields say.
    expect(lines(world([flow(), reversal({ reverses: 'r-1' })]))).toEqual([
      'op 2015-11 advertising 0.0000',
    ]);
    // The ledger knows no f-1: its reversal stands alone, and as a source of -300 it does not count
    // beside the bank's 300.
    const elsewhere = world([flow(), reversal({ source: 'ledger' })]);
    expect(lines(elsewhere)).toEqual(['op 2015-11 advertising 300.0000']);
    expect(excluded(elsewhere)).toEqual(['ledger r-1 op other_source_counts 300.0000']);
  });

  it('without a rate, disputed or superseded, a reversal takes nothing off and is listed', () => {
    expect(excluded(world([flow(), reversal({ currency: 'RUB', amount: '9' })]))).toEqual([
      'bank r-1 nobody unconverted 9.0000',
    ]);
    expect(excluded(world([flow(), reversal({ amount: '9' }), reversal({ amount: '8' })]))).toEqual(
      ['bank r-1 nobody disputed 9.0000'],
    );
    const naming = flow({ flow_id: 'f-2', amount: '5', upstream_flow_id: 'r-1' });
    expect(excluded(world([flow(), reversal(), naming]))).toEqual([
      'bank r-1 nobody superseded_by_hop 300.0000',
    ]);
    expect(lines(world([flow(), reversal(), naming]))).toEqual(['op 2015-11 advertising 305.0000']);
  });
});

describe('hops, revisions and disputes', () => {
  it('the hop before no longer counts, across sources too', () => {
    const after = flow({
      flow_id: 'f-2',
      source: 'ledger',
      amount: '270',
      upstream_flow_id: 'f-1',
      upstream_source: 'bank',
    });
    expect(lines(world([flow(), after]))).toEqual(['op 2015-11 advertising 270.0000']);
    expect(excluded(world([flow(), after]))).toEqual([
      'bank f-1 nobody superseded_by_hop 300.0000',
    ]);
  });

  it('naming itself means nothing; a circle leaves nothing; only a paid, undisputed flow can name', () => {
    expect(lines(world([flow({ upstream_flow_id: 'f-1' })]))).toEqual([
      'op 2015-11 advertising 300.0000',
    ]);
    const circle = [
      flow({ upstream_flow_id: 'f-2' }),
      flow({ flow_id: 'f-2', upstream_flow_id: 'f-1' }),
    ];
    expect(lines(world(circle))).toEqual([]);
    const accrued = flow({ flow_id: 'f-2', status: 'accrued', upstream_flow_id: 'f-1' });
    expect(lines(world([flow(), accrued]))).toEqual(['op 2015-11 advertising 300.0000']);
    const disputed = [1, 2].map((clicks) =>
      flow({ flow_id: 'f-2', clicks, upstream_flow_id: 'f-1' }),
    );
    expect(lines(world([flow(), ...disputed]))).toEqual(['op 2015-11 advertising 300.0000']);
    expect(
      lines(world([flow(), flow({ flow_id: 'f-2', currency: 'RUB', upstream_flow_id: 'f-1' })])),
    ).toEqual([]);
  });

  it('the highest revision wins; two contents under it are disputed until a higher one', () => {
    const revised = [
      flow({ revision: 2, amount: '40' }),
      flow(),
      flow({ amount: '7' }),
      flow({ revision: 2, amount: '40' }),
    ];
    expect(lines(world(revised))).toEqual(['op 2015-11 advertising 40.0000']);
    const disputed = [...revised, flow({ revision: 2, amount: '40', impressions: 1 })];
    expect(lines(world(disputed))).toEqual([]);
    expect(excluded(world(disputed))).toEqual(['bank f-1 nobody disputed 40.0000']);
    expect(lines(world([...disputed, flow({ revision: 3, amount: '41' })]))).toEqual([
      'op 2015-11 advertising 41.0000',
    ]);
  });
});

describe('one source counts for an operation, month and network', () => {
  const bank = [flow({ amount: '100' }), flow({ flow_id: 'f-2', amount: '30', line: 'file_host' })];
  const ledger = flow({ source: 'ledger', amount: '120' });

  it('the one with the largest sum over its lines, though its advertising alone is smaller', () => {
    expect(lines(world([...bank, ledger]))).toEqual([
      'op 2015-11 advertising 100.0000',
      'op 2015-11 file_host 30.0000',
    ]);
    expect(excluded(world([...bank, ledger]))).toEqual([
      'ledger f-1 op other_source_counts 120.0000',
    ]);
  });

  it('reversals count in the choice; networks are chosen apart and added', () => {
    // bank 130 - 20 = 110 < 120
    expect(lines(world([...bank, reversal({ amount: '20' }), ledger]))).toEqual([
      'op 2015-11 advertising 120.0000',
      'op 2015-11 file_host 0.0000',
    ]);
    const elsewhere = flow({
      flow_id: 'f-9',
      source: 'ledger',
      network: 'pop.example',
      amount: '120',
    });
    expect(lines(world([...bank, elsewhere]))).toEqual([
      'op 2015-11 advertising 220.0000',
      'op 2015-11 file_host 30.0000',
    ]);
  });

  it('a tie goes to the first by name; a declared group has the name of its first member', () => {
    const [one, two] = [
      flow({ source: 'ledger', line: 'donation' }),
      flow({ source: 'statement' }),
    ];
    expect(lines(world([two, one]))).toEqual([
      'op 2015-11 advertising 0.0000',
      'op 2015-11 donation 300.0000',
    ]);
    const disjoint = [{ network: 'adx.example', sources: ['statement', 'archive'] }];
    expect(lines(world([two, one], { disjoint }))).toEqual([
      'op 2015-11 advertising 300.0000',
      'op 2015-11 donation 0.0000',
    ]);
  });

  it('declared disjoint, directly or through a third, sources count together; only on the network declared', () => {
    const disjoint = [
      { network: null, sources: ['bank', 'registry'] },
      { network: 'adx.example', sources: ['registry', 'ledger'] },
    ];
    expect(lines(world([...bank, ledger], { disjoint }))).toEqual([
      'op 2015-11 advertising 220.0000',
      'op 2015-11 file_host 30.0000',
    ]);
    const elsewhere = [...bank, ledger].map((one) => ({ ...one, network: 'pop.example' }));
    expect(lines(world(elsewhere, { disjoint }))).toEqual([
      'op 2015-11 advertising 100.0000',
      'op 2015-11 file_host 30.0000',
    ]);
  });

  it('accrued money stands apart: the largest source of each network, networks added', () => {
    const accrued = [
      flow({ flow_id: 'a-1', amount: '40', status: 'accrued' }),
      flow({ flow_id: 'a-2', amount: '60', status: 'accrued', source: 'ledger' }),
      flow({ flow_id: 'a-3', amount: '5', status: 'accrued', network: 'pop.example' }),
      flow({ flow_id: 'a-4', amount: '9', status: 'accrued', currency: 'RUB' }),
    ];
    expect(months(world([flow(), ...accrued]))).toEqual([
      'op 2015-11 documented 300.0000 apportioned 0.0000 accrued 65.0000',
    ]);
    expect(excluded(world(accrued))).toEqual([
      'bank a-1 nobody not_paid 40.0000',
      'bank a-3 nobody not_paid 5.0000',
      'bank a-4 nobody not_paid 9.0000',
      'ledger a-2 nobody not_paid 60.0000',
    ]);
    expect(lines(world(accrued))).toEqual([]);
  });

  it('accrued money that is nobody`s, superseded or spread is listed once, in full, and counted only where it may be', () => {
    const pooled = flow({ flow_id: 'a-1', amount: '40', status: 'accrued', site: null });
    const paid = flow({ flow_id: 'f-2', amount: '7', upstream_flow_id: 'a-2' });
    const superseded = flow({ flow_id: 'a-2', amount: '60', status: 'accrued' });
    expect(months(world([pooled, superseded, paid]))).toEqual([
      'op 2015-11 documented 7.0000 apportioned 0.0000 accrued 0.0000',
    ]);
    expect(excluded(world([pooled, superseded, paid]))).toEqual([
      'bank a-1 nobody not_paid 40.0000',
      'bank a-2 nobody not_paid 60.0000',
    ]);
    const spread = world([
      flow({ status: 'accrued', period_start: '2015-11-16', period_end: '2015-12-15' }),
    ]);
    expect(months(spread)[1]).toBe(
      'op 2015-12 documented 0.0000 apportioned 0.0000 accrued 150.0000',
    );
    expect(months(spread, { withoutEvenSpread: true })[1]).toBe(
      'op 2015-12 documented 0.0000 apportioned 0.0000 accrued 0.0000',
    );
  });

  it('without even_spread the source that counts stays the same', () => {
    // bank: 200 in full and 15 of 30 days of 100 = 50 more; ledger: 240 in full, less than 250.
    const spread = flow({
      flow_id: 'f-2',
      amount: '100',
      period_start: '2015-11-16',
      period_end: '2015-12-15',
    });
    const two = world([flow({ amount: '200' }), spread, flow({ source: 'ledger', amount: '240' })]);
    expect(lines(two)[0]).toBe('op 2015-11 advertising 250.0000');
    expect(lines(two, { withoutEvenSpread: true })[0]).toBe('op 2015-11 advertising 200.0000');
  });

  it('apportioned money is never more than the documented money that it is part of', () => {
    // Bank, advertising: 300 in November, plus 15 of 30 days of 100 = 50, less an unknown 310 of
    // November: 40 documented.
    const spread = flow({
      flow_id: 'f-2',
      amount: '100',
      period_start: '2015-11-16',
      period_end: '2015-12-15',
    });
    const lost = reversal({ reverses: 'nothing', amount: '310' });
    expect(months(world([flow(), spread, lost]))).toEqual([
      'op 2015-11 documented 40.0000 apportioned 40.0000 accrued 0.0000',
      'op 2015-12 documented 50.0000 apportioned 50.0000 accrued 0.0000',
    ]);
  });
});
