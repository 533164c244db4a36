import { describe, expect, test } from 'vitest';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import { readEvidence } from '../../../pipeline/method/reading.ts';
import {
  dollars,
  evidenceOf,
  floorText,
  floors as computed,
  flow,
  inMonth,
  referenceOf,
} from '../flow-records.ts';

const MARCH = inMonth('2020-03');
const sent = (id: string, amount: string, fields: object = {}) =>
  flow(id, { ...MARCH, amount, ...fields });
const hop = (id: string, amount: string, names: string[], fields: object = {}) =>
  flow(id, {
    ...MARCH,
    source: 'agent',
    amount,
    upstream: names.map((one) => ({ source: 'statement', flow_id: one })),
    ...fields,
  });

/** Ids of the flows with the key unknown. */
function unknown(flows: readonly FlowRecord[], rates = referenceOf().rates): string[] {
  const { entries, keyOf } = readEvidence(evidenceOf(flows), referenceOf({ rates }));
  const found = [...entries.values()].map(({ contents }) => contents[0]);
  return found.filter((one) => keyOf(one) === '').map(({ flowId }) => flowId);
}

describe('M-ORIGIN: the key of a hop', () => {
  test('is its own where it is at most 1.01 times what it names', () => {
    expect(unknown([sent('a', '100'), hop('h', '101', ['a'])])).toEqual([]);
    expect(unknown([sent('a', '100'), hop('h', '101.00000001', ['a'])])).toEqual(['h']);
  });

  test('is unknown where it names a flow that is not in the records', () => {
    expect(unknown([sent('a', '100'), hop('h', '80', ['a', 'x'])])).toEqual(['h']);
    expect(unknown([hop('h', '80', ['x'])])).toEqual(['h']);
  });

  test('only of that hop, not of others that name one flow with it', () => {
    const flows = [sent('a', '100'), hop('h', '10', ['a', 'x']), hop('g', '10', ['a'])];
    expect(unknown(flows)).toEqual(['h']);
  });

  test('a dropped total is not in the records', () => {
    const months = ['2020-01', '2020-02'].map((month, at) =>
      sent(`m${String(at)}`, '50', inMonth(month)),
    );
    const total = sent('t', '100', { period_start: '2020-01-01', period_end: '2020-02-29' });
    expect(unknown([...months, total, hop('h', '10', ['t'])])).toEqual(['h']);
    expect(unknown([...months, hop('h', '10', ['m0'])])).toEqual([]);
  });

  test('a twin names what stands for it', () => {
    const dated = { value_date: '2020-04-10' };
    expect(unknown([sent('a', '9', dated), sent('b', '9', dated), hop('h', '9', ['b'])])).toEqual(
      [],
    );
    // Not counted twice.
    const both = [sent('a', '9', dated), sent('b', '9', dated), hop('h', '18', ['a', 'b'])];
    expect(unknown(both)).toEqual(['h']);
  });

  test('a hop that is a twin is no second hop', () => {
    const dated = { value_date: '2020-04-10' };
    const flows = [sent('a', '9'), hop('g', '9', ['a'], dated), hop('h', '9', ['a'], dated)];
    expect(unknown(flows)).toEqual([]);
  });

  test('hops that name one flow are compared together, in chains', () => {
    const flows = [
      sent('a', '10'),
      sent('b', '10'),
      sent('c', '10'),
      hop('g', '15', ['a', 'b']),
      hop('h', '15', ['b', 'c']),
    ];
    expect(unknown(flows)).toEqual([]);
    expect(unknown([...flows, hop('i', '1', ['c'])])).toEqual(['g', 'h', 'i']);
    expect(unknown([...flows, sent('d', '1'), hop('i', '1', ['d'])])).toEqual([]);
  });

  test('hops that name the same flows are compared together', () => {
    const flows = [sent('a', '10'), sent('b', '10'), hop('g', '12', ['a', 'b'])];
    expect(unknown([...flows, hop('h', '8', ['a', 'b'])])).toEqual([]);
    expect(unknown([...flows, hop('h', '9', ['b', 'a'])])).toEqual(['g', 'h']);
  });

  test('steps are not mixed: a hop may be named by the next one', () => {
    const next = hop('z', '90', [], {
      source: 'bank',
      upstream: [{ source: 'agent', flow_id: 'h' }],
    });
    expect(unknown([sent('a', '100'), hop('h', '95', ['a']), next])).toEqual([]);
    // The second step brings more than the first: only its own key is unknown.
    expect(unknown([sent('a', '100'), hop('h', '80', ['a']), next])).toEqual(['z']);
    expect(unknown([sent('a', '50'), hop('h', '95', ['a']), next])).toEqual(['h']);
  });

  test('accrued flows are named, but are no paid hops', () => {
    expect(unknown([sent('a', '100', { status: 'accrued' }), hop('h', '90', ['a'])])).toEqual([]);
    expect(unknown([sent('a', '10'), hop('h', '90', ['a'], { status: 'accrued' })])).toEqual([]);
    expect(unknown([sent('a', '10', { status: 'reversed' }), hop('h', '9', ['a'])])).toEqual(['h']);
  });

  test('of a flow in dispute the smallest content is named; a hop in dispute brings nothing', () => {
    const disputed = (first: string, second: string) => [sent('a', first), sent('a', second)];
    expect(unknown([...disputed('100', '50'), hop('h', '60', ['a'])])).toEqual(['h']);
    expect(unknown([...disputed('50', '100'), hop('h', '60', ['a'])])).toEqual(['h']);
    expect(unknown([...disputed('100', '70'), hop('h', '60', ['a'])])).toEqual([]);
    const contents = [hop('h', '90', ['a']), hop('h', '91', ['a'])];
    expect(unknown([sent('a', '10'), ...contents])).toEqual([]);
  });

  test('amounts are compared in EUR', () => {
    const usd = { currency: 'USD', value_date: '2020-04-01' };
    const flows = [sent('a', '100', usd), hop('h', '60', ['a'])];
    expect(unknown(flows, dollars({ '2020-04-01': '0.6' }))).toEqual([]);
    expect(unknown(flows, dollars({ '2020-04-01': '0.5' }))).toEqual(['h']);
  });

  test('without a rate the hops are more', () => {
    const usd = { currency: 'USD', value_date: '2020-04-01' };
    expect(unknown([sent('a', '100', usd), hop('h', '1', ['a'])])).toEqual(['h']);
    expect(unknown([sent('a', '100'), hop('h', '1', ['a'], usd)])).toEqual(['h']);
    expect(
      unknown([sent('a', '100'), hop('h', '1', ['a'], { ...usd, status: 'accrued' })]),
    ).toEqual([]);
    const disputed = [sent('a', '100'), sent('a', '100', usd), hop('h', '1', ['a'])];
    expect(unknown(disputed)).toEqual(['h']);
    expect(unknown([sent('a', '100', usd), sent('a', '100'), hop('h', '1', ['a'])])).toEqual(['h']);
  });

  test('a payment that settles hands its key to its lines', () => {
    const flows = [
      flow('l', { ...MARCH, source: 'agent', status: 'accrued', amount: '80' }),
      hop('h', '80', ['x'], { settles: ['l'] }),
      flow('o', { ...MARCH, source: 'agent', amount: '30', network: 'adsterra.com' }),
    ];
    // 80 of the key unknown are more than 30 of a known key.
    expect(floorText(evidenceOf(flows))).toEqual({ '2020-03': '80.0000' });
  });
});

