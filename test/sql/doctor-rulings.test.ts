// What the doctor doubts of what counts: payments told twice, and floors that a second export of a
// document lowered.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Fields, flow, site } from '../records.ts';
import {
  TEST_TIME_MS,
  putRange,
  putRecords,
  temporaryWarehouse,
  tickingClock,
} from '../warehouse/temporary.ts';
import { examine, of } from './examined.ts';
import { writeRun } from './rulings.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
beforeEach(empty);

async function found(check: string) {
  return of(await examine(warehouse, clock), check);
}

describe('two payments of one amount', () => {
  const paid = (flow_id: string, value_date: string, change: Fields = {}) => {
    const { operation = 'op', rule = '', ...fields } = change;
    const record: Fields = flow(flow_id, { value_date, ...fields });
    const { source, amount, currency } = record;
    return { record, ruling: { flow_id, source, amount, currency, operation, rule } };
  };
  async function told(...payments: ReturnType<typeof paid>[]) {
    const records = payments.map(({ record }) => record);
    await putRange(warehouse, 'flow', records, 'flow.ndjson', 0);
    await writeRun(warehouse, {
      sequence: 1,
      epoch: 1,
      operations: ['op', 'other'],
      flows: payments.map(({ ruling }) => ruling),
    });
    return found('payments told twice');
  }

  test('that both count, within 10 days, get a warning that names them', async () => {
    const [check] = await told(
      paid('a', '2015-12-20'),
      paid('b', '2015-12-30', { source: 'bank' }),
      paid('c', '2016-03-01', { amount: '7' }),
      paid('d', '2016-03-01', { amount: '7' }),
    );
    expect(check?.state).toBe('warning');
    expect(check?.what).toContain('2 pairs of flows that count in 1 operations');
    expect(check?.what).toContain(
      '100 EUR of "op" in "statement" "a" of 2015-12-20 and "bank" "b" of 2015-12-30',
    );
    expect(check?.what_to_do).toContain('"void": true');
  });

  test('get none where they are further apart, of two operations, currencies or amounts, or one does not count', async () => {
    expect(
      await told(
        paid('a', '2015-12-20'),
        paid('later', '2015-12-31'),
        paid('elsewhere', '2015-12-21', { operation: 'other' }),
        paid('dollars', '2015-12-21', { currency: 'USD' }),
        paid('more', '2015-12-21', { amount: '100.01' }),
        paid('no', '2015-12-21', { source: 'bank', rule: 'M-OWNER' }),
      ),
    ).toMatchObject([{ state: 'ok' }]);
  });
});

describe('a floor that fell', () => {
  const day = (days: number) => TEST_TIME_MS + days * 86_400_000;
  const time = (days: number) => new Date(day(days)).toISOString().replace('T', ' ').slice(0, 23);
  const floor = (sequence: number, days: number, floor_eur: string, change: Fields = {}) => ({
    operation: 'op',
    month: '2015-11',
    sequence,
    run_id: `run-${String(sequence)}`,
    present: 1,
    floor_eur,
    known_at: time(days),
    ...change,
  });
  async function fell(
    record: Fields,
    floors: readonly Fields[] = [floor(1, 1, '100'), floor(2, 3, '60')],
  ) {
    await putRecords(warehouse, 'site', [site('s')], 'site.ndjson', day(0));
    await putRecords(warehouse, 'flow', [flow('f')], 'first.ndjson', day(0));
    await putRecords(warehouse, 'flow', [record], 'second.ndjson', day(2));
    await warehouse.insertObjects('floor_revision', floors);
    for (const sequence of [1, 2])
      await writeRun(warehouse, {
        sequence,
        epoch: sequence,
        operations: ['op'],
        flows: [{ flow_id: 'f' }],
      });
    return found('lowered floors');
  }

  test.each([
    ['a lower amount', { revision: 2, amount: '60' }, 'has 60 instead of 100'],
    ['a void record', { revision: 2, void: true }, 'is void'],
    ['a dispute', { amount: '60' }, 'has two contents under one revision'],
    ['no payment', { revision: 2, status: 'accrued' }, 'is no payment any more'],
  ])('after %s gets a warning that says which flow and by how much', async (_, change, why) => {
    const [check] = await fell(flow('f', change));
    expect(check?.state).toBe('warning');
    expect(check?.what).toBe(
      'a later content of a flow lowered 1 floors by 40 EUR, ' +
        `such as "op" 2015-11 from 100 to 60 EUR, since "statement" "f" ${why}`,
    );
    expect(check?.what_to_do).toContain('compare the two documents');
  });

  test.each<[string, Fields, Fields[] | undefined]>([
    ['a higher amount', { revision: 2, amount: '160' }, undefined],
    [
      'another month',
      { revision: 2, amount: '60' },
      [floor(1, 1, '100', { month: '2016-02' }), floor(2, 3, '60', { month: '2016-02' })],
    ],
    ['a floor that rose', { revision: 2, amount: '60' }, [floor(1, 1, '50'), floor(2, 3, '60')]],
    [
      'a floor that fell before',
      { revision: 2, amount: '60' },
      [floor(1, 0.2, '100'), floor(2, 1, '60')],
    ],
  ])('gets none after %s', async (_, change, floors) => {
    expect(await fell(flow('f', change), floors)).toMatchObject([{ state: 'ok' }]);
  });
});
