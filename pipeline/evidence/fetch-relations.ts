// Fetches what shows that operations are related (M-CLASS): of all records, or as the class in
// force has it.
import { z } from 'zod';
import { accountSchema } from '../../schemas/account.ts';
import { siteSchema } from '../../schemas/site.ts';
import type { MoneyPath, Related } from '../method/class/members.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { withoutCopies } from './fetch-who.ts';

const pathRow: z.ZodType<MoneyPath> = z.object({
  network: z.string().nullable(),
  sites: z.array(z.string()),
  publisher: z.string(),
  payee: z.string(),
});
const relationRow = z.object({ name: z.string(), member: z.string() });

/** Of all operations. @param asOf UTC, in the form that ClickHouse reads */
export async function fetchRelated(warehouse: Warehouse, asOf: string): Promise<Related> {
  const known = { as_of: asOf };
  const [sites, accounts, paths] = await Promise.all([
    warehouse.query(sqlFile('evidence/50_all_sites.sql'), known, siteSchema),
    warehouse.query(sqlFile('evidence/51_all_accounts.sql'), known, accountSchema),
    warehouse.query(sqlFile('evidence/52_money_paths.sql'), known, pathRow),
  ]);
  return { sites: withoutCopies(sites), accounts: withoutCopies(accounts), paths };
}

/** The members of the class of a run that some names belong to, by name. */
export async function fetchMembers(
  warehouse: Warehouse,
  epoch: number,
  names: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await warehouse.query(
    sqlFile('evidence/53_relations.sql'),
    { epoch, names: [...names] },
    relationRow,
  );
  const members = new Map<string, string[]>();
  for (const { name, member } of rows) members.set(name, [...(members.get(name) ?? []), member]);
  return members;
}
