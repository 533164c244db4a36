// The promise: every change between two knowledge days is listed, with the records that caused it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareFloors } from '../../pipeline/estimate/compare/compare.ts';
import { flow, site } from '../records.ts';
import { ALPHA } from './figures.ts';
import { putRecords, temporaryWarehouse } from '../warehouse/temporary.ts';

const { warehouse, remove } = await temporaryWarehouse('shipped');
afterAll(remove);
const [DAY_1, DAY_2] = [Date.UTC(2026, 2, 8), Date.UTC(2026, 2, 20)];
const at = (name: string, change = {}) => ({ site: name, ...change });

beforeAll(async () => {
  const early = ['same', 'revised', 'disputed', 'reversed', 'hop', 'moved'].map((name) =>
    flow(name, at(`${name}.tv`)),
  );
  await putRecords(warehouse, 'flow', early, 'early', DAY_1);
  await putRecords(
    warehouse,
    'flow',
    [
      flow('new', at('new.tv', { period_end: '2015-12-30' })),
      flow('revised', at('revised.tv', { revision: 2, amount: '80' })),
      flow('disputed', at('disputed.tv', { amount: '90' })),
      // Its own site and month say nothing: it takes those of the flow that it takes back.
      flow(
        'back',
        at('elsewhere.tv', {
          status: 'reversed',
          reverses: { flow_id: 'reversed' },
          amount: '25',
          period_start: '2016-01-01',
          period_end: '2016-01-31',
        }),
      ),
      flow('next', at('later.tv', { upstream: [{ flow_id: 'hop' }], amount: '60' })),
    ],
    'late',
    DAY_2,
  );
  await putRecords(
    warehouse,
    'site',
    [site('reg', { site: 'moved.tv', operation: 'house' })],
    'late-site',
    DAY_2,
  );
});

const asked = { operation: null, month: null, alpha: ALPHA };

test('new, revised, disputed, reversed and superseding flows and registry rows are listed with the change that they made', async () => {
  const found = await compareFloors(warehouse, {
    ...asked,
    from: '2026-03-09 00:00:00',
    to: '2026-03-21 00:00:00',
  });
  const told = found.map(({ operation, month, floor_from, floor_to, difference_eur, records }) => [
    operation,
    month,
    floor_from,
    floor_to,
    difference_eur,
    records
      .map(
        ({ kind, id, revision, change, topic, offset }) =>
          `${kind} ${id} ${String(revision)} ${change} ${topic}:${offset}`,
      )
      .join(),
  ]);
  expect(told).toEqual([
    ['disputed.tv', '2015-11', '100.0000', null, null, 'flow disputed 1 disputed late:2'],
    ['hop.tv', '2015-11', '100.0000', null, null, 'flow next 1 new hop late:4'],
    ['house', '2015-11', null, '100.0000', null, 'site reg 1 new late-site:0'],
    ['later.tv', '2015-11', null, '60.0000', null, 'flow next 1 new hop late:4'],
    ['moved.tv', '2015-11', '100.0000', null, null, 'site reg 1 new late-site:0'],
    ['new.tv', '2015-11', null, '50.0000', null, 'flow new 1 new late:0'],
    ['new.tv', '2015-12', null, '50.0000', null, 'flow new 1 new late:0'],
    [
      'reversed.tv',
      '2015-11',
      '100.0000',
      '75.0000',
      '-25.0000',
      'flow back 1 new reversal late:3',
    ],
    ['revised.tv', '2015-11', '100.0000', '80.0000', '-20.0000', 'flow revised 2 revised late:1'],
  ]);
  expect(
    found.every(({ records }) => records.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))),
  ).toBe(true);
});

test('two times without a record between them do not differ', async () => {
  expect(
    await compareFloors(warehouse, {
      ...asked,
      from: '2026-03-09 00:00:00',
      to: '2026-03-10 00:00:00',
    }),
  ).toEqual([]);
});

test('the comparison can be limited to one operation and month', async () => {
  const found = await compareFloors(warehouse, {
    ...asked,
    operation: 'new.tv',
    month: '2015-12',
    from: '2026-03-09 00:00:00',
    to: '2026-03-21 00:00:00',
  });
  expect(found.map(({ operation, month }) => [operation, month])).toEqual([['new.tv', '2015-12']]);
});
