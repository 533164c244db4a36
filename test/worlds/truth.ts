// What each operation really kept of each month: payments less what was taken back, spread evenly
// over the days of service, in 1e-10 EUR. A payment has the rate of its day. A take-back has that
// day's rate or its own, whichever leaves more: both are honest ways to book a refund in a foreign
// currency.
import type { Course, Payment, Sale } from './course.ts';
import { monthText } from './day.ts';

/** Operation, then month YYYY-MM, then 1e-10 EUR. */
export type Truth = Map<string, Map<string, bigint>>;

export function truthOf(course: Course): Truth {
  const truth: Truth = new Map(
    course.operations.map((operation) => [operation, new Map<string, bigint>()]),
  );
  for (const payment of course.payments) addPayment(truth, course, payment);
  return truth;
}

/** In cents times the unit of a rate: 1e-12 EUR. */
export function keptOf({ rates }: Course, payment: Payment): bigint {
  if (payment.isPending) return 0n;
  const { currency } = payment.stream;
  const paidAt = rates.rateOn(currency, payment.paidOn);
  const takenBack = payment.takeBacks
    .filter(({ isUndone }) => !isUndone)
    .reduce((sum, { cents, day }) => {
      const then = rates.rateOn(currency, day);
      return sum + cents * (then < paidAt ? then : paidAt);
    }, 0n);
  const kept = payment.cents * paidAt - takenBack;
  return kept < 0n ? 0n : kept;
}

function addPayment(truth: Truth, course: Course, payment: Payment): void {
  const kept = keptOf(course, payment);
  if (kept === 0n) return;
  const isUneven = course.broken === 'even_spread';
  for (const { accrual, cents } of payment.lines) {
    const days = daysOf(accrual.first, accrual.last, isUneven);
    for (const owner of payment.stream.owners)
      for (const day of days) {
        const whole = payment.cents * BigInt(days.length) * 100_000_000n;
        const part = (kept * cents * owner.millionths + whole - 1n) / whole;
        const months = truth.get(operationOn(owner.operation, payment.stream.sale, day));
        const month = monthText(day);
        months?.set(month, (months.get(month) ?? 0n) + part);
      }
  }
}

/** Where `even_spread` is broken, all was earned in the first four days. */
function daysOf(first: number, last: number, isUneven: boolean): number[] {
  const length = isUneven ? Math.min(4, last - first + 1) : last - first + 1;
  return Array.from({ length }, (_, index) => first + index);
}

function operationOn(seller: string, sale: Sale | null, day: number): string {
  return sale !== null && day >= sale.day ? sale.buyer : seller;
}
