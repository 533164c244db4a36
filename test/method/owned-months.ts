// Which group owns which months, to compare two computations. A group has the name of its source,
// so that one that another joins on its key is still the same.
import { monthText } from '../../pipeline/method/calendar.ts';
import type { Documented } from '../../pipeline/method/documented.ts';
import type { Group } from '../../pipeline/method/owner.ts';

const nameOf = ({ key, source, isPaymentDated }: Group) =>
  `${key === '' ? 'unknown' : key}: ${source}${isPaymentDated ? ', payment-dated' : ''}`;

const groupsOf = ({ chosen, other }: Documented) => [...chosen.groups, ...other.groups];

/** By network key and month, the group that owns it. Both sides of M-ORIGIN. */
export function ownedMonths(documented: Documented): ReadonlyMap<string, string> {
  return new Map(
    groupsOf(documented).flatMap((group) =>
      group.months.map((month): [string, string] => [
        `${group.key} ${monthText(month)}`,
        nameOf(group),
      ]),
    ),
  );
}

/** The months that another group owns than before. A month that nobody owned before is not one. */
export function changedOwners(before: Documented, after: Documented): string[] {
  const owners = ownedMonths(after);
  return [...ownedMonths(before)].flatMap(([month, owner]) => {
    const now = owners.get(month);
    return now === owner ? [] : [`${month}: ${owner} -> ${now ?? 'nobody'}`];
  });
}

/** The groups of each key, the first in rank first. */
export function ranking(documented: Documented): string[] {
  return groupsOf(documented)
    .toSorted((one, other) => one.rank - other.rank)
    .map(nameOf)
    .sort((one, other) => (one.split(':')[0] ?? '').localeCompare(other.split(':')[0] ?? ''));
}
