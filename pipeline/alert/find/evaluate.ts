// One evaluation of alerts, stage by stage. A pure function of the set of records, once the floors
// are up to date: docs/decisions/0009-alerts.md. The note comes last, so a crash makes the next
// evaluation look at the same records again, and write only what still differs.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AlertRules } from '../../config/alert-rules.ts';
import { dropLists } from '../../estimate/work-list.ts';
import { sqlTime } from '../../platform/clock.ts';
import { type Stage, runStages } from '../../platform/stage.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { AlertStore } from '../store.ts';
import {
  type EvaluateOptions,
  type Evaluation,
  type EvaluationReport,
  freshOf,
  lastRow,
} from './evaluation.ts';
import { findCandidates } from './find-candidates.ts';
import { watermarkRow } from './fresh.ts';
import { listOperations, readRulings } from './read-rulings.ts';
import { writeRevisions } from './revise.ts';
import { takeUp } from './take-up.ts';

/**
 * A change of what the rules mean, or of what an alert says, makes the next evaluation look at
 * everything again.
 */
const CODE_VERSION = '4';
/** Work lists of an evaluation. */
const WORK_LISTS = ['alert_scope', 'alert_event_of', 'alert_candidate'];
const versionRow = z.object({
  version: z.coerce.number(),
  floor_sequence: z.coerce.number(),
  epoch: z.coerce.number(),
});

/** The stages of an evaluation, in order. */
export const EVALUATION_STAGES: readonly Stage<Evaluation>[] = [
  {
    name: 'take up',
    does: 'Notes where new records are, what their sources cover, and what new events concern.',
    sql: [
      'estimate/90_drop_scope.sql',
      'alert/find/20_fill_coordinate.sql',
      'alert/find/21_scope_fresh.sql',
      'alert/find/22_scope_counts.sql',
      'alert/find/23_scope_account_event.sql',
      'alert/find/24_fill_coverage.sql',
      'alert/find/25_scope_event.sql',
    ],
    act: async (evaluation) => {
      await dropLists(evaluation.warehouse, WORK_LISTS, evaluation.scope);
      await takeUp(evaluation);
    },
  },
  {
    name: 'list operations',
    does: 'Adds the operations that were computed or whose coverage grew, or all of them.',
    sql: [
      'alert/find/40_scope_computed.sql',
      'alert/find/41_count_lowered.sql',
      'alert/find/42_scope_covered.sql',
      'alert/find/43_scope_all.sql',
    ],
    act: listOperations,
  },
  {
    name: 'read rulings',
    does: 'Brings their payments up to date with what the last run ruled.',
    sql: [
      'alert/find/44_count_rulings.sql',
      'alert/find/45_fill_payment.sql',
      'alert/find/46_end_payment.sql',
    ],
    act: readRulings,
  },
  {
    name: 'find',
    does: 'Finds the episodes of payments, and the floors, that are worth an alert.',
    sql: [
      'alert/find/50_count_payments.sql',
      'alert/find/51_fill_event.sql',
      'estimate/90_drop_scope.sql',
      'alert/find/52_fill_month.sql',
      'alert/find/53_fill_episode.sql',
      'alert/find/54_fill_candidate.sql',
      'alert/find/55_fill_floor_candidate.sql',
    ],
    act: findCandidates,
  },
  {
    name: 'revise',
    does: 'Writes a revision for each alert that is new or changed, and ends those now absent.',
    sql: [
      'alert/find/60_changed.sql',
      'alert/find/61_proofs.sql',
      'alert/find/62_end_revision.sql',
    ],
    act: async (evaluation) => {
      const { warehouse, scope, options } = evaluation;
      evaluation.revised = await writeRevisions(warehouse, scope, options);
    },
  },
  {
    name: 'note',
    does: 'Notes the evaluation, so that the next one starts behind it.',
    sql: ['estimate/90_drop_scope.sql'],
    act: noteEvaluation,
  },
];

/** What every evaluation reads first. */
export const EVALUATION_BEGINS = {
  name: 'see what is new',
  does: 'Reads custody, rules and the last evaluation; ends here when nothing is new.',
  sql: [
    'estimate/10_reference_versions.sql',
    'alert/find/10_last_evaluation.sql',
    'estimate/11_watermark.sql',
    'alert/find/11_last_version.sql',
  ],
  act: beginEvaluation,
};

export async function evaluateAlerts(
  warehouse: AlertStore,
  options: EvaluateOptions,
): Promise<EvaluationReport> {
  const evaluation = await EVALUATION_BEGINS.act(warehouse, options);
  const { before, isComplete, floorSequence } = evaluation;
  const isNew = freshOf(evaluation).length > 0 || floorSequence !== before.floor_sequence;
  if (!isNew && !isComplete) return reportOf(evaluation, 'none');
  await runStages(EVALUATION_STAGES, evaluation);
  return reportOf(evaluation, isComplete ? 'all' : 'some');
}

function reportOf(
  { sequence, before, records, operations, payments, revised }: Evaluation,
  scope: EvaluationReport['scope'],
): EvaluationReport {
  const noted = scope === 'none' ? before.sequence : sequence;
  return { sequence: noted, scope, records, operations, payments, revised };
}

async function beginEvaluation(
  warehouse: AlertStore,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const fingerprint = await fingerprintOf(warehouse, options.rules);
  const [last] = await warehouse.query(sqlFile('alert/find/10_last_evaluation.sql'), {}, lastRow);
  const watermark = await warehouse.query(sqlFile('estimate/11_watermark.sql'), {}, watermarkRow);
  const [now] = await warehouse.query(sqlFile('alert/find/11_last_version.sql'), {}, versionRow);
  const before = last ?? { sequence: 0, fingerprint: '', floor_sequence: 0, watermark: [] };
  const sequence = before.sequence + 1;
  return {
    warehouse,
    options,
    scope: `alerts-${String(sequence)}`,
    sequence,
    fingerprint,
    isComplete: options.isComplete === true || last?.fingerprint !== fingerprint,
    watermark,
    before,
    floorSequence: now?.floor_sequence ?? 0,
    epoch: now?.epoch ?? 0,
    version: now?.version ?? 0,
    records: 0,
    operations: 0,
    payments: 0,
    revised: 0,
  };
}

async function noteEvaluation(evaluation: Evaluation): Promise<void> {
  const { warehouse, scope, sequence, fingerprint, watermark, options } = evaluation;
  const { rules, clock } = options;
  await warehouse.insertObjects('alert_evaluation', [
    {
      sequence,
      evaluated_at: sqlTime(clock()),
      fingerprint,
      watermark: watermark.map(({ topic, partition, last_offset }) => ({
        topic,
        partition,
        last_offset,
      })),
      floor_sequence: evaluation.floorSequence,
      baseline_days: rules.baseline_days,
      materiality_eur: rules.materiality_eur,
      silent_months: rules.silent_months,
      enforcement_days: rules.enforcement_days,
    },
  ]);
  await dropLists(warehouse, WORK_LISTS, scope);
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
