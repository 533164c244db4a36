import { groupBy } from '../method/order.ts';

/** Each of the rows once. */
export function distinct<One>(rows: readonly One[]): One[] {
  return [...groupBy(rows, (row) => JSON.stringify(row)).values()].map(([first]) => first);
}
