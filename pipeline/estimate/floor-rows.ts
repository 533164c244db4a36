// The floors of an operation, as the plain form gives them, as rows of floor_work.
import { dayOf, monthOf } from '../method/calendar.ts';
import type { MonthFloor } from '../method/month-floor.ts';
import type { FloorsWithModel } from '../method/model/floors-with-model.ts';
import type { ModelledMonth } from '../method/model/modelled.ts';
import { fixedPoint } from '../text/fixed-point.ts';

const PLACES = 4;
const PPM_PLACES = 6;
const ONE_PPM = 1_000_000n;
/** What a money column holds: 14 digits before the point. */
const MOST = 10n ** 18n - 1n;

export function floorRows({
  operation,
  months,
  modelled,
}: FloorsWithModel): Record<string, unknown>[] {
  const models = new Map(modelled.map((one) => [one.month, one]));
  const floors = new Map(months.map((one) => [one.month, one]));
  const all = [...new Set([...floors.keys(), ...models.keys()])].sort();
  return all.map((month) => ({
    operation,
    month,
    ...documentedColumns(floors.get(month)),
    ...modelColumns(floors.get(month), models.get(month)),
  }));
}

/** Rows of floor_by_card_of. */
export function rowsByCard(floors: FloorsWithModel): Record<string, unknown>[] {
  return floorRows(floors).map((row) => {
    const month = monthOf(dayOf(`${String(row['month'])}-01`));
    return { ...row, is_refused: floors.isRefused(month) ? 1 : 0 };
  });
}

const money = (units: bigint) => fixedPoint(units > MOST ? MOST : units, PLACES);

function documentedColumns(floor: MonthFloor | undefined): Record<string, unknown> {
  const isOk = floor?.status === 'ok';
  return {
    floor_eur: isOk ? money(floor.floor) : null,
    floor_headline_eur: isOk ? money(headlineOf(floor.floor)) : null,
    documented_eur: money(floor?.documented ?? 0n),
    apportioned_eur: money(floor?.apportioned ?? 0n),
    accrued_eur: money(floor?.accrued ?? 0n),
    offshore_eur: money(floor?.offshore ?? 0n),
    payment_dated_eur: money(floor?.paymentDated ?? 0n),
    unplaced_reversal_eur: money(floor?.unplacedReversals ?? 0n),
    status: isOk ? 'ok' : 'insufficient',
  };
}

function modelColumns(
  floor: MonthFloor | undefined,
  model: ModelledMonth | undefined,
): Record<string, unknown> {
  const isOk = floor?.status === 'ok';
  const hasModel = model !== undefined && model.units !== null;
  const modelled = model?.units ?? 0n;
  const isRaised = floor !== undefined && floor.floor > floor.documented;
  const reasons = floor?.reasons.join(',') ?? '';
  return {
    modelled_eur: money(modelled),
    rung: !isOk ? '' : isRaised ? (model?.rung ?? '') : (floor.rung ?? 'L0'),
    // Documented money spends no alpha; a modelled line does, even where the documents are larger.
    confidence: fixedPoint(ONE_PPM - BigInt(model?.alphaSpentPpm ?? 0), PPM_PLACES),
    reason: reasons === '' && !isOk ? (model?.why ?? '') : reasons,
    visitors_lower: model?.visitorsLower === undefined ? null : textOrNull(model.visitorsLower),
    lines: lineColumns(floor, hasModel ? modelled : null),
  };
}

const textOrNull = (value: bigint | null) => (value === null ? null : String(value));

/** The floor by line. @param modelled null: there is no model */
function lineColumns(floor: MonthFloor | undefined, modelled: bigint | null) {
  const lines = new Set<string>(floor?.documentedLines.keys());
  if (modelled !== null) lines.add('advertising');
  const of = (known: ReadonlyMap<string, bigint> | undefined, line: string) =>
    money(known?.get(line) ?? 0n);
  return [...lines].sort().map((line) => ({
    line,
    documented_eur: of(floor?.documentedLines, line),
    modelled_eur: money(line === 'advertising' ? (modelled ?? 0n) : 0n),
    floor_eur: of(floor?.floorLines, line),
  }));
}

/** Two significant digits, rounded down. @param units in 1e-4 EUR */
function headlineOf(units: bigint): bigint {
  const one = 10n ** BigInt(PLACES);
  const whole = units / one;
  const step = 10n ** BigInt(Math.max(0, String(whole).length - 2));
  return (whole / step) * step * one;
}
