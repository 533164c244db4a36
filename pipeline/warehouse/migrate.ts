// Brings the schema up to date: sql/migrations in order, statement by statement with a journal, then the views that changed.
// A crash leaves executed statements in the journal; the next run goes on behind them. Migrations are `IF NOT EXISTS`, so a
// statement that was executed but not yet noted may run twice.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, isoTime, sqlTime } from '../platform/clock.ts';
import { Failure } from '../platform/failure.ts';
import { PACKAGE_ROOT } from '../platform/package-root.ts';
import { forCluster, sqlFile, statementsOf } from './sql-file.ts';
import type { Warehouse } from './warehouse.ts';

export interface SchemaStep {
  migration: string;
  statement: number;
  checksum: string;
  state: 'applied' | 'pending';
}

interface Step extends SchemaStep {
  sql: string;
}

export interface MigrateOptions {
  cluster: string | null;
  clock: Clock;
  /** The embedded warehouse is held by this process alone, so a lock that is there was left by a crash. */
  isExclusive: boolean;
}

const appliedRow = z.object({ migration: z.string(), statement: z.number(), checksum: z.string() });

/** What is applied and what is pending, without changing anything. */
export async function schemaStatus(warehouse: Warehouse): Promise<SchemaStep[]> {
  return (await steps(warehouse)).map(({ migration, statement, checksum, state }) => ({ migration, statement, checksum, state }));
}

/** Text of the statements that {@link migrate} would execute. */
export async function pendingStatements(warehouse: Warehouse, cluster: string | null): Promise<string[]> {
  return (await steps(warehouse)).filter((step) => step.state === 'pending').map((step) => forCluster(step.sql, cluster));
}

/** @returns the number of statements executed */
export async function migrate(warehouse: Warehouse, options: MigrateOptions): Promise<number> {
  if ((await steps(warehouse)).every((step) => step.state === 'applied')) return 0;
  await lock(warehouse, options);
  try {
    for (const statement of statementsOf(sqlFile('migrate/journal.sql'))) await warehouse.command(forCluster(statement, options.cluster));
    const pending = (await steps(warehouse)).filter((step) => step.state === 'pending');
    for (const step of pending) {
      await warehouse.command(forCluster(step.sql, options.cluster));
      const noted = { migration: step.migration, statement: step.statement, checksum: step.checksum, applied_at: sqlTime(options.clock()) };
      await warehouse.command(sqlFile('migrate/record.sql'), noted);
    }
    return pending.length;
  } finally {
    await warehouse.command(sqlFile('migrate/unlock.sql'));
  }
}

async function lock(warehouse: Warehouse, { clock, isExclusive }: MigrateOptions): Promise<void> {
  if (isExclusive) await warehouse.command(sqlFile('migrate/unlock.sql'));
  const holder = `process ${String(process.pid)} on ${hostname().replace(/[^\w.-]/g, '_')} since ${isoTime(clock())}`;
  try {
    await warehouse.command(sqlFile('migrate/lock.sql').replace('{{holder}}', holder));
  } catch (thrown) {
    const [held] = await warehouse.query(sqlFile('migrate/lock_holder.sql'), {}, z.object({ holder: z.string() }));
    if (held === undefined) throw thrown;
    const message = `The schema of ${warehouse.name} is being changed by ${held.holder}. Wait for it; if that process is gone, run DROP TABLE schema_lock there and try again.`;
    throw new Failure('schema_locked', message, { cause: thrown, retriable: true });
  }
}

async function steps(warehouse: Warehouse): Promise<Step[]> {
  const [journal] = await warehouse.query(sqlFile('migrate/journal_exists.sql'), {}, z.object({ present: z.number() }));
  const rows = journal?.present === 1 ? await warehouse.query(sqlFile('migrate/applied.sql'), {}, appliedRow) : [];
  const applied = new Map(rows.map((row) => [`${row.migration}#${String(row.statement)}`, row.checksum]));
  return ['migrations', 'views'].flatMap((folder) => filesOf(folder).flatMap((file) => stepsOf(folder, file, applied)));
}

function filesOf(folder: string): string[] {
  return readdirSync(join(PACKAGE_ROOT, 'sql', folder))
    .filter((name) => name.endsWith('.sql'))
    .sort();
}

function stepsOf(folder: string, file: string, applied: Map<string, string>): Step[] {
  const migration = `${folder}/${file}`;
  return statementsOf(sqlFile(migration)).map((sql, index) => {
    const checksum = createHash('sha256').update(sql).digest('hex');
    const known = applied.get(`${migration}#${String(index + 1)}`);
    if (folder === 'migrations' && known !== undefined && known !== checksum) {
      const message = `${migration} was changed after it was applied to this warehouse. Restore the file and put the change into a new migration.`;
      throw new Failure('migration_changed', message);
    }
    return { migration, statement: index + 1, checksum, sql, state: known === checksum ? ('applied' as const) : ('pending' as const) };
  });
}
