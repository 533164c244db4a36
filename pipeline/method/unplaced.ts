// M-UNPLACED. A take-back that names nothing known is taken from the operation's money on its key:
// from its own month (period end, else value date, else statement date), then from earlier months
// backwards, then from later ones, until it is used up. Within a month it is taken from the lines
// in the order subscription, donation, file_host, other, advertising. What is more than the money
// of its key is taken in that way from all money of the chosen side (M-ORIGIN); so is all of it if
// its key is unknown, or the side of its key is not chosen.
import { least } from './amount.ts';
import type { Flow } from './flow.ts';

export type Line = Flow['line'];

/** What is left of one network key, by month and line, in 1e-10 EUR. */
export type Ledger = Map<number, Map<Line, bigint>>;

export const TAKEN_FIRST: readonly Line[] = [
  'subscription',
  'donation',
  'file_host',
  'other',
  'advertising',
];

/** What was taken from a month and line. */
export interface Unplaced {
  readonly month: number;
  readonly line: Line;
  readonly eur: bigint;
}

/**
 * Takes an amount from the ledgers. @param month null: of no day, which begins with the last month
 * @param eur null: without a rate, which takes everything
 */
export function takeUnplaced(
  ledgers: readonly Ledger[],
  month: number | null,
  eur: bigint | null,
): Unplaced[] {
  const taken: Unplaced[] = [];
  let left = eur;
  const takeFrom = (ledger: Ledger, at: number, line: Line) => {
    const money = ledger.get(at)?.get(line) ?? 0n;
    const amount = left === null ? money : least(left, money);
    if (amount <= 0n) return;
    ledger.get(at)?.set(line, money - amount);
    taken.push({ month: at, line, eur: amount });
    if (left !== null) left -= amount;
  };
  for (const at of monthsFrom(ledgers, month ?? Infinity)) {
    if (left === 0n) break;
    for (const line of TAKEN_FIRST) for (const ledger of ledgers) takeFrom(ledger, at, line);
  }
  return taken;
}

/** Its own month, then earlier ones backwards, then later ones. */
function monthsFrom(ledgers: readonly Ledger[], month: number): number[] {
  const months = [...new Set(ledgers.flatMap((ledger) => [...ledger.keys()]))];
  const earlier = months.filter((at) => at <= month).sort((one, other) => other - one);
  const later = months.filter((at) => at > month).sort((one, other) => one - other);
  return [...earlier, ...later];
}
