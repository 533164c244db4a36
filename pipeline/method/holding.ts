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
  /** What the parts are of; parts and `left` are in the same order. */
  readonly cells: readonly Cell[];
  /** In 1e-10 EUR. */
  readonly parts: readonly bigint[];
  /** What take-backs leave of the parts. Below 0 where more was taken back than was paid. */
  left: bigint[];
}

export function holdingsOf(
  operation: string,
  reading: Reading,
  sharesOf: PublisherShares,
): Holding[] {
  return reading.money.flatMap((flow) => {
    const { days } = flow;
    const window = windowOf(flow);
    const stays = reading.who.staysOf(flow).filter((stay) => stay.operation === operation);
    const rate = paidRate(flow, reading.rates);
    if (stays.length === 0 || rate === null || days === null || window === null) return [];
    const cells = cellsOf(flow, days, stays, sharesOf).filter(
      (cell) => cell.publisherShare !== null,
    );
    if (cells.length === 0) return [];
    const parts = cells.map((cell) => partOf(flow.amount, rate, cell));
    const isSuperseded = reading.isSuperseded(flow);
    const left = isSuperseded ? parts.map(() => 0n) : [...parts];
    return [{ flow, days, window, isSuperseded, rate, cells, parts, left }];
  });
}
