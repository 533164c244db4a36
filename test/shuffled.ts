import type { Random } from '../pipeline/platform/random.ts';

/** The same items in another order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const rest = [...items];
  const order: Item[] = [];
  while (rest.length > 0) {
    order.push(...rest.splice(random.below(rest.length), 1));
  }
  return order;
}
