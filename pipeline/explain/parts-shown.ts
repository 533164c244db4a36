// The documented money of the month: each part of a flow that counts, and what becomes of the sum
// of each line until it is the documented money of the floor.
import { most, sum } from '../method/amount.ts';
import { dayText } from '../method/calendar.ts';
import type { Holding, Part } from '../method/holding.ts';
import { groupBy, inOrder } from '../method/order.ts';
import type { Group } from '../method/owner.ts';
import { isApportioned } from '../method/part.ts';
import { type Line, TAKEN_FIRST } from '../method/unplaced.ts';
import { ONE_MONEY_UNIT, exactEur, moneyText, rateText, shareText } from './decimals.ts';
import type { Explained } from './explained.ts';
import { type FlowShown, flowShown } from './flow-shown.ts';

/** part_eur = amount x rate x publisher_share x property_share x days / period_days, cut. */
export interface PartShown extends FlowShown {
  source_group: string;
  /** The window of the flow (M-OWNER). */
  window_first: string;
  window_last: string;
  /** EUR for one unit of the currency. */
  rate: string;
  publisher_share: string;
  property_share: string;
  /** Days of the period in the month, and in all. */
  days: number;
  period_days: number;
  part_eur: string;
  /** What take-backs took from it: reversals of its own, and what other sources show (M-GONE). */
  taken_eur: string;
  left_eur: string;
  /** 1: it rests on `payment_month`. */
  is_payment_dated: 0 | 1;
  /** 1: it rests on `even_spread`. */
  is_apportioned: 0 | 1;
}

/** The sum of a line; each row is what the next one begins with. In EUR. */
export interface LineShown {
  line: string;
  /** The parts that count, and what take-backs took from them. */
  paid_eur: string;
  taken_eur: string;
  /** What was below 0 and is carried to other months (M-CARRY). */
  carried_eur: string;
  /** What unplaced take-backs and deficits of other months took from this one (M-UNPLACED). */
  unplaced_eur: string;
  left_eur: string;
  /** `left_eur` cut after 4 decimals. */
  documented_eur: string;
  /** Of the line advertising; M-LINES. */
  modelled_eur: string;
  floor_eur: string;
}

/** A part of the month that counts. */
export interface CountingPart {
  readonly group: Group;
  readonly holding: Holding;
  readonly part: Part;
}

export function countingParts({ basis, monthNumber }: Explained): CountingPart[] {
  return basis.documented.chosen.groups.flatMap((group) =>
    [...group.counting].flatMap((holding) =>
      holding.parts.flatMap((part) =>
        part.cell.month === monthNumber ? [{ group, holding, part }] : [],
      ),
    ),
  );
}

export function partsShown(parts: readonly CountingPart[]): PartShown[] {
  return parts
    .toSorted(
      inOrder(
        ({ group }) => group.key,
        ({ holding }) => holding.flow.line,
        ({ holding }) => holding.flow.source,
        ({ holding }) => holding.flow.flowId,
        ({ holding }) => holding.flow.payment ?? '',
      ),
    )
    .map(({ group, holding: { flow, window, rate }, part: { cell, paid, left } }) => ({
      ...flowShown(flow),
      source_group: group.source,
      window_first: dayText(window.first),
      window_last: dayText(window.last),
      rate: rateText(rate),
      publisher_share: shareText(cell.publisherShare ?? 0n),
      property_share: shareText(cell.propertyShare),
      days: Number(cell.days),
      period_days: Number(cell.periodDays),
      part_eur: exactEur(paid),
      taken_eur: exactEur(paid - left),
      left_eur: exactEur(left),
      is_payment_dated: flow.isPaymentDated ? 1 : 0,
      is_apportioned: isApportioned(cell) ? 1 : 0,
    }));
}

/** Every line with money or a figure. */
export function linesShown(explained: Explained, parts: readonly CountingPart[]): LineShown[] {
  const { floor, basis } = explained;
  const byLine = groupBy(parts, ({ holding }) => holding.flow.line);
  const { unplaced } = basis.documented.chosen;
  const lines: readonly Line[] = TAKEN_FIRST.toReversed().filter(
    (line) => byLine.has(line) || floor.floorLines.has(line),
  );
  return lines.map((line) => {
    const own = byLine.get(line) ?? [];
    const left = sum(own.map(({ part }) => part.left));
    const keys = [...groupBy(own, ({ group }) => group.key).values()];
    const carried = sum(keys.map((ofKey) => most(0n, -sum(ofKey.map(({ part }) => part.left)))));
    const taken = sum(unplaced.filter((one) => one.line === line).map(({ eur }) => eur));
    const rest = left + carried - taken;
    return {
      line,
      paid_eur: exactEur(sum(own.map(({ part }) => part.paid))),
      taken_eur: exactEur(sum(own.map(({ part }) => part.paid - part.left))),
      carried_eur: exactEur(carried),
      unplaced_eur: exactEur(taken),
      left_eur: exactEur(rest),
      documented_eur: moneyText(rest / ONE_MONEY_UNIT),
      modelled_eur: moneyText(line === 'advertising' ? floor.modelled : 0n),
      floor_eur: moneyText(floor.floorLines.get(line) ?? 0n),
    };
  });
}
