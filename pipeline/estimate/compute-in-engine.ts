// The method for all operations at once, in SQL: a file of sql/estimate/ for each rule. Operations
// in which rules look at records one after another, or that have an audience, are only listed:
// compute-plainly.ts computes them (docs/decisions/0039-two-forms-of-method-2.md).
import { z } from 'zod';
import { accountKey } from '../../schemas/account-form.ts';
import type { Registry } from '../evidence/fetch-registry.ts';
import type { RefusedTakeBack } from '../method/evidence.ts';
import { placeOf } from '../method/property.ts';
import type { Reference } from '../method/reference.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters, Warehouse } from '../warehouse/warehouse.ts';
import { fillEngineLists } from './engine-lists.ts';

/** Which content of each flow is in force. */
const REVISION_STEPS = ['30_list_repeated', '31_list_revised'] as const;
/** Parts, take-backs, and the operations that are left to the plain form. */
const PART_STEPS = [
  '35_find_owners',
  '36_list_irregular',
  '37_list_totals',
  '40_cut_parts',
  '41_cut_parts_by_account',
  '42_list_reversals',
  '43_list_irregular_reversals',
  '44_list_irregular_operations',
  '45_list_refused',
] as const;
/** Which sources count, and what take-backs leave. */
const RULE_STEPS = [
  '46_value_take_backs',
  '47_take_reversals',
  '48_rank_groups',
  '49_own_windows',
  '50_take_gone',
  '51_list_short',
  '52_take_gone_of_parts',
  '53_fill_ledger',
  '54_take_unplaced',
  '55_choose_side',
  '60_compute',
] as const;

/** What {@link computeInEngine} executes, in order. */
export const ENGINE_SQL: readonly string[] = [
  ...REVISION_STEPS,
  '32_used_origins',
  '33_used_days',
  '34_used_accounts',
  ...PART_STEPS,
  ...RULE_STEPS,
  '61_irregular_operations',
].map((step) => `estimate/${step}.sql`);

/**
 * Computes the floors of regular operations into floor_work.
 * @param parameters scope (the name of the work lists), as_of and without
 * @returns the operations that are left to the plain form
 */
export async function computeInEngine(
  warehouse: Warehouse,
  parameters: Parameters & { readonly scope: string },
  registry: Registry,
  reference: Reference,
): Promise<string[]> {
  const given = { ...parameters, ...concernedBy(registry.refused) };
  const run = async (steps: readonly string[]) => {
    for (const step of steps) await warehouse.command(sqlFile(`estimate/${step}.sql`), given);
  };
  await run(REVISION_STEPS);
  await fillEngineLists(warehouse, parameters.scope, registry, reference);
  await run(PART_STEPS);
  await run(RULE_STEPS);
  const rows = await warehouse.query(
    sqlFile('estimate/61_irregular_operations.sql'),
    { scope: parameters.scope },
    z.object({ operation: z.string() }),
  );
  return rows.map(({ operation }) => operation);
}

/** What refused take-backs name. */
function concernedBy(refused: readonly RefusedTakeBack[]) {
  return {
    sources: refused.map(({ source }) => source),
    accounts: refused.map((one) => accountKey(one.publisher_account)).filter((key) => key !== ''),
    names: refused.flatMap(({ site }) => {
      if (site === null) return [];
      const { property, ancestors } = placeOf(site);
      return [property, ...ancestors];
    }),
  };
}
