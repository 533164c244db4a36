// The total of an operation over consecutive months. It is the larger of two figures:
//   by month   documented money of all months, and the modelled money of months that no window of
//              any flow of the operation meets
//   by class   the class of the whole run of months (M-CLASS over runs of as many months, at alpha
//              once, no split), and the documented lines that M-LINES leaves
// M-LINES: money of the line `other` may be advertising, so the class is not added to it.
import { most, sum } from '../amount.ts';
import { dayOf, monthOf } from '../calendar.ts';
import { type ClassFigure, classFigure, comparablesOf } from '../class/comparable.ts';
import { type ClassMonth, runRatios } from '../class/run-ratios.ts';
import { type Audience, stratumName } from '../class/stratum.ts';
import { partsOfAlpha } from '../model/alpha.ts';
import { audiencesOf } from '../model/class-audiences.ts';
import type { FloorsWithModel } from '../model/floors-with-model.ts';
import { groupBy } from '../order.ts';
import { metMonths } from './met-months.ts';

/** Months since the year 0, both included. */
export interface Months {
  readonly first: number;
  readonly last: number;
}

/** In 0.0001 EUR. */
export interface Total {
  readonly months: Months;
  readonly documented: bigint;
  /** Modelled money of months that no window meets. */
  readonly modelled: bigint;
  /** The class of the whole run. */
  readonly comparable: ClassFigure;
  /** Documented lines that the class is added to. */
  readonly besideClass: bigint;
  /** Null: nothing is known of any of the months. */
  readonly total: bigint | null;
  readonly basis: 'by_month' | 'by_class' | null;
}

export interface TotalOptions {
  readonly alphaPpm: number;
  readonly without: readonly string[];
  /** Months of members that are not the operation, nor related with it. */
  readonly classMonths: readonly ClassMonth[];
}

export function totalOf(floors: FloorsWithModel, months: Months, options: TotalOptions): Total {
  const numberOf = ({ month }: { readonly month: string }) => monthOf(dayOf(`${month}-01`));
  const isIn = (one: { readonly month: string }) =>
    months.first <= numberOf(one) && numberOf(one) <= months.last;
  const own = floors.months.filter(isIn);
  const documented = sum(own.map((month) => month.documented));
  const isMet = metMonths(floors.operation, floors.reading);
  const modelled = sum(
    floors.modelled.flatMap((one) =>
      isIn(one) && !isMet(numberOf(one)) && one.units !== null ? [one.units] : [],
    ),
  );
  const besideClass = sum(
    own.flatMap(({ documentedLines }) =>
      [...documentedLines].flatMap(([line, eur]) => (CLASS_LINES.has(line) ? [] : [eur])),
    ),
  );
  const comparable = classOfRun(floors.modelled.filter(isIn), months, options);
  const byClass = comparable.counting === null ? null : comparable.counting.units + besideClass;
  const byMonth = documented + modelled;
  const total = most(byMonth, byClass ?? 0n);
  return {
    months,
    documented,
    modelled,
    comparable,
    besideClass,
    total: total === 0n ? null : total,
    basis: total === 0n ? null : total > byMonth ? 'by_class' : 'by_month',
  };
}

/** Lines whose money may be what the class is of. */
const CLASS_LINES: ReadonlySet<string> = new Set(['advertising', 'other']);
const NO_CLASS: ClassFigure = { strata: [], counting: null };

function classOfRun(
  modelled: FloorsWithModel['modelled'],
  { first, last }: Months,
  { alphaPpm, without, classMonths }: TotalOptions,
): ClassFigure {
  const length = last - first + 1;
  if (without.includes('rung:L4')) return NO_CLASS;
  const measured = modelled.flatMap(({ card }) => audiencesOf(card.trace.measurements));
  const audiences = [...groupBy(measured, stratumName).values()].flatMap(
    ([one, ...others]): Audience[] =>
      others.length === length - 1
        ? [{ ...one, count: sum([one, ...others].map(({ count }) => count)) }]
        : [],
  );
  const comparables = comparablesOf(runRatios(classMonths, length));
  return classFigure(audiences, comparables, partsOfAlpha(alphaPpm).ofClass);
}
