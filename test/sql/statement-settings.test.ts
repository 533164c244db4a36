// What holds for every statement on the embedded warehouse, with parameters or without, and for
// those that give way.
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Parameters } from '../../pipeline/warehouse/warehouse.ts';
import { temporaryWarehouse } from './temporary-warehouse.ts';

const FIGURES =
  "SELECT toDecimal64('1.10', 4) AS decimal, toUInt64('18446744073709551615') AS whole, getSetting('compile_expressions') AS compiles, getSetting('async_insert') AS buffers";
const PARAMETERS: [string, Parameters][] = [
  ['without parameters', {}],
  ['with parameters', { name: "it's \\ a\tname\0", list: ["a'b", 'c\\'] }],
];

let temporary: Awaited<ReturnType<typeof temporaryWarehouse>>;
beforeAll(async () => {
  temporary = await temporaryWarehouse();
});
afterAll(() => temporary.remove());

test.each(PARAMETERS)(
  'figures come whole and inserts wait %s, on the warehouse and on the one that gives way',
  async (_, parameters) => {
    for (const warehouse of [temporary.warehouse, temporary.warehouse.givingWay()])
      expect(await warehouse.query(FIGURES, parameters, z.unknown())).toEqual([
        { decimal: '1.1000', whole: '18446744073709551615', compiles: false, buffers: false },
      ]);
  },
);

test('parameters arrive as they are', async () => {
  const parameters = PARAMETERS[1]?.[1] ?? {};
  for (const warehouse of [temporary.warehouse, temporary.warehouse.givingWay()])
    expect(
      await warehouse.query(
        'SELECT {name:String} AS name, {list:Array(String)} AS list',
        parameters,
        z.unknown(),
      ),
    ).toEqual([parameters]);
});

test('statements that give way take half of the processors, and hold no other statement to that', async () => {
  const threads = async (giving: boolean) => {
    const warehouse = giving ? temporary.warehouse.givingWay() : temporary.warehouse;
    const row = z.object({ threads: z.coerce.number(), nice: z.coerce.number() });
    const [asked] = await warehouse.query(
      "SELECT getSetting('max_threads') AS threads, getSetting('os_threads_nice_value_query') AS nice, {word:String} AS word",
      { word: '' },
      row,
    );
    return asked;
  };
  const half = Math.ceil(availableParallelism() / 2);
  expect(await threads(true)).toEqual({ threads: half, nice: 10 });
  const others = await threads(false);
  expect(others?.nice).toBe(0);
  expect(others?.threads).toBeGreaterThanOrEqual(half);
});
