// Writes a revision for each alert that an evaluation found new or otherwise than before, and ends
// those that it did not find any more.
import { z } from 'zod';
import { type Clock, sqlTime } from '../../platform/clock.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import { type FoundAlert, type Proof, foundAlert, proofRow } from '../found.ts';
import { daysBetween } from '../../text/calendar.ts';
import type { AlertRules } from '../../config/alert-rules.ts';
import type { AlertStore } from '../store.ts';
import { PROOFS_TOLD, explanationOf } from '../sentence/explanation.ts';

/**
 * Alerts in memory at a time, and bytes of their texts: a name may be as long as a record. One is
 * always taken.
 */
const PAGE = 2_000;
const PAGE_BYTES = 32_000_000;

const changedRow = foundAlert.extend({
  revision_before: z.number(),
  retrospective_before: z.number(),
  changed: z.coerce.number(),
});
type Changed = z.output<typeof changedRow>;

/** Without what is in the text only. */
const keptAlert = foundAlert.omit({
  accounts: true,
  elsewhere: true,
  places: true,
  taken_back: true,
});

interface ReviseOptions {
  clock: Clock;
  rules: AlertRules;
  isRetrospective?: boolean | undefined;
}

/** @returns the number of alerts found new or changed */
export async function writeRevisions(
  warehouse: AlertStore,
  scope: string,
  options: ReviseOptions,
): Promise<number> {
  let [after, revised] = ['', 0];
  for (;;) {
    const page = await warehouse.query(
      sqlFile('alert/find/60_changed.sql'),
      { scope, after, most: PAGE, most_bytes: PAGE_BYTES },
      changedRow,
    );
    const last = page.at(-1)?.alert_id;
    if (last === undefined) break;
    const proofs = await warehouse.query(
      sqlFile('alert/find/61_proofs.sql'),
      { scope, after, last, most: PROOFS_TOLD },
      proofRow,
    );
    const byAlert = new Map<string, Proof[]>(page.map(({ alert_id: id }) => [id, []]));
    for (const proof of proofs) byAlert.get(proof.alert_id)?.push(proof);
    const revisedAtMs = options.clock();
    await warehouse.insertObjects(
      'alert_revision',
      page.map((alert) =>
        revisionRow(alert, byAlert.get(alert.alert_id) ?? [], revisedAtMs, options),
      ),
    );
    revised += page.length;
    after = last;
    if (page.length >= (page[0]?.changed ?? 0)) break;
  }
  await warehouse.command(sqlFile('alert/find/62_end_revision.sql'), {
    scope,
    revised_at: sqlTime(options.clock()),
  });
  return revised;
}

function revisionRow(
  changed: Changed,
  proofs: readonly Proof[],
  revisedAtMs: number,
  { rules, isRetrospective }: ReviseOptions,
) {
  const { revision_before: before, retrospective_before: wasRetrospective } = changed;
  const isNew = before === 0;
  const isLate = isRetrospective === true || isOld(changed, revisedAtMs, rules);
  return {
    ...keptAlert.parse(changed),
    revision: before + 1,
    state: 'present',
    reason: '',
    // What was told at its time stays an alert of its time, and what was found late stays a thing
    // of the past.
    retrospective: (isNew ? isLate : wasRetrospective === 1) ? 1 : 0,
    explanation: explanationOf(changed, proofs, 'en'),
    explanation_fr: explanationOf(changed, proofs, 'fr'),
    revised_at: sqlTime(revisedAtMs),
  };
}

function isOld(
  { first_value_date: first }: FoundAlert,
  nowMs: number,
  { retrospective_days: days }: AlertRules,
): boolean {
  return daysBetween(first, sqlTime(nowMs).slice(0, 10)) > days;
}
