// The floors of all operations: regular ones in SQL, the others by the plain form. What comparable
// operations show is known when all of them are computed, and is added in SQL.
import { z } from 'zod';
import { fetchReference } from '../evidence/fetch-reference.ts';
import { fetchRegistry } from '../evidence/fetch-registry.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { partsOfAlpha } from '../method/model/alpha.ts';
import { allEnded } from '../platform/all-ended.ts';
import { CLASS_SQL, type ClassMaking, makeClass } from './class/make-class.ts';
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
  ...CLASS_SQL,
  'estimate/68_raise_by_class.sql',
  'estimate/69_keep_ratios.sql',
  'estimate/70_keep_observed_rates.sql',
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
  if (run !== null)
    await warehouse.command(sqlFile('estimate/70_keep_observed_rates.sql'), {
      epoch: run.epoch,
      sequence: run.sequence,
      run_id: run.runId,
    });
  if (computation.classSource !== null) return;
  await addClass(warehouse, computation, {
    networks: registry.networks,
    reference: reference.documented,
  });
}

/** M-CLASS, for floors that were computed without it. */
async function addClass(
  warehouse: Warehouse,
  { scope, asOf, alphaPpm, without, run }: Computation,
  who: Pick<ClassMaking, 'networks' | 'reference'>,
): Promise<void> {
  const made = without.includes('rung:L4')
    ? null
    : await makeClass(warehouse, { scope, asOf, alphaPpm, ...who });
  await warehouse.command(sqlFile('estimate/68_raise_by_class.sql'), {
    scope,
    class_alpha_ppm: partsOfAlpha(alphaPpm).ofClass,
  });
  if (run === null || made === null) return;
  const { epoch, sequence, runId } = run;
  const measured = new Set(made.own.map(({ member }) => member));
  const relations = [...made.members].filter(([, member]) => measured.has(member));
  await allEnded([
    warehouse.command(sqlFile('estimate/69_keep_ratios.sql'), { scope, epoch }),
    warehouse.insertObjects(
      'own_member',
      made.own.map((row) => ({ epoch, sequence, run_id: runId, ...row })),
    ),
    warehouse.insertObjects(
      'class_relation',
      relations.map(([name, member]) => ({ epoch, name, member })),
    ),
  ]);
}
