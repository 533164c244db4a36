// One floor explained, from its records alone: no warehouse. docs/explanation.md names all sections
// and columns.
import type { ClassMonth } from '../method/class/run-ratios.ts';
import { inOrder } from '../method/order.ts';
import { placeOf } from '../method/property.ts';
import { undisputed } from '../method/revision.ts';
import type { ObservedRate } from '../reference/observed/observed-rate.ts';
import { type BreakEven, breakEvens, defaultThreshold } from './break-even.ts';
import { type ClassShown, classShown } from './comparables-shown.ts';
import { moneyText } from './decimals.ts';
import type { Explained } from './explained.ts';
import { factorRanges } from './factor-ranges.ts';
import { type GroupShown, type SidesShown, groupsShown, sidesShown } from './groups-shown.ts';
import { type LeftOutShown, leftOutShown } from './left-out-shown.ts';
import { type LikelyRange, likelyRange } from './likely-range.ts';
import { type ModelShown, modelShown } from './model-shown.ts';
import { type ObservedShown, observedShown } from './observed-shown.ts';
import { type NextEvidence, type SeenNetwork, nextEvidence } from './next-evidence.ts';
import {
  type LineShown,
  type PartShown,
  countingParts,
  linesShown,
  partsShown,
} from './parts-shown.ts';
import { type RateShown, ratesShown } from './rates-shown.ts';
import { type Coordinates, type RecordShown, recordShown } from './record-shown.ts';
import { type Assumption, type Sensitivity, assumptionsOf, sensitivityOf } from './sensitivity.ts';
import { type TakeBackShown, takeBacksShown } from './take-backs-shown.ts';
import { type TotalShown, totalsShown } from './totals-shown.ts';
import { type Policy, type UnquantifiedShown, unquantifiedShown } from './unquantified.ts';

/** A record that says which sites, or which accounts, are the operation's. */
export interface RegistryShown extends RecordShown {
  source: string;
  record_id: string;
  /** The property, or the account as reported. */
  site: string;
  valid_from: string | null;
  valid_to: string | null;
}

export interface Explanation extends ModelShown, ClassShown {
  lines: LineShown[];
  sides: SidesShown;
  groups: GroupShown[];
  parts: (PartShown & Coordinates)[];
  left_out: (LeftOutShown & Coordinates)[];
  take_backs: (TakeBackShown & Coordinates)[];
  exchange_rates: RateShown[];
  unquantified: UnquantifiedShown[];
  totals: TotalShown[];
  observed_rates: ObservedShown[];
  /** Null: nothing is modelled. */
  likely_range: LikelyRange | null;
  assumptions: Assumption[];
  sensitivity: Sensitivity[];
  /** What break_even is measured against; null: the floor is not known, or too small. */
  threshold_eur: string | null;
  break_even: BreakEven[];
  next_evidence: NextEvidence[];
  registry: (RegistryShown & Coordinates)[];
}

/** What is shown beside what the floor was computed from. */
export interface Surroundings {
  /** In 0.0001 EUR; null: the next round figure below the floor. */
  readonly threshold: bigint | null;
  readonly seen: readonly SeenNetwork[];
  readonly policies: readonly Policy[];
  /** Of members of the class that are not the operation, nor related with it. */
  readonly classMonths: readonly ClassMonth[];
  /** Of the year of the month, from other operations. */
  readonly observed: readonly ObservedRate[];
}

export function explanationOf(
  explained: Explained,
  { threshold, seen, policies, observed, classMonths }: Surroundings,
): Explanation {
  const { floor, model, floors, references } = explained;
  const parts = countingParts(explained);
  const lines = linesShown(explained, parts);
  const shownParts = partsShown(parts);
  const shownModel = modelShown(model);
  const comparables = classShown(explained);
  const leftOut = leftOutShown(explained);
  const under = floor.status === 'ok' ? (threshold ?? defaultThreshold(floor.floor)) : null;
  const flows = [
    ...parts.map(({ holding }) => holding.flow),
    ...floors.leftOut
      .filter(({ months }) => months.includes(explained.monthNumber))
      .map(({ flow }) => flow),
  ];
  return {
    lines,
    sides: sidesShown(floors.documented),
    groups: groupsShown(explained),
    parts: shownParts,
    left_out: leftOut,
    take_backs: takeBacksShown(explained),
    exchange_rates: ratesShown([...new Set(flows)], references.documented.rates),
    ...shownModel,
    ...comparables,
    totals: totalsShown(explained, classMonths),
    unquantified: unquantifiedShown(model, policies),
    observed_rates: observedShown(observed, { ...shownModel, parts: shownParts }),
    likely_range: rangeOf(explained, shownModel, lines),
    assumptions: assumptionsOf(explained, parts),
    sensitivity: sensitivityOf(explained),
    threshold_eur: under === null ? null : moneyText(under),
    break_even: under === null ? [] : breakEvens(explained, parts, shownModel, under),
    next_evidence: nextEvidence(explained, leftOut, {
      audience: shownModel.audience,
      comparables: comparables.comparables,
      seen,
    }),
    registry: registryShown(explained),
  };
}

function rangeOf(
  { model, month }: Explained,
  { audience, slots }: ModelShown,
  lines: readonly LineShown[],
): LikelyRange | null {
  if (model?.card.panel == null) return null;
  const advertising = lines.find(({ line }) => line === 'advertising');
  const countries = [...new Set(audience.map(({ country }) => country))];
  return likelyRange({
    audience,
    slots,
    ranges: factorRanges(model.card.trace.reference, month, countries),
    panel: model.card.panel,
    documented: Number(advertising?.documented_eur ?? 0),
    modelled: Number(advertising?.modelled_eur ?? 0),
  });
}

function registryShown({ operation, evidence }: Explained): RegistryShown[] {
  const rows = [
    ...undisputed(evidence.sites).map((row) => ({ row, site: placeOf(row.site).property })),
    ...undisputed(evidence.accounts).map((row) => ({ row, site: row.account })),
  ].filter(({ row }) => row.operation === operation);
  return rows
    .map(({ row, site }) => ({
      source: row.source,
      record_id: row.record_id,
      site,
      valid_from: row.valid_from,
      valid_to: row.valid_to,
      ...recordShown(row),
    }))
    .sort(
      inOrder(
        ({ site }) => site,
        ({ valid_from: from }) => from ?? '',
        ({ record_id: id }) => id,
      ),
    );
}
