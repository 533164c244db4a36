// The oracle against numbers worked out by hand. Where no other is named: 300 EUR for the 30 days
// of November 2015, 10 EUR a day, to a.tv of operation op.

import { describe, expect, it } from 'vitest';
import { excluded, flow, lines, months, registration, reversal, world } from './cases.ts';

describe('a flow belongs to the days of its service period', () => {
  it('one month and operation: all of it, nothing apportioned', () => {
    expect(months(world([flow()]))).toEqual([
      'op 2015-11 documented 300.0000 apportioned 0.0000 accrued 0.0000',
    ]);
    expect(lines(world([flow()]), { withoutEvenSpread: true })).toEqual([
      'op 2015-11 advertising 300.0000',
    ]);
  });

  it('30 days, 15 in each month: half each, and all of it rests on even_spread', () => {
    const half = world([flow({ period_start: '2015-11-16', period_end: '2015-12-15' })]);
    expect(months(half)).toEqual([
      'op 2015-11 documented 150.0000 apportioned 150.0000 accrued 0.0000',
      'op 2015-12 documented 150.0000 apportioned 150.0000 accrued 0.0000',
    ]);
    expect(months(half, { withoutEvenSpread: true })).toEqual([
      'op 2015-11 documented 0.0000 apportioned 0.0000 accrued 0.0000',
      'op 2015-12 documented 0.0000 apportioned 0.0000 accrued 0.0000',
    ]);
  });

  it('3 days across a year end: 1/3 and 2/3 of 100, cut and never rounded up', () => {
    const across = flow({ amount: '100', period_start: '2015-12-31', period_end: '2016-01-02' });
    expect(lines(world([across]))).toEqual([
      'op 2015-12 advertising 33.3333',
      'op 2016-01 advertising 66.6666',
    ]);
  });

  it('28 February to 1 March is 3 days in 2016 and 2 in 2015', () => {
    const leap = flow({ amount: '3', period_start: '2016-02-28', period_end: '2016-03-01' });
    expect(lines(world([leap]))).toEqual([
      'op 2016-02 advertising 2.0000',
      'op 2016-03 advertising 1.0000',
    ]);
    const plain = flow({ amount: '3', period_start: '2015-02-28', period_end: '2015-03-01' });
    expect(lines(world([plain]))).toEqual([
      'op 2015-02 advertising 1.5000',
      'op 2015-03 advertising 1.5000',
    ]);
  });

  it('parts are cut at 10 decimals before they are summed', () => {
    // 0.0001 over 3 days: 1 day is 0.0000333333; three such flows 0.0000999999, which is 0.0000
    // where 3/3 would be 0.0001.
    const tiny = ['f-1', 'f-2', 'f-3'].map((flow_id) =>
      flow({ flow_id, amount: '0.0001', period_start: '2015-11-30', period_end: '2015-12-02' }),
    );
    expect(lines(world(tiny))).toEqual([
      'op 2015-11 advertising 0.0000',
      'op 2015-12 advertising 0.0001',
    ]); // 3 x 0.0000666666
  });

  it('14 digits before the point, twice, keep every digit', () => {
    const huge = ['f-1', 'f-2'].map((flow_id) => flow({ flow_id, amount: '99999999999999.9999' }));
    expect(lines(world(huge))).toEqual(['op 2015-11 advertising 199999999999999.9998']);
  });
});

describe('the registry says whose day it is', () => {
  it('a site that moves on 11 November gives 10 days to one operation and 20 to the other', () => {
    const sites = [
      registration({ valid_to: '2015-11-10' }),
      registration({ record_id: 'reg-2', operation: 'op-b', valid_from: '2015-11-11' }),
    ];
    expect(months(world([flow()], { sites }))).toEqual([
      'op 2015-11 documented 100.0000 apportioned 100.0000 accrued 0.0000',
      'op-b 2015-11 documented 200.0000 apportioned 200.0000 accrued 0.0000',
    ]);
  });

  it('before its registration a site is its own operation', () => {
    const sites = [registration({ valid_from: '2015-11-21' })];
    expect(lines(world([flow()], { sites }))).toEqual([
      'a.tv 2015-11 advertising 200.0000',
      'op 2015-11 advertising 100.0000',
    ]);
  });

  it('days with two operations are nobody`s; the same operation twice is one', () => {
    const twice = registration({ record_id: 'reg-2', valid_from: '2015-11-02' });
    const other = registration({ record_id: 'reg-3', operation: 'op-b', valid_from: '2015-11-21' });
    const ambiguous = world([flow()], { sites: [registration(), twice, other] });
    expect(lines(ambiguous)).toEqual(['op 2015-11 advertising 200.0000']);
    expect(excluded(ambiguous)).toEqual(['bank f-1 nobody ambiguous_operation 100.0000']);
  });

  it('a disputed row says nothing, a higher revision replaces', () => {
    const disputed = [registration(), registration({ operator_country: 'BE' })];
    expect(lines(world([flow()], { sites: disputed }))).toEqual([
      'a.tv 2015-11 advertising 300.0000',
    ]);
    const settled = [...disputed, registration({ revision: 2, operation: 'op-c' })];
    expect(lines(world([flow()], { sites: settled }))).toEqual([
      'op-c 2015-11 advertising 300.0000',
    ]);
  });

  it('each site gets its proven share, the rest goes to nobody', () => {
    // 0.25 and 0.5 to two sites of op: 75 + 150; 0.25 x 300 = 75 to nobody.
    const site_shares = [
      { site: 'a.tv', share: '0.25' },
      { site: 'b.tv', share: '0.5' },
    ];
    const pooled = world([flow({ site: null, site_shares })], {
      sites: [registration(), registration({ record_id: 'reg-2', site: 'b.tv' })],
    });
    expect(months(pooled)).toEqual([
      'op 2015-11 documented 225.0000 apportioned 0.0000 accrued 0.0000',
    ]);
    expect(excluded(pooled)).toEqual(['bank f-1 nobody unattributed 75.0000']);
    expect(excluded(world([flow({ site: null, site_shares: [] })]))).toEqual([
      'bank f-1 nobody unattributed 300.0000',
    ]);
    expect(excluded(world([flow({ site: null })]))).toEqual([
      'bank f-1 nobody unattributed 300.0000',
    ]);
  });
});

