// A seized ledger: the operation's own books, in its own words. By month of service or of payment,
// by quarter, as a balance that grows, by invoice, or day by day.
import type { Payer, Payment, Stream } from '../course.ts';
import { firstDay, monthOf } from '../day.ts';
import {
  asPaid,
  centsText,
  coverageOf,
  type Desk,
  dayOrNull,
  type FlowFields,
  isWithinReach,
  naming,
  type Naming,
  nextId,
  placesOf,
  put,
  type Scale,
  type Telling,
  termOf,
} from '../desk.ts';

interface Book {
  readonly desk: Desk;
  readonly name: Naming;
  readonly scale: Scale;
  readonly fields: Omit<FlowFields, 'flow_id' | 'amount' | 'status'>;
}

interface Row {
  readonly first: number | null;
  readonly last: number | null;
  readonly valued: number | null;
  readonly stated: number | null;
  readonly tells: readonly Telling[];
}

type Style = 'months' | 'payment_months' | 'quarters' | 'balance' | 'invoices' | 'days';
const SUMS: readonly [Style, ...Style[]] = ['payment_months', 'quarters', 'balance'];

export function tellLedger(desk: Desk, source: string): void {
  const { random, course } = desk;
  const way = random.pick(['domain', 'other', 'company', 'none'] as const);
  const covers = coverageOf(desk);
  const names = new Map<Payer, Naming>(
    course.payers.map((payer) => [payer, naming(desk, payer, way)]),
  );
  for (const stream of course.streams) {
    const name = names.get(stream.agent ?? stream.network);
    const [place, ...others] = placesOf(desk, stream, random.below(2));
    if (name === undefined || place === undefined || others.length > 0) continue;
    const fields = {
      source,
      network: name.network,
      line: random.chance(0.15) ? ('other' as const) : stream.line,
      publisher_account: stream.agent === null ? stream.publisherAccount : null,
      site: place.site,
      site_shares: place.site_shares,
      currency: stream.currency,
      basis: 'net' as const,
    };
    const payments = course.payments.filter(
      (one) => one.stream === stream && !one.isPending && covers(one),
    );
    tellStyle({ desk, name, scale: place.scale(asPaid), fields }, styleOf(desk, stream), payments);
  }
}

function styleOf({ random }: Desk, stream: Stream): Style {
  if (stream.sale !== null) return 'months';
  const alone: Style = random.pick(['months', 'months', 'days']);
  if (stream.currency !== 'EUR' || random.chance(0.4)) return alone;
  return random.chance(0.2) ? 'invoices' : random.pick(SUMS);
}

function tellStyle(book: Book, style: Style, payments: readonly Payment[]): void {
  const near = payments.filter(isWithinReach);
  book.desk.happenings.add(`ledger_${style}`);
  switch (style) {
    case 'months': {
      tellRows(
        book,
        payments.flatMap((one) => byMonth(book, one)),
      );
      return;
    }
    case 'days': {
      tellRows(
        book,
        payments.map((one) => byDay(book, one)),
      );
      return;
    }
    case 'invoices': {
      tellRows(book, near.map(byInvoice));
      return;
    }
    case 'payment_months': {
      tellRows(
        book,
        grouped(near, (one) => monthOf(one.paidOn), 1),
      );
      return;
    }
    case 'quarters': {
      tellRows(
        book,
        grouped(near, (one) => 3 * Math.floor(monthOf(termOf(one).first) / 3), 3),
      );
      return;
    }
    case 'balance': {
      tellBalance(book, near);
      return;
    }
  }
}

const whole = (payment: Payment): Telling => ({
  payment,
  cents: payment.cents,
  owner: null,
  accrual: null,
});

function byMonth({ desk }: Book, payment: Payment): Row[] {
  const isDated =
    payment.stream.currency !== 'EUR' || !isWithinReach(payment) || desk.random.chance(0.5);
  return payment.lines.map(({ accrual, cents }) => ({
    first: accrual.first,
    last: accrual.last,
    valued: isDated ? payment.paidOn : null,
    stated: null,
    tells: [{ payment, cents, owner: null, accrual }],
  }));
}

function byDay({ desk }: Book, payment: Payment): Row {
  const shift = payment.stream.currency === 'EUR' ? desk.random.below(3) : 0;
  return {
    first: null,
    last: null,
    valued: payment.paidOn + shift,
    stated: null,
    tells: [whole(payment)],
  };
}

/** The day of the invoice stands for the period. */
function byInvoice(payment: Payment): Row {
  const day = termOf(payment).last + 3;
  return { first: day, last: day, valued: null, stated: day, tells: [whole(payment)] };
}

function grouped(
  payments: readonly Payment[],
  startOf: (payment: Payment) => number,
  months: number,
): Row[] {
  const groups = new Map<number, Payment[]>();
  for (const payment of payments)
    groups.set(startOf(payment), [...(groups.get(startOf(payment)) ?? []), payment]);
  return [...groups].map(([start, members]) => {
    const last = firstDay(start + months) - 1;
    return { first: firstDay(start), last, valued: null, stated: last, tells: members.map(whole) };
  });
}

/** Each row has what came since the beginning. The last one tells all. */
function tellBalance(book: Book, payments: readonly Payment[]): void {
  const { desk } = book;
  const ordered = [...payments].sort((a, b) => termOf(a).last - termOf(b).last);
  const first = Math.min(...ordered.map((one) => termOf(one).first));
  const ends = [...new Set(ordered.map((one) => termOf(one).last))];
  for (const last of ends) {
    const members = ordered.filter((one) => termOf(one).last <= last);
    const isLast = last === ends[ends.length - 1];
    const row = { first, last, valued: null, stated: null, tells: members.map(whole) };
    const { fields, key, tells, scale } = toldRow(book, row);
    put(desk, { fields, key, scale, tells: isLast ? tells : [], isFixed: true });
  }
}

function tellRows(book: Book, rows: readonly Row[]): void {
  for (const row of rows) put(book.desk, toldRow(book, row));
}

function toldRow({ desk, name, scale, fields }: Book, row: Row) {
  return {
    key: name.key,
    scale,
    tells: row.tells,
    fields: {
      ...fields,
      flow_id: nextId(desk, fields.source),
      period_start: dayOrNull(row.first),
      period_end: dayOrNull(row.last),
      value_date: dayOrNull(row.valued),
      statement_date: dayOrNull(row.stated),
      amount: centsText(row.tells.reduce((sum, { cents }) => sum + cents, 0n)),
      status: 'paid' as const,
    },
  };
}
