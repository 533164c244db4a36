// How a source tells of what was taken back: naming its own rows, those of another source, a row
// that was only owed, an unknown row, or nothing.
import type { Payment, TakeBack } from './course.ts';
import { dayText, workingDay } from './day.ts';
import { centsText, type Desk, divided, type FlowFields, nextId, put, type Told } from './desk.ts';
import { ONE_RATE } from './rates.ts';

export interface Known {
  readonly payment: Payment;
  readonly takeBack: TakeBack;
  /** By source, the paid flows that tell of the payment. */
  readonly flows: ReadonlyMap<string, readonly Told[]>;
}
export function mayBeUnnamed(desk: Desk, { payment, takeBack }: Known, own: Told): boolean {
  const isOfOne = own.tells.every(({ owner }) => owner === null);
  const isPlain = !takeBack.isUndone && payment.stream.sale === null;
  // The network would give what an agent got for two operations to one of them.
  if (own.level === 'collected' && payment.stream.owners.length > 1) return false;
  return isPlain && isOfOne && isAttributable(desk, own);
}
/** A take-back, or the row that it names, must show by itself whose it is. */
export function isAttributable({ course, registry, told }: Desk, { fields, key }: Told): boolean {
  if (fields.site !== undefined && fields.site !== null) return true;
  if ((fields.site_shares ?? []).length > 0) return true;
  const payee = fields.payee?.account ?? null;
  const own = course.accounts.find(
    (one) => one.account === payee || one.spelledOtherwise === payee,
  );
  if (own !== undefined && registry.hasRow(own)) return true;
  if (key !== null && registry.knowsPublisher(fields.publisher_account ?? '', key)) return true;
  return (
    fields.publisher_account !== null &&
    fields.publisher_account !== undefined &&
    told.some(
      (one) =>
        one.key === key &&
        one.tells.length > 0 &&
        one.fields.publisher_account === fields.publisher_account &&
        (one.fields.site ?? one.fields.site_shares ?? null) !== null,
    )
  );
}

/** The source reverses its own rows of the payment, one after the other. */
export function tellNamed(desk: Desk, known: Known, source: string, withFee: boolean): void {
  const { payment, takeBack, flows } = known;
  const targets = flows.get(source) ?? [];
  if (targets.length > 1) desk.happenings.add('take_back_over_several_rows');
  for (const { target, cents } of spread(payment, takeBack, targets)) {
    const told = tellReversal(desk, known, target, { cents, withFee, source });
    if (takeBack.isUndone) undo(desk, told);
  }
  if (targets.some(({ level }) => level === 'collected')) desk.happenings.add('clawback_of_hop');
}

/**
 * Over the rows of one owner in order, and over the owners by their shares. What was taken back of
 * the payment before has used up the first rows.
 */
function spread(payment: Payment, takeBack: TakeBack, targets: readonly Told[]) {
  const { takeBacks } = payment;
  const before = takeBacks
    .slice(0, takeBacks.indexOf(takeBack))
    .reduce((sum, { cents }) => sum + cents, 0n);
  const owners = new Set(
    targets.flatMap(({ tells }) =>
      tells.filter((one) => one.payment === payment).map(({ owner }) => owner),
    ),
  );
  return [...owners].flatMap((owner) => {
    const own = targets.filter(({ tells }) => tells.some((one) => one.owner === owner));
    const part = (cents: bigint) =>
      divided(cents * (owner?.millionths ?? 1_000_000n), 1_000_000n, true);
    return spreadOver(own, payment, part(before), part(takeBack.cents));
  });
}

function spreadOver(rows: readonly Told[], payment: Payment, before: bigint, cents: bigint) {
  const parts: { target: Told; cents: bigint }[] = [];
  let [used, left] = [before, cents];
  for (const [index, target] of rows.entries()) {
    const telling = target.tells.filter((one) => one.payment === payment);
    const of = telling.reduce((sum, one) => sum + one.cents, 0n);
    const gone = used < of ? used : of;
    used -= gone;
    const isLast = index === rows.length - 1;
    const part = isLast || left < of - gone ? left : of - gone;
    if (part > 0n) parts.push({ target, cents: part });
    left -= part;
  }
  return parts;
}

