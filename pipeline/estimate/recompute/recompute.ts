// Recomputes an old run in a throw-away warehouse, from its records (up to its watermark), its
// versions of the reference data and its alpha. The id of a run is a digest over these inputs, so
// the id proves that they are complete; then the floors are compared byte for byte. It must not
// write to the warehouse in use. Why a copy and not views by version: docs/decisions/0014.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { KINDS, type Kind, RECORD_KINDS } from '../../../schemas/record.ts';
import { rowsTableOf } from '../../reference/load.ts';
import { METHOD_VERSION, fingerprintOf, pendingRun, runEstimate } from '../run.ts';
import type { Clock } from '../../platform/clock.ts';
import { Failure, usageFailure } from '../../platform/failure.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import { withThrowAway } from '../../warehouse/throw-away.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import { type Run, runNamed, runs } from './run-list.ts';

export interface Recomputation {
  run_id: string;
  sequence: number;
  finished_at: string;
  alpha: number;
  records: number;
  floors: number;
  /** SHA-256 over the floors that the run left, as JSON lines. */
  sha256: string;
  /** The same digest over the floors that were computed now. */
  sha256_again: string;
  result: 'same' | 'differs';
  /** The first line that differs; null where one of the two has no such line. */
  was: string | null;
  is: string | null;
}

/**
 * @param written the id of a run or its first digits
 * @throws Failure (exit 2) when this program cannot compute the run: the run, its method or its
 * alpha is unknown to it
 */
export async function recompute(
  warehouse: Warehouse,
  written: string,
  tools: { clock: Clock; alpha: number },
): Promise<Recomputation> {
  const run = await runNamed(warehouse, written);
  if (run.method_version !== METHOD_VERSION)
    throw usageFailure(
      'other_method',
      `Run ${run.run_id} was computed by method ${run.method_version}; ` +
        `this program computes method ${METHOD_VERSION}. ` +
        `Recompute it with a release that has method ${run.method_version}.`,
    );
  const alpha = alphaOf(run, tools.alpha);
  const before = await floorsAt(warehouse, run.sequence);
  return withThrowAway(warehouse, tools.clock, async (throwAway) => {
    await copyReference(warehouse, throwAway, run);
    const classRun = await classRunOf(warehouse, run);
    if (classRun !== null) {
      await copyInputs(warehouse, throwAway, classRun);
      await runEstimate(throwAway, { clock: tools.clock, alpha, isComplete: true });
    }
    const records = await copyInputs(warehouse, throwAway, run);
    const { runId } = await pendingRun(throwAway, alpha);
    if (runId !== run.run_id)
      throw new Failure(
        'other_inputs',
        `The inputs of run ${run.run_id} are no longer complete: ` +
          `the content of the warehouse gives run ${runId}. ` +
          'Were reference rows or custody rows deleted? Restore them from a copy.',
      );
    const keepsClass = classRun !== null;
    await runEstimate(throwAway, { clock: tools.clock, alpha, isComplete: true, keepsClass });
    const again = await floorsAt(throwAway, keepsClass ? 2 : 1);
    return {
      ...compared(before, again),
      run_id: run.run_id,
      sequence: run.sequence,
      finished_at: run.finished_at,
      alpha,
      records,
    };
  });
}

/** The run whose class another one computed with; null: it made its own. */
async function classRunOf(warehouse: Warehouse, run: Run): Promise<Run | null> {
  if (run.scope === 'all') return null;
  const earlier = (await runs(warehouse)).filter(({ sequence }) => sequence < run.sequence);
  return earlier.find(({ scope }) => scope === 'all') ?? null;
}

/**
 * The alpha of a run. Old runs lack the column; for them the configured alpha is tried. The
 * fingerprint of the run covers alpha, so it shows which one is right.
 */
