// Work lists: flows and sums that are made once, under a name (`scope`), and read many times. See sql/views/20_flow.sql.
import { randomUUID } from 'node:crypto';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const WORK_LISTS = [
  'special_flow_of',
  'special_top_of',
  'special_valued_of',
  'name_of',
  'numbered_sum_of',
  'modelled_of',
  'estimate_scope',
  'floor_work',
];

/** Which flows are summed: those known at `as_of`, without some assumptions. */
export interface SumOptions {
  as_of: string;
  without: string[];
}

/** Sums the flows into the work lists of `scope`. */
export async function fillSums(warehouse: Warehouse, scope: string, { as_of, without }: SumOptions): Promise<void> {
  await warehouse.command(sqlFile('estimate/fill_names.sql'), { scope });
  await warehouse.command(sqlFile('estimate/fill_special.sql'), { scope, as_of });
  await warehouse.command(sqlFile('estimate/fill_plain_sums.sql'), { scope, as_of, without });
  await warehouse.command(sqlFile('estimate/fill_rows.sql'), { scope, as_of });
  await warehouse.command(sqlFile('estimate/fill_top.sql'), { scope });
  await warehouse.command(sqlFile('estimate/fill_valued.sql'), { scope });
  await warehouse.command(sqlFile('estimate/fill_special_sums.sql'), { scope, as_of, without });
}

/** Sums all flows for one question, and drops the work lists behind it. */
export async function withSums<Value>(warehouse: Warehouse, options: SumOptions, ask: (scope: string) => Promise<Value>): Promise<Value> {
  const scope = `all-${randomUUID()}`;
  try {
    await fillSums(warehouse, scope, options);
    return await ask(scope);
  } finally {
    await dropWorkLists(warehouse, scope);
  }
}

export async function dropWorkLists(warehouse: Warehouse, scope: string): Promise<void> {
  for (const table of WORK_LISTS) await warehouse.command(sqlFile('estimate/drop_scope.sql').replace('{{table}}', table), { scope });
}
