// What must not move a figure that comparable operations give (M-CLASS): names, the way in which
// records are cut, and repeats. Each world goes into a warehouse of its own.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { type ClassWorld, classWorld } from '../random-records/class-world.ts';
import type { Fields } from '../records.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const OPERATIONS = 60;
const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('monthly', clock);
afterAll(remove);
beforeEach(empty);

const floorRow = z.object({
  operation: z.string(),
  month: z.string(),
  floor_eur: z.string().nullable(),
  modelled_eur: z.string(),
  rung: z.string(),
});
type FloorRow = z.infer<typeof floorRow>;

async function floorsOf({ sites, accounts, flows, panels }: ClassWorld): Promise<FloorRow[]> {
  await empty();
  await putRecords(warehouse, 'site', sites);
  await putRecords(warehouse, 'account', accounts);
  await putRecords(warehouse, 'flow', flows);
  await putRecords(warehouse, 'panel', panels);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
  return warehouse.query(
    `SELECT operation, month, floor_eur, modelled_eur, rung FROM revenue_floor
     ORDER BY operation, month`,
    {},
    floorRow,
  );
}

const world = classWorld(randomOf(11), OPERATIONS);
let expected: FloorRow[];
beforeAll(async () => {
  expected = await floorsOf(world);
});

const sorted = (rows: readonly FloorRow[]) =>
  rows
    .map((row) => JSON.stringify(row))
    .sort()
    .map((row) => floorRow.parse(JSON.parse(row)));

describe('figures of a class stay', () => {
  test('and there are some', () => {
    expect(expected.filter(({ rung }) => rung === 'L4').length).toBeGreaterThan(20);
  });

  test('when every operation has another name', async () => {
    const other = (name: unknown) => `z-${Array.from(String(name)).reverse().join('')}`;
    const renamed = (row: Fields) => ({ ...row, operation: other(row['operation']) });
    const floors = await floorsOf({
      ...world,
      sites: world.sites.map(renamed),
      accounts: world.accounts.map(renamed),
    });
    expect(sorted(floors)).toEqual(
      sorted(expected.map((row) => ({ ...row, operation: other(row.operation) }))),
    );
  });

  test('when each payment is cut in two', async () => {
    const halves = (row: Fields) => {
      const units = Math.round(Number(row['amount']) * 10_000);
      const first = Math.floor(units / 3);
      return [first, units - first].map((part, index) => ({
        ...row,
        flow_id: `${String(row['flow_id'])}/${String(index)}`,
        amount: (part / 10_000).toFixed(4),
      }));
    };
    const floors = await floorsOf({ ...world, flows: world.flows.flatMap(halves) });
    expect(floors).toEqual(expected);
  });

  test('when each measurement comes again under another name', async () => {
    const again = world.panels.map((row) => ({
      ...row,
      record_id: `${String(row['record_id'])}/2`,
    }));
    const floors = await floorsOf({ ...world, panels: [...world.panels, ...again] });
    const ofClass = (rows: readonly FloorRow[]) => rows.filter(({ rung }) => rung === 'L4');
    expect(ofClass(floors)).toEqual(ofClass(expected));
  });

  test('when records come in another order and twice', async () => {
    const twice = (rows: readonly Fields[]) => [...rows.toReversed(), ...rows];
    const floors = await floorsOf({
      sites: twice(world.sites),
      accounts: twice(world.accounts),
      flows: twice(world.flows),
      panels: twice(world.panels),
    });
    expect(floors).toEqual(expected);
  });
});

describe('an operation is not in its own class', () => {
  test('its own money moves no class of its own', async () => {
    const [first] = expected.filter(({ rung }) => rung === 'L4');
    const operation = first?.operation ?? '';
    const flows = world.flows.map((row) =>
      String(row['flow_id']).startsWith(`${operation}/`) ? { ...row, amount: '0.0100' } : row,
    );
    const floors = await floorsOf({ ...world, flows });
    const own = (rows: readonly FloorRow[]) =>
      rows
        .filter((row) => row.operation === operation)
        .map(({ month, modelled_eur: eur }) => [month, eur]);
    expect(own(floors)).toEqual(own(expected));
    expect(own(expected).length).toBeGreaterThan(0);
  });
});
