// A payment service: receipts one by one, by day. What it passes on to the bank is the same money:
// it is a transfer between own accounts, or names the receipts, or comes within days of each.
import type { OwnAccount, Payment, TakeBack } from '../course.ts';
import { dayText } from '../day.ts';
import {
  centsText,
  CONDUIT_NAMES,
  coverageOf,
  type Desk,
  type FlowFields,
  naming,
  nextId,
  put,
  type Told,
} from '../desk.ts';
import { payeeOf, paysFrom } from './bank.ts';

export function tellPsp(desk: Desk, source: string): void {
  const { random, course } = desk;
  const way = random.pick(['domain', 'domain', 'company', 'none'] as const);
  const names = course.payers.map((payer) => ({ payer, name: naming(desk, payer, way) }));
  const covers = coverageOf(desk);
  const givesPublisher = random.chance(0.5);
  for (const payment of course.payments) {
    const { stream } = payment;
    if (stream.receivedAt.type !== 'psp' || payment.isPending || !covers(payment)) continue;
    const name = names.find(({ payer }) => payer === paysFrom(payment))?.name;
    if (name === undefined) continue;
    desk.happenings.add('psp_receipt');
    put(desk, {
      key: name.key,
      tells: [{ payment, cents: payment.cents, owner: null, accrual: null }],
      fields: {
        flow_id: nextId(desk, source),
        source,
        network: name.network,
        line: stream.line,
        publisher_account: givesPublisher ? stream.publisherAccount : null,
        value_date: dayText(payment.paidOn),
        amount: centsText(payment.cents),
        currency: stream.currency,
        status: 'paid',
        payee: payeeOf(desk, stream.receivedAt),
      },
    });
  }
}

/**
 * How far a withdrawal may be from a receipt so that both have a day of their windows in common.
 */
const NEAR = 14;

/** Told by a bank, by the service itself, or by both. Runs when all receipts have been told. */
export function tellWithdrawals(desk: Desk, tellers: readonly string[]): void {
  const { random, course } = desk;
  for (const account of course.accounts) {
    const receipts = course.payments.filter(
      ({ stream, isPending }) =>
        stream.receivedAt === account && stream.currency === 'EUR' && !isPending,
    );
    const to = course.accounts.find(
      (one) => one.operation === account.operation && one.type === 'iban',
    );
    if (account.type !== 'psp' || receipts.length === 0 || to === undefined) continue;
    const half = random.chance(0.5) ? receipts.length : Math.ceil(receipts.length / 2);
    for (const batch of [receipts.slice(0, half), receipts.slice(half)]) {
      const told = tellers.filter(() => random.chance(0.7));
      if (batch.length > 0 && told.length > 0) withdraw(desk, account, to, batch, told);
    }
  }
}

const left = ({ cents, takeBacks }: Payment) =>
  takeBacks.reduce((sum, one: TakeBack) => sum - one.cents, cents);

function withdraw(
  desk: Desk,
  from: OwnAccount,
  to: OwnAccount,
  batch: readonly Payment[],
  tellers: readonly string[],
): void {
  const { random } = desk;
  const days = batch.map(({ paidOn }) => paidOn);
  const day = Math.max(...days) + 1 + random.below(random.pick([4, 25]));
  const isNear = Math.min(...days) >= day - NEAR;
  // After the refunds, less a fee.
  const cents = (batch.reduce((sum, one) => sum + left(one), 0n) * 98n) / 100n;
  if (cents <= 0n) return;
  const receipts = batch.map((payment) => receiptOf(desk, payment));
  const areAllTold = receipts.every((one) => one !== undefined);
  const canName = receipts.some((one) => one !== undefined) && (areAllTold || isNear);
  const ways = [
    'transfer' as const,
    ...(canName ? ['named' as const, 'named' as const] : []),
    // The service itself would tell its receipts twice.
    ...(isNear && !tellers.includes('psp') ? ['plain' as const] : []),
  ];
  const way = ways[random.below(ways.length)] ?? 'transfer';
  desk.happenings.add(`withdrawal_${way}`);
  if (way === 'named' && !areAllTold) desk.happenings.add('hop_of_unknown_receipt');
  for (const source of tellers) {
    const isTransfer = way === 'transfer';
    const fields: FlowFields = {
      flow_id: nextId(desk, source),
      source,
      network: random.pick([...CONDUIT_NAMES, null]),
      value_date: dayText(day),
      amount: centsText(cents),
      currency: 'EUR',
      status: 'paid',
      upstream: way === 'named' ? receipts.map((one, index) => named(one, index)) : [],
      payer_account: isTransfer ? payeeOf(desk, from).account : null,
      payee: payeeOf(desk, to),
    };
    const tells = isTransfer
      ? []
      : batch.map((payment) => ({ payment, cents: left(payment), owner: null, accrual: null }));
    put(desk, { key: null, level: 'withdrawal', tells, fields, isFixed: isTransfer });
  }
}

function receiptOf(desk: Desk, payment: Payment): Told | undefined {
  return desk.told.find(
    ({ fields, tells, level }) =>
      fields.source.startsWith('psp') && level === 'received' && tells[0]?.payment === payment,
  );
}

const named = (receipt: Told | undefined, index: number) =>
  receipt === undefined
    ? { source: 'psp', flow_id: `psp-lost-${String(index)}` }
    : { source: receipt.fields.source, flow_id: receipt.fields.flow_id };
