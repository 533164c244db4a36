// Why a flow of an operation does not count: the first rule, in the order of the method, that
// leaves it out.
import { monthsOf } from './calendar.ts';
import type { Documented } from './documented.ts';
import type { Flow } from './flow.ts';
import type { Holding } from './holding.ts';
import type { Reading } from './reading.ts';
import { paidRate } from './value.ts';

export type LeftOutReason =
  | 'own_transfer'
  | 'twin'
  | 'total'
  | 'disputed'
  | 'settled'
  | 'not_paid'
  | 'superseded_by_hop'
  | 'unconverted'
  | 'gross_without_share'
  | 'other_source_counts'
  | 'other_side_counts';

export interface LeftOut {
  readonly flow: Flow;
  readonly rule: string;
  readonly reason: LeftOutReason;
  /** The months of its service in which it is the operation's and does not count. */
  readonly months: readonly number[];
}

type Ruling = Omit<LeftOut, 'months'>;

export function leftOutOf(
  operation: string,
  reading: Reading,
  { holdings, chosen }: Documented,
): LeftOut[] {
  const counting = new Set(chosen.groups.flatMap((group) => [...group.counting]));
  const ofSide = new Set(chosen.groups.flatMap((group) => group.holdings));
  const staysOf = (flow: Flow) =>
    reading.who.staysOf(flow).filter((stay) => stay.operation === operation);
  const isOwn = (flow: Flow) => staysOf(flow).length > 0;
  const monthsIn = (flow: Flow) => [
    ...new Set(staysOf(flow).flatMap((stay) => monthsOf(stay).map(({ month }) => month))),
  ];
  const held = new Map(holdings.map((holding) => [holding.flow, holding]));
  const paid = reading.moneyFor(operation).flatMap((flow): Ruling[] => {
    const holding = held.get(flow);
    if (reading.isSuperseded(flow)) return [{ flow, rule: 'M-HOP', reason: 'superseded_by_hop' }];
    if (holding === undefined)
      return paidRate(flow, reading.rates) === null
        ? [{ flow, rule: 'M-RATE', reason: 'unconverted' }]
        : [{ flow, rule: 'M-GROSS', reason: 'gross_without_share' }];
    if (counting.has(holding)) return [];
    return ofSide.has(holding)
      ? [{ flow, rule: 'M-OWNER', reason: 'other_source_counts' }]
      : [{ flow, rule: 'M-ORIGIN', reason: 'other_side_counts' }];
  });
  const others = reading.entriesFor(operation).flatMap(({ name, contents, isDisputed }) => {
    if (reading.moneyOf(name).some((flow) => flow.name === name)) return [];
    return contents
      .filter((flow) => flow.status !== 'reversed' && isOwn(flow))
      .map((flow) => ({ flow, ...ruleOf(flow, isDisputed, reading) }));
  });
  const transfers = reading.transfers
    .filter((flow) => reading.who.payersOf(flow).includes(operation))
    .map((flow) => ({ flow, rule: 'M-TRANSFER', reason: 'own_transfer' as const }));
  return [
    ...[...transfers, ...paid, ...others].map((one) => ({ ...one, months: monthsIn(one.flow) })),
    ...[...counting].flatMap((holding) => withoutShare(holding, monthsIn(holding.flow))),
  ];
}

/** Months of gross money that counts in other months, in which no publisher share is known. */
function withoutShare({ flow, parts }: Holding, months: readonly number[]): LeftOut[] {
  const without = months.filter((month) => !parts.some(({ cell }) => cell.month === month));
  return without.length === 0
    ? []
    : [{ flow, rule: 'M-GROSS', reason: 'gross_without_share', months: without }];
}

/** Of a flow that is no money. */
function ruleOf(flow: Flow, isDisputed: boolean, reading: Reading): Omit<Ruling, 'flow'> {
  const { name, status } = flow;
  if (isDisputed) return { rule: 'M-DISPUTE', reason: 'disputed' };
  if (reading.standingName(name) !== name) return { rule: 'M-TWIN', reason: 'twin' };
  if (reading.totals.has(name)) return { rule: 'M-TOTAL', reason: 'total' };
  if (reading.superseded.has(name)) return { rule: 'M-HOP', reason: 'superseded_by_hop' };
  // A payment that was replaced by its lines, or a paid line of a payment that does not count.
  if (status === 'paid') return { rule: 'M-SETTLE', reason: 'settled' };
  return { rule: 'M-SETTLE', reason: 'not_paid' };
}
