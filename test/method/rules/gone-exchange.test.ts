import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { fixedPoint } from '../../../pipeline/text/fixed-point.ts';
import { between, evidenceOf, floors, flow, inMonth, reversal } from '../flow-records.ts';

const LONG = between('2020-03-01', '2020-09-30');
/** The bank counts in March, the payment service in September. */
const counting = (ofBank: string, ofService: string) => [
  flow('b', { ...inMonth('2020-03'), value_date: '2020-03-20', source: 'bank', amount: ofBank }),
  flow('p', { ...inMonth('2020-09'), value_date: '2020-09-20', source: 'psp', amount: ofService }),
];
/** A payment of all these months that does not count, and was taken back. */
const takenBack = (source: string, amount: string, on: string, currency = 'EUR') => [
  flow(`${source}-all`, { ...LONG, value_date: '2020-09-01', source, amount, currency }),
  reversal(`${source}-back`, `${source}-all`, { source, amount, value_date: on, currency }),
];

/** What each take-back took of each flow. */
function gone(...flows: FlowRecord[]): string[] {
  return floors(evidenceOf(flows))
    .documented.chosen.gone.map(
      ({ takeBack, holding, eur }) =>
        `${takeBack.flow.flowId} from ${holding.flow.flowId} ${fixedPoint(eur, 10)}`,
    )
    .sort();
}

describe('M-GONE: take-backs exchange flows, until all together take as much as they can', () => {
  test('one that can take from another flow leaves its own to one that cannot', () => {
    const flows = counting('1000', '100');
    const first = takenBack('dash', '590', '2020-10-01');
    expect(gone(...flows, ...first)).toEqual(['dash-back from b 590.0000000000']);
    // A source takes nothing from its own group: the service finds money of the bank alone.
    const second = takenBack('psp', '500', '2020-10-02');
    expect(gone(...flows, ...first, ...second)).toEqual([
      'dash-back from b 500.0000000000',
      'dash-back from p 90.0000000000',
      'psp-back from b 500.0000000000',
    ]);
  });

  test('as far as there is something to exchange', () => {
    const flows = counting('1000', '50');
    const [first, second] = [
      takenBack('dash', '590', '2020-10-01'),
      takenBack('psp', '500', '2020-10-02'),
    ];
    expect(gone(...flows, ...first, ...second)).toEqual([
      'dash-back from b 540.0000000000',
      'dash-back from p 50.0000000000',
      'psp-back from b 460.0000000000',
    ]);
  });

  test('one without a rate needs all of its flows, and gives nothing up', () => {
    const flows = counting('1000', '100');
    const first = takenBack('dash', '5', '2020-10-01', 'XAU');
    const second = takenBack('psp', '500', '2020-10-02');
    expect(gone(...flows, ...first, ...second)).toEqual([
      'dash-back from b 1000.0000000000',
      'dash-back from p 100.0000000000',
    ]);
  });
});
