// Property 6: 0 never stands for what could not be computed. Property 8: what is documented over an
// interval is the sum of its months. And what the figures of a month can be at all.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthOf, monthText, monthsOf } from '../../../pipeline/method/calendar.ts';
import { type FloorOptions, type Floors, floorsOf } from '../../../pipeline/method/floors-of.ts';
import type { MonthFloor } from '../../../pipeline/method/month-floor.ts';
import { DOCUMENTED_ASSUMPTIONS } from '../../../pipeline/method/without.ts';
import { OPERATIONS, arbitraryEvidence } from '../arbitrary-evidence.ts';
import { computed } from '../computed.ts';
import { smallReference } from '../small-reference.ts';
import { PATIENCE_MS, WORLDS } from './worlds.ts';

/** 1e-10 EUR in one 1e-4 EUR. */
const ONE_UNIT = 1_000_000n;

const modelled = fc
  .array(
    fc.tuple(
      fc.constantFrom('2014-12', '2015-01', '2015-02', '2015-03', '2015-05'),
      fc.constantFrom(0n, 1n, 250_000n, 3_000_000n),
    ),
    { maxLength: 4 },
  )
  .map((rows) => new Map(rows));
const options: fc.Arbitrary<FloorOptions> = fc.record({
  without: fc.subarray([...DOCUMENTED_ASSUMPTIONS]),
  modelled,
});

const sumOf = (values: Iterable<bigint>) => [...values].reduce((sum, value) => sum + value, 0n);
const documentedIn = (months: readonly MonthFloor[]) =>
  sumOf(months.map(({ documented }) => documented));

/** Months in which money of the operation was earned or is owed, whether it counts or not. */
function monthsWithMoney(operation: string, { reading }: Floors): string[] {
  // A payment is replaced by its lines and its rest.
  const others = [...reading.entries.values()].filter(
    ({ name }) => reading.moneyOf(name).length === 0,
  );
  return [...reading.money, ...others.flatMap(({ contents }) => contents)]
    .filter(({ status }) => status !== 'reversed')
    .flatMap((flow) => reading.who.staysOf(flow))
    .filter((stay) => stay.operation === operation)
    .flatMap((stay) => monthsOf(stay).map(({ month }) => monthText(month)));
}

describe('0 never stands for what could not be computed', () => {
  test(
    'a month has money above 0, or it has no figure and says why',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, options, (evidence, chosen) => {
          for (const operation of OPERATIONS) {
            const { months, documented } = floorsOf(operation, evidence, smallReference, chosen);
            for (const month of months) {
              const uncut = sumOf(ledgerOf(documented.chosen.ledger, month.month));
              if (month.status === 'insufficient') {
                expect(month.floor, month.month).toBe(0n);
                expect(month.reasons, month.month).not.toEqual([]);
              } else if (month.floor === 0n) {
                // Less than 0.0001 EUR, which the records show.
                expect(uncut, month.month).toBeGreaterThan(0n);
              }
            }
          }
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );

  test(
    'a month in which money was earned or owed is among the months',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, (evidence) => {
          for (const operation of OPERATIONS) {
            const floors = computed(operation, evidence);
            const shown = floors.months.map(({ month }) => month);
            expect(shown).toEqual(expect.arrayContaining(monthsWithMoney(operation, floors)));
          }
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );

  test(
    'no figure is below 0',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, options, (evidence, chosen) => {
          for (const operation of OPERATIONS)
            for (const month of floorsOf(operation, evidence, smallReference, chosen).months) {
              const figures = Object.values(month).filter((value) => typeof value === 'bigint');
              const lines = [...month.floorLines.values(), ...month.documentedLines.values()];
              for (const value of [...figures, ...lines]) expect(value).toBeGreaterThanOrEqual(0n);
            }
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );
});

type Ledger = ReturnType<typeof computed>['documented']['chosen']['ledger'];

const ledgerOf = (ledger: Ledger, month: string): Iterable<bigint> =>
  [...ledger].flatMap(([at, lines]) => (monthText(at) === month ? [...lines.values()] : []));

describe('documented money adds up', () => {
  test(
    'over an interval it is the sum of its months, and of a month the sum of its lines',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, modelled, fc.nat(9), fc.nat(9), (evidence, model, a, b) => {
          const start = monthOf(0) + 45 * 12;
          const [from, to] = [monthText(start + Math.min(a, b)), monthText(start + Math.max(a, b))];
          for (const operation of OPERATIONS) {
            const floors = floorsOf(operation, evidence, smallReference, { modelled: model });
            const inside = floors.months.filter(({ month }) => from <= month && month <= to);
            const before = floors.months.filter(({ month }) => month < from);
            const after = floors.months.filter(({ month }) => month > to);
            expect(documentedIn(inside)).toBe(
              documentedIn(floors.months) - documentedIn(before) - documentedIn(after),
            );
            const { ledger, total } = floors.documented.chosen;
            for (const month of floors.months) {
              const uncut = [...ledgerOf(ledger, month.month)];
              expect(month.documented).toBe(sumOf(uncut.map((eur) => eur / ONE_UNIT)));
              expect(month.documented).toBe(sumOf(month.documentedLines.values()));
              expect(month.floor).toBe(sumOf(month.floorLines.values()));
              expect(month.floor).toBeGreaterThanOrEqual(month.documented);
              expect(month.floor).toBeLessThanOrEqual(month.documented + month.modelled);
            }
            const lines = floors.months.flatMap(({ documentedLines }) => [
              ...documentedLines,
            ]).length;
            const cut = total - documentedIn(floors.months) * ONE_UNIT;
            expect(cut).toBeGreaterThanOrEqual(0n);
            expect(cut).toBeLessThan(ONE_UNIT * BigInt(Math.max(1, lines)));
          }
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );

  test(
    'leaving out assumptions raises no month and no total',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, options, options, (evidence, less, more) => {
          const both = [...(less.without ?? []), ...(more.without ?? [])];
          for (const operation of OPERATIONS) {
            const all = floorsOf(operation, evidence, smallReference);
            const few = floorsOf(operation, evidence, smallReference, {
              without: less.without ?? [],
            });
            const fewer = floorsOf(operation, evidence, smallReference, { without: both });
            for (const [one, other] of [
              [all, few],
              [few, fewer],
            ] as const) {
              const figures = new Map(one.months.map(({ month, floor }) => [month, floor]));
              expect(other.months.map(({ month }) => month)).toEqual([...figures.keys()]);
              for (const { month, floor } of other.months)
                expect(floor, month).toBeLessThanOrEqual(figures.get(month) ?? 0n);
            }
          }
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );

  test(
    'what a month rests on is at most its documented money',
    () => {
      fc.assert(
        fc.property(arbitraryEvidence, options, (evidence, { without }) => {
          for (const operation of OPERATIONS) {
            const floors = floorsOf(operation, evidence, smallReference, {
              without: without ?? [],
            });
            const left = floors.documented.chosen.groups
              .flatMap(({ counting }) => [...counting])
              .flatMap((holding) => holding.parts.map(({ cell, left: eur }) => ({ cell, eur })));
            for (const month of floors.months) {
              expect(month.apportioned).toBeLessThanOrEqual(month.documented);
              expect(month.paymentDated).toBeLessThanOrEqual(month.documented);
              const counted = left.filter(({ cell }) => monthText(cell.month) === month.month);
              const money = sumOf(counted.map(({ eur }) => (eur < 0n ? 0n : eur)));
              expect(month.unplacedReversals * ONE_UNIT).toBeLessThanOrEqual(money);
            }
          }
        }),
        WORLDS,
      );
    },
    PATIENCE_MS,
  );
});
