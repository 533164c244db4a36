// The reference data that ships, or that an office loaded, as the plain form of the model reads it.
import type { ModelReference } from '../method/model/model-reference.ts';
import { isApproved } from './approval.ts';
import { monthlyRates } from './exchange-rate.ts';
import type { ReferenceData } from './load.ts';

/** Approved rows of the card, and primary panels. @param data in the shape of the files */
export function modelReference({ rateCard, fx, audiencePolicy }: ReferenceData): ModelReference {
  return {
    card: rateCard.rows
      .filter(isApproved)
      .map(({ valid_from: from, valid_to: to, ...row }) => ({ ...row, from, to })),
    monthly: monthlyRates(fx.rows),
    primary: audiencePolicy.rows.filter(({ permits }) => permits === 'primary'),
  };
}
