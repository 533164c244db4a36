// Checks for names and ids that look the same but differ.
import { z } from 'zod';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type CheckResult, ok, warning } from './check-result.ts';

const namesRow = z.object({ what: z.enum(['source', 'operation']), names: z.string() });

const CONSEQUENCE = {
  source: 'one source under several names, so that repeats count as different records',
  operation: 'one operation under several names, so that its floor is split',
} as const;

export async function checkNames(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const rows = await warehouse.query(sqlFile('doctor/similar.sql'), {}, namesRow);
  return (['source', 'operation'] as const).map((what) => {
    const check = `names of ${what}s`;
    const alike = rows.filter((row) => row.what === what).map(({ names }) => names);
    if (alike.length === 0) return ok(check, 'all different');
    return warning(
      check,
      `these look like ${CONSEQUENCE[what]}: ${alike.join('; ')}`,
      `if it is one ${what}, report its records again under one name, each with a higher revision`,
    );
  });
}

const idsRow = z.object({ kind: z.string(), source: z.string(), ids: z.string() });
const MOST_NAMED = 3;

export async function checkIds(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const check = 'ids';
  const rows = await warehouse.query(sqlFile('doctor/similar_ids.sql'), {}, idsRow);
  if (rows.length === 0) return [ok(check, 'no id looks like another of its source')];
  const named = rows
    .slice(0, MOST_NAMED)
    .map(({ kind, source, ids }) => `${kind} of ${JSON.stringify(source)}: ${ids}`);
  const more = rows.length > MOST_NAMED ? ` and ${String(rows.length - MOST_NAMED)} more` : '';
  return [
    warning(
      check,
      `these look the same but are different records: ${named.join('; ')}${more}`,
      'ask the source which is right; a reference to one does not find the other',
    ),
  ];
}
