// What networks pay an operation, and what of it is on record: statements, bank records, hops,
// corrections, reversals, pooled and gross money.
import type { Calendar } from './calendar.ts';
import type { Line, Operation, Stream } from './operation.ts';
import type { Random } from '../../platform/random.ts';
import type { Tables } from './rates.ts';
import type { WorldSettings } from './settings.ts';

/** Revenue of a line by month, EUR. */
export interface LineTruth {
  /** Straight-line within service periods (docs/method.md, "Parts, and even_spread"). */
  revenue: number[];
  /** By the day of the event. */
  eventDay: number[];
  /** The part of `revenue` that records prove. */
  recorded: number[];
}

export interface Books {
  flows: Record<string, unknown>[];
  truth: Map<Line, LineTruth>;
}

interface World {
  settings: WorldSettings;
  calendar: Calendar;
  tables: Tables;
}

/** First and last day. */
type Period = readonly [first: number, last: number];

export function booksOf(random: Random, world: World, operation: Operation): Books {
  const zeros = () => world.calendar.months.map(() => 0);
  const books: Books = {
    flows: [],
    truth: new Map(
      [...operation.cumulated.keys()].map((line) => [
        line,
        { revenue: zeros(), eventDay: zeros(), recorded: zeros() },
      ]),
    ),
  };
  for (const stream of operation.streams) {
    const cumulated = operation.cumulated.get(stream.line) ?? [];
    const truth = books.truth.get(stream.line);
    if (truth === undefined) continue;
    for (const [index, period] of periodsOf(stream, world.calendar).entries()) {
      const full = ((cumulated[period[1] + 1] ?? 0) - (cumulated[period[0]] ?? 0)) * stream.share;
      const kept = world.settings.misspecify === 'unseen_reversals' && random.chance(0.1) ? 0.7 : 1;
      addSpread(truth.revenue, world.calendar, period, full * kept);
      addByDay(truth.eventDay, world.calendar, { period, cumulated, share: stream.share * kept });
      const shown = full * (operation.ofCases?.documentedPart ?? 1);
      if (
        stream.isRecorded &&
        recordPayment(books, random, world, { operation, stream, period, index, euros: shown })
      )
        addSpread(truth.recorded, world.calendar, period, shown * kept);
    }
  }
  if (operation.strangeSite !== null)
    recordStrangeSite(books, world, operation, operation.strangeSite);
  return books;
}

function periodsOf({ period }: Stream, { starts }: Calendar): Period[] {
  const end = starts.at(-1) ?? 0;
  const cuts = starts.flatMap((start, month) => {
    if (period === 'half') return [start, start + 15];
    if (period === 'straddling') return [start + 15];
    return period === 'quarter' && month % 3 !== 0 ? [] : [start];
  });
  const inside = [0, ...cuts.filter((cut) => cut > 0 && cut < end), end];
  return inside.slice(1).map((cut, index) => [inside[index] ?? 0, cut - 1]);
}

function addSpread(
  months: number[],
  { monthOfDay }: Calendar,
  [first, last]: Period,
  euros: number,
): void {
  const days = last - first + 1;
  const perMonth = new Map<number, number>();
  for (let day = first; day <= last; day += 1)
    perMonth.set(monthOfDay[day] ?? 0, (perMonth.get(monthOfDay[day] ?? 0) ?? 0) + 1);
  for (const [month, count] of perMonth)
    months[month] = (months[month] ?? 0) + (euros * count) / days;
}

function addByDay(
  months: number[],
  { monthOfDay }: Calendar,
  {
    period: [first, last],
    cumulated,
    share,
  }: { period: Period; cumulated: readonly number[]; share: number },
): void {
  for (let day = first; day <= last; day += 1) {
    const month = monthOfDay[day] ?? 0;
    months[month] =
      (months[month] ?? 0) + ((cumulated[day + 1] ?? 0) - (cumulated[day] ?? 0)) * share;
  }
}

interface Payment {
  operation: Operation;
  stream: Stream;
  period: Period;
  index: number;
  /** Money of the publisher in EUR, as far as papers show it. */
  euros: number;
}

/** Amounts have four decimals; what is cut off was earned all the same. */
const money = (amount: number) => (Math.floor(amount * 10_000) / 10_000).toFixed(4);

