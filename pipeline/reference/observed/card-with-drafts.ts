// The rate card in force with drafts from what was observed. A draft has no approver, so it counts
// nowhere until two people have written their names into the file and loaded it.
import type { CardInForce } from '../card-in-force.ts';
import type { RateCard, RateRow } from '../rate-card.ts';
import { shortRun } from './draft-row.ts';

/** The label of a version that a warehouse made, and of a file that this wrote. */
const DIGEST = /-[0-9a-f]{12}$/;
const PROPOSED = /-observed-\w+$/;
/** A draft of an earlier proposal. */
const EARLIER = /^observed-\w+-\d{4}-/;

export function cardWithDrafts({ card, runId }: CardInForce, drafts: readonly RateRow[]): RateCard {
  const isUntouched = ({ id, grade, approved_by: names }: RateRow) =>
    EARLIER.test(id) && grade === 'observed' && names.length === 0;
  const kept = card.rows.filter((row) => !isUntouched(row));
  // With names in it, it is somebody's work.
  const taken = new Set(kept.map(({ id }) => id));
  const label = card.version.replace(DIGEST, '').replace(PROPOSED, '');
  return {
    version: `${label}-observed-${runId === '' ? 'none' : shortRun(runId)}`,
    rows: [...kept, ...drafts.filter(({ id }) => !taken.has(id))],
  };
}
