// M-REFUSED. A source may have sent take-backs that were refused at intake, such as negative
// amounts. Then less may be left than the records show, and the months say so. Where the site or the
// account and the period can be read, it is the months of these; else all months of an operation
// with counting flows of that source and account.
import { accountKey } from '../../schemas/account-form.ts';
import { dayOf, monthsOf } from './calendar.ts';
import type { RefusedTakeBack } from './evidence.ts';
import type { Group } from './owner.ts';
import { placeOf } from './property.ts';
import type { WhoIsWho } from './who.ts';

/** Whether a refused take-back may concern a month of the operation. */
export function refusedMonths(
  operation: string,
  refused: readonly RefusedTakeBack[],
  who: WhoIsWho,
  groups: readonly Group[],
): (month: number) => boolean {
  const months = new Set<number>();
  let isAny = false;
  for (const one of refused) {
    const read = readableMonths(operation, one, who);
    if (read === null) isAny ||= hasCountingFlows(one, groups);
    else for (const month of read) months.add(month);
  }
  return (month) => isAny || months.has(month);
}

/** Null: it cannot be read whose it was, or when. */
function readableMonths(
  operation: string,
  {
    site,
    network,
    publisher_account: account,
    period_start: start,
    period_end: end,
  }: RefusedTakeBack,
  who: WhoIsWho,
): number[] | null {
  if (start === null || end === null || (site === null && account === null)) return null;
  const days = { first: dayOf(start), last: dayOf(end) };
  const stays =
    site === null
      ? who.accounts.staysOf(
          { network: who.networks.nameOf(network), publisher: accountKey(account), payee: '' },
          days,
        )
      : who.properties(placeOf(site), days);
  return stays
    .filter((stay) => stay.operation === operation)
    .flatMap((stay) => monthsOf(stay).map(({ month }) => month));
}

function hasCountingFlows(
  { source, publisher_account: written }: RefusedTakeBack,
  groups: readonly Group[],
): boolean {
  const account = written === null ? null : accountKey(written);
  return groups
    .flatMap(({ counting }) => [...counting])
    .some(({ flow }) => flow.source === source && (account === null || flow.account === account));
}
