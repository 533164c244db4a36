// Parts. A flow is cut by property share, operation, month and publisher share. Money belongs to
// the days of its service period, spread evenly (assumption `even_spread`). A part is
//
//   part = amount x rate x publisher share x property share x days / days of the period
//
// computed in whole numbers and cut once, after 10 decimals.
import { ONE_AMOUNT, WHOLE_SHARE, cutUp } from './amount.ts';
import { type Days, monthsOf } from './calendar.ts';
import type { Flow } from './flow.ts';
import type { PublisherShares } from './gross.ts';
import type { SharedStay } from './who.ts';

/** Days of a flow in one month, of one property, under one publisher share. */
export interface Cell {
  readonly month: number;
  readonly days: bigint;
  readonly periodDays: bigint;
  readonly propertyShare: bigint;
  /** In millionths; null: gross money on days without a known share. */
  readonly publisherShare: bigint | null;
}

/** Whether the cell holds only some of the days of its flow, so that it rests on `even_spread`. */
export function isApportioned({ days, periodDays }: Cell): boolean {
  return days < periodDays;
}

/** The cells of what goes to the stays. @param flow with days */
export function cellsOf(
  flow: Flow,
  days: Days,
  stays: readonly SharedStay[],
  sharesOf: PublisherShares,
): Cell[] {
  const periodDays = BigInt(days.last - days.first + 1);
  return stays.flatMap((stay) =>
    sharesOf(flow, stay).flatMap((span) =>
      monthsOf(span).map((held) => ({
        month: held.month,
        days: BigInt(held.days),
        periodDays,
        propertyShare: stay.share,
        publisherShare: span.share,
      })),
    ),
  );
}

/** The part that counts, in 1e-10 EUR; 0 on days without a publisher share. */
export function partOf(amount: bigint, rate: bigint, cell: Cell): bigint {
  const [value, by] = fraction(amount, rate, cell, cell.publisherShare ?? 0n);
  return value / by;
}

/** A part of a take-back that counts in full, whatever the publisher share. */
export function fullPartOf(amount: bigint, rate: bigint, cell: Cell): bigint {
  const [value, by] = fraction(amount, rate, cell, WHOLE_SHARE);
  return value / by;
}

/**
 * What a take-back is worth that is not summed beside its target, in 1e-10 EUR, cut up once.
 * @param held the days that concern the operation, each times its property share
 */
export function takenValue(amount: bigint, rate: bigint, held: bigint, periodDays: bigint): bigint {
  return cutUp(amount * rate * held, ONE_AMOUNT * WHOLE_SHARE * periodDays);
}

function fraction(
  amount: bigint,
  rate: bigint,
  { days, periodDays, propertyShare }: Cell,
  publisherShare: bigint,
): [value: bigint, by: bigint] {
  return [
    amount * rate * publisherShare * propertyShare * days,
    ONE_AMOUNT * WHOLE_SHARE * WHOLE_SHARE * periodDays,
  ];
}
