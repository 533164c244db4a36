// The promise: assumptions can be left out together, and leaving out one more never raises a floor.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ASSUMPTIONS, askFloors } from '../../pipeline/estimate/floors.ts';
import { flow, observation, panel, slot } from '../records.ts';
import { explanationIn } from './explanation-in.ts';
import { ALPHA, figures } from './figures.ts';
import { putRecords, temporaryWarehouse } from '../warehouse/temporary.ts';

const { warehouse, remove } = await temporaryWarehouse('shipped');
afterAll(remove);
beforeAll(async () => {
  const shares = [{ site: 'one.tv', share: '0.5' }];
  await putRecords(warehouse, 'flow', [
    flow('a'),
    flow('b', { period_start: '2015-11-02', period_end: '2015-12-31', amount: '60' }),
    flow('c', { site: null, site_shares: shares, amount: '40' }),
  ]);
});

const floorWithout = async (without: string[], operation = 'one.tv') => {
  const question = { operation, month: '2015-11', asOf: null, without, alpha: ALPHA };
  const rows = await askFloors(warehouse, question, ({ sql, parameters }) =>
    warehouse.query(sql, parameters, figures),
  );
  return rows[0]?.floor_eur ?? null;
};

test('assumptions left out together give less than each alone', async () => {
  expect(await floorWithout(['even_spread', 'rung:L1'])).toBe('100.0000');
  expect(await floorWithout(['even_spread', 'rung:L0'])).toBe('20.0000');
  expect(await floorWithout(['rung:L0', 'rung:L1', 'rung:L3', 'rate:cpm'])).toBe(null);
});

test('the sensitivity of a floor lists every assumption, with the figure of --without', async () => {
  const { sensitivity } = await explanationIn(warehouse, 'one.tv', '2015-11');
  expect(sensitivity.map(({ without }) => without)).toEqual(ASSUMPTIONS);
  const told = Object.fromEntries(sensitivity.map((one) => [one.without, one.floor_eur]));
  expect(told).toMatchObject({
    even_spread: '120.0000',
    payment_month: '149.0000',
    'rung:L0': '20.0000',
    'rung:L1': '129.0000',
    'rung:L3': '149.0000',
    'rate:cpm': '149.0000',
  });
});

const sensitivityOf = async (operation: string) => {
  const { sensitivity } = await explanationIn(warehouse, operation, '2015-11');
  return Object.fromEntries(sensitivity.map((one) => [one.without, one.floor_eur]));
};
const eachWithout = async (operation: string, assumptions: readonly string[] = ASSUMPTIONS) => {
  const asked: Record<string, string | null> = {};
  for (const without of assumptions) asked[without] = await floorWithout([without], operation);
  return asked;
};

test('the sensitivity of modelled money is that of --without too', async () => {
  const measured = (id: string, site: string) =>
    panel(id, {
      site,
      unique_visitors: 4_500_000,
      visits: 9_000_000,
      page_views: 90_000_000,
      panel_size: 30_000,
      design_effect: null,
    });
  await putRecords(warehouse, 'panel', [measured('modelled', 'modelled.tv')]);
  await putRecords(warehouse, 'observation', [
    observation('modelled', [slot('pop.example', '2.5')], { site: 'modelled.tv' }),
  ]);
  const told = await sensitivityOf('modelled.tv');
  expect(told).toEqual(await eachWithout('modelled.tv'));
  expect(new Set(Object.values(told)).size).toBeGreaterThan(3);
  // Documents above the model: none of its assumptions moves the floor.
  await putRecords(
    warehouse,
    'flow',
    [flow('above', { site: 'modelled.tv', amount: '5000', period_end: '2015-12-30' })],
    'above.ndjson',
  );
  const above = await sensitivityOf('modelled.tv');
  expect(above).toMatchObject(await eachWithout('modelled.tv', ['rung:L0', 'rate:cpm']));
  expect(above['rate:cpm']).toBe(above['rung:L2']);
  expect(Number(above['rung:L0'])).toBeLessThan(Number(above['rate:cpm']));
  // Documents below it: one line of documented money more, and the model counts.
  await putRecords(warehouse, 'panel', [measured('below', 'below.tv')], 'below.ndjson');
  await putRecords(
    warehouse,
    'flow',
    [flow('below', { site: 'below.tv', amount: '1' })],
    'below-flow.ndjson',
  );
  const below = await sensitivityOf('below.tv');
  expect(below).toMatchObject(await eachWithout('below.tv', ['rung:L0', 'rate:cpm']));
  expect(below['rate:cpm']).toBe('1.0000');
});
