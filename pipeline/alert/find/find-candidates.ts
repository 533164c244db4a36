// Finds what is worth an alert, in the payments and the floors of the operations that changed.
import { z } from 'zod';
import { type AlertRules, unitsOf } from '../../config/alert-rules.ts';
import { dropLists } from '../../estimate/work-list.ts';
import { allEnded } from '../../platform/all-ended.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { AlertStore } from '../store.ts';
import type { Evaluation } from './evaluation.ts';

/** Work lists of one part of the payments. */
const PART_LISTS = ['alert_month_of', 'alert_episode_of'];
/** Payments whose episodes are found in one statement. */
const PAYMENTS_AT_ONCE = 400_000;

const paymentsRow = z.object({
  payments: z.coerce.number(),
  operations: z.coerce.number(),
  events: z.coerce.number(),
});

export async function findCandidates(evaluation: Evaluation): Promise<void> {
  const { warehouse, scope } = evaluation;
  const { rules } = evaluation.options;
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
  evaluation.operations = operations;
  evaluation.payments = payments;
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
