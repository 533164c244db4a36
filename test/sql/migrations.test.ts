// Migrations (docs/contributing.md, "Add a migration"): a crash before the note in the journal
// executes the statements of a file again, so each file must stand being executed twice.
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { migrate, schemaStatus } from '../../pipeline/warehouse/migrate.ts';
import { openWarehouse } from '../../pipeline/warehouse/open.ts';
import { forCluster, sqlFile, statementsOf } from '../../pipeline/warehouse/sql-file.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { tickingClock } from '../warehouse/temporary.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const FILES = ['migrations', 'views'].flatMap((folder) =>
  readdirSync(`sql/${folder}`)
    .sort()
    .map((name) => `${folder}/${name}`),
);

const folder = temporaryFolder();
let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(`embedded:${folder.path}`);
});
afterAll(async () => {
  await warehouse.close();
  folder.remove();
});

const tableRow = z.object({ definition: z.string() });
const definitions = () =>
  warehouse.query(
    'SELECT create_table_query AS definition FROM system.tables WHERE database = currentDatabase() ORDER BY name',
    {},
    tableRow,
  );

test('each file, executed twice in order, gives the schema that it gives once', async () => {
  for (const file of FILES) {
    const statements = statementsOf(sqlFile(file)).map((sql) => forCluster(sql, null));
    for (const statement of statements) await warehouse.command(statement);
    const once = await definitions();
    for (const statement of statements) await warehouse.command(statement);
    expect(await definitions(), file).toEqual(once);
  }
});

test('a warehouse with a migration that this version does not have, or has otherwise, is refused', async () => {
  const clock = tickingClock();
  await migrate(warehouse, { cluster: null, clock, isExclusive: true });
  const note = (migration: string) => ({
    migration,
    statement: 1,
    checksum: 'other',
    applied_at: '2100-01-01 00:00:00.000',
  });
  await warehouse.insertObjects('schema_journal', [note('migrations/0001_intake.sql')]);
  await expect(schemaStatus(warehouse)).rejects.toMatchObject({ code: 'other_version' });
  await warehouse.command("ALTER TABLE schema_journal DELETE WHERE checksum = 'other'");
  expect((await schemaStatus(warehouse)).every(({ state }) => state === 'applied')).toBe(true);
  await warehouse.insertObjects('schema_journal', [note('migrations/0001_records.sql')]);
  await expect(schemaStatus(warehouse)).rejects.toMatchObject({ code: 'migration_changed' });
});

test('no two migrations have the same number', () => {
  const numbers = readdirSync('sql/migrations').map((name) => /^(\d{4})_\w+\.sql$/.exec(name)?.[1]);
  expect(numbers).not.toContain(undefined);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('on a cluster each statement is executed on every server, and tables are replicated', () => {
  for (const file of FILES.filter((one) => one.startsWith('migrations/')))
    for (const sql of statementsOf(sqlFile(file)).map((one) => forCluster(one, 'many'))) {
      expect(sql, file).toContain(' ON CLUSTER many');
      expect(sql, file).not.toMatch(/ENGINE = \w*(?<!Replicated\w*)MergeTree/);
    }
});
