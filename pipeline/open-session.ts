// From the configuration to an open warehouse: the first stages of the path (path.ts). Apart from
// the others, so that a command that only reads does not load what the others need.
import { join } from 'node:path';
import type { Config } from './config/config.ts';
import type { Clock } from './platform/clock.ts';
import { type Log, createLog } from './platform/log.ts';
import { withTemporaryFolder } from './platform/temporary-folder.ts';
import type { ReferenceData } from './reference/load.ts';
import { loadInForce } from './reference/shipped.ts';
import { migrate } from './warehouse/migrate.ts';
import { openWarehouse } from './warehouse/open.ts';
import type { Warehouse } from './warehouse/warehouse.ts';

export const OPEN = {
  name: 'open',
  does: 'Opens the warehouse that PLANCHER_WAREHOUSE names: embedded engine or server.',
  sql: [],
  act: openWarehouse,
};
export const MIGRATE = {
  name: 'migrate',
  does: 'Brings the schema up to date: each migration once, and the views that changed.',
  sql: ['warehouse/lock/', 'warehouse/migrate/', 'migrations/', 'views/'],
  act: migrate,
};
export const REFER = {
  name: 'load reference data',
  does:
    'Loads lists, rates and exchange rates; their version is their content. Tables of daily rates ' +
    'are joined with those in force.',
  sql: ['estimate/10_reference_versions.sql', 'reference/daily_tables.sql'],
  act: loadInForce,
};

/** What a command works with. */
export interface Session {
  warehouse: Warehouse;
  config: Config;
  clock: Clock;
  log: Log;
}

/** @param reference null: what ships, read only as far as the warehouse lacks it */
export async function openSession(
  config: Config,
  clock: Clock,
  reference: ReferenceData | null = null,
): Promise<Session> {
  const warehouse = await OPEN.act(config.warehouse);
  try {
    await MIGRATE.act(warehouse, {
      cluster: config.cluster,
      clock,
      isExclusive: config.warehouse.startsWith('embedded:'),
    });
    await REFER.act(warehouse, reference, clock);
    return { warehouse, config, clock, log: createLog(config.logLevel) };
  } catch (thrown) {
    await warehouse.close();
    throw thrown;
  }
}

/**
 * A session in an embedded warehouse of its own, which is gone afterwards, with the folder around
 * it.
 * @param purpose a word for its name
 */
export function withThrowAwaySession<Value>(
  {
    config,
    clock,
    reference,
    purpose,
  }: { config: Config; clock: Clock; reference?: ReferenceData; purpose: string },
  act: (session: Session, folder: string) => Promise<Value>,
): Promise<Value> {
  return withTemporaryFolder(purpose, async (folder) => {
    const session = await openSession(
      { ...config, warehouse: `embedded:${join(folder, 'warehouse')}`, cluster: null },
      clock,
      reference,
    );
    try {
      return await act(session, folder);
    } finally {
      await session.warehouse.close();
    }
  });
}
