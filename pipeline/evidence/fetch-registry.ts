// Fetches what the engine's form of the method looks up besides flows and sites: who is who, and
// what was refused, of all operations.
import { accountSchema } from '../../schemas/account.ts';
import { networkSchema } from '../../schemas/network.ts';
import type { Evidence } from '../method/evidence.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { fetchRefused, withoutCopies } from './fetch-who.ts';

export type Registry = Pick<Evidence, 'accounts' | 'networks' | 'refused'>;

/** @param asOf UTC, in the form that ClickHouse reads */
export async function fetchRegistry(warehouse: Warehouse, asOf: string): Promise<Registry> {
  const known = { as_of: asOf };
  const [accounts, networks, refused] = await Promise.all([
    warehouse.query(sqlFile('evidence/36_accounts_without_site.sql'), known, accountSchema),
    warehouse.query(sqlFile('evidence/32_networks.sql'), known, networkSchema),
    fetchRefused(warehouse, asOf),
  ]);
  return { accounts: withoutCopies(accounts), networks: withoutCopies(networks), refused };
}
