// What holds of the trace of any evaluation: nothing counts twice, and what was taken adds up. That
// an evaluation never throws is part of each of these.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { most, sum } from '../../../pipeline/method/amount.ts';
import { meet } from '../../../pipeline/method/calendar.ts';
import type { Side } from '../../../pipeline/method/documented.ts';
import type { Floors } from '../../../pipeline/method/floors-of.ts';
import type { Holding } from '../../../pipeline/method/holding.ts';
import { groupBy } from '../../../pipeline/method/order.ts';
import { inEuro, paidRate } from '../../../pipeline/method/value.ts';
import { ALL_OPERATIONS, OPERATIONS, arbitraryEvidence } from '../arbitrary-evidence.ts';
import { computed, totalOf } from '../computed.ts';
import { PATIENCE_MS, WORLDS } from './worlds.ts';

const sidesOf = ({ documented: { chosen, other } }: Floors) => [chosen, other];
const paidOf = ({ parts }: Holding) => sum(parts.map(({ paid }) => paid));
const leftOf = ({ parts }: Holding) => sum(parts.map(({ left }) => left));
const countingIn = ({ groups }: Side) => groups.flatMap(({ counting }) => [...counting]);

/** All that was paid, in 1e-10 EUR: one content a flow, whoever it goes to. */
function paidIn({ reading: { entries, rates } }: Floors): bigint {
  const flows = [...entries.values()].flatMap(({ contents: [flow], isDisputed }) =>
    flow.status === 'paid' && !isDisputed ? [flow] : [],
  );
  return sum(flows.map((flow) => inEuro(flow.amount, paidRate(flow, rates) ?? 0n)));
}

describe('nothing counts twice', () => {
  test(
    'the floors of all operations are together at most what was paid',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, (evidence) => {
          const all = ALL_OPERATIONS.map((operation) => computed(operation, evidence));
          const [one] = all;
          // What a payment pays of a line is valued on the days of the payment, part by part.
          const paid = one === undefined ? 0n : paidIn(one);
          expect(sum(all.map(totalOf))).toBeLessThanOrEqual(paid);
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );

  test(
    'windows of counting flows of two groups of one key share no day',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, (evidence) => {
          const sides = OPERATIONS.flatMap((operation) => sidesOf(computed(operation, evidence)));
          for (const { groups } of sides)
            for (const group of groups) {
              const others = groups.filter(
                ({ key, rank }) => key === group.key && rank > group.rank,
              );
              expect(others.flatMap((other) => meeting(group, other))).toEqual([]);
            }
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );
});

type Counting = Pick<Side['groups'][number], 'counting'>;

const meeting = (one: Counting, other: Counting) =>
  [...one.counting].flatMap((a) =>
    [...other.counting].filter((b) => meet(a.window, b.window)).map((b) => [a.flow, b.flow]),
  );

/** What is below 0 in a key, month and line, and so is carried to others (M-CARRY). */
function deficitsIn(side: Side): bigint {
  const cells = countingIn(side).flatMap(({ flow, parts }) =>
    parts.map(({ cell: { month }, left }) => ({
      place: `${flow.key} ${String(month)} ${flow.line}`,
      eur: left,
    })),
  );
  return sum(
    [...groupBy(cells, ({ place }) => place).values()].map((own) =>
      most(0n, -sum(own.map(({ eur }) => eur))),
    ),
  );
}

/** What reversals of its own took from a holding. */
function reversedOf(holding: Holding, { documented: { placed } }: Floors): bigint {
  const own = [...placed.values()].flat().filter((placement) => placement.holding === holding);
  return sum(own.flatMap(({ taken }) => taken.map(({ eur }) => eur)));
}

function expectAddedUp(holding: Holding, side: Side, floors: Floors): void {
  if (holding.isSuperseded) return;
  const reversed = reversedOf(holding, floors);
  const own = side.gone.filter((taken) => taken.holding === holding);
  const gone = sum(own.map(({ eur }) => eur));
  const taken = paidOf(holding) - leftOf(holding) - reversed;
  // What other sources took is cut up in each cell.
  expect(taken).toBeGreaterThanOrEqual(gone);
  expect(taken - gone).toBeLessThan(BigInt(Math.max(1, holding.parts.length)));
}

describe('what the trace says was taken adds up', () => {
  test(
    'a total is what is left of the counting flows, less what unplaced take-backs took',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, (evidence) => {
          for (const operation of OPERATIONS)
            for (const side of sidesOf(computed(operation, evidence))) {
              const left = sum(countingIn(side).map(leftOf));
              const unplaced = sum(side.unplaced.map(({ eur }) => eur));
              expect(side.total).toBe(left + deficitsIn(side) - unplaced);
            }
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );

  test(
    'of a flow is left what was paid, less its reversals and what other sources took',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, (evidence) => {
          for (const operation of OPERATIONS) {
            const floors = computed(operation, evidence);
            for (const side of sidesOf(floors))
              for (const holding of countingIn(side)) expectAddedUp(holding, side, floors);
          }
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );
});
