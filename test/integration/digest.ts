// Count and digest of everything that must not depend on how a run went: all rows and columns of
// intake and floors, without the columns that hold the time of day of the run.
import { z } from 'zod';
import { ask } from './plancher.ts';

const INTAKE = {
  flow_record: 'SELECT * FROM flow_record FINAL',
  panel_record: 'SELECT * FROM panel_record FINAL',
  site_record: 'SELECT * FROM site_record FINAL',
  input_record: 'SELECT * FROM input_record FINAL',
  custody_range: 'SELECT * FROM custody_range FINAL',
  input_file: 'SELECT * EXCEPT (announced_at) FROM input_file FINAL',
  input_file_end: 'SELECT * EXCEPT (ended_at) FROM input_file_end FINAL',
  record_outcome: 'SELECT * FROM record_outcome',
  rejected_record: 'SELECT * FROM rejected_record',
  custody: 'SELECT * FROM custody',
};

const FLOORS = {
  revenue_floor: 'SELECT * EXCEPT (known_at, run_id) FROM revenue_floor',
  revenue_floor_line: 'SELECT * FROM revenue_floor_line',
  revenue_total: 'SELECT * FROM revenue_total',
};

const RUNS = { floor_runs: 'SELECT operation, month, run_id FROM revenue_floor' };

export interface Content {
  count: number;
  digest: string;
}

const contentRow = z.object({ count: z.coerce.number(), digest: z.string() });

async function contentsOf<Name extends string>(
  warehouse: string,
  tables: Record<Name, string>,
): Promise<Record<string, Content>> {
  const entries = Object.entries<string>(tables).map(([name, sql]): [string, string] => [
    name,
    // A sum does not depend on the order and, unlike XOR, does not lose rows that occur twice.
    `SELECT
      count() AS count,
      concat(toString(sum(toUInt128(h.1))), '-', toString(sum(toUInt128(h.2)))) AS digest
    FROM (
      SELECT (cityHash64(line), sipHash64(line)) AS h
      FROM (SELECT formatRow('TSV', *) AS line FROM (${sql})))`,
  ]);
  const answers = await ask(warehouse, Object.fromEntries(entries));
  return Object.fromEntries(
    Object.entries(answers).map(([name, rows]) => [name, contentRow.parse(rows[0])]),
  );
}

/** Everything: two warehouses into which the same came by the same files agree in all of it. */
export function contentOf(warehouse: string): Promise<Record<string, Content>> {
  return contentsOf(warehouse, { ...INTAKE, ...FLOORS, ...RUNS });
}

/** The floors alone, by line and in sum: they do not depend on which files brought the records. */
export function floorsOf(warehouse: string): Promise<Record<string, Content>> {
  return contentsOf(warehouse, FLOORS);
}