describe('rates', () => {
  it('the lower of the rates of both dates, cut at 10 decimals', () => {
    // USD: 0.8 in November, 0.9 in December: 300 x 0.8. GBP: only December: 0.9/0.65 =
    // 1.38461538461.. -> 1.3846153846, x 300.
    expect(lines(world([flow({ currency: 'USD', statement_date: '2015-11-05' })]))).toEqual([
      'op 2015-11 advertising 240.0000',
    ]);
    expect(lines(world([flow({ currency: 'GBP', statement_date: '2015-11-05' })]))).toEqual([
      'op 2015-11 advertising 415.3846',
    ]);
  });

  it('the cut of the rate shows in a huge amount', () => {
    // 1.3846153846 x 10^13; uncut it would be 13846153846153.8461
    expect(lines(world([flow({ currency: 'GBP', amount: '10000000000000' })]))).toEqual([
      'op 2015-11 advertising 13846153846000.0000',
    ]);
  });

  it('no rate: unconverted in full; EUR needs no date', () => {
    const none = [
      flow({ currency: 'RUB' }),
      flow({ flow_id: 'f-2', currency: 'USD', value_date: '2016-01-04' }),
      flow({ flow_id: 'f-3', value_date: null }),
    ];
    expect(excluded(world(none))).toEqual([
      'bank f-1 nobody unconverted 300.0000',
      'bank f-2 nobody unconverted 300.0000',
    ]);
    expect(lines(world(none))).toEqual(['op 2015-11 advertising 300.0000']);
  });
});

describe('gross money', () => {
  const shares = [
    {
      network: 'adx.example',
      line: 'advertising',
      from: '2015-01-01',
      to: '2015-11-10',
      low: '0.7',
    },
    {
      network: 'adx.example',
      line: 'advertising',
      from: '2015-11-11',
      to: '2015-11-20',
      low: '0.9',
    },
    {
      network: 'adx.example',
      line: 'advertising',
      from: '2015-11-11',
      to: '2015-11-20',
      low: '0.6',
    },
    { network: 'adx.example', line: 'donation', from: '2015-01-01', to: null, low: '0.1' },
  ];

  it('counts times the lowest contractual share of each day, and not at all without one', () => {
    // 10 days x 10 x 0.7 = 70; 10 days x 10 x 0.6 = 60; 10 days without: 100 left out. Both parts
    // rest on even_spread.
    const gross = world([flow({ basis: 'gross' })], { shares });
    expect(months(gross)).toEqual([
      'op 2015-11 documented 130.0000 apportioned 130.0000 accrued 0.0000',
    ]);
    expect(excluded(gross)).toEqual(['bank f-1 op gross_without_share 100.0000']);
  });

  it('a gross reversal of a net flow is taken off by share where there is one, else in full', () => {
    // Of 30, 10 each: 7 + 6 + 10 = 23.
    expect(lines(world([flow(), reversal({ amount: '30', basis: 'gross' })], { shares }))).toEqual([
      'op 2015-11 advertising 277.0000',
    ]);
    expect(lines(world([flow(), reversal({ amount: '30', basis: 'gross' })]))).toEqual([
      'op 2015-11 advertising 270.0000',
    ]);
  });

  it('days on which the reversed flow has no share are left out of its reversal, gross or net', () => {
    const full = world([flow({ basis: 'gross' }), reversal({ basis: 'gross' })], { shares });
    expect(lines(full)).toEqual(['op 2015-11 advertising 0.0000']);
    expect(excluded(full)).toEqual([
      'bank f-1 op gross_without_share 100.0000',
      'bank r-1 op gross_without_share 100.0000',
    ]);
    // 130 less 20 days of 1 EUR
    expect(
      lines(world([flow({ basis: 'gross' }), reversal({ amount: '30' })], { shares })),
    ).toEqual(['op 2015-11 advertising 110.0000']);
  });

  it('an unknown gross reversal without a share takes nothing off', () => {
    const unknown = world([
      flow(),
      reversal({ reverses: 'nothing', basis: 'gross', amount: '30' }),
    ]);
    expect(lines(unknown)).toEqual(['op 2015-11 advertising 300.0000']);
    expect(excluded(unknown)).toEqual(['bank r-1 op gross_without_share 30.0000']);
  });
});