function alphaOf(run: Run, configured: number): number {
  const versions = Object.entries(run.reference_versions)
    .map(([name, version]) => ({ name, version }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const kept = run.alpha_ppm / 1_000_000;
  // The column holds whole millionths; the fingerprint covers alpha as it was configured.
  const alpha = [kept, configured].find((one) => fingerprintOf(one, versions) === run.fingerprint);
  if (alpha !== undefined) return alpha;
  throw usageFailure(
    'unknown_alpha',
    `Run ${run.run_id} was not computed with alpha ${String(kept === 0 ? configured : kept)} ` +
      'and the versions that it names. Set PLANCHER_ALPHA to the alpha of that day.',
  );
}

async function floorsAt(warehouse: Warehouse, sequence: number): Promise<string[]> {
  const text = await warehouse.text(
    sqlFile('estimate/recompute/floors_at.sql'),
    { sequence },
    'JSONEachRow',
  );
  return text.split('\n').filter((line) => line !== '');
}

function compared(
  before: readonly string[],
  again: readonly string[],
): Pick<Recomputation, 'floors' | 'sha256' | 'sha256_again' | 'result' | 'was' | 'is'> {
  const most = Math.max(before.length, again.length);
  const first = Array.from({ length: most }, (_, index) => index).find(
    (index) => before[index] !== again[index],
  );
  return {
    floors: before.length,
    sha256: digestOf(before),
    sha256_again: digestOf(again),
    result: first === undefined ? 'same' : 'differs',
    was: first === undefined ? null : (before[first] ?? null),
    is: first === undefined ? null : (again[first] ?? null),
  };
}

const digestOf = (lines: readonly string[]) =>
  createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');

/** @returns how many records entered the run, without repeats */
async function copyInputs(from: Warehouse, to: Warehouse, run: Run): Promise<number> {
  let records = 0;
  for (const kind of KINDS) records += await copyRecords(from, to, run, kind);
  const ranges = run.watermark.map(
    ({ topic, partition, last_offset: last, chain_sha256: chain }) => ({
      topic,
      partition,
      first_offset: '0',
      last_offset: last,
      kept: 0,
      rejected: 0,
      unfinished: 0,
      known_at: run.finished_at,
      chain_hex: chain,
    }),
  );
  if (ranges.length > 0) await to.insertObjects('custody_range', ranges);
  return records;
}

async function copyReference(from: Warehouse, to: Warehouse, run: Run): Promise<void> {
  for (const [name, version] of Object.entries(run.reference_versions)) {
    const table = rowsTableOf(name);
    const rows = await from.text(
      sqlFile('estimate/recompute/reference_rows.sql', { table }),
      { name, version },
      'JSONCompactEachRow',
    );
    const columns = await columnsOf(from, 'reference_columns', table);
    await to.insert({ table, columns, rows: Buffer.from(rows) });
  }
  await copyVersions(from, to, run);
}

/** Each of them comes into force: it is the only one of its name. */
async function copyVersions(from: Warehouse, to: Warehouse, run: Run): Promise<void> {
  const [names, versions] = [
    Object.keys(run.reference_versions),
    Object.values(run.reference_versions),
  ];
  const rows = await from.text(
    sqlFile('estimate/recompute/reference_versions.sql'),
    { names, versions },
    'JSONCompactEachRow',
  );
  const columns = await columnsOf(from, 'reference_columns', 'reference_version');
  await to.insert({ table: 'reference_version', columns, rows: Buffer.from(rows) });
}

async function columnsOf(from: Warehouse, statement: string, table: string): Promise<string[]> {
  const rows = await from.query(
    sqlFile(`estimate/recompute/${statement}.sql`),
    { table },
    columnRow,
  );
  return rows.map(({ name }) => name);
}

const PAGE_RECORDS = 100_000;
const countRow = z.object({ records: z.coerce.number() });
const columnRow = z.object({ name: z.string() });

async function copyRecords(from: Warehouse, to: Warehouse, run: Run, kind: Kind): Promise<number> {
  const { table } = RECORD_KINDS[kind];
  const [counted] = await from.query(
    sqlFile('estimate/recompute/count_records.sql'),
    { kind, sequence: run.sequence },
    countRow,
  );
  const pages = Math.ceil((counted?.records ?? 0) / PAGE_RECORDS);
  const columns = await columnsOf(from, 'record_columns', table);
  let records = 0;
  for (let page = 0; page < pages; page += 1) {
    const parameters = { kind, sequence: run.sequence, page, pages };
    const rows = Buffer.from(
      await from.text(
        sqlFile('estimate/recompute/records.sql', { table }),
        parameters,
        'JSONCompactEachRow',
      ),
    );
    records += rows.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 0);
    await to.insert({ table, columns, rows });
  }
  return records;
}
