// The note of the build about reference/ (pipeline/reference/shipped.ts): a start that trusts it
// loads what a start that reads all files loads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../pipeline/platform/clock.ts';
import { versionsInForce } from '../../pipeline/reference/in-force.ts';
import { referenceTable } from '../../pipeline/reference/reference-table.ts';
import { putInForce } from '../../pipeline/reference/load.ts';
import { shippedNote } from '../../pipeline/reference/shipped.ts';
import { openWarehouse } from '../../pipeline/warehouse/open.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { plancher } from './plancher.ts';

const { path: folder, remove } = temporaryFolder();
const directory = join(folder, 'warehouse');
afterAll(remove);

const inForce = async () => {
  const { stdout } = await plancher(['reference', 'list', '--json'], { warehouse: directory });
  const rows = z
    .array(z.object({ name: z.string(), version: z.string() }))
    .parse(JSON.parse(stdout));
  return new Map(rows.map(({ name, version }) => [name, version]));
};

test('the build notes the versions that the files give', async () => {
  const written: unknown = JSON.parse(readFileSync('dist/command/shipped-reference.json', 'utf8'));
  expect(written).toEqual(await shippedNote());
});

test('a start loads each shipped table that is not in force', async () => {
  const { tables, dailyRates } = await shippedNote();
  const shipped = new Map([
    ...tables.map(({ name, version }): [string, string] => [name, version]),
    ['fx_daily', dailyRates],
  ]);
  expect(await inForce()).toEqual(shipped);
  const warehouse = await openWarehouse(`embedded:${directory}`);
  const older = referenceTable(tables[0]?.name ?? '', 'older', []);
  await putInForce(warehouse, older, 'shipped', systemClock);
  const names = (await versionsInForce(warehouse)).map(({ name, version }) => [name, version]);
  await warehouse.close();
  expect(names).toContainEqual([older.name, older.version]);
  expect(await inForce()).toEqual(shipped);
});
