// One evaluation of alerts: what is new in custody -> payments of the flows that it touches ->
// episodes of the operations that it touches -> revisions of the alerts that differ -> note the
// evaluation. A pure function of the set of records: docs/decisions/0009-alerts.md. The note comes
// last, so a crash makes the next evaluation look at the same records again, and write only what
// still differs.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { allEnded } from '../../platform/all-ended.ts';
import { type Clock, sqlTime } from '../../platform/clock.ts';
import { NOW } from '../../estimate/run.ts';
import { dropLists } from '../../estimate/work-list.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import { type FreshRange, byTopic, freshRanges, inSlices, watermarkRow } from './fresh.ts';
import { writeRevisions } from './revise.ts';
import { type AlertRules, unitsOf } from '../../config/alert-rules.ts';
import type { AlertStore } from '../store.ts';

/**
 * A change of what the rules mean, or of what an alert says, makes the next evaluation look at
 * everything again.
 */
const CODE_VERSION = '2';
/** Work lists of an evaluation, and of a slice of its records. */
const WORK_LISTS = ['alert_scope', 'alert_event_of', 'alert_candidate'];
const SLICE_LISTS = ['alert_scope', 'alert_top_of', 'alert_valued_of', 'site_span_of'];
const PART_LISTS = ['alert_month_of', 'alert_episode_of'];
/** How far a flow that is new can change what another one gives: a reversal's target, and the hop that supersedes it. Twice, because the flows
 *  that are looked at need theirs in turn. */
const LINK_ROUNDS = 4;
/** Payments whose episodes are found in one statement. */
const PAYMENTS_AT_ONCE = 400_000;

export interface EvaluateOptions {
  clock: Clock;
  rules: AlertRules;
  /** Look at everything again. */
  isComplete?: boolean | undefined;
  /** A backfill: whatever is found is told in a digest. */
  isRetrospective?: boolean | undefined;
}

export interface EvaluationReport {
  sequence: number;
  /** all, some, or none: nothing was new. */
  scope: 'all' | 'some' | 'none';
  records: number;
  operations: number;
  payments: number;
  /** Alerts revised, new ones included. */
  revised: number;
}

const lastRow = z.object({
  sequence: z.coerce.number(),
  fingerprint: z.string(),
  floor_sequence: z.coerce.number(),
  watermark: z.array(watermarkRow),
});
type Last = z.output<typeof lastRow>;
const versionRow = z.object({ version: z.coerce.number(), floor_sequence: z.coerce.number() });
const scopeRow = z.object({ what: z.string(), rows: z.coerce.number() });
const paymentsRow = z.object({
  payments: z.coerce.number(),
  operations: z.coerce.number(),
  events: z.coerce.number(),
});

export async function evaluateAlerts(
  warehouse: AlertStore,
  options: EvaluateOptions,
): Promise<EvaluationReport> {
  const { rules } = options;
  const fingerprint = await fingerprintOf(warehouse, rules);
  const [last] = await warehouse.query(sqlFile('alert/find/10_last_evaluation.sql'), {}, lastRow);
  const isComplete = options.isComplete === true || last?.fingerprint !== fingerprint;
  const watermark = await warehouse.query(sqlFile('estimate/11_watermark.sql'), {}, watermarkRow);
  const [now] = await warehouse.query(sqlFile('alert/find/11_last_version.sql'), {}, versionRow);
  const before: Last = last ?? { sequence: 0, fingerprint: '', floor_sequence: 0, watermark: [] };
  const sequence = before.sequence + 1;
  const floorSequence = now?.floor_sequence ?? 0;
  const ranges = freshRanges(watermark, isComplete ? [] : before.watermark);
  const nothing: EvaluationReport = {
    sequence: before.sequence,
    scope: 'none',
    records: 0,
    operations: 0,
    payments: 0,
    revised: 0,
  };
  if (ranges.length === 0 && floorSequence === before.floor_sequence && !isComplete) return nothing;

  const evaluation = { warehouse, scope: `alerts-${String(sequence)}`, sequence };
  await dropLists(warehouse, WORK_LISTS, evaluation.scope);
  const records = await takeUp(evaluation, ranges, now?.version ?? 0);
  await listOperations(evaluation, before, floorSequence, isComplete);
  const counts = await findAlerts(evaluation, rules);
  const revised = await writeRevisions(warehouse, evaluation.scope, options);
  await warehouse.insertObjects('alert_evaluation', [
    {
      sequence,
      evaluated_at: sqlTime(options.clock()),
      fingerprint,
      watermark: watermark.map(({ topic, partition, last_offset }) => ({
        topic,
        partition,
        last_offset,
      })),
      floor_sequence: floorSequence,
      baseline_days: rules.baseline_days,
      materiality_eur: rules.materiality_eur,
      silent_months: rules.silent_months,
      enforcement_days: rules.enforcement_days,
    },
  ]);
  await dropLists(warehouse, WORK_LISTS, evaluation.scope);
  return { sequence, scope: isComplete ? 'all' : 'some', records, ...counts, revised };
}

