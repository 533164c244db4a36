// Holds a world to what the assumptions require: whatever two sources tell of one payment has a
// day in common and no two known networks, and one source tells each cent once.
import { dayOf } from './day.ts';
import type { FlowFields, Told, Telling } from './desk.ts';
import type { Desk } from './desk.ts';

/** What is wrong; an empty list where the assumptions hold. */
export function brokenAssumptions({ told }: Desk): string[] {
  const paid = told.filter(({ tells }) => tells.length > 0);
  return [
    ...toldTwice(paid),
    ...paid.flatMap((one, index) =>
      paid.slice(index + 1).flatMap((other) => problemOf(one, other)),
    ),
  ];
}

function problemOf(one: Told, other: Told): string[] {
  const isSame =
    one.fields.source === other.fields.source ||
    one.level === 'collected' ||
    other.level === 'collected';
  const isNamed = [one, other].some(
    ({ level, fields }) => level === 'withdrawal' && isSourceOfAll(fields),
  );
  if (isSame || isNamed || !one.tells.some((a) => other.tells.some((b) => isOneEuro(a, b))))
    return [];
  const names = `${one.fields.flow_id} and ${other.fields.flow_id}`;
  const areTwoNames = one.key !== null && other.key !== null && one.key !== other.key;
  if (areTwoNames) return [`one_name: ${names}`];
  return doWindowsMeet(one.fields, other.fields) ? [] : [`same_dates: ${names}`];
}

/** A withdrawal that names receipts, all of them known. */
const isSourceOfAll = ({ upstream }: FlowFields) =>
  (upstream ?? []).length > 0 && (upstream ?? []).every(({ flow_id }) => !/lost/.test(flow_id));

function isOneEuro(a: Telling, b: Telling): boolean {
  const areTwoLines = a.accrual !== null && b.accrual !== null && a.accrual !== b.accrual;
  const areTwoOwners = a.owner !== null && b.owner !== null && a.owner !== b.owner;
  return a.payment === b.payment && !areTwoLines && !areTwoOwners;
}

function doWindowsMeet(one: FlowFields, other: FlowFields): boolean {
  const [a, b] = [windowOf(one), windowOf(other)];
  return a.first <= b.last && b.first <= a.last;
}

function windowOf(fields: FlowFields): { first: number; last: number } {
  const days = [fields.period_start, fields.period_end, fields.value_date, fields.statement_date]
    .filter((day): day is string => typeof day === 'string')
    .map(dayOf);
  const last = Math.max(...days) + 10;
  const isPaidLater = typeof fields.value_date !== 'string';
  const end = typeof fields.period_end === 'string' ? dayOf(fields.period_end) : last;
  return { first: Math.min(...days) - 10, last: isPaidLater ? Math.max(last, end + 120) : last };
}

function toldTwice(paid: readonly Told[]): string[] {
  const sums = new Map<string, { cents: bigint; of: bigint }>();
  for (const { fields, tells, level } of paid)
    for (const { payment, cents } of tells) {
      const isNamed = level === 'withdrawal' && (fields.upstream ?? []).length > 0;
      const key = `${fields.source} ${isNamed ? level : ''} ${payment.id}`;
      const sum = sums.get(key) ?? { cents: 0n, of: payment.cents };
      sums.set(key, { ...sum, cents: sum.cents + cents });
    }
  return [...sums].flatMap(([key, { cents, of }]) => (cents > of ? [`told_once: ${key}`] : []));
}
