// An agent: it collects from networks for its clients and passes a part on. Each of its rows names
// what it passes on; what it has not paid out is only owed to the operation.
import type { Payment } from '../course.ts';
import { dayText } from '../day.ts';
import { centsText, type Desk, naming, nextId, put, termOf } from '../desk.ts';

export function tellAgent(desk: Desk, source: string): void {
  const { random, course } = desk;
  for (const stream of course.streams) {
    if (stream.agent === null) continue;
    const name = naming(desk, stream.agent, random.pick(['domain', 'domain', 'company', 'none']));
    const payments = course.payments.filter((one) => one.stream === stream);
    while (payments.length > 0) {
      const isBundle =
        stream.currency === 'EUR' &&
        random.chance(0.25) &&
        payments.slice(0, 2).every(({ isPending }) => !isPending);
      const batch = payments.splice(0, isBundle ? 2 : 1);
      if (batch.length > 1) desk.happenings.add('bundle');
      // The collected money must be named, or it would be told as the operation's.
      tellPassedOn(desk, source, name, batch);
    }
  }
}

function tellPassedOn(
  desk: Desk,
  source: string,
  name: ReturnType<typeof naming>,
  batch: readonly Payment[],
): void {
  const { random } = desk;
  const [one] = batch;
  if (one === undefined) return;
  const { stream, isPending } = one;
  const terms = batch.map(termOf);
  const givesPeriod = batch.length > 1 || random.chance(0.6);
  const paidOn = Math.max(...batch.map((payment) => payment.paidOn));
  const cents = batch.reduce((sum, payment) => sum + payment.cents, 0n);
  for (const owner of stream.owners) {
    const isOnly = stream.owners.length === 1;
    if (!isOnly) desk.happenings.add('one_flow_passed_on_to_two_operations');
    const part = (of: bigint) => (of * owner.millionths) / 1_000_000n;
    desk.happenings.add(isPending ? 'hop_not_yet_paid' : 'hop');
    put(desk, {
      key: name.key,
      tells: isPending
        ? []
        : batch.map((payment) => ({
            payment,
            cents: part(payment.cents),
            owner: isOnly ? null : owner,
            accrual: null,
          })),
      fields: {
        flow_id: nextId(desk, source),
        source,
        network: name.network,
        line: stream.line,
        publisher_account: `desk-${owner.operation}`,
        site: owner.sites[0],
        currency: stream.currency,
        basis: 'net',
        period_start: givesPeriod ? dayText(Math.min(...terms.map(({ first }) => first))) : null,
        period_end: givesPeriod ? dayText(Math.max(...terms.map(({ last }) => last))) : null,
        value_date: isPending ? null : dayText(paidOn),
        statement_date: dayText(paidOn),
        amount: centsText(part(cents)),
        status: isPending ? 'accrued' : 'paid',
        upstream: [...collectedOf(desk, batch), ...lost(desk)],
      },
    });
  }
}

/** One copy of what was collected; other sources may hold further ones. */
function collectedOf({ random, told }: Desk, batch: readonly Payment[]) {
  return batch.flatMap((payment) => {
    const copies = told.filter(
      ({ level, tells }) => level === 'collected' && tells.some((one) => one.payment === payment),
    );
    const source = copies[random.below(copies.length)]?.fields.source;
    return copies
      .filter(({ fields }) => fields.source === source)
      .map(({ fields }) => ({ source: fields.source, flow_id: fields.flow_id }));
  });
}

function lost({ random, happenings }: Desk) {
  if (!random.chance(0.08)) return [];
  happenings.add('hop_of_unknown_flow');
  return [{ source: 'desk-bank', flow_id: 'lost-1' }];
}
