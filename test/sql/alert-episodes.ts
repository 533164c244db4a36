// Episodes of payments, and which payments of them are added up, by the words of
// docs/decisions/0009-alerts.md and docs/alerts.md; not from the code that finds them.
import { z } from 'zod';
import { plainText } from '../../schemas/plain-text.ts';
import { RULES } from './alert-worlds.ts';

export const paymentRow = z.object({
  operation: z.string(),
  source: z.string(),
  flow_id: z.string(),
  source_group: z.string(),
  network: z.string(),
  network_key: z.string(),
  publisher_account: z.string(),
  payee: z.string(),
  account: z.string(),
  account_country: z.string(),
  day: z.string(),
  amount: z.coerce.bigint(),
  counts: z.number(),
  first_month: z.number(),
  last_month: z.number(),
  place: z.number(),
});
export type Payment = z.output<typeof paymentRow>;

/** Empty: what is unknown has no key. */
export function keyOf(payment: Payment, level: string): string {
  const isKnown = payment.network_key !== '' && payment.publisher_account !== '';
  const keys: Record<string, string> = {
    network: payment.network_key,
    publisher_account: isKnown ? `${payment.network_key}\n${payment.publisher_account}` : '',
    payee: plainText(payment.payee).toLowerCase(),
    account: payment.account,
    account_country: payment.account_country,
  };
  return keys[level] ?? '';
}

const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

export interface Episode {
  paid: Payment[];
  silentMonths: number;
}

/**
 * The runs of months in which a key was paid, by the words of docs/decisions/0009: ended by three
 * whole months without payment.
 */
export function episodesOf(
  payments: readonly Payment[],
  { operation, level, key }: { operation: string; level: string; key: string },
): Episode[] {
  if (key === '') return [];
  const own = payments.filter((one) => one.operation === operation && keyOf(one, level) === key);
  const months = [...new Set(own.map(({ day }) => monthOf(day)))].sort((a, b) => a - b);
  const starts = months.filter(
    (month, index) => index === 0 || month - (months[index - 1] ?? 0) > RULES.silent_months,
  );
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? Number.MAX_SAFE_INTEGER;
    const inside = own.filter(({ day }) => monthOf(day) >= start && monthOf(day) < end);
    const before = months.filter((month) => month < start).at(-1);
    return {
      paid: inside.sort(inOrder),
      silentMonths: before === undefined ? 0 : start - before - 1,
    };
  });
}

function inOrder(one: Payment, other: Payment): number {
  const [a, b] = [one, other].map(({ day, source, flow_id: id }) => [day, source, id]);
  const differs = [0, 1, 2].find((index) => a?.[index] !== b?.[index]);
  return differs === undefined
    ? 0
    : Buffer.compare(Buffer.from(a?.[differs] ?? ''), Buffer.from(b?.[differs] ?? ''));
}

const named = (network: string, group: string) => JSON.stringify([network, group]);

/**
 * The flows that are added up: those that count. Where none does, of each network the source group
 * that reports most, the last by name of several; of the known networks together and the unknown
 * one the larger.
 */
export function addedIn({ paid }: Episode): (payment: Payment) => boolean {
  if (paid.some(({ counts }) => counts === 1)) return ({ counts }) => counts === 1;
  const groups = new Map<string, Map<string, bigint>>();
  for (const one of paid) {
    const sums = groups.get(one.network_key) ?? new Map<string, bigint>();
    sums.set(one.source_group, (sums.get(one.source_group) ?? 0n) + one.amount);
    groups.set(one.network_key, sums);
  }
  const best = [...groups].map(([network, sums]) => {
    const [group = '', amount = 0n] =
      [...sums].sort(([nameA, a], [nameB, b]) =>
        a === b ? (nameA < nameB ? 1 : -1) : a < b ? 1 : -1,
      )[0] ?? [];
    return { network, group, amount };
  });
  const sumWhere = (isKnown: boolean) =>
    best
      .filter(({ network }) => (network !== '') === isKnown)
      .reduce((sum, { amount }) => sum + amount, 0n);
  const isKnownLarger = sumWhere(false) <= sumWhere(true);
  const reporting = new Set(
    best
      .filter(({ network }) => (network !== '') === isKnownLarger)
      .map(({ network, group }) => named(network, group)),
  );
  return (one) => reporting.has(named(one.network_key, one.source_group));
}
