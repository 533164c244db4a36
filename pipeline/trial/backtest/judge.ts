// The verdict on one case. A floor is held against the part of the figure that is certain: what
// proves nothing is insufficient, never sound.
import type { MonthlyRate } from '../../reference/exchange-rate.ts';
import type { PublishedCase } from '../../reference/published-case.ts';
import { type CaseRecords, SUPPOSED, caseRecords } from './case-records.ts';
import { type Established, establishedOf } from './established.ts';
import { type Nature, includesAdvertising, natureOf, problemOf } from './truth.ts';

export const VERDICTS = ['sound', 'not_sound', 'insufficient', 'refused'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface CaseRow {
  row: number;
  case_id: string;
  site: string;
  verdict: Verdict;
  floor_eur: string | null;
  established_eur: string | null;
  tightness: string | null;
  audience_unit: string | null;
  month: string | null;
  reason: string;
}

/** A case for which the engine has to compute a floor. */
export interface Comparable {
  row: CaseRow;
  records: CaseRecords;
  nature: Nature;
  established: Established;
}

export interface Floor {
  month: string;
  status: string;
  reason: string;
  floor_eur: string | null;
}

/**
 * Everything that can be said before a floor is computed: a verdict, or what to compare.
 * @param first the row that the same case has first: a case that is in the file twice is evidence
 * once
 */
export function prepare(
  one: PublishedCase,
  number: number,
  monthly: readonly MonthlyRate[],
  first: number,
): CaseRow | Comparable {
  const row: CaseRow = {
    row: number,
    case_id: one.case_id,
    site: one.site,
    verdict: 'refused',
    floor_eur: null,
    established_eur: null,
    tightness: null,
    audience_unit: one.audience_unit,
    month: null,
    reason: '',
  };
  if (first !== number)
    return { ...row, reason: `the same case as row ${String(first)}: it counts once` };
  const problem = problemOf(one);
  if (problem !== null) return { ...row, ...problem };
  const established = establishedOf(one, monthly);
  if ('verdict' in established) return { ...row, ...established };
  const figure: CaseRow = {
    ...row,
    verdict: 'insufficient',
    established_eur: eur(established.lower),
    month: established.months.at(-1) ?? null,
  };
  if (one.audience_value === null) return { ...figure, reason: 'no audience_value' };
  if (!includesAdvertising(one))
    return {
      ...figure,
      reason:
        `revenue_line is ${String(one.revenue_line)}: an audience gives a floor of advertising ` +
        'money only',
    };
  const records = caseRecords(one, number, established.months);
  if ('reason' in records) return { ...figure, reason: records.reason };
  return { row: figure, records, nature: natureOf(one), established };
}

/**
 * @param floors of the months that the case may mean, as far as the engine gave rows; the largest
 * is shown
 */
export function judge({ row, nature, established }: Comparable, floors: readonly Floor[]): CaseRow {
  const known = floors.flatMap(({ month, floor_eur: eurText }) =>
    eurText === null ? [] : [{ month, eurText, value: Number(eurText) }],
  );
  const [most] = known.toSorted((a, b) => b.value - a.value);
  if (most === undefined || known.length < established.months.length)
    return {
      ...row,
      verdict: 'insufficient',
      reason:
        'no floor: ' +
        (floors.find(({ floor_eur: none }) => none === null)?.reason ?? 'no evidence'),
    };
  const withFloor = { ...row, floor_eur: most.eurText, month: most.month };
  if (most.value === 0)
    return {
      ...withFloor,
      verdict: 'insufficient',
      reason: 'the floor is 0, which is below any revenue and so shows nothing',
    };
  const [verdict, why] = compared(
    Math.min(...known.map(({ value }) => value)),
    most.value,
    nature,
    established,
  );
  const figure = verdict === 'not_sound' ? established.upper : established.lower;
  const ofMonths =
    known.length === 1
      ? ''
      : `; the largest floor of ${String(known.length)} months that the period can mean`;
  return {
    ...withFloor,
    verdict,
    established_eur: eur(figure),
    tightness: figure > 0 ? (most.value / figure).toPrecision(3) : null,
    reason: `${why}; ${established.basis}${ofMonths}; ${SUPPOSED}`,
  };
}

/**
 * @param least, most of the floors of all months that the case may mean: a verdict holds for each
 * of them
 */
function compared(
  least: number,
  most: number,
  nature: Nature,
  { lower, upper }: Established,
): [Verdict, string] {
  switch (nature) {
    case 'exact':
      if (most <= lower) return ['sound', 'floor is not above the established revenue'];
      if (least > upper) return ['not_sound', 'floor is above the established revenue'];
      return [
        'insufficient',
        `floor lies between the bounds of the established figure, ${eur(lower)} and ` +
          `${eur(upper)} EUR, or in some months below and in others above`,
      ];
    case 'at_least':
      if (most <= lower)
        return ['sound', 'floor is not above a figure that the revenue reaches at least'];
      return [
        'insufficient',
        'floor is above a figure that the revenue reaches at least; that shows nothing',
      ];
    case 'at_most':
      if (least > upper)
        return ['not_sound', 'floor is above a figure that the revenue reaches at most'];
      return [
        'insufficient',
        'revenue may be less than the figure, so a floor below it shows nothing',
      ];
  }
}

const eur = (value: number) => value.toFixed(4);
