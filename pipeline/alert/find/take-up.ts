// Takes new records up: the payments of every flow that they touch are brought up to date, one
// slice of the records at a time.
import { z } from 'zod';
import { dropLists } from '../../estimate/work-list.ts';
import { allEnded } from '../../platform/all-ended.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { AlertStore } from '../store.ts';
import { type Evaluation, freshOf } from './evaluation.ts';
import { type FreshRange, byTopic, inSlices } from './fresh.ts';

/** Work lists of one slice. */
const SLICE_LISTS = ['alert_scope', 'alert_top_of', 'alert_valued_of', 'property_span_of'];

/**
 * How far a new flow can change what another one gives: a reversal's target, and the hop that
 * supersedes it. Twice, because the flows that are looked at need theirs in turn.
 */
const LINK_ROUNDS = 4;

const scopeRow = z.object({ what: z.string(), rows: z.coerce.number() });

export async function takeUp(evaluation: Evaluation): Promise<void> {
  const { warehouse } = evaluation;
  for (const slice of inSlices(freshOf(evaluation))) {
    evaluation.version += 1;
    const scope = `${evaluation.scope}-slice`;
    await dropLists(warehouse, SLICE_LISTS, scope);
    evaluation.records += await takeUpSlice(evaluation, scope, slice);
    await dropLists(warehouse, SLICE_LISTS, scope);
  }
}

async function takeUpSlice(
  { warehouse, scope: target, sequence, version }: Evaluation,
  scope: string,
  slice: readonly FreshRange[],
): Promise<number> {
  const run = (file: string, parameters = {}) =>
    warehouse.command(sqlFile(`alert/find/${file}.sql`), { scope, ...parameters });
  for (const ranges of byTopic(slice))
    await allEnded([
      warehouse.command(sqlFile('alert/find/20_fill_coordinate.sql'), ranges),
      run('21_scope_fresh', { ...ranges }),
    ]);
  const counts = await warehouse.query(
    sqlFile('alert/find/22_scope_counts.sql'),
    { scope },
    scopeRow,
  );
  const fresh = (what: string) => counts.find((row) => row.what === what)?.rows ?? 0;
  if (counts.length === 0) return 0;
  const isPaid = fresh('flow') + fresh('site') > 0;
  if (fresh('site') > 0) await run('23_scope_site');
  if (isPaid) await run('24_fill_row', { first_depth: 0, last_depth: 0 });
  // Side by side: a statement over few rows is planned for longer than it runs, on one core.
  await allEnded([
    ...(fresh('event') > 0 ? [run('25_scope_account_event', { target })] : []),
    ...(isPaid ? [run('26_fill_link'), run('27_fill_coverage', { sequence })] : []),
  ]);
  if (isPaid) await fetchLinked(warehouse, scope);
  await allEnded([
    run('30_scope_operation', { target }),
    ...(isPaid ? [valueFlows(warehouse, scope)] : []),
  ]);
  if (isPaid) {
    await run('34_fill_payment', { version });
    await run('35_end_payment', { target, version });
  }
  return fresh('flow') + fresh('site') + fresh('event');
}

/**
 * Lists the flows tied to those of a slice, round by round until one finds none, and fetches their
 * rows.
 */
async function fetchLinked(warehouse: AlertStore, scope: string): Promise<void> {
  let depth = 0;
  while (depth < LINK_ROUNDS && (await findsLinked(warehouse, scope, depth + 1))) depth += 1;
  if (depth > 0)
    await warehouse.command(sqlFile('alert/find/24_fill_row.sql'), {
      scope,
      first_depth: 1,
      last_depth: depth,
    });
}

async function findsLinked(warehouse: AlertStore, scope: string, depth: number): Promise<boolean> {
  await warehouse.command(sqlFile('alert/find/28_scope_linked.sql'), { scope, depth });
  const [found] = await warehouse.query(
    sqlFile('alert/find/29_count_linked.sql'),
    { scope, depth },
    z.object({ linked: z.coerce.number() }),
  );
  return found !== undefined && found.linked > 0;
}

/** Says of the flows of a slice what each counts as, and lists whose their sites are. */
async function valueFlows(warehouse: AlertStore, scope: string): Promise<void> {
  await allEnded([
    warehouse.command(sqlFile('alert/find/31_fill_span.sql'), { scope }),
    warehouse
      .command(sqlFile('alert/find/32_fill_top.sql'), { scope })
      .then(() => warehouse.command(sqlFile('alert/find/33_fill_valued.sql'), { scope })),
  ]);
}
