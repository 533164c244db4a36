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
  /** What was paid in it. */
  paid: Payment[];
  /** Reversals of payments that nobody reported. */
  back: Payment[];
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
  const months = [
    ...new Set(own.filter(({ amount }) => amount > 0n).map(({ day }) => monthOf(day))),
  ].sort((a, b) => a - b);
  const starts = months.filter(
    (month, index) => index === 0 || month - (months[index - 1] ?? 0) > RULES.silent_months,
  );
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? Number.MAX_SAFE_INTEGER;
    const inside = own.filter(({ day }) => monthOf(day) >= start && monthOf(day) < end);
    const before = months.filter((month) => month < start).at(-1);
    return {
      paid: inside.filter(({ amount }) => amount > 0n).sort(inOrder),
      back: inside.filter(({ amount }) => amount < 0n),
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

/** Of payments of which only days are known; a reversal of nobody's payment counts in both. */
const BY_DAY = '\n';
const groupsOf = (one: Payment) =>
  one.amount < 0n ? [one.source_group, `${one.source_group}${BY_DAY}`] : [one.source_group];
const named = (network: string, group: string) => JSON.stringify([network, group]);

/**
 * Of each network the source group that reports most, the last by name of several; of the known
 * networks together and the unknown one the larger, and both where the unknown one takes back.
 */
export function countingIn({ paid, back }: Episode): (payment: Payment) => boolean {
  const groups = new Map<string, Map<string, bigint>>();
  for (const one of [...paid, ...back]) {
    const sums = groups.get(one.network_key) ?? new Map<string, bigint>();
    for (const group of groupsOf(one)) sums.set(group, (sums.get(group) ?? 0n) + one.amount);
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
  const [known, unknown] = [sumWhere(true), sumWhere(false)];
  const counts = (network: string) =>
    unknown < 0n || (network === '' ? unknown > known : unknown <= known);
  const counting = new Set(
    best
      .filter(({ network }) => counts(network))
      .map(({ network, group }) => named(network, group)),
  );
  return (one) => groupsOf(one).some((group) => counting.has(named(one.network_key, group)));
}
