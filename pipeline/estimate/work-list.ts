// Work lists: tables that are filled once under a name (`scope`), read a few times, and dropped.
import { allEnded } from '../platform/all-ended.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** What the plain form fills (compute-plainly.ts). */
export const FLOOR_LISTS = ['floor_work'];

/** What making a class fills (class/make-class.ts). */
export const CLASS_LISTS = [
  'floor_by_card_of',
  'audience_of',
  'own_member_of',
  'class_ratio_of',
  'class_of',
];

/** What computing all operations fills (compute-all.ts). */
export const COMPLETE_LISTS = [
  'repeated_flow_of',
  'revised_flow_of',
  'origin_of',
  'rate_of',
  'account_span_of',
  'contract_of',
  'property_span_of',
  'irregular_flow_of',
  'nested_flow_of',
  'irregular_operation_of',
  'part_of',
  'reversal_of',
  'take_back_of',
  'group_of',
  'idle_window_of',
  'gone_of',
  'ledger_of',
  'settled_of',
  'chosen_side_of',
  ...CLASS_LISTS,
  ...FLOOR_LISTS,
];

/** Drops what tables of work lists hold under a name. */
export async function dropLists(
  warehouse: Pick<Warehouse, 'command'>,
  tables: readonly string[],
  scope: string,
): Promise<void> {
  await allEnded(
    tables.map((table) =>
      warehouse.command(sqlFile('estimate/90_drop_scope.sql', { table }), { scope }),
    ),
  );
}
