// What an operation was paid: each flow that can count, with its parts. A flow can count if it was
// paid, has a rate, is not in dispute and, if it is gross, has a publisher share on some day. A
// superseded flow is kept, because its source may rank by it, but nothing of it is left.
import type { Days } from './calendar.ts';
import type { Flow } from './flow.ts';
import type { PublisherShares } from './gross.ts';
import { type Cell, cellsOf, partOf } from './part.ts';
import type { Reading } from './reading.ts';
import { paidRate } from './value.ts';
import { windowOf } from './window.ts';

export interface Holding {
  readonly flow: Flow;
  readonly days: Days;
  readonly window: Days;
  readonly isSuperseded: boolean;
  readonly rate: bigint;
  readonly parts: readonly Part[];
}

/** In 1e-10 EUR. */
export interface Part {
  readonly cell: Cell;
  readonly paid: bigint;
  /** What take-backs leave of it. Below 0 where more was taken back than was paid. */
  left: bigint;
}

export function holdingsOf(
  operation: string,
  reading: Reading,
  sharesOf: PublisherShares,
): Holding[] {
  return reading.moneyFor(operation).flatMap((flow) => {
    const stays = reading.who.staysOf(flow).filter((stay) => stay.operation === operation);
    const rate = paidRate(flow, reading.rates);
    if (rate === null) return [];
    const isSuperseded = reading.isSuperseded(flow);
    const parts = cellsOf(flow, flow.days, stays, sharesOf)
      .filter((cell) => cell.publisherShare !== null)
      .map((cell) => {
        const paid = partOf(flow.amount, rate, cell);
        return { cell, paid, left: isSuperseded ? 0n : paid };
      });
    if (parts.length === 0) return [];
    return [{ flow, days: flow.days, window: windowOf(flow), isSuperseded, rate, parts }];
  });
}
