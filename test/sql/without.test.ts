// The promise: assumptions can be left out together, and leaving one more out never raises a floor.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ASSUMPTIONS, askFloors } from '../../pipeline/estimate/floors.ts';
import { loadReference, readReference } from '../../pipeline/estimate/reference.ts';
import { sensitivityOf } from '../../pipeline/explain/sensitivity.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { ALPHA, figures, flow } from './figures.ts';
import { putRecords, temporaryWarehouse, tickingClock } from './temporary-warehouse.ts';

let warehouse: Warehouse;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ warehouse, remove } = await temporaryWarehouse());
  await loadReference(warehouse, readReference(), tickingClock());
  const shares = [{ site: 'one.tv', share: '0.5' }];
  await putRecords(warehouse, 'flow', [
    flow('a'),
    flow('b', { period_end: '2015-12-30', amount: '60' }),
    flow('c', { site: null, site_shares: shares, amount: '40' }),
  ]);
});
afterAll(async () => {
  await remove();
});

const floorWithout = async (without: string[]) => {
  const question = { operation: 'one.tv', month: '2015-11', asOf: null, without, alpha: ALPHA };
  const rows = await askFloors(warehouse, question, ({ sql, parameters }) => warehouse.query(sql, parameters, figures));
  return rows[0]?.floor_eur ?? null;
};

test('left out together they give less than each alone', async () => {
  expect(await floorWithout(['even_spread', 'rung:L1'])).toBe('100.0000');
  expect(await floorWithout(['even_spread', 'rung:L0'])).toBe('20.0000');
  expect(await floorWithout(['rung:L0', 'rung:L1', 'rung:L3', 'rate:cpm'])).toBe(null);
});

test('the sensitivity of a floor has every assumption, with what --without gives', async () => {
  const found = await sensitivityOf(warehouse, { operation: 'one.tv', month: '2015-11', alpha: ALPHA });
  expect(found.map(({ without }) => without)).toEqual(ASSUMPTIONS);
  const told = Object.fromEntries(found.map(({ without, floor_eur }) => [without, floor_eur]));
  expect(told).toMatchObject({
    even_spread: '120.0000',
    'rung:L0': '20.0000',
    'rung:L1': '130.0000',
    'rung:L3': '150.0000',
    'rate:cpm': '150.0000',
  });
});
