// Runs of consecutive months, for the class of a total: what a member earned in such a run for a
// unit of its audience in it.
import { sum } from '../amount.ts';
import { dayOf, monthOf } from '../calendar.ts';
import { groupBy } from '../order.ts';
import { type ClassRatio, ratioOf } from './comparable.ts';
import { type Stratum, stratumName } from './stratum.ts';

/** A month of a member, with documented advertising money and an audience. */
export interface ClassMonth extends Stratum {
  readonly member: string;
  readonly operation: string;
  /** YYYY-MM */
  readonly month: string;
  /** In 0.0001 EUR. */
  readonly documented: bigint;
  readonly audience: bigint;
}

/** The ratios of all runs of so many consecutive months. */
export function runRatios(months: readonly ClassMonth[], length: number): ClassRatio[] {
  const series = groupBy(months, (one) => JSON.stringify([stratumName(one), one.operation]));
  return [...series.values()].flatMap((own) => {
    const ordered = own
      .map((one) => ({ ...one, number: monthOf(dayOf(`${one.month}-01`)) }))
      .sort((one, other) => one.number - other.number);
    return ordered.flatMap((first, at) => {
      const run = ordered.slice(at, at + length);
      const last = run.at(-1);
      if (run.length < length || last?.number !== first.number + length - 1) return [];
      const { panel, unit, country, member } = first;
      const documented = sum(run.map((one) => one.documented));
      const audience = sum(run.map((one) => one.audience));
      return [{ panel, unit, country, member, ratio: ratioOf(documented, audience) }];
    });
  });
}
