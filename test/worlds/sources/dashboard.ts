// The dashboard of a network: what is owed for each period, what was cancelled before payment, and
// what it calls paid, without a day. It counts in calendar months, whatever the statement does.
import type { Payer, Payment, Stream } from '../course.ts';
import { dayText, firstDay, monthOf } from '../day.ts';
import {
  asPaid,
  centsText,
  type Desk,
  type FlowFields,
  isWithinReach,
  naming,
  type Naming,
  nextId,
  placesOf,
  put,
  type Scale,
  type Telling,
} from '../desk.ts';

type Fields = Omit<FlowFields, 'flow_id' | 'amount' | 'status'>;

export function tellDashboard(desk: Desk, source: string, payer: Payer): void {
  const { random, course } = desk;
  const name = naming(desk, payer, 'domain');
  for (const stream of course.streams) {
    if (stream.network !== payer || stream.agent !== null || stream.sale !== null) continue;
    const [place, ...others] = placesOf(desk, stream, 0);
    if (place === undefined || others.length > 0) continue;
    const fields: Fields = {
      source,
      network: name.network,
      line: random.chance(0.2) ? 'other' : stream.line,
      publisher_account: stream.publisherAccount,
      site: place.site,
      site_shares: place.site_shares,
      currency: stream.currency,
      basis: 'net',
    };
    if (random.chance(0.7)) tellOwed(desk, fields, name, stream);
    if (stream.currency !== 'EUR' || random.chance(0.3)) continue;
    const paid = course.payments.filter(
      (one) => one.stream === stream && isWithinReach(one) && !one.isPending,
    );
    tellMonths(desk, { ...fields, scale: place.scale(asPaid) }, name, paid);
  }
}

function tellOwed(desk: Desk, fields: Fields, name: Naming, stream: Stream): void {
  for (const { first, last, cents } of stream.accruals) {
    const row: FlowFields = {
      ...fields,
      flow_id: nextId(desk, fields.source),
      period_start: dayText(first),
      period_end: dayText(last),
      statement_date: dayText(last + 1),
      amount: centsText(cents),
      status: 'accrued',
    };
    put(desk, { key: name.key, fields: row });
    desk.happenings.add('accrued');
    if (!desk.random.chance(0.15)) continue;
    desk.happenings.add('accrued_cancelled_before_payment');
    put(desk, {
      key: name.key,
      isFixed: true,
      fields: {
        ...row,
        flow_id: nextId(desk, fields.source),
        value_date: dayText(last + 2),
        amount: centsText(cents / 10n),
        status: 'reversed',
        reverses: { flow_id: row.flow_id },
      },
    });
  }
}

/** What was paid for the days of each calendar month. */
function tellMonths(
  desk: Desk,
  { scale, ...fields }: Fields & { scale: Scale },
  name: Naming,
  paid: readonly Payment[],
): void {
  const months = new Map<number, Telling[]>();
  for (const payment of paid)
    for (const { accrual, cents } of payment.lines) {
      let told = 0n;
      const days = BigInt(accrual.last - accrual.first + 1);
      for (let month = monthOf(accrual.first); month <= monthOf(accrual.last); month += 1) {
        const until = Math.min(firstDay(month + 1) - 1, accrual.last);
        const part = (cents * BigInt(until - accrual.first + 1)) / days - told;
        told += part;
        const entry: Telling = { payment, cents: part, owner: null, accrual };
        months.set(month, [...(months.get(month) ?? []), entry]);
      }
    }
  for (const [month, tells] of months) {
    if (tells.length > 1) desk.happenings.add('calendar_months_of_other_periods');
    desk.happenings.add('paid_without_value_date');
    put(desk, {
      key: name.key,
      tells,
      scale,
      fields: {
        ...fields,
        flow_id: nextId(desk, fields.source),
        period_start: dayText(firstDay(month)),
        period_end: dayText(firstDay(month + 1) - 1),
        amount: centsText(tells.reduce((sum, { cents }) => sum + cents, 0n)),
        status: 'paid',
      },
    });
  }
}
