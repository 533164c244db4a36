// M-REFUSED. A source may have sent take-backs that were refused at intake, such as negative
// amounts. Then less may be left than the records show, and the months say so. Where the site or
// the account and the period can be read, and whose they were is known, it is the months of these;
// else all months of an operation with counting flows of that source and account.
import { accountKey } from '../../schemas/account-form.ts';
import { propertyOf } from '../../schemas/property.ts';
import { dayOf, monthsOf } from './calendar.ts';
import type { RefusedTakeBack } from './evidence.ts';
import type { Group } from './owner.ts';
import { type Stay, placeOf } from './property.ts';
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
    const stays = readableStays(one, who);
    const own = stays.filter((stay) => stay.operation === operation);
    for (const { month } of own.flatMap(monthsOf)) months.add(month);
    const isUnread = stays.length === 0 || stays.some((stay) => stay.operation === null);
    if (isUnread && hasCountingFlows(one, groups)) isAny = true;
  }
  return (month) => isAny || months.has(month);
}

/** Whose it was, and when; empty: it cannot be read. */
function readableStays(one: RefusedTakeBack, who: WhoIsWho): Stay[] {
  const { site, network, publisher_account: account, period_start: start, period_end: end } = one;
  if (start === null || end === null || end < start) return [];
  const days = { first: dayOf(start), last: dayOf(end) };
  if (site !== null && !('fault' in propertyOf(site))) return who.properties(placeOf(site), days);
  return who.accounts.staysOf(
    { network: who.networks.nameOf(network), publisher: accountKey(account), payee: '' },
    days,
  );
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
