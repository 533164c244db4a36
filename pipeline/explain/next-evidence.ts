// Which reply would raise a floor most: the evidence left out of it, ranked by the most that it can
// add. Where that is unknown, it is null and comes last.
import type { Row } from '../text/row.ts';
import { takesBack } from './flows-shown.ts';

export interface NextEvidence {
  /** Why it does not count today, as documented money or as audience. */
  reason: string;
  /** Network, panel or site to ask. */
  ask: string;
  source: string;
  id: string;
  gain_upper_eur: string | null;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @param nobodys rows of sql/explain/nobodys.sql */
export function nextEvidence(
  parts: readonly Row[],
  audience: readonly Row[],
  nobodys: readonly Row[],
): NextEvidence[] {
  const found = [
    ...parts.flatMap(ofPart),
    ...nobodys.map((row) =>
      evidence(text(row['reason']), text(row['network']), row, Number(text(row['eur_upper']))),
    ),
    ...audience
      .filter((row) => text(row['problem']) !== '')
      .map((row) => ({
        reason: text(row['problem']),
        ask: text(row['source']),
        source: text(row['source']),
        id: text(row['record_id']),
        gain_upper_eur: null,
      })),
  ];
  return found.sort(
    (one, other) => Number(other.gain_upper_eur ?? -1) - Number(one.gain_upper_eur ?? -1),
  );
}

function ofPart(part: Row): NextEvidence[] {
  if (part['counts'] === 1 || takesBack(part)) return [];
  const reason = text(part['reason']);
  // Without a share, the part of gross money is 0; at most, all of it is the publisher's.
  const whole =
    (Number(part['amount']) *
      Number(part['rate']) *
      Number(part['site_share']) *
      Number(part['days'])) /
    Number(part['period_days']);
  return [
    evidence(
      reason,
      text(part['network']),
      part,
      reason === 'gross_without_share' ? whole : Number(part['part_eur']),
    ),
  ];
}

function evidence(reason: string, ask: string, row: Row, gain: number): NextEvidence {
  const known = Number.isFinite(gain) && gain > 0 && reason !== 'unconverted';
  return {
    reason,
    ask,
    source: text(row['source']),
    id: text(row['flow_id']),
    gain_upper_eur: known ? (Math.ceil(gain * 100) / 100).toFixed(2) : null,
  };
}
