// The floor when each assumption is switched off, and the euros that rest on each. Where the method
// can leave an assumption out, it is the floor without it; of the others, the documented money that
// would be in doubt (docs/method.md, "Assumptions").
import { ASSUMPTIONS } from '../estimate/floors.ts';
import { least, most, sum } from '../method/amount.ts';
import { groupBy } from '../method/order.ts';
import { type StratumShown, stratumShown } from './comparables-shown.ts';
import { ONE_MONEY_UNIT, moneyText, rateText } from './decimals.ts';
import { type Explained, floorWithout } from './explained.ts';
import type { CountingPart } from './parts-shown.ts';

export interface Sensitivity {
  without: string;
  /** Null: nothing is left, see `reason`. */
  floor_eur: string | null;
  status: 'ok' | 'insufficient';
  reason: string;
}

export function sensitivityOf(explained: Explained): Sensitivity[] {
  return ASSUMPTIONS.map((without) => {
    const floor = floorWithout(explained, [without]);
    return {
      without,
      floor_eur: floor?.status === 'ok' ? moneyText(floor.floor) : null,
      status: floor?.status ?? 'insufficient',
      reason: floor === null ? 'left_out' : floor.reasons.join(),
    };
  });
}

/** An assumption of docs/method.md, with the money of the month that rests on it. */
export interface Assumption {
  assumption: string;
  /** `what_if`: the floor less the floor without it. `in_doubt`: documented money. */
  measured_by: 'what_if' | 'in_doubt';
  resting_eur: string;
  /** Of `exchangeable` alone. */
  comparables?: ClassSupposed;
}

/** The class that is supposed to hold: n and q of the stratum that counts. */
export interface ClassSupposed extends StratumShown {
  members: number;
  eur_per_unit: string;
}

export function assumptionsOf(explained: Explained, parts: readonly CountingPart[]): Assumption[] {
  const { floor } = explained;
  const inDoubt = (assumption: string, eur: bigint): Assumption => ({
    assumption,
    measured_by: 'in_doubt',
    resting_eur: moneyText(least(floor.documented, most(0n, eur))),
  });
  const whatIf = ASSUMPTIONS.map((assumption): Assumption => {
    const rest = floorWithout(explained, [assumption])?.floor ?? 0n;
    return { assumption, measured_by: 'what_if', resting_eur: moneyText(floor.floor - rest) };
  });
  const all = floor.documented;
  return [
    inDoubt('authentic', all),
    inDoubt('told_once', all),
    inDoubt('same_dates', ofSeveralGroups(explained, parts)),
    inDoubt('one_name', ofSeveralKeys(explained) ? all : 0n),
    inDoubt('own_accounts', leftOf(parts.filter(({ holding }) => holding.flow.payer === ''))),
    inDoubt('take_backs_told', all),
    inDoubt('one_take_back', repeated(explained)),
    inDoubt('unplaced', unplacedElsewhere(explained)),
    inDoubt('periods', all - floor.paymentDated),
    ...whatIf,
    ...exchangeable(explained, whatIf),
  ];
}

/** What M-CLASS supposes: its money is that of the rung. Nothing where there is no class. */
function exchangeable({ model }: Explained, whatIf: readonly Assumption[]): Assumption[] {
  const rung = whatIf.find(({ assumption }) => assumption === 'rung:L4');
  const counting = model?.comparable.counting ?? null;
  if (rung === undefined || counting === null || counting.ratio === null) return [];
  const { audience, members, ratio } = counting;
  const comparables = {
    ...stratumShown(audience),
    members: members.count,
    eur_per_unit: rateText(ratio),
  };
  return [{ ...rung, assumption: 'exchangeable', comparables }];
}

function leftOf(parts: readonly CountingPart[]): bigint {
  return sum(parts.map(({ part }) => part.left)) / ONE_MONEY_UNIT;
}

/** Money of keys of which flows of two groups or more count, in any month. */
function ofSeveralGroups({ floors }: Explained, parts: readonly CountingPart[]): bigint {
  const counting = floors.documented.chosen.groups.filter((group) => group.counting.size > 0);
  const keys = groupBy(counting, ({ key }) => key);
  return leftOf(parts.filter(({ group }) => (keys.get(group.key)?.length ?? 0) > 1));
}

/** Whether money of two known keys is added, in any month. */
function ofSeveralKeys({ floors }: Explained): boolean {
  const { isKnown, groups } = floors.documented.chosen;
  const counting = groups.filter((group) => group.counting.size > 0);
  return isKnown && new Set(counting.map(({ key }) => key)).size > 1;
}

/** What would be deducted as well if two take-backs that count as one were two. */
function repeated({ floors }: Explained): bigint {
  const { repeated } = floors.documented.chosen;
  return sum(repeated.map(({ takeBack }) => takeBack.eur ?? 0n)) / ONE_MONEY_UNIT;
}

/** Unplaced take-backs that were taken from other months: they may be of this one. */
function unplacedElsewhere({ floors, monthNumber }: Explained): bigint {
  const others = floors.documented.chosen.unplaced.filter(({ month }) => month !== monthNumber);
  return sum(others.map(({ eur }) => eur)) / ONE_MONEY_UNIT;
}
