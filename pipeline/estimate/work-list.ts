// Work lists: flows and sums that are made once, under a name (`scope`), and read many times. See
// sql/rules/flow_valued.sql.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { allEnded } from '../platform/all-ended.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** Modelled money of a run, to drop before it is modelled once more under one name. */
export const MODEL_LIST = 'modelled_of';

/** What fillModel fills: lists to drop before it fills them once more under one name. */
export const MODEL_LISTS = ['audience_of', 'slot_of', 'class_rate_of', MODEL_LIST];

/** What nobody asks for once the flows are summed. */
export const SUMMED_LISTS = [
  'property_span_of',
  'special_flow_of',
  'special_top_of',
  'special_valued_of',
  'constant_of',
  'fresh_record_of',
  'touched_flow_of',
];
/** What floors are computed from. */
export const COMPUTED_LISTS = ['name_of', 'numbered_sum_of', ...MODEL_LISTS];
/** What they are, and whose they are. */
export const WRITTEN_LISTS = ['estimate_scope', 'floor_work'];

const topicRow = z.object({
  topic: z.string(),
  from_offset: z.string(),
  records: z.coerce.number(),
});
const touchedRow = z.object({ touched: z.coerce.number() });
const movedRow = z.object({ moved: z.coerce.number() });

/** Which flows are summed: those known at `as_of`, without some assumptions. */
export interface SumOptions {
  as_of: string;
  without: string[];
}

/**
 * Above this, looking at every flow is no slower than finding those that are touched, and needs no
 * list of them in memory.
 */
const MOST_TOUCHED = 1_000_000;

/**
 * Lists the sites, operations and flows that records behind the watermark of run `sequence` can
 * touch. Each step reads what the one before listed.
 * @returns false when there are too many: the run should compute all floors
 */
export async function listTouched(
  warehouse: Warehouse,
  scope: string,
  sequence: number,
  most: number = MOST_TOUCHED,
): Promise<boolean> {
  const topics = await warehouse.query(
    sqlFile('estimate/20_fresh_topics.sql'),
    { sequence },
    topicRow,
  );
  if (topics.reduce((sum, { records }) => sum + records, 0) >= most) return false;
  for (const { topic, from_offset } of topics)
    await warehouse.command(sqlFile('estimate/21_scope_fresh.sql'), {
      scope,
      sequence,
      topic,
      from_offset,
    });
  for (const step of [
    '22_scope_linked',
    '23_scope_sites',
    '24_scope_operations',
    '25_scope_other_sites',
    '26_scope_flows',
  ])
    await warehouse.command(sqlFile(`estimate/${step}.sql`), { scope, most });
  const flows = await countTouched(warehouse, scope);
  if (flows >= most) return false;
  await warehouse.command(sqlFile('estimate/28_scope_tied_flows.sql'), { scope });
  // The second step looks from what the first one found.
  if ((await countTouched(warehouse, scope)) > flows)
    await warehouse.command(sqlFile('estimate/28_scope_tied_flows.sql'), { scope });
  return true;
}

async function countTouched(warehouse: Warehouse, scope: string): Promise<number> {
  const [flows] = await warehouse.query(
    sqlFile('estimate/27_count_touched.sql'),
    { scope },
    touchedRow,
  );
  return flows?.touched ?? 0;
}

/**
 * Sums the flows into the work lists of `scope`. What does not need each other runs side by side: a
 * statement is planned on one core, and a quarter of the time of the special flows is planning. All
 * are waited for: who drops the work lists must not meet a statement that still fills them.
 * @param constants the reference data of `scope`, where somebody fetches it already
 */
export async function fillSums(
  warehouse: Warehouse,
  scope: string,
  { as_of, without }: SumOptions,
  constants: Promise<void> = fillConstants(warehouse, scope),
): Promise<void> {
  const fill: Fill = (list) =>
    warehouse.command(sqlFile(`estimate/${list}.sql`), { scope, as_of, without });
  const named = constants.then(() => fill('31_fill_names'));
  const listed = listSpecial(warehouse, scope, fill);
  const fetched = listed.then(() => fillInTurn(fill, ['36_fill_rows', '37_fill_top']));
  await allEnded([
    allEnded([named, fetched]).then(() =>
      fillInTurn(fill, ['38_fill_valued', '39_fill_special_sums']),
    ),
    allEnded([named, listed]).then(() => fill('40_fill_plain_sums')),
  ]);
}

/** Fetches the reference data for a name once; it depends on no other list. */
export async function fillConstants(warehouse: Warehouse, scope: string): Promise<void> {
  await warehouse.command(sqlFile('estimate/30_fill_constants.sql'), { scope });
}

/** Runs a file of sql/estimate/. */
type Fill = (list: string) => Promise<void>;

async function fillInTurn(fill: Fill, lists: readonly string[]): Promise<void> {
  for (const list of lists) await fill(list);
}

/** Lists the spans of sites and the special flows. */
async function listSpecial(warehouse: Warehouse, scope: string, fill: Fill): Promise<void> {
  const counted = fill('32_fill_spans').then(() =>
    warehouse.query(sqlFile('estimate/33_count_moved.sql'), { scope }, movedRow),
  );
  await allEnded([fill('34_fill_special'), counted]);
  const [sites] = await counted;
  if (sites?.moved !== 0) await fill('35_fill_special_moved');
}

/** Sums all flows for one question, and drops the work lists behind it. */
export async function withSums<Value>(
  warehouse: Warehouse,
  options: SumOptions,
  ask: (scope: string) => Promise<Value>,
): Promise<Value> {
  const scope = `all-${randomUUID()}`;
  try {
    await fillSums(warehouse, scope, options);
    return await ask(scope);
  } finally {
    await dropWorkLists(warehouse, scope);
  }
}

export async function dropWorkLists(warehouse: Warehouse, scope: string): Promise<void> {
  await dropLists(warehouse, [...SUMMED_LISTS, ...COMPUTED_LISTS, ...WRITTEN_LISTS], scope);
}

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
