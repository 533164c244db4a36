// The floors of all operations: regular ones in SQL, the others by the plain form.
import { z } from 'zod';
import { fetchReference } from '../evidence/fetch-reference.ts';
import { fetchRegistry } from '../evidence/fetch-registry.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { ENGINE_SQL, computeInEngine } from './compute-in-engine.ts';
import { type Computation, computePlainly } from './compute-plainly.ts';

/** They write what became of each flow. */
const RULING_SQL = [
  'estimate/62_rule_flows.sql',
  'estimate/63_rule_groups.sql',
  'estimate/64_note_operations.sql',
] as const;

/** What {@link computeAll} executes. */
export const COMPLETE_SQL: readonly string[] = [
  'estimate/29_used_currencies.sql',
  ...ENGINE_SQL,
  ...RULING_SQL,
];

/** Writes floors into floor_work and, for a run, what became of each flow. */
export async function computeAll(warehouse: Warehouse, computation: Computation): Promise<void> {
  const { scope, asOf, without, run } = computation;
  const used = await warehouse.query(
    sqlFile('estimate/29_used_currencies.sql'),
    {},
    z.object({ currency: z.string() }),
  );
  const currencies = used.map(({ currency }) => currency);
  const [registry, reference] = await Promise.all([
    fetchRegistry(warehouse, asOf),
    fetchReference(warehouse, currencies),
  ]);
  const parameters = { scope, as_of: asOf, without: [...without] };
  const irregular = await computeInEngine(warehouse, parameters, registry, reference.documented);
  if (run !== null)
    for (const file of RULING_SQL)
      await warehouse.command(sqlFile(file), {
        scope,
        epoch: run.epoch,
        sequence: run.sequence,
        run_id: run.runId,
      });
  await computePlainly(warehouse, computation, irregular, reference);
}
