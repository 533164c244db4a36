// What further small worlds are made of: money that an operation earned month by month, and the
// records that a source makes of it. Amounts are whole cents, so that the truth is exact.
import type { Evidence, FlowRecord } from '../../../pipeline/method/evidence.ts';
import type { Reference } from '../../../pipeline/method/reference.ts';
import type { Random } from '../../../pipeline/platform/random.ts';
import { flow, inMonth, reversal } from '../flow-records.ts';

export interface World {
  readonly flows: readonly FlowRecord[];
  /** What the operation `films` earned, in cents. */
  readonly truth: number;
  /** Other records than the site row of `films`. */
  readonly more?: Partial<Evidence>;
  readonly reference?: Partial<Reference>;
}

export type Kind = (random: Random) => World;
/** Kinds by name. */
export type Kinds = Record<string, Kind>;

/** Money of one month. */
export interface Earned {
  /** YYYY-MM */
  readonly month: string;
  readonly cents: number;
  readonly paidOn: string;
}

export type Fields = Parameters<typeof flow>[1];

export const euros = (cents: number): string => (cents / 100).toFixed(2);
export const total = (months: readonly { cents: number }[]): number =>
  months.reduce((sum, { cents }) => sum + cents, 0);
export const amountBetween = (random: Random, low: number, high: number): number =>
  low + random.below(high - low + 1);

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

export function monthAfter(month: string, months: number): string {
  const [year = 0, ofYear = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, ofYear - 1 + months, 1)).toISOString().slice(0, 7);
}

/** Months in a row, of different amounts, each paid in the month after it. */
export function earned(random: Random, count: number): Earned[] {
  const first = monthAfter('2013-01', random.below(36));
  const used = new Set<number>();
  return Array.from({ length: count }, (_, at) => {
    let cents = amountBetween(random, 10_000, 200_000);
    while (used.has(cents)) cents += 1;
    used.add(cents);
    const month = monthAfter(first, at);
    const paidOn = `${monthAfter(month, 1)}-${String(15 + random.below(11))}`;
    return { month, cents, paidOn };
  });
}

/** With its service period and value date. */
export function stated(id: string, { month, cents, paidOn }: Earned, fields: Fields = {}) {
  return flow(id, { ...inMonth(month), value_date: paidOn, amount: euros(cents), ...fields });
}

/** A bank line: only the day of payment is known. */
export function booked(id: string, { cents, paidOn }: Earned, fields: Fields = {}) {
  return flow(id, { source: 'bank', value_date: paidOn, amount: euros(cents), ...fields });
}

/** A dashboard has service periods, and no day of payment. */
export function shown(id: string, { month, cents }: Earned, fields: Fields = {}) {
  return flow(id, { source: 'dashboard', ...inMonth(month), amount: euros(cents), ...fields });
}

/** A take-back of cents that names a flow of its source, or nothing. */
export function taken(
  id: string,
  of: string | null,
  cents: number,
  on: string | null,
  fields: Fields = {},
) {
  return reversal(id, of, { amount: euros(cents), value_date: on, ...fields });
}

export const stepBefore = (source: string, ...ids: readonly string[]) =>
  ids.map((id) => ({ source, flow_id: id }));

/** The record of each month, with an id of its number. */
export function each(
  months: readonly Earned[],
  id: string,
  record: (id: string, of: Earned) => FlowRecord,
): FlowRecord[] {
  return months.map((of, at) => record(`${id}${String(at)}`, of));
}

/** One of some months, and what went back of it. */
export function refundOf(random: Random, months: readonly Earned[]) {
  const at = random.below(months.length);
  const of = months[at];
  if (of === undefined) throw new Error('A refund needs a month.');
  return { at, of, cents: amountBetween(random, 1_000, of.cents), on: dayAfter(of.paidOn, 20) };
}

/** The amount, cut down to whole euros. */
export const wholeEuros = (of: Earned): Earned => ({ ...of, cents: of.cents - (of.cents % 100) });

/** Three months as one, paid with the last. */
export function quarter(months: readonly Earned[]): Fields {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) throw new Error('A quarter needs months.');
  return {
    period_start: inMonth(first.month).period_start,
    period_end: inMonth(last.month).period_end,
    value_date: last.paidOn,
    amount: euros(total(months)),
  };
}