describe('M-ORIGIN: the larger side counts', () => {
  const known = (amount: string, key: string, fields: object = {}) =>
    flow(`k-${key}`, { ...MARCH, amount, network: key, ...fields });
  const bank = (amount: string, fields: object = {}) =>
    flow('b', { ...inMonth('2020-05'), source: 'bank', network: null, amount, ...fields });
  const floors = (...flows: FlowRecord[]) => floorText(evidenceOf(flows));

  test('the sum over known keys, or the key unknown', () => {
    const keys = [known('60', 'popads.net'), known('50', 'adsterra.com')];
    expect(floors(...keys, bank('100'))).toEqual({
      '2020-03': '110.0000',
      '2020-05': 'other_side_counts',
    });
    expect(floors(...keys, bank('111'))).toEqual({
      '2020-03': 'other_side_counts',
      '2020-05': '111.0000',
    });
  });

  test('the other side is kept to be shown', () => {
    const both = evidenceOf([known('60', 'popads.net'), bank('70')]);
    const { chosen, other } = computed(both).documented;
    expect([chosen.isKnown, other.isKnown]).toEqual([false, true]);
    expect([chosen.total, other.total]).toEqual([700_000_000_000n, 600_000_000_000n]);
    const equal = computed(evidenceOf([known('70', 'popads.net'), bank('70')])).documented;
    expect([equal.chosen.isKnown, equal.other.isKnown]).toEqual([true, false]);
  });

  test('at equality the known, unless it has nothing to show', () => {
    expect(floors(known('100', 'popads.net'), bank('100'))).toEqual({
      '2020-03': '100.0000',
      '2020-05': 'other_side_counts',
    });
    expect(floors(known('0', 'popads.net'), bank('0'))).toEqual({
      '2020-03': 'nothing_paid',
      '2020-05': 'other_side_counts',
    });
    expect(floors(bank('0'))).toEqual({ '2020-05': 'nothing_paid' });
    expect(floors()).toEqual({});
  });

  test('over all months, after what was taken back', () => {
    const flows = [
      known('100', 'popads.net'),
      flow('r', {
        ...MARCH,
        status: 'reversed',
        amount: '30',
        reverses: { flow_id: 'k-popads.net' },
      }),
    ];
    expect(
      floors(
        ...flows,
        bank('40', inMonth('2021-05')),
        bank('31', { flow_id: 'c', ...inMonth('2021-07') }),
      ),
    ).toEqual({
      '2020-03': 'other_side_counts',
      '2021-05': '40.0000',
      '2021-07': '31.0000',
    });
    expect(
      floors(
        ...flows,
        bank('40', inMonth('2021-05')),
        bank('29', { flow_id: 'c', ...inMonth('2021-07') }),
      ),
    ).toMatchObject({
      '2020-03': '70.0000',
    });
  });
});
