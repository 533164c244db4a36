// The floors of one operation: the method, in the order of its rules (docs/method.md). reading.ts
// holds steps 1 to 7, documented.ts steps 8 to 13, month-floor.ts step 14.
import { sum } from './amount.ts';
import { dayOf, monthOf } from './calendar.ts';
import { type Documented, documentedOf } from './documented.ts';
import type { Evidence } from './evidence.ts';
import { type LeftOut, leftOutOf } from './left-out.ts';
import { type CountingPart, type MonthFloor, monthFloor } from './month-floor.ts';
import { groupBy } from './order.ts';
import { type Reading, readEvidence } from './reading.ts';
import type { Reference } from './reference.ts';
import { refusedMonths } from './refused.ts';
import type { DocumentedAssumption } from './without.ts';

/** What the months of an operation are computed from, and what explains them. */
export interface Basis {
  readonly operation: string;
  readonly documented: Documented;
  readonly leftOut: readonly LeftOut[];
  readonly reading: Reading;
  /** M-REFUSED. */
  readonly isRefused: (month: number) => boolean;
}

export interface Floors extends Basis {
  readonly months: readonly MonthFloor[];
}

export interface FloorOptions {
  /** Assumptions to leave out. */
  readonly without?: readonly DocumentedAssumption[];
  /** Modelled advertising money, in 1e-4 EUR, by month (YYYY-MM). */
  readonly modelled?: ReadonlyMap<string, bigint>;
}

/** @param evidence the closure of the operation (closure.ts), or more */
export function floorsOf(
  operation: string,
  evidence: Evidence,
  reference: Reference,
  options: FloorOptions = {},
): Floors {
  const basis = basisOf(operation, evidence, reference);
  return { ...basis, months: floorMonths(basis, options) };
}

/** Steps 1 to 13. */
export function basisOf(operation: string, evidence: Evidence, reference: Reference): Basis {
  const reading = readEvidence(evidence, reference);
  const documented = documentedOf(operation, reading, reference);
  const { groups } = documented.chosen;
  return {
    operation,
    documented,
    leftOut: leftOutOf(operation, reading, documented),
    reading,
    isRefused: refusedMonths(operation, evidence.refused, reading.who, groups),
  };
}

/** Step 14. */
export function floorMonths(
  { documented, leftOut, isRefused, reading }: Basis,
  { without = [], modelled = new Map() }: FloorOptions,
): MonthFloor[] {
  const { ledger, unplaced } = documented.chosen;
  const parts = groupBy(countingParts(documented), ({ cell }) => cell.month);
  const notCounting = monthsLeftOut(leftOut);
  const modelledMonths = new Map(
    [...modelled].flatMap(([month, eur]): [number, bigint][] =>
      eur > 0n ? [[monthOf(dayOf(`${month}-01`)), eur]] : [],
    ),
  );
  const months = new Set([...parts.keys(), ...notCounting.keys(), ...modelledMonths.keys()]);
  const taken = groupBy(unplaced, ({ month }) => month);
  return [...months]
    .sort((one, other) => one - other)
    .map((month) =>
      monthFloor(
        {
          month,
          parts: parts.get(month) ?? [],
          left: ledger.get(month) ?? new Map(),
          unplaced: sum((taken.get(month) ?? []).map(({ eur }) => eur)),
          accrued: documented.accrued.get(month) ?? 0n,
          isOffshore: reading.isOffshore,
          leftOut: notCounting.get(month) ?? [],
          isRefused: isRefused(month),
          modelled: modelledMonths.get(month) ?? 0n,
        },
        without,
      ),
    );
}

function countingParts({ chosen }: Documented): CountingPart[] {
  return chosen.groups
    .flatMap(({ counting }) => [...counting])
    .flatMap((holding) => holding.parts.map((part) => ({ holding, ...part })));
}

/** What is left out, by month. */
function monthsLeftOut(leftOut: readonly LeftOut[]): Map<number, LeftOut[]> {
  const dated = leftOut.flatMap((one) => one.months.map((month) => ({ month, one })));
  const byMonth = groupBy(dated, ({ month }) => month);
  return new Map([...byMonth].map(([month, found]) => [month, found.map(({ one }) => one)]));
}
