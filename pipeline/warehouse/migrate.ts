// Brings the schema up to date: sql/migrations in order, with a journal of every statement, then
// the views that changed. After a crash the next run continues after the files in the journal.
// Statements that were executed but not noted run again, so every statement must be repeatable
// (`IF NOT EXISTS`, `OR REPLACE`).
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { Failure } from '../platform/failure.ts';
import { PACKAGE_ROOT } from '../platform/package-root.ts';
import { type Lock, freeLock, lockHolder, takeLock, underLock } from './lock.ts';
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
  /** True when only this process holds the warehouse, so that an existing lock is from a crash. */
  isExclusive: boolean;
}

const appliedRow = z.object({ migration: z.string(), statement: z.number(), checksum: z.string() });

/** Lists what is applied and what is pending. It changes nothing. */
export async function schemaStatus(warehouse: Warehouse): Promise<SchemaStep[]> {
  return (await steps(warehouse)).map(({ migration, statement, checksum, state }) => ({
    migration,
    statement,
    checksum,
    state,
  }));
}

/** The statements that {@link migrate} would execute. */
export async function pendingStatements(
  warehouse: Warehouse,
  cluster: string | null,
): Promise<string[]> {
  return (await steps(warehouse))
    .filter((step) => step.state === 'pending')
    .map((step) => forCluster(step.sql, cluster));
}

/** @returns the number of executed statements */
export async function migrate(warehouse: Warehouse, options: MigrateOptions): Promise<number> {
  if (await isUpToDate(warehouse)) return 0;
  if (options.isExclusive) await freeLock(warehouse, SCHEMA_LOCK);
  const lock = {
    name: SCHEMA_LOCK,
    holder: lockHolder(options.clock),
    silentSeconds: SILENT_SECONDS,
  };
  if (!(await waitForLock(warehouse, lock))) return 0;
  return underLock(warehouse, lock, () => applyPending(warehouse, options));
}

async function isUpToDate(warehouse: Warehouse): Promise<boolean> {
  return (await steps(warehouse)).every((step) => step.state === 'applied');
}

async function applyPending(
  warehouse: Warehouse,
  { cluster, clock }: MigrateOptions,
): Promise<number> {
  for (const statement of statementsOf(sqlFile('warehouse/migrate/journal.sql')))
    await warehouse.command(forCluster(statement, cluster));
  const pending = (await steps(warehouse)).filter((step) => step.state === 'pending');
  for (const file of new Set(pending.map(({ migration }) => migration))) {
    const statements = pending.filter(({ migration }) => migration === file);
    for (const { sql } of statements) await warehouse.command(forCluster(sql, cluster));
    const applied_at = sqlTime(clock());
    // Once for each file, because noting a statement takes as long as executing it.
    await warehouse.insertObjects(
      'schema_journal',
      statements.map(({ migration, statement, checksum }) => ({
        migration,
        statement,
        checksum,
        applied_at,
      })),
    );
  }
  return pending.length;
}

const SCHEMA_LOCK = 'schema_lock';
/** Two processes at once would do the work twice, but no harm: every statement is repeatable. */
const SILENT_SECONDS = 20;
const LOOK_MS = 200;
const LONGEST_WAIT_MS = 600_000;

/** Waits while another process changes the schema. @returns false: that process did all the work */
async function waitForLock(warehouse: Warehouse, lock: Lock): Promise<boolean> {
  const deadlineMs = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const held = await takeLock(warehouse, lock);
    if (held === null) return true;
    if (await isUpToDate(warehouse)) return false;
    if (performance.now() > deadlineMs) {
      const message =
        `${held.holder} has been changing the schema of ${warehouse.name} ` +
        `for more than ${String(LONGEST_WAIT_MS / 60_000)} minutes. Try again when it is done.`;
      throw new Failure('schema_locked', message, { retriable: true });
    }
    await setTimeout(LOOK_MS);
  }
}

async function steps(warehouse: Warehouse): Promise<Step[]> {
  const [journal] = await warehouse.query(
    sqlFile('warehouse/migrate/journal_exists.sql'),
    {},
    z.object({ present: z.number() }),
  );
  const rows =
    journal?.present === 1
      ? await warehouse.query(sqlFile('warehouse/migrate/applied.sql'), {}, appliedRow)
      : [];
  const applied = new Map(
    rows.map((row) => [`${row.migration}#${String(row.statement)}`, row.checksum]),
  );
  refuseUnknown(rows, filesOf('migrations'));
  return ['migrations', 'views'].flatMap((folder) =>
    filesOf(folder).flatMap((file) => stepsOf(folder, file, applied)),
  );
}

/** A warehouse with tables of another version of the program, which this one would misread. */
function refuseUnknown(applied: readonly { migration: string }[], files: readonly string[]): void {
  const known = new Set(files.map((file) => `migrations/${file}`));
  const unknown = applied.find(
    ({ migration }) => migration.startsWith('migrations/') && !known.has(migration),
  );
  if (unknown === undefined) return;
  const message =
    `This warehouse has tables of another version of plancher (${unknown.migration}). ` +
    'Open it with that version, or take the records into a new warehouse: PLANCHER_WAREHOUSE ' +
    'names it.';
  throw new Failure('other_version', message);
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
      const message =
        `${migration} was changed after it was applied to this warehouse. ` +
        'Restore the file and put the change into a new migration.';
      throw new Failure('migration_changed', message);
    }
    return {
      migration,
      statement: index + 1,
      checksum,
      sql,
      state: known === checksum ? ('applied' as const) : ('pending' as const),
    };
  });
}