interface Wording {
  readonly cents: bigint;
  readonly withFee: boolean;
  readonly source: string;
}

function tellReversal(desk: Desk, known: Known, target: Told, wording: Wording): Told {
  const { random, happenings } = desk;
  const { payment, takeBack } = known;
  const { source, cents, withFee } = wording;
  const amount = target.scale(payment, cents, true) + (withFee ? 1_500n : 0n);
  if (withFee) happenings.add('take_back_with_fee');
  if (target.fields.basis === 'gross') happenings.add('gross_take_back');
  if (target.fields.currency !== 'EUR') happenings.add('foreign_take_back');
  const isOwn = target.fields.source === source;
  const forgetsSource = !isOwn && random.chance(0.4) && mayBeUnnamed(desk, known, target);
  if (forgetsSource) happenings.add('take_back_names_id_without_source');
  const isOtherName = random.chance(0.06);
  if (isOtherName) happenings.add('take_back_under_another_name');
  if (takeBack.day === payment.paidOn) happenings.add('taken_back_on_the_day');
  const fields: FlowFields = {
    ...copied(target.fields),
    ...datesOf(desk, target.fields, takeBack.day),
    ...(isOtherName && !forgetsSource ? { network: 'paypal.com' } : {}),
    ...inOtherMoney(desk, target, takeBack.day, amount),
    flow_id: nextId(desk, source),
    source,
    status: 'reversed',
    reverses: {
      source: isOwn || forgetsSource ? null : target.fields.source,
      flow_id: target.fields.flow_id,
    },
  };
  return put(desk, { key: target.key, fields, takeBack });
}

/** Of a payment in euro, some services take back dollars. */
function inOtherMoney(
  { random, course, happenings }: Desk,
  target: Told,
  day: number,
  amount: bigint,
): Partial<FlowFields> & { amount: string } {
  const hasDollars = course.streams.some(({ currency }) => currency === 'USD');
  const isOther = hasDollars && target.fields.currency === 'EUR' && workingDay(day) === day;
  if (!isOther || random.chance(0.6)) return { amount: centsText(amount) };
  happenings.add('take_back_in_another_currency');
  const dollars = divided(amount * ONE_RATE, course.rates.rateOn('USD', day), true);
  return {
    amount: centsText(dollars),
    currency: 'USD',
    value_date: dayText(day),
    statement_date: null,
  };
}

function copied(fields: FlowFields): Omit<FlowFields, 'flow_id' | 'amount' | 'status'> {
  const { source, network, line, publisher_account, site, site_shares, currency } = fields;
  return {
    source,
    network,
    line,
    publisher_account,
    site,
    site_shares,
    currency,
    basis: fields.basis ?? null,
    payee: fields.payee,
  };
}

/** The day it happened; as period that of the payment, that day, or none. */
function datesOf({ random }: Desk, target: FlowFields, day: number) {
  const shift = target.currency === 'EUR' ? random.below(3) : 0;
  const isDated = target.value_date !== null && target.value_date !== undefined;
  const told = dayText(day + shift);
  const kind = random.below(3);
  const hasPeriod = target.period_start !== null && target.period_start !== undefined;
  return {
    period_start: kind === 0 && hasPeriod ? target.period_start : kind === 1 ? told : null,
    period_end: kind === 0 && hasPeriod ? target.period_end : kind === 1 ? told : null,
    value_date: isDated ? told : null,
    statement_date: isDated ? null : told,
  };
}

export function tellUnnamed(desk: Desk, { payment, takeBack }: Known, own: Told): void {
  // All of it, also where the row that was told is one operation's: the rest only lowers.
  putUnnamed(desk, takeBack, own, own.scale(payment, takeBack.cents, true));
}

