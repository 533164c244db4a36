// The case folder of an operation whose floor rests on comparable operations: it holds their
// ratios and nobody's name, gives the floors again, and docs/recompute.md is how.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { CaseFault } from '../../pipeline/export/case/case-fault.ts';
import { ratiosIn } from '../../pipeline/export/case/ratio-file.ts';
import { recomputeCase } from '../../pipeline/export/case/recompute-case.ts';
import { type WrittenCase, writeCase } from '../../pipeline/export/case/write-case.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { manifestIn } from '../case-folder.ts';
import { classWorld } from '../random-records/class-world.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';
import { bytesIn, exportPlace } from './written-export.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
const place = exportPlace();
afterAll(() => {
  place.remove();
});

const FILE = 'comparable-ratios.ndjson';
const MOST_OPERATIONS = 12;
const world = classWorld(randomOf(3), 70);
/** Operations with a month of rung L4 that are related with nobody: their closures are theirs. */
let operations: string[];
let folders: Map<string, WrittenCase>;
let operation: string;
let written: WrittenCase;
beforeAll(async () => {
  await putRange(warehouse, 'site', world.sites, 'site.ndjson', 0);
  await putRange(warehouse, 'account', world.accounts, 'account.ndjson', 0);
  await putRange(warehouse, 'flow', world.flows, 'flow.ndjson', 0);
  await putRange(warehouse, 'panel', world.panels, 'panel.ndjson', 0);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
  const found = await warehouse.query(
    `SELECT DISTINCT operation FROM revenue_floor
     WHERE rung = 'L4' AND operation IN (
       SELECT operation FROM own_member GROUP BY operation
       HAVING max(member) = concat('operation ', operation))
       AND operation NOT IN (
         SELECT substring(member, 11) FROM own_member GROUP BY member HAVING count() > 1)
     ORDER BY operation LIMIT {most:UInt32}`,
    { most: MOST_OPERATIONS },
    z.object({ operation: z.string() }),
  );
  operations = found.map((row) => row.operation);
  operation = operations[0] ?? '';
  folders = new Map();
  for (const one of operations) folders.set(one, await writeCase(place.tools(warehouse), one));
  const first = folders.get(operation);
  if (first === undefined) throw new Error('no operation has a month of rung L4');
  written = first;
});

const textOf = (name: string) => readFileSync(join(written.directory, name), 'utf8');
const rowsOf = (name: string) => {
  const [header = '', ...rows] = textOf(name).trimEnd().split('\r\n');
  const cellsOf = (row: string) => row.split(',').map((cell) => cell.replaceAll('"', ''));
  const names = cellsOf(header);
  return rows.map((row) =>
    Object.fromEntries(cellsOf(row).map((cell, at) => [names[at] ?? '', cell])),
  );
};

test('its figures are computed again from the folder alone', async () => {
  const again = await recomputeCase(written.directory, manifestIn(written.directory));
  expect(again).toMatchObject({ difference: null });
  expect(rowsOf('modelled.csv').filter((row) => row['rung'] === 'L4').length).toBeGreaterThan(0);
});

test('docs/recompute.md gives the class of each month', () => {
  const ratios = ratiosIn(Buffer.from(textOf(FILE)));
  const rows = rowsOf('modelled.csv').filter((row) => row['class_eur'] !== '');
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const own = ratios
      .filter(
        ({ panel, unit, country }) =>
          panel === row['class_panel'] &&
          unit === row['class_unit'] &&
          (country ?? '') === row['class_country'],
      )
      .sort((one, other) => Number(one.ratio - other.ratio));
    const lines = new Map<string, number>();
    for (const { member } of own) lines.set(member, (lines.get(member) ?? 0) + 1);
    expect(String(lines.size)).toBe(row['class_members']);
    const bound = 0.04 * (lines.size + 1) - 1;
    let sum = 0;
    // Weights are fractions here: a sum that is the bound itself may miss it by a little.
    const q = own.find(({ member }) => {
      sum += 1 / (lines.get(member) ?? 1);
      return sum > bound + 1e-9;
    });
    expect(Number(row['class_ratio'])).toBeCloseTo(Number(q?.ratio ?? 0n) / 1e10, 12);
    expect(Number(row['class_eur'])).toBeCloseTo(
      Number(row['class_ratio']) * Number(row['class_audience']),
      3,
    );
  }
});

/** Names of operations, and of the sites and accounts of each. */
const NAMES = new Map(
  [...new Set(world.sites.map((record) => String(record['operation'])))].map((name) => [
    name,
    [
      name,
      ...world.sites
        .filter((record) => record['operation'] === name)
        .map((record) => String(record['site'])),
      ...world.flows
        .filter((record) => String(record['flow_id']).startsWith(`${name}/`))
        .map((record) => String(record['publisher_account'])),
      `acc-${name.slice('op-'.length)}`,
    ],
  ]),
);

test('each is computed again, and none names another operation, its sites or accounts', async () => {
  expect(operations.length).toBeGreaterThan(5);
  for (const [one, { directory }] of folders) {
    const again = await recomputeCase(directory, manifestIn(directory));
    expect(again, one).toMatchObject({ difference: null });
    const bytes = Object.values(bytesIn(directory)).join('\n');
    // A name within a longer one, such as op-1 in op-12, is another name.
    const isNamed = (name: string) =>
      new RegExp(`(?<![\\w-])${name.replaceAll('.', '\\.')}(?![\\w-])`, 'u').test(bytes);
    expect(isNamed(one)).toBe(true);
    const others = [...NAMES].filter(([name]) => name !== one).flatMap(([, names]) => names);
    expect(others.filter(isNamed), one).toEqual([]);
  }
});

test('each has all ratios of its strata but those of its own member', async () => {
  for (const [one, { directory }] of folders) {
    const rows = await warehouse.query(
      `SELECT toString(eur_per_unit) AS ratio FROM class_ratio FINAL
       WHERE epoch = (SELECT max(epoch) FROM class_ratio)
         AND member != concat('operation ', {one:String})
         AND (panel, unit, country) IN (
           SELECT panel, unit, country FROM measured_audience WHERE operation = {one:String})`,
      { one },
      z.object({ ratio: z.string() }),
    );
    const ratios = ratiosIn(bytesIn(directory)[FILE] ?? Buffer.alloc(0));
    const units = (text: string) => {
      const [whole = '', places = ''] = text.split('.');
      return BigInt(whole + places.padEnd(10, '0'));
    };
    const ascending = (list: readonly bigint[]) =>
      list.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
    expect(ratios.length, one).toBeGreaterThan(100);
    expect(ascending(ratios.map(({ ratio }) => ratio))).toEqual(
      ascending(rows.map(({ ratio }) => units(ratio))),
    );
  }
});

test.each([
  [
    'a ratio that is not its money by its audience',
    (line: string) => line.replace(/"audience":"\d/, '"audience":"9'),
    'eur_per_unit is not documented_eur / audience',
  ],
  ['a line that is not JSON', (line: string) => line.slice(1), 'it is no ratio: not JSON'],
  [
    'a member without a number',
    (line: string) => line.replace(/"member":\d+/, '"member":"x"'),
    'it is no ratio: member',
  ],
])('%s is named with its line', (_, change, what) => {
  const lines = textOf(FILE).split('\n');
  const changed = lines.map((line, index) => (index === 4 ? change(line) : line)).join('\n');
  const read = () => ratiosIn(Buffer.from(changed));
  expect(read).toThrow(CaseFault);
  expect(read).toThrow(what);
  try {
    read();
  } catch (thrown) {
    expect(thrown).toMatchObject({ file: FILE, line: 5 });
  }
});
