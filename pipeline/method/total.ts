// M-TOTAL. A statement may hold the sum of a quarter beside its months, and a running balance that
// grows with each line. Among paid flows of one source, network key, account, property, line,
// currency and basis:
//
// Totals, from the shortest to the longest period: a flow is a total, and does not count, if the
// flows within its days that are no totals, and are not of exactly its days, are two or more, do
// not overlap, and give its amount within 0.01 each. Then balances: of the flows left that have a
// service period, begin on one day and end on different days, those that end last count. A
// payment-dated flow can be part of a total, but is no balance.
import { ONE_AMOUNT } from './amount.ts';
import { type Days, within } from './calendar.ts';
import type { DatedFlow } from './flow.ts';
import { groupBy, inOrder } from './order.ts';

/** A cent for each line: statements round. */
const TOLERANCE = ONE_AMOUNT / 100n;

/** Flows of exactly the same days. */
interface Period extends Days {
  flows: DatedFlow[];
}

/** Names of the paid flows that do not count. @param paid flows without disputes and twins */
export function droppedTotals(paid: readonly DatedFlow[]): ReadonlySet<string> {
  const dropped = new Set<string>();
  const alike = groupBy(paid, ({ source, key, account, placeName, line, currency, basis }) =>
    [source, key, account, placeName, line, currency, basis].join('\0'),
  );
  for (const flows of alike.values()) {
    if (flows.length === 1) continue;
    const periods = periodsOf(flows);
    for (const total of [...totalsAmong(periods), ...balancesAmong(periods)])
      dropped.add(total.name);
  }
  return dropped;
}

/** In the order of their days. */
function periodsOf(flows: readonly DatedFlow[]): Period[] {
  const groups = groupBy(flows, ({ days }) => `${String(days.first)} ${String(days.last)}`);
  const periods = [...groups.values()].map((same) => ({ ...same[0].days, flows: [...same] }));
  return periods.sort(
    inOrder(
      ({ first }) => first,
      ({ last }) => last,
    ),
  );
}

/** Takes them out of their periods. */
function totalsAmong(periods: readonly Period[]): DatedFlow[] {
  const found: DatedFlow[] = [];
  const byLength = [...periods].sort(inOrder(({ first, last }) => last - first));
  for (const period of byLength) {
    const parts = partsWithin(period, periods);
    if (parts.length < 2) continue;
    const amount = parts.reduce((total, part) => total + part.amount, 0n);
    const tolerance = TOLERANCE * BigInt(parts.length);
    const isTotal = (flow: DatedFlow) => {
      const difference = flow.amount - amount;
      return -tolerance <= difference && difference <= tolerance;
    };
    found.push(...period.flows.filter(isTotal));
    period.flows = period.flows.filter((flow) => !isTotal(flow));
  }
  return found;
}

/** The flows within the days of a period, but not of exactly its days; none where some overlap. */
function partsWithin(period: Period, periods: readonly Period[]): DatedFlow[] {
  const parts: DatedFlow[] = [];
  let lastDay = -Infinity;
  for (let at = firstFrom(periods, period.first); at < periods.length; at += 1) {
    const inner = periods[at];
    if (inner === undefined || inner.first > period.last) break;
    if (inner === period || inner.flows.length === 0 || !within(inner, period)) continue;
    if (inner.flows.length > 1 || inner.first <= lastDay) return [];
    parts.push(...inner.flows);
    lastDay = inner.last;
  }
  return parts;
}

/** The place of the first period that does not begin before the day. */
function firstFrom(periods: readonly Period[], day: number): number {
  let [low, high] = [0, periods.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (Number(periods[middle]?.first) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function balancesAmong(periods: readonly Period[]): DatedFlow[] {
  const left = periods
    .flatMap(({ flows }) => flows)
    .filter(({ isPaymentDated }) => !isPaymentDated)
    .map((flow) => ({ flow, ...flow.days }));
  const byStart = groupBy(left, ({ first }) => first);
  return [...byStart.values()].flatMap((begun) => {
    const lastDay = begun.reduce((latest, { last }) => Math.max(latest, last), -Infinity);
    return begun.filter(({ last }) => last < lastDay).map(({ flow }) => flow);
  });
}
