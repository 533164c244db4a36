// Take-backs that concern the month, and where each was placed: on its target, on what hops paid
// on, in flows of other sources (M-GONE), in a month and line (M-UNPLACED), or nowhere.
import { sum } from '../method/amount.ts';
import { meet, monthOf, monthText } from '../method/calendar.ts';
import type { Flow } from '../method/flow.ts';
import type { Holding } from '../method/holding.ts';
import { groupBy, inOrder } from '../method/order.ts';
import type { TakeBack } from '../method/takeback.ts';
import { amountText, exactEur } from './decimals.ts';
import type { Explained } from './explained.ts';
import { type RecordShown, recordShown } from './record-shown.ts';

/**
 * `on_target`: subtracted from the flow that it names (M-REVERSAL). `on_hop`: from what a hop paid
 * on. `other_source`: from a flow of another group whose window meets its own (M-GONE). `month`:
 * from a month and line, since it names nothing known (M-UNPLACED). `deficit`: what was below 0 in
 * another month or line (M-CARRY). `repeated`: another source reports the same one, which is
 * deducted. `nowhere`: nothing was left to take it from.
 */
export type PlacedAs =
  | 'on_target'
  | 'on_hop'
  | 'other_source'
  | 'month'
  | 'deficit'
  | 'repeated'
  | 'nowhere';

export interface TakeBackShown extends Partial<RecordShown> {
  /** Of docs/method.md. */
  rule: 'M-REVERSAL' | 'M-GONE' | 'M-UNPLACED' | 'M-CARRY';
  kind: 'reversal' | 'supersession' | 'deficit';
  /** The reversal, or the flow that was superseded; empty for a deficit. */
  source: string;
  flow_id: string;
  network_key: string;
  amount: string;
  currency: string;
  /** What concerns the operation. Null: without a rate, so it takes all that it meets. */
  value_eur: string | null;
  target_source: string;
  target_flow_id: string;
  placed: PlacedAs;
  /** The flow that it was taken from, or that the repeated one names; empty: a month. */
  from_source: string;
  from_flow_id: string;
  /** 1: that flow counts. */
  from_counts: 0 | 1;
  /** First month, YYYY-MM, and line that it was taken from. */
  from_month: string;
  from_line: string;
  /** How much was taken there, and how much of it in the month that is explained. */
  taken_eur: string;
  taken_in_month_eur: string;
}

type Where = Pick<
  TakeBackShown,
  | 'rule'
  | 'placed'
  | 'from_source'
  | 'from_flow_id'
  | 'from_counts'
  | 'from_month'
  | 'from_line'
  | 'taken_eur'
  | 'taken_in_month_eur'
>;

export function takeBacksShown(explained: Explained): TakeBackShown[] {
  const { documented } = explained.floors;
  const placements = placementsOf(explained);
  const deductedFor = new Map(
    documented.chosen.repeated.map(({ takeBack, deducted }) => [nameOf(takeBack), deducted]),
  );
  const known = documented.takeBacks.flatMap((takeBack): TakeBackShown[] => {
    const where = placements.get(nameOf(takeBack)) ?? [nowhere(takeBack)];
    const isOfMonth = where.some(({ taken_in_month_eur: eur }) => Number(eur) !== 0);
    const same = deductedFor.get(nameOf(takeBack)) ?? takeBack;
    if (!isOfMonth && ![takeBack, same].some((one) => concernsMonth(one, explained))) return [];
    return where.map((one) => ({ ...takeBackShown(takeBack), ...one }));
  });
  const deficits = documented.chosen.unplaced.flatMap(({ takeBack, month, line, eur }) =>
    takeBack === null && month === explained.monthNumber
      ? [{ ...DEFICIT, ...inMonth('M-CARRY', 'deficit', { month, line, eur }, explained) }]
      : [],
  );
  return [...known, ...deficits].sort(
    inOrder(
      ({ rule }) => rule,
      ({ source }) => source,
      ({ flow_id: id }) => id,
      ({ from_source: source }) => source,
      ({ from_flow_id: id }) => id,
      ({ from_month: month }) => month,
    ),
  );
}

/** One text for a take-back: the ones above their target have objects of their own. */
function nameOf({ kind, flow, target }: TakeBack): string {
  return JSON.stringify([kind, flow.name, target?.name ?? null, target?.payment ?? null]);
}

