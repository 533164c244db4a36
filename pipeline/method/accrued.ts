// Accrued money of an operation, by month: owed, but not shown to be paid, so it is in no floor. Of
// each network key the source group with the most counts. What a hop superseded, what is in dispute
// and what a payment settled is not owed any more.
import { most } from './amount.ts';
import type { GroupOf } from './disjoint.ts';
import { isDated } from './flow.ts';
import type { PublisherShares } from './gross.ts';
import { cellsOf, partOf } from './part.ts';
import type { Reading } from './reading.ts';
import { paidRate } from './value.ts';

/** In 1e-10 EUR, by month. */
export function accruedOf(
  operation: string,
  reading: Reading,
  sharesOf: PublisherShares,
  groupOf: GroupOf,
): ReadonlyMap<number, bigint> {
  const ofGroups = new Map<number, Map<string, Map<string, bigint>>>();
  for (const { name, contents, isDisputed } of reading.entriesFor(operation)) {
    const [flow] = contents;
    const isOwed = flow.status === 'accrued' && !isDisputed && !reading.isSuperseded(flow);
    const rate = paidRate(flow, reading.rates);
    if (!isOwed || !isDated(flow) || rate === null || reading.moneyOf(name).length > 0) continue;
    const stays = reading.who.staysOf(flow).filter((stay) => stay.operation === operation);
    const key = reading.keyOf(flow);
    const group = groupOf(flow.source, key);
    for (const cell of cellsOf(flow, flow.days, stays, sharesOf)) {
      const keys = ofGroups.get(cell.month) ?? new Map<string, Map<string, bigint>>();
      const groups = keys.get(key) ?? new Map<string, bigint>();
      groups.set(group, (groups.get(group) ?? 0n) + partOf(flow.amount, rate, cell));
      ofGroups.set(cell.month, keys.set(key, groups));
    }
  }
  return new Map(
    [...ofGroups].map(([month, keys]) => [
      month,
      [...keys.values()].reduce(
        (total, groups) => total + [...groups.values()].reduce(most, 0n),
        0n,
      ),
    ]),
  );
}
