// Makes a warehouse for one computation and removes it afterwards. For an embedded warehouse it is
// a second database of the same engine, because a process can hold only one directory. For a server
// it is an embedded engine in a temporary directory, because a reader may not create databases on
// the server.
import type { Clock } from '../platform/clock.ts';
import { withTemporaryFolder } from '../platform/temporary-folder.ts';
import { homeOn } from './embedded.ts';
import type { Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { openWarehouse } from './open.ts';
import { sqlFile, statementsOf } from './sql-file.ts';
import { Warehouse } from './warehouse.ts';

/** Keep this name: a process that was killed leaves the database, and the next one replaces it. */
const THROW_AWAY_DATABASE = 'plancher_recompute';

/** @param inUse the warehouse in use; its content is not touched */
export async function withThrowAway<Value>(
  inUse: Warehouse,
  clock: Clock,
  act: (throwAway: Warehouse) => Promise<Value>,
): Promise<Value> {
  if (inUse.engine !== null) return inDatabase(inUse, inUse.engine, clock, act);
  return withTemporaryFolder('recompute', async (directory) =>
    migratedIn(await openWarehouse(`embedded:${directory}`), clock, act),
  );
}

async function inDatabase<Value>(
  inUse: Warehouse,
  engine: Engine,
  clock: Clock,
  act: (throwAway: Warehouse) => Promise<Value>,
): Promise<Value> {
  for (const statement of statementsOf(named('estimate/recompute/create_database.sql')))
    await inUse.command(statement);
  try {
    return await migratedIn(
      new Warehouse(
        await homeOn(engine, THROW_AWAY_DATABASE, {
          name: `${inUse.name}/${THROW_AWAY_DATABASE}`,
          release: () => Promise.resolve(),
        }),
      ),
      clock,
      act,
    );
  } finally {
    await inUse.command(named('estimate/recompute/drop_database.sql'));
  }
}

const named = (file: string) => sqlFile(file, { database: THROW_AWAY_DATABASE });

async function migratedIn<Value>(
  warehouse: Warehouse,
  clock: Clock,
  act: (throwAway: Warehouse) => Promise<Value>,
): Promise<Value> {
  try {
    await migrate(warehouse, { cluster: null, clock, isExclusive: true });
    return await act(warehouse);
  } finally {
    await warehouse.close();
  }
}
