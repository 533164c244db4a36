// Brings the schema up to date: sql/migrations in order with a journal of every statement, then the views that changed. A crash leaves the files
// before in the journal; the next run goes on behind them. Every statement may run twice (`IF NOT EXISTS`, `OR REPLACE`), so those that were
// executed and not noted yet are executed again.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { type Clock, isoTime, sqlTime } from '../platform/clock.ts';
import { Failure, codeOf } from '../platform/failure.ts';
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
  if (await isUpToDate(warehouse)) return 0;
  if (options.isExclusive) await warehouse.command(sqlFile('migrate/unlock.sql'));
  if (!(await lock(warehouse, options.clock))) return 0;
  const alive = setInterval(() => {
    // A sign that does not arrive is no reason to stop; who waits has patience for several.
    warehouse.command(sqlFile('migrate/lock_renew.sql')).catch(() => undefined);
  }, ALIVE_MS);
  try {
    return await applyPending(warehouse, options);
  } finally {
    clearInterval(alive);
    await warehouse.command(sqlFile('migrate/unlock.sql'));
  }
}

async function isUpToDate(warehouse: Warehouse): Promise<boolean> {
  return (await steps(warehouse)).every((step) => step.state === 'applied');
}

async function applyPending(warehouse: Warehouse, { cluster, clock }: MigrateOptions): Promise<number> {
  for (const statement of statementsOf(sqlFile('migrate/journal.sql'))) await warehouse.command(forCluster(statement, cluster));
  const pending = (await steps(warehouse)).filter((step) => step.state === 'pending');
  for (const file of new Set(pending.map(({ migration }) => migration))) {
    const statements = pending.filter(({ migration }) => migration === file);
    for (const { sql } of statements) await warehouse.command(forCluster(sql, cluster));
    const applied_at = sqlTime(clock());
    // Once for a file: noting takes as long as the statement itself.
    await warehouse.insertObjects(
      'schema_journal',
      statements.map(({ migration, statement, checksum }) => ({ migration, statement, checksum, applied_at })),
    );
  }
  return pending.length;
}

const ALIVE_MS = 3_000;
/** After it a holder counts as gone. Two at once would do no harm, only work twice: every statement may be repeated. */
const SILENT_SECONDS = 20;
const LOOK_MS = 200;
const LONGEST_WAIT_MS = 600_000;

const lockRow = z.object({ holder: z.string(), silent_seconds: z.number() });

/** Waits while another process changes the schema. @returns false: it did what there was to do */
async function lock(warehouse: Warehouse, clock: Clock): Promise<boolean> {
  const holder = `process ${String(process.pid)} on ${hostname().replace(/[^\w.-]/g, '_')} since ${isoTime(clock())}`;
  const deadlineMs = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      await warehouse.command(sqlFile('migrate/lock.sql').replace('{{holder}}', holder));
      return true;
    } catch (thrown) {
      const [held] = await warehouse.query(sqlFile('migrate/lock_holder.sql'), {}, lockRow);
      if (held === undefined && (await isUpToDate(warehouse))) return false;
      if (held === undefined && !isTaken(thrown)) throw thrown;
      if ((held?.silent_seconds ?? 0) > SILENT_SECONDS) await warehouse.command(sqlFile('migrate/unlock.sql'));
      if (performance.now() > deadlineMs) {
        const message = `The schema of ${warehouse.name} is being changed by ${held?.holder ?? 'another process'} for a long time. Try again when it is done.`;
        throw new Failure('schema_locked', message, { cause: thrown, retriable: true });
      }
      await setTimeout(LOOK_MS);
    }
  }
}

/** The table was there, and was gone when we asked who has it. */
function isTaken(thrown: unknown): boolean {
  return thrown instanceof Failure && codeOf(thrown.cause) === '57';
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