/** All that was placed, by take-back. */
function placementsOf(explained: Explained): Map<string, Where[]> {
  const { placed, chosen } = explained.floors.documented;
  const found: { name: string; where: Where }[] = [];
  for (const [takeBack, placements] of placed)
    for (const { holding, taken } of placements) {
      const inMonthOnly = taken.filter(({ part }) => part.cell.month === explained.monthNumber);
      found.push({
        name: nameOf(takeBack),
        where: {
          rule: 'M-REVERSAL',
          placed: takeBack.acts === 'on_superseders' ? 'on_hop' : 'on_target',
          ...fromHolding(holding, explained),
          taken_eur: exactEur(sum(taken.map(({ eur }) => eur))),
          taken_in_month_eur: exactEur(sum(inMonthOnly.map(({ eur }) => eur))),
        },
      });
    }
  for (const [holding, taken] of groupBy(chosen.gone, (one) => one.holding))
    for (const { takeBack, eur } of taken)
      found.push({
        name: nameOf(takeBack),
        where: {
          rule: 'M-GONE',
          placed: 'other_source',
          ...fromHolding(holding, explained),
          taken_eur: exactEur(eur),
          taken_in_month_eur: exactEur(shareInMonth(holding, eur, explained)),
        },
      });
  for (const { takeBack, deducted } of chosen.repeated)
    found.push({
      name: nameOf(takeBack),
      where: { ...NOTHING, rule: 'M-GONE', placed: 'repeated', ...fromFlow(deducted.flow) },
    });
  for (const { takeBack, ...one } of chosen.unplaced)
    if (takeBack !== null)
      found.push({
        name: nameOf(takeBack),
        where: inMonth('M-UNPLACED', 'month', one, explained),
      });
  const byName = groupBy(found, ({ name }) => name);
  return new Map([...byName].map(([name, all]) => [name, all.map(({ where }) => where)]));
}

const NOTHING = {
  from_source: '',
  from_flow_id: '',
  from_counts: 0,
  from_month: '',
  from_line: '',
  taken_eur: exactEur(0n),
  taken_in_month_eur: exactEur(0n),
} as const;

const DEFICIT = {
  kind: 'deficit',
  source: '',
  flow_id: '',
  network_key: '',
  amount: '',
  currency: '',
  value_eur: null,
  target_source: '',
  target_flow_id: '',
} as const;

const fromFlow = ({ source, flowId, line }: Flow) => ({
  from_source: source,
  from_flow_id: flowId,
  from_line: line,
});

function fromHolding(holding: Holding, { floors }: Explained) {
  const { groups } = floors.documented.chosen;
  const counts = groups.some(({ counting }) => counting.has(holding));
  return {
    ...fromFlow(holding.flow),
    from_counts: counts ? (1 as const) : (0 as const),
    from_month: monthText(monthOf(holding.days.first)),
  };
}

/** What M-GONE takes from a flow is taken from its parts in proportion to what was left of them. */
function shareInMonth(holding: Holding, eur: bigint, { monthNumber }: Explained): bigint {
  const ofMonth = holding.parts.filter(({ cell }) => cell.month === monthNumber);
  if (ofMonth.length === holding.parts.length) return eur;
  const all = sum(holding.parts.map(({ paid, left }) => paid - left));
  const own = sum(ofMonth.map(({ paid, left }) => paid - left));
  return all === 0n ? 0n : (eur * own) / all;
}

function inMonth(
  rule: Where['rule'],
  placed: PlacedAs,
  { month, line, eur }: { month: number; line: string; eur: bigint },
  { monthNumber }: Explained,
): Where {
  return {
    ...NOTHING,
    rule,
    placed,
    from_month: monthText(month),
    from_line: line,
    taken_eur: exactEur(eur),
    taken_in_month_eur: exactEur(month === monthNumber ? eur : 0n),
  };
}

function nowhere({ acts }: TakeBack): Where {
  return { ...NOTHING, rule: acts === 'unplaced' ? 'M-UNPLACED' : 'M-GONE', placed: 'nowhere' };
}

function takeBackShown(takeBack: TakeBack): Omit<TakeBackShown, keyof Where> {
  const { kind, flow, target, key, amount, eur } = takeBack;
  // A supersession is about the flow that was superseded itself.
  const named = kind === 'supersession' ? null : target;
  return {
    kind,
    source: flow.source,
    flow_id: flow.flowId,
    network_key: key,
    amount: amountText(amount),
    currency: flow.currency,
    value_eur: eur === null ? null : exactEur(eur),
    target_source: named?.source ?? '',
    target_flow_id: named?.flowId ?? '',
    ...recordShown(flow.record),
  };
}

/** Whether its own days, or those of what it takes back, are in the month. */
function concernsMonth({ flow, target }: TakeBack, { days }: Explained): boolean {
  const own = (target ?? flow).days;
  return own !== null && meet(own, days);
}
