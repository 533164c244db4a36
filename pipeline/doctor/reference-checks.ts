// Checks of the reference data: what is in force, and whether tables of exchange rates agree.
import { z } from 'zod';
import { dailyTablesIn } from '../reference/in-force.ts';
import { type ReferenceData, referenceTables } from '../reference/load.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type CheckResult, ok, warning } from './check-result.ts';

const versionRow = z.object({ name: z.string(), version: z.string(), origin: z.string() });

export async function checkReference(
  warehouse: Warehouse,
  reference: ReferenceData,
): Promise<readonly CheckResult[]> {
  const inForce = await warehouse.query(
    sqlFile('estimate/10_reference_versions.sql'),
    {},
    versionRow,
  );
  const results = referenceTables(reference).map(({ name, version }) => {
    const there = inForce.find((row) => row.name === name);
    if (there?.version === version) return ok(`reference ${name}`, version);
    if (there?.origin === 'loaded')
      return ok(`reference ${name}`, `${there.version}, which a person loaded, is in force`);
    return otherVersion(name, there?.version ?? 'none', version);
  });
  const { dailyRates } = reference;
  return dailyRates === null
    ? results
    : [...results, await checkDaily(warehouse, dailyRates.version)];
}

/** The shipped table of daily rates is one of those in force. */
async function checkDaily(warehouse: Warehouse, shipped: string): Promise<CheckResult> {
  const { parts, withdrawn } = await dailyTablesIn(warehouse);
  const what = parts.length === 0 ? 'none' : parts.join(', ');
  if (parts.includes(shipped)) return ok('reference fx_daily', what);
  if (withdrawn.includes(shipped))
    return ok('reference fx_daily', `${what}; a person took out the shipped ${shipped}`);
  return otherVersion('fx_daily', what, shipped);
}

function otherVersion(name: string, there: string, shipped: string): CheckResult {
  return warning(
    `reference ${name}`,
    `${there} is in force, the program ships ${shipped}`,
    'plancher migrate; if that changes nothing, a newer program loaded it: update this one',
  );
}

const differenceRow = z.object({
  days: z.coerce.number(),
  most: z.number(),
  examples: z.string(),
});

export async function checkRates(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const check = 'exchange rates';
  const [row] = await warehouse.query(sqlFile('doctor/rates_differ.sql'), {}, differenceRow);
  if (row === undefined) return [ok(check, 'no two tables differ on a day')];
  const what =
    `tables differ on ${String(row.days)} days, by up to ${String(row.most)} %, ` +
    `such as ${row.examples}: the lower rate counts`;
  return [
    warning(
      check,
      what,
      'compare them with the publisher; ' +
        'plancher reference withdraw VERSION --reason TEXT takes a wrong table out',
    ),
  ];
}
