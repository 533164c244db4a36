// The floors of all operations, in SQL (sql/estimate/, a file a rule). Operations in which rules
// have to look at records one after another are only listed here: compute-plainly.ts computes them.
import { z } from 'zod';
import type { Reference } from '../method/reference.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters, Warehouse } from '../warehouse/warehouse.ts';
import { type Registry, fillEngineLists } from './engine-lists.ts';

/** In the order in which they run. Each reads what the ones before wrote. */
export const ENGINE_STEPS = [
  '35_fill_spans',
  '36_list_irregular',
  '37_list_nested',
  '40_fill_parts',
  '41_fill_account_parts',
  '42_list_reversals',
  '43_list_irregular_reversals',
  '44_list_irregular_operations',
  '45_fill_take_backs',
  '46_take_reversals',
  '47_rank_groups',
  '48_list_idle_windows',
  '49_take_gone',
  '51_list_short',
  '50_take_gone_parts',
  '52_fill_ledger',
  '53_take_unplaced',
  '54_choose_sides',
] as const;

export async function computeInEngine(
  warehouse: Warehouse,
  parameters: Parameters & { scope: string },
  registry: Registry,
  reference: Reference,
): Promise<void> {
  const run = (file: string) => warehouse.command(sqlFile(`estimate/${file}.sql`), parameters);
  await run('30_list_repeated');
  await run('31_list_revised');
  await fillEngineLists(warehouse, parameters.scope, registry, reference);
  for (const step of ENGINE_STEPS) {
    const from = performance.now();
    await run(step);
    if (process.env['STEPS']) console.error(step, (performance.now() - from).toFixed(0));
  }
  await run('60_compute');
}
