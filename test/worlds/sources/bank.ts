// A bank: money by the day it came, by company name, to an account. It knows no sites and no time
// of service. It also shows what came from an account of the operation itself.
import { ONE_RATE } from '../rates.ts';
import type { OwnAccount, Payer, Payment } from '../course.ts';
import { dayText } from '../day.ts';
import {
  asPaid,
  centsText,
  type Desk,
  coverageOf,
  divided,
  type FlowFields,
  naming,
  nextId,
  put,
  type Scale,
  termOf,
} from '../desk.ts';
import { someCents } from '../draw-streams.ts';

const BANK_WAYS = ['company', 'company', 'company', 'conduit', 'domain', 'none'] as const;

export function tellBank(desk: Desk, source: string, accounts: readonly OwnAccount[]): void {
  const { random, course } = desk;
  const way = random.pick(BANK_WAYS);
  const payers = course.payers.map((payer) => ({ payer, name: naming(desk, payer, way) }));
  const covers = coverageOf(desk);
  const habits = {
    givesPeriod: random.chance(0.12),
    givesPublisher: random.chance(0.3),
    oneDay: random.chance(0.15),
  };
  for (const payment of course.payments) {
    const { stream } = payment;
    if (!accounts.includes(stream.receivedAt) || payment.isPending || !covers(payment)) continue;
    const name = payers.find(({ payer }) => payer === (stream.agent ?? stream.network))?.name;
    // What goes by account alone would be the buyer's and the seller's by the day of payment.
    if (name === undefined || stream.sale !== null) continue;
    for (const { day, cents } of payment.instalments) {
      const { scale, currency } = booked(desk, payment);
      const valued = currency === 'EUR' && stream.currency === 'EUR' ? day + random.below(3) : day;
      const { first, last } = termOf(payment);
      const isLate = habits.oneDay && !habits.givesPeriod;
      if (isLate) desk.happenings.add('period_is_the_day_of_payment');
      put(desk, {
        key: name.key,
        scale,
        tells: [{ payment, cents, owner: null, accrual: null }],
        fields: {
          flow_id: nextId(desk, source),
          source,
          network: name.network,
          line: stream.agent === null && random.chance(0.3) ? stream.line : 'other',
          publisher_account: habits.givesPublisher ? stream.publisherAccount : null,
          period_start: habits.givesPeriod ? dayText(first) : isLate ? dayText(valued) : null,
          period_end: habits.givesPeriod ? dayText(last) : isLate ? dayText(valued) : null,
          value_date: dayText(valued),
          amount: centsText(scale(payment, cents, false)),
          currency,
          status: 'paid',
          upstream: copiesCollected(desk, payment),
          payee: payeeOf(desk, stream.receivedAt),
        },
      });
      desk.happenings.add(payment.instalments.length > 1 ? 'instalments' : 'by_day_of_payment');
    }
  }
  tellTransfers(desk, source, accounts);
}

/** A euro account books foreign money converted, less a fee; a foreign one as it came. */
function booked(desk: Desk, payment: Payment): { scale: Scale; currency: string } {
  const { currency } = payment.stream;
  const { rates } = desk.course;
  const isConverted = currency !== 'EUR' && desk.random.chance(0.6);
  if (!isConverted) {
    if (currency !== 'EUR') desk.happenings.add('foreign_currency');
    return { scale: asPaid, currency };
  }
  desk.happenings.add('conversion_with_fee');
  const fee = BigInt(desk.random.below(20));
  const rate = rates.rateOn(currency, payment.paidOn);
  return {
    currency: 'EUR',
    scale: (_, cents, isUp) =>
      isUp
        ? divided(cents * rate, ONE_RATE, true)
        : divided(cents * rate * (1000n - fee), ONE_RATE * 1000n, false),
  };
}

/** Of what an agent pays, some banks name what the agent collected, as a copy of the agent's. */
function copiesCollected(desk: Desk, payment: Payment) {
  if (payment.stream.agent === null || payment.instalments.length > 1) return [];
  const collected = desk.told.find(
    ({ level, tells }) => level === 'collected' && tells.some((one) => one.payment === payment),
  );
  if (collected === undefined || payment.lines.length > 1 || desk.random.chance(0.2)) return [];
  desk.happenings.add('two_hops_name_one_flow');
  return [{ source: collected.fields.source, flow_id: collected.fields.flow_id }];
}

export function payeeOf(desk: Desk, { account, spelledOtherwise, type }: OwnAccount) {
  const isOther = desk.random.chance(0.2);
  if (isOther) desk.happenings.add('account_in_two_spellings');
  return { account: isOther ? spelledOtherwise : account, account_type: type };
}

/** Between two bank accounts of one operation. Both are in the registry. */
function tellTransfers(desk: Desk, source: string, accounts: readonly OwnAccount[]): void {
  const { random, course, registry } = desk;
  const isBroken = course.broken === 'own_accounts';
  for (const to of accounts) {
    const from = course.accounts.find(
      (one) => one !== to && one.operation === to.operation && one.type === 'iban',
    );
    const isKnown = from !== undefined && registry.hasRow(from) && registry.hasRow(to);
    if (!isKnown) continue;
    const amounts = isBroken
      ? course.payments
          .filter(({ stream }) => stream.receivedAt === from && stream.currency === 'EUR')
          .map(({ paidOn, cents }) => ({ day: paidOn + 75, cents }))
      : random.chance(0.5)
        ? [{ day: course.firstDay + 60 + random.below(100), cents: someCents(random) }]
        : [];
    for (const { day, cents } of amounts) {
      desk.happenings.add('own_transfer');
      const fields: FlowFields = {
        flow_id: nextId(desk, source),
        source,
        network: random.pick([null, 'Example Media Ltd', 'paypal.com']),
        value_date: dayText(day),
        amount: centsText(cents),
        currency: 'EUR',
        status: 'paid',
        payer_account: isBroken ? null : payeeOf(desk, from).account,
        payee: payeeOf(desk, to),
      };
      put(desk, { key: null, fields, isFixed: true });
    }
  }
}

export const paysFrom = (payment: Payment): Payer => payment.stream.agent ?? payment.stream.network;