/** @returns whether what was recorded proves the money */
function recordPayment(
  books: Books,
  random: Random,
  { settings, calendar, tables }: World,
  payment: Payment,
): boolean {
  const { operation, stream, period, index, euros } = payment;
  const valueDay = period[1] + 20 + random.below(26);
  const scatter =
    settings.misspecify === 'daily_rates' && stream.currency !== 'EUR'
      ? Math.exp(0.015 * random.normal())
      : 1;
  const rate = tables.dayRate(stream.currency, calendar.iso(valueDay)) * scatter;
  const amount = euros / rate / stream.accountShare;
  if (amount < 0.0001) return false;
  const isPooled = stream.accountShare < 1;
  const proven =
    isPooled && stream.isShareProven
      ? [{ site: stream.site, share: stream.accountShare.toFixed(6) }]
      : null;
  const account = accountOf(operation, isPooled);
  const hasDays = operation.ofCases?.isPaymentDated !== true;
  const flow: Record<string, unknown> = {
    flow_id: `${operation.name}/${stream.network}/${String(index)}`,
    revision: 1,
    source: 'statement',
    network: stream.network,
    line: stream.line,
    publisher_account: `pub-${account}`,
    site: isPooled ? null : stream.site,
    site_shares: proven,
    period_start: hasDays ? calendar.iso(period[0]) : null,
    period_end: hasDays ? calendar.iso(period[1]) : null,
    value_date: calendar.iso(valueDay),
    statement_date: random.chance(0.6) ? calendar.iso(period[1] + 3 + random.below(13)) : null,
    amount: money(stream.isGross ? amount / 0.6 : amount),
    currency: stream.currency,
    status: 'paid',
    basis: stream.isGross ? 'gross' : 'net',
    payee: {
      name: 'Example Media Ltd',
      country: random.pick(['CY', 'FR', 'PA', 'LU']),
      account: `acc-${account}`,
      account_type: 'psp',
    },
  };
  const isPaid = booked(books.flows, random, settings, { flow, stream, amount });
  return isPaid && !stream.isGross && (!isPooled || stream.isShareProven);
}

/**
 * In a world of cases, where accounts are read, the registry does not know a pooled one: most of
 * its money is not the operation's.
 */
const accountOf = ({ name, account, ofCases }: Operation, isPooled: boolean) =>
  isPooled && ofCases !== null ? `pool-${name}` : account;

/** Papers that are full, or plainly a part, show each payment in the end as it was made. */
const isPlain = ({ cases }: WorldSettings) => cases !== undefined && cases.papers !== 'poor';

interface Booking {
  flow: Record<string, unknown>;
  stream: Stream;
  amount: number;
}

/**
 * Puts a payment on record in one of the ways in which it reaches an investigator.
 * @returns false when it is not shown to be paid
 */
function booked(
  flows: Record<string, unknown>[],
  random: Random,
  settings: WorldSettings,
  { flow, stream, amount }: Booking,
): boolean {
  const shape = isPlain(settings) ? 1 : random.uniform();
  const id = String(flow['flow_id']);
  const own = stream.reports === 'bank' ? { ...flow, source: 'bank', flow_id: `bank/${id}` } : flow;
  if (stream.reports === 'both' && random.chance(0.6))
    flows.push({ ...flow, source: 'bank', flow_id: `bank/${id}`, statement_date: null });
  if (shape < 0.05) {
    flows.push({ ...own, status: 'accrued' });
    return (
      stream.reports === 'both' &&
      flows.at(-2)?.['source'] === 'bank' &&
      flows.at(-2)?.['flow_id'] === `bank/${id}`
    );
  }
  if (shape < 0.13) {
    const early = {
      ...own,
      amount: money(amount * random.between(0.5, 1.6)),
      status: random.chance(0.5) ? 'accrued' : 'paid',
    };
    const late = { ...own, revision: 2 };
    flows.push(...(random.chance(0.3) ? [late, early] : [early, late]));
  } else if (shape < 0.18 && !stream.isGross) {
    // Too much was paid, and the rest was taken back later. The shares of a pooled account hold for
    // both.
    const extra = money(amount * random.between(0.05, 0.5));
    const whole = (Number(own['amount']) + Number(extra)).toFixed(4);
    flows.push(
      { ...own, amount: whole },
      {
        ...own,
        flow_id: `back/${id}`,
        status: 'reversed',
        reverses: { flow_id: own['flow_id'] },
        amount: extra,
      },
    );
  } else if (shape < 0.23 && stream.reports === 'statement') {
    const before = {
      ...own,
      flow_id: `hop/${id}`,
      source: 'network-books',
      amount: money(Number(own['amount']) * random.between(1.05, 1.4)),
    };
    flows.push(before, {
      ...own,
      network: `through-${stream.network}`,
      upstream: [{ source: 'network-books', flow_id: `hop/${id}` }],
    });
  } else flows.push(own);
  if (settings.misspecify === 'duplicate_payments' && random.chance(0.05))
    flows.push({ ...own, flow_id: `again/${id}`, revision: 1 });
  return true;
}

/**
 * Money of a site that is not the operation's, as much each month as the operation earns from
 * advertising.
 */
function recordStrangeSite(
  books: Books,
  { calendar }: World,
  { name, cumulated }: Operation,
  site: string,
): void {
  const days = cumulated.get('advertising') ?? [];
  for (const [month] of calendar.months.entries()) {
    const [start, end] = [calendar.starts[month] ?? 0, calendar.starts[month + 1] ?? 0];
    books.flows.push({
      flow_id: `strange/${name}/${String(month)}`,
      revision: 1,
      source: 'statement',
      network: 'strange.example',
      line: 'advertising',
      publisher_account: `pub-strange-${name}`,
      site,
      period_start: calendar.iso(start),
      period_end: calendar.iso(end - 1),
      value_date: calendar.iso(end + 20),
      amount: money((days[end] ?? 0) - (days[start] ?? 0)),
      currency: 'EUR',
      status: 'paid',
      basis: 'net',
      payee: {
        name: 'Stranger Ltd',
        country: 'FR',
        account: `acc-strange-${name}`,
        account_type: 'psp',
      },
    });
  }
}
