// The floors of one operation by the plain form of the method, and the month that is explained.
import { type Days, dayOf, monthDays, monthOf } from '../method/calendar.ts';
import type { Comparables } from '../method/class/comparable.ts';
import type { Evidence } from '../method/evidence.ts';
import { type Basis, floorMonths } from '../method/floors-of.ts';
import type { Holding } from '../method/holding.ts';
import {
  type FloorsWithModel,
  floorsWithModel,
  modelOf,
} from '../method/model/floors-with-model.ts';
import type { ModelReference } from '../method/model/model-reference.ts';
import type { ModelledMonth } from '../method/model/modelled.ts';
import { type MonthFloor, monthFloor } from '../method/month-floor.ts';
import type { Reference } from '../method/reference.ts';
import { isDocumentedAssumption } from '../method/without.ts';

export interface References {
  readonly documented: Reference;
  readonly model: ModelReference;
}

export interface FloorQuestion {
  readonly operation: string;
  /** YYYY-MM */
  readonly month: string;
  readonly evidence: Evidence;
  readonly references: References;
  readonly alphaPpm: number;
  readonly comparables: Comparables;
}

/** One floor with all that it was computed from. */
export interface Explained extends FloorQuestion {
  /** Months since the year 0, as the method counts. */
  readonly monthNumber: number;
  readonly days: Days;
  /** Of all months. */
  readonly floors: FloorsWithModel;
  readonly floor: MonthFloor;
  /** Null: nothing is measured in the month. */
  readonly model: ModelledMonth | null;
  /** What the month alone rests on: what-if questions compute it many times. */
  readonly basis: Basis;
}

/** A month with measurements, and without any money. */
const NO_MONEY = {
  parts: [],
  left: new Map(),
  unplaced: 0n,
  accrued: 0n,
  isOffshore: () => false,
  leftOut: [],
  isRefused: false,
  modelled: 0n,
};

/** Null: the operation has no floor of that month, not even one without a figure. */
export function explained(question: FloorQuestion): Explained | null {
  const { operation, month, evidence, references, alphaPpm, comparables } = question;
  const options = { alphaPpm, comparables, without: [] };
  const floors = floorsWithModel(operation, evidence, references, options);
  const monthNumber = monthOf(dayOf(`${month}-01`));
  const model = floors.modelled.find((one) => one.month === month) ?? null;
  const found = floors.months.find((one) => one.month === month);
  if (found === undefined && model === null) return null;
  const floor = found ?? monthFloor({ ...NO_MONEY, month: monthNumber }, []);
  return {
    ...question,
    monthNumber,
    days: monthDays(month),
    floors,
    floor,
    model,
    basis: ofMonth(floors, monthNumber),
  };
}

/** The floor of the month without assumptions. Null: nothing at all is left of it. */
export function floorWithout(
  { month, evidence, references, alphaPpm, comparables, basis, model }: Explained,
  without: readonly string[],
): MonthFloor | null {
  const documented = without.filter(isDocumentedAssumption);
  const isOfModel = documented.length < without.length;
  const modelled = isOfModel
    ? modelOf(basis, evidence, references.model, { alphaPpm, comparables, without })
    : [model];
  const units = modelled.find((one) => one?.month === month)?.units ?? 0n;
  const months = floorMonths(basis, {
    without: documented,
    modelled: new Map([[month, units]]),
  });
  return months[0] ?? null;
}

function ofMonth({ documented, leftOut, ...rest }: Basis, month: number): Basis {
  const isIn = ({ parts }: Holding) => parts.some(({ cell }) => cell.month === month);
  const cut = (holding: Holding) => ({
    ...holding,
    parts: holding.parts.filter(({ cell }) => cell.month === month),
  });
  const { chosen } = documented;
  const lines = chosen.ledger.get(month);
  return {
    ...rest,
    leftOut: leftOut.flatMap((one) =>
      one.months.includes(month) ? [{ ...one, months: [month] }] : [],
    ),
    documented: {
      ...documented,
      holdings: documented.holdings.filter(isIn),
      chosen: {
        ...chosen,
        groups: chosen.groups.map((group) => ({
          ...group,
          counting: new Set([...group.counting].filter(isIn).map(cut)),
        })),
        ledger: new Map(lines === undefined ? [] : [[month, lines]]),
        unplaced: chosen.unplaced.filter((one) => one.month === month),
      },
    },
  };
}
