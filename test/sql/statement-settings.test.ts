// Settings of every statement on the embedded warehouse, with or without parameters, and of the
// statements that give way.
import { availableParallelism } from 'node:os';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Parameters } from '../../pipeline/warehouse/warehouse.ts';
import { temporaryWarehouse } from '../warehouse/temporary.ts';

const FIGURES =
  "SELECT toDecimal64('1.10', 4) AS decimal, toUInt64('18446744073709551615') AS whole, getSetting('compile_expressions') AS compiles, getSetting('async_insert') AS buffers";
const PARAMETERS: [string, Parameters][] = [
  ['without parameters', {}],
  ['with parameters', { name: "it's \\ a\tname\0", list: ["a'b", 'c\\'] }],
];

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

test.each(PARAMETERS)(
  'figures arrive whole and inserts wait %s, from normal statements and from those that give way',
  async (_, parameters) => {
    for (const one of [warehouse, warehouse.givingWay()])
      expect(await one.query(FIGURES, parameters, z.unknown())).toEqual([
        { decimal: '1.1000', whole: '18446744073709551615', compiles: false, buffers: false },
      ]);
  },
);

test('parameters arrive as they are', async () => {
  const parameters = PARAMETERS[1]?.[1] ?? {};
  for (const one of [warehouse, warehouse.givingWay()])
    expect(
      await one.query(
        'SELECT {name:String} AS name, {list:Array(String)} AS list',
        parameters,
        z.unknown(),
      ),
    ).toEqual([parameters]);
});

test('statements that give way use half of the processors and do not limit other statements', async () => {
  const threads = async (giving: boolean) => {
    const taken = giving ? warehouse.givingWay() : warehouse;
    const row = z.object({ threads: z.coerce.number(), nice: z.coerce.number() });
    const [asked] = await taken.query(
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
