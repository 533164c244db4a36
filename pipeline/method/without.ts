// Leaving out assumptions. What rests on one is left out after every choice is made, so that
// leaving one out never raises a floor. Only paid parts are left out; what takes back stays.
import { WHOLE_SHARE } from './amount.ts';
import type { Holding } from './holding.ts';
import { type Cell, isApportioned } from './part.ts';

export const DOCUMENTED_ASSUMPTIONS = [
  'even_spread',
  'payment_month',
  'rung:L0',
  'rung:L1',
] as const;

export type DocumentedAssumption = (typeof DOCUMENTED_ASSUMPTIONS)[number];

export function isDocumentedAssumption(id: string): id is DocumentedAssumption {
  return DOCUMENTED_ASSUMPTIONS.some((one) => one === id);
}

/** Whether a part rests on the assumption. */
export const RESTS_ON: Record<DocumentedAssumption, (holding: Holding, cell: Cell) => boolean> = {
  even_spread: (_, cell) => isApportioned(cell),
  payment_month: ({ flow }) => flow.isPaymentDated,
  'rung:L0': (_, { propertyShare }) => propertyShare === WHOLE_SHARE,
  'rung:L1': (_, { propertyShare }) => propertyShare < WHOLE_SHARE,
};
