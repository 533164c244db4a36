// Measurements without a panel size, of panels that the policy permits and declared before the
// figure came, as if they had no sampling error: shown, in no floor and under no confidence.
import { z } from 'zod';
import { cardRate } from '../method/model/card-rate.ts';
import { largest } from '../method/model/extremes.ts';
import { holdsAllMonth } from '../method/model/holds-all-month.ts';
import type { Measurement } from '../method/model/measurement.ts';
import type { ModelledMonth } from '../method/model/modelled.ts';
import { unitsOfPages } from '../method/model/panel-figure.ts';
import { positionPrice } from '../method/model/position-price.ts';
import { moneyText } from './decimals.ts';

export const policyRow = z.object({
  source: z.string(),
  from: z.string(),
  to: z.string(),
  declared_on: z.string(),
  declared_by: z.string(),
  reason: z.string(),
});
export type Policy = z.infer<typeof policyRow>;

export interface UnquantifiedShown {
  source: string;
  record_id: string;
  site: string;
  country: string;
  pages: string;
  /** Pages at the lowest rates of the card; 0: a rate is missing. */
  modelled_eur: string;
  declared_by: string;
  reason: string;
}

const ONE = 1_000_000n;

export function unquantifiedShown(
  model: ModelledMonth | null,
  policies: readonly Policy[],
): UnquantifiedShown[] {
  if (model === null) return [];
  const { measurements } = model.card.trace;
  return measurements.flatMap((measurement) => {
    const { panel, property, cameOn } = measurement;
    const policy = policies.find(
      (one) =>
        one.source === panel.source && holdsAllMonth(one, model.month) && one.declared_on < cameOn,
    );
    const hasSize = panel.panel_size !== null && panel.universe !== null && panel.universe > 0;
    if (policy === undefined || hasSize) return [];
    const pages = pagesOf(measurement, model);
    return [
      {
        source: panel.source,
        record_id: panel.record_id,
        site: property,
        country: panel.country ?? '',
        pages: pages.toString(),
        modelled_eur: moneyText(unitsOfPages(pages, priceOf(measurement, model))),
        declared_by: policy.declared_by,
        reason: policy.reason,
      },
    ];
  });
}

/** The larger of measured pages, without heavy users, and of those that visitors imply. */
function pagesOf({ panel }: Measurement, { card: { trace } }: ModelledMonth): bigint {
  const heavy = cardRate(trace.reference, 'heavy_user_share', panel, null) ?? ONE;
  const perVisitor = cardRate(trace.reference, 'pages_per_visitor', panel, null) ?? 0n;
  const counted = largest([panel.page_views, panel.visits].map((count) => BigInt(count ?? 0)));
  const implied = (BigInt(panel.unique_visitors ?? 0) * perVisitor) / ONE;
  return largest([(counted * (ONE - heavy)) / ONE, implied]);
}

function priceOf({ panel }: Measurement, { card: { trace } }: ModelledMonth): bigint {
  const positions = cardRate(trace.reference, 'ads_per_page', panel, null) ?? 0n;
  return positions * positionPrice(trace.reference, panel, null);
}
