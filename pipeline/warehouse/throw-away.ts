// A warehouse that lives as long as a question: a second database of the embedded engine, because a
// process holds one directory; beside a server, an embedded engine in a temporary directory,
// because a reader of a server may not create databases there.
import type { Clock } from '../platform/clock.ts';
import { withTemporaryFolder } from '../platform/temporary-folder.ts';
import { homeOn } from './embedded.ts';
import type { Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { openWarehouse } from './open.ts';
import { sqlFile, statementsOf } from './sql-file.ts';
import { Warehouse } from './warehouse.ts';

const BESIDE = 'plancher_recompute';

/** @param beside the warehouse in use; what is in it stays as it is */
export async function withThrowAway<Value>(
  beside: Warehouse,
  clock: Clock,
  act: (throwAway: Warehouse) => Promise<Value>,
): Promise<Value> {
  if (beside.engine !== null) return inDatabase(beside, beside.engine, clock, act);
  return withTemporaryFolder('recompute', async (directory) =>
    migratedIn(await openWarehouse(`embedded:${directory}`), clock, act),
  );
}

async function inDatabase<Value>(
  beside: Warehouse,
  engine: Engine,
  clock: Clock,
  act: (throwAway: Warehouse) => Promise<Value>,
): Promise<Value> {
  for (const statement of statementsOf(named('estimate/recompute/create_database.sql')))
    await beside.command(statement);
  try {
    return await migratedIn(
      new Warehouse(
        await homeOn(engine, BESIDE, {
          name: `${beside.name}/${BESIDE}`,
          release: () => Promise.resolve(),
        }),
      ),
      clock,
      act,
    );
  } finally {
    await beside.command(named('estimate/recompute/drop_database.sql'));
  }
}

const named = (file: string) => sqlFile(file, { database: BESIDE });

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
