// The public views over what a run ruled: which rows are in force, what became of each flow, and
// why each source has its rank.
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Fields, flow } from '../records.ts';
import { putRecords, temporaryWarehouse } from '../warehouse/temporary.ts';
import { anyRow } from './figures.ts';
import { writeRun } from './rulings.ts';

const { warehouse, remove, empty } = await temporaryWarehouse('shipped');
afterAll(remove);
beforeEach(empty);

const NOBODYS = { site: null, publisher_account: null };

const rows = (sql: string) => warehouse.query(sql, {}, anyRow);

test('of each operation the last noted run since the last complete one is in force', async () => {
  const says = (operation: string, left_eur: string) => ({ flow_id: 'f', operation, left_eur });
  await writeRun(warehouse, {
    sequence: 1,
    epoch: 1,
    operations: ['a', 'gone'],
    flows: [says('a', '1'), says('gone', '1')],
  });
  await writeRun(warehouse, {
    sequence: 2,
    epoch: 2,
    operations: ['a', 'b', 'c'],
    flows: [says('a', '2'), says('b', '2'), says('c', '2')],
  });
  await writeRun(warehouse, {
    sequence: 3,
    epoch: 2,
    operations: ['b', 'c'],
    flows: [says('b', '3')],
  });
  await writeRun(warehouse, {
    sequence: 4,
    epoch: 2,
    operations: ['a'],
    flows: [says('a', '4')],
    isNoted: false,
  });
  expect(
    await rows('SELECT operation, left_eur FROM flow_ruling_in_force ORDER BY operation'),
  ).toEqual([
    { operation: 'a', left_eur: '2.0000000000' },
    { operation: 'b', left_eur: '3.0000000000' },
  ]);
});

test('a flow has the standing, the operation and the amount of the last run', async () => {
  const back = { status: 'reversed', reverses: { flow_id: 'paid' } };
  await putRecords(warehouse, 'flow', [
    flow('paid'),
    flow('shared'),
    flow('twin'),
    flow('nobody', { site: null }),
    flow('elsewhere'),
    flow('back', back),
    flow('lost', { ...back, reverses: { flow_id: 'unheard-of' }, ...NOBODYS }),
    flow('on account', { ...back, reverses: null, ...NOBODYS, publisher_account: 'pub-1' }),
  ]);
  await writeRun(warehouse, {
    sequence: 1,
    epoch: 1,
    operations: ['op', 'other'],
    flows: [
      { flow_id: 'paid', paid_eur: '12.34567', left_eur: '0' },
      { flow_id: 'shared', paid_eur: '60', rule: 'M-OWNER', reason: 'other_source_counts' },
      { flow_id: 'shared', paid_eur: '40', operation: 'other' },
      { flow_id: 'twin', paid_eur: '0', left_eur: '0', rule: 'M-TWIN', reason: 'twin' },
    ],
  });
  const shown = 'flow_id, operation, amount_eur, standing';
  expect(await rows(`SELECT ${shown} FROM flow_current ORDER BY flow_id`)).toEqual([
    { flow_id: 'back', operation: 'op', amount_eur: null, standing: 'reversal' },
    { flow_id: 'elsewhere', operation: null, amount_eur: null, standing: 'unattributed' },
    { flow_id: 'lost', operation: null, amount_eur: null, standing: 'reversal' },
    { flow_id: 'nobody', operation: null, amount_eur: null, standing: 'unattributed' },
    { flow_id: 'on account', operation: null, amount_eur: null, standing: 'reversal' },
    { flow_id: 'paid', operation: 'op', amount_eur: '12.3456', standing: 'counts' },
    { flow_id: 'shared', operation: null, amount_eur: '100.0000', standing: 'counts' },
    { flow_id: 'twin', operation: 'op', amount_eur: null, standing: 'twin' },
  ]);
  expect(
    await rows('SELECT flow_id, operation, amount_eur, rule, reason FROM excluded_flow ORDER BY 1'),
  ).toEqual(
    [
      ['elsewhere', null, null, 'M-PROPERTY', 'unattributed'],
      ['lost', null, null, 'M-UNPLACED', 'unattributed'],
      ['nobody', null, null, 'M-ACCOUNT', 'unattributed'],
      ['shared', 'op', '60.0000', 'M-OWNER', 'other_source_counts'],
      ['twin', 'op', null, 'M-TWIN', 'twin'],
    ].map(([flow_id, operation, amount_eur, rule, reason]) => ({
      flow_id,
      operation,
      amount_eur,
      rule,
      reason,
    })),
  );
});

test('a record that never was is no flow, and of a flow in dispute one content is shown', async () => {
  await putRecords(warehouse, 'flow', [
    flow('never', { void: true }),
    flow('disputed'),
    flow('disputed', { amount: '101' }),
    flow('disputed', { void: true }),
  ]);
  expect(await rows('SELECT flow_id FROM flow_current')).toEqual([{ flow_id: 'disputed' }]);
});

const group = (source_group: string, rank: number, change: Fields) => ({
  source_group,
  rank,
  ...change,
});

test.each<[string, Fields, Fields, string, string]>([
  [
    'below 0.95 of the largest',
    { total_eur: '100' },
    { total_eur: '90', is_near: 0 },
    'before b: b has less than 0.95 of the largest total',
    'behind a: b has less than 0.95 of the largest total',
  ],
  [
    'only days of payment',
    { total_eur: '100' },
    { total_eur: '99', is_payment_dated: 1 },
    'before b by days of payment: both are near the largest total, and b by days of payment has no periods',
    'behind a: both are near the largest total, and b by days of payment has no periods',
  ],
  [
    'periods that cross months',
    { total_eur: '100' },
    { total_eur: '99', crossing: 2 },
    'before b: both are near the largest total, and b has more periods that cross months (2 against 0)',
    'behind a: both are near the largest total, and b has more periods that cross months (2 against 0)',
  ],
  [
    'the smaller of near ones',
    { total_eur: '99' },
    { total_eur: '100' },
    'before b: both are near the largest total, and a is the smaller',
    'behind a: both are near the largest total, and a is the smaller',
  ],
  [
    'the name',
    {},
    {},
    'before b: the name decides between equal ones',
    'behind a: the name decides between equal ones',
  ],
])('the rank of a source says what decided: %s', async (_, first, second, one, other) => {
  await writeRun(warehouse, {
    sequence: 1,
    epoch: 1,
    operations: ['op'],
    groups: [group('a', 1, first), group('b', 2, second), group('c', 1, { network_key: 'c' })],
  });
  const found = await rows(
    "SELECT source_group, why FROM source_rank WHERE operation = 'op' ORDER BY source_group",
  );
  expect(found).toEqual([
    { source_group: 'a', why: one },
    { source_group: 'b', why: other },
    { source_group: 'c', why: 'the only source of the network' },
  ]);
});

test('a source shows its money, the months that it owns and whether its side counts', async () => {
  const owned_months = [201512, 201601];
  await writeRun(warehouse, {
    sequence: 1,
    epoch: 1,
    operations: ['op'],
    groups: [group('a', 1, { total_eur: '12.34567', owned_months, is_of_chosen_side: 0 })],
  });
  expect(await rows('SELECT total_eur, owned_months, counts FROM source_rank')).toEqual([
    { total_eur: '12.3456', owned_months: ['2015-12', '2016-01'], counts: 0 },
  ]);
});
