// Takes new records up, one slice at a time: where they are in the input, since when their sources
// cover which network, and which operations new events concern.
import { z } from 'zod';
import { dropLists } from '../../estimate/work-list.ts';
import { allEnded } from '../../platform/all-ended.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import { type Evaluation, freshOf } from './evaluation.ts';
import { type FreshRange, byTopic, inSlices } from './fresh.ts';

/** Work lists of one slice. */
const SLICE_LISTS = ['alert_scope'];

const scopeRow = z.object({ what: z.string(), rows: z.coerce.number() });

export async function takeUp(evaluation: Evaluation): Promise<void> {
  const { warehouse } = evaluation;
  for (const slice of inSlices(freshOf(evaluation))) {
    const scope = `${evaluation.scope}-slice`;
    await dropLists(warehouse, SLICE_LISTS, scope);
    evaluation.records += await takeUpSlice(evaluation, scope, slice);
    await dropLists(warehouse, SLICE_LISTS, scope);
  }
}

async function takeUpSlice(
  { warehouse, scope: target, sequence }: Evaluation,
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
  // Side by side: a statement over few rows is planned for longer than it runs, on one core.
  await allEnded([
    ...(fresh('event') > 0 ? [run('23_scope_account_event', { target })] : []),
    ...(fresh('flow') > 0 ? [run('24_fill_coverage', { sequence })] : []),
    ...(fresh('event') + fresh('site') > 0 ? [run('25_scope_event', { target })] : []),
  ]);
  return fresh('flow') + fresh('site') + fresh('event');
}