export function putUnnamed(desk: Desk, takeBack: TakeBack, own: Told, amount: bigint): void {
  const { happenings } = desk;
  if (own.level === 'collected') happenings.add('unnamed_clawback_of_hop');
  put(desk, {
    key: own.key,
    takeBack,
    fields: {
      ...copied(own.fields),
      ...datesOf(desk, own.fields, takeBack.day),
      flow_id: nextId(desk, own.fields.source),
      amount: centsText(amount),
      status: 'reversed',
      reverses: unknownName(desk, takeBack, own),
    },
  });
}

/** Nothing, a row of an older export, or the right row in other letters. */
function unknownName({ random, happenings }: Desk, takeBack: TakeBack, own: Told) {
  const kind = random.below(5);
  if (kind < 2) {
    happenings.add('take_back_names_nothing');
    return null;
  }
  happenings.add(kind < 4 ? 'take_back_of_unknown_row' : 'take_back_names_id_in_other_case');
  return { flow_id: kind < 4 ? `old-${takeBack.id}` : own.fields.flow_id.toUpperCase() };
}

/** The row that was owed is reversed, after a row of the source showed it as paid. */
export function tellOfAccrued(desk: Desk, known: Known, source: string): boolean {
  const { told, happenings } = desk;
  const { payment, takeBack, flows } = known;
  // A row that two payments share does not say at which rate it was paid.
  if (payment.stream.currency !== 'EUR' && isCarriedOver(desk, payment)) return false;
  const paid = (flows.get(source) ?? []).find(({ tells }) => tells.length === 1);
  const owed = told.find(
    ({ fields }) =>
      fields.source === source &&
      fields.status === 'accrued' &&
      fields.revision === undefined &&
      fields.currency === paid?.fields.currency &&
      fields.publisher_account === paid.fields.publisher_account &&
      fields.site === paid.fields.site &&
      (doPeriodsMeet(fields, paid.fields) || (paid.fields.settles ?? []).includes(fields.flow_id)),
  );
  if (paid === undefined || owed === undefined || takeBack.cents > amountOf(owed)) return false;
  happenings.add('take_back_names_accrued_row');
  tellReversal(
    desk,
    known,
    { ...owed, scale: paid.scale },
    { cents: takeBack.cents, withFee: false, source },
  );
  return true;
}

function isCarriedOver({ course }: Desk, payment: Payment): boolean {
  const owed = payment.lines.map(({ accrual }) => accrual);
  return course.payments.some(
    (other) => other !== payment && other.lines.some(({ accrual }) => owed.includes(accrual)),
  );
}

function doPeriodsMeet(one: FlowFields, other: FlowFields | undefined): boolean {
  const [first, last] = [one.period_start ?? '', one.period_end ?? ''];
  const [otherFirst, otherLast] = [other?.period_start ?? '', other?.period_end ?? ''];
  return first !== '' && otherFirst !== '' && first <= otherLast && otherFirst <= last;
}

const amountOf = ({ fields }: Told) => BigInt(fields.amount.replace('.', ''));

/** A source that does not tell the payment itself names the row of another one. */
export function tellAcross(desk: Desk, known: Known, source: string): void {
  const { payment, takeBack, flows } = known;
  const others = [...flows].filter(([name]) => name !== source);
  const [, targets] = others[desk.random.below(others.length)] ?? [];
  if (targets === undefined) return;
  for (const { target, cents } of spread(payment, takeBack, targets))
    tellReversal(desk, known, target, { cents, withFee: false, source });
}

/** The reversal was reversed: the operation kept the money. */
function undo(desk: Desk, told: Told): void {
  const { fields } = told;
  desk.happenings.add('take_back_undone');
  put(desk, {
    key: told.key,
    isFixed: true,
    fields: {
      ...fields,
      flow_id: nextId(desk, fields.source),
      reverses: { flow_id: fields.flow_id },
    },
  });
}
