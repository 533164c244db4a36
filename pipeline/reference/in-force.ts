// Which versions of the reference tables are in force.
import { z } from 'zod';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const inForceRow = z.object({ name: z.string(), version: z.string(), origin: z.string() });
type VersionInForce = z.infer<typeof inForceRow>;

export function versionsInForce(warehouse: Warehouse): Promise<VersionInForce[]> {
  return warehouse.query(sqlFile('estimate/10_reference_versions.sql'), {}, inForceRow);
}

/**
 * Whether a shipped table needs no loading. A table that a person loaded by a command stays in
 * force: a start or an upgrade must not put the shipped one back.
 */
export function isInForce(
  { name, version }: { name: string; version: string },
  inForce: readonly VersionInForce[],
): boolean {
  const known = inForce.find((one) => one.name === name);
  return known?.version === version || known?.origin === 'loaded';
}

const tablesRow = z.object({
  parts: z.array(z.string()),
  withdrawn: z.array(z.string()),
  loaded: z.array(z.string()),
});
export type DailyTables = z.infer<typeof tablesRow>;

/** Which tables of daily rates the warehouse has, and which of them count. */
export async function dailyTablesIn(warehouse: Warehouse): Promise<DailyTables> {
  const [tables] = await warehouse.query(sqlFile('reference/daily_tables.sql'), {}, tablesRow);
  return tables ?? { parts: [], withdrawn: [], loaded: [] };
}

/** Tables that neither count nor were taken out: another program loaded at the same moment. */
export const lostTables = ({ parts, withdrawn, loaded }: DailyTables) =>
  loaded.filter((version) => !parts.includes(version) && !withdrawn.includes(version));

/** Whether a shipped table was joined with those in force before, and none is lost. */
export const hasDailyTable = (tables: DailyTables, version: string): boolean =>
  tables.loaded.includes(version) && lostTables(tables).length === 0;