async function fingerprintOf(warehouse: AlertStore, rules: AlertRules): Promise<string> {
  const versions = await warehouse.query(
    sqlFile('estimate/10_reference_versions.sql'),
    {},
    z.object({ name: z.string(), version: z.string() }),
  );
  return createHash('sha256')
    .update(JSON.stringify([CODE_VERSION, versions, rules]))
    .digest('hex');
}

interface Evaluation {
  warehouse: AlertStore;
  /** Work list of the evaluation: operations, then candidates. */
  scope: string;
  sequence: number;
}

/**
 * Brings the payments of all flows that the ranges touch up to date, a slice at a time.
 * @returns records looked at
 */
async function takeUp(
  evaluation: Evaluation,
  ranges: readonly FreshRange[],
  lastVersion: number,
): Promise<number> {
  let [version, records] = [lastVersion, 0];
  for (const slice of inSlices(ranges)) {
    version += 1;
    const scope = `${evaluation.scope}-slice`;
    await dropLists(evaluation.warehouse, SLICE_LISTS, scope);
    records += await takeUpSlice(evaluation, scope, slice, version);
    await dropLists(evaluation.warehouse, SLICE_LISTS, scope);
  }
  return records;
}

async function takeUpSlice(
  { warehouse, scope: target, sequence }: Evaluation,
  scope: string,
  slice: readonly FreshRange[],
  version: number,
) {
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
    await run('33_fill_payment', { version });
    await run('34_end_payment', { target, version });
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
    warehouse.command(sqlFile('estimate/32_fill_spans.sql'), { scope, as_of: NOW }),
    warehouse
      .command(sqlFile('alert/find/31_fill_top.sql'), { scope })
      .then(() => warehouse.command(sqlFile('alert/find/32_fill_valued.sql'), { scope })),
  ]);
}

async function listOperations(
  { warehouse, scope, sequence }: Evaluation,
  before: Last,
  floorSequence: number,
  isComplete: boolean,
): Promise<void> {
  const target = scope;
  if (isComplete) {
    await warehouse.command(sqlFile('alert/find/40_scope_all.sql'), { target });
    return;
  }
  const [count] = await warehouse.query(
    sqlFile('alert/find/41_count_lowered.sql'),
    { sequence },
    z.object({ lowered: z.coerce.number() }),
  );
  if ((count?.lowered ?? 0) > 0)
    await warehouse.command(sqlFile('alert/find/42_scope_covered.sql'), { target, sequence });
  if (floorSequence > before.floor_sequence)
    await warehouse.command(sqlFile('alert/find/43_scope_floor.sql'), {
      target,
      floor_sequence: before.floor_sequence,
    });
}

async function findAlerts(
  { warehouse, scope }: Evaluation,
  rules: AlertRules,
): Promise<{ operations: number; payments: number }> {
  const [counts] = await warehouse.query(
    sqlFile('alert/find/50_count_payments.sql'),
    { target: scope },
    paymentsRow,
  );
  const { payments = 0, operations = 0, events = 0 } = counts ?? {};
  const onFloors = {
    scope,
    thresholds: rules.floor_thresholds_eur,
    share_ppm: Math.round(rules.floor_correction_percent * 10_000),
    least_eur: rules.floor_correction_eur,
  };
  if (events > 0) await warehouse.command(sqlFile('alert/find/51_fill_event.sql'), { scope });
  // Side by side: neither needs the other, and a statement is planned on one core.
  await allEnded([
    findFlowAlerts(warehouse, scope, payments, rules),
    warehouse.command(sqlFile('alert/find/55_fill_floor_candidate.sql'), onFloors),
  ]);
  return { operations, payments };
}

async function findFlowAlerts(
  warehouse: AlertStore,
  scope: string,
  payments: number,
  rules: AlertRules,
): Promise<void> {
  const buckets = 1 + Math.floor(payments / PAYMENTS_AT_ONCE);
  const part = `${scope}-payments`;
  for (let bucket = 0; bucket < buckets && payments > 0; bucket += 1) {
    await dropLists(warehouse, PART_LISTS, part);
    await warehouse.command(sqlFile('alert/find/52_fill_month.sql'), {
      scope,
      part,
      bucket,
      buckets,
    });
    await warehouse.command(sqlFile('alert/find/53_fill_episode.sql'), {
      scope,
      part,
      baseline_days: rules.baseline_days,
      materiality_eur: unitsOf(rules.materiality_eur),
      silent_months: rules.silent_months,
      enforcement_days: rules.enforcement_days,
    });
    await warehouse.command(sqlFile('alert/find/54_fill_candidate.sql'), { scope, part });
  }
  await dropLists(warehouse, PART_LISTS, part);
}
