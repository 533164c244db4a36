// M-VOLUME: a panel's visits and page views are cut to the part that the lower limit keeps of its
// visitors, and then by the part that a few heavy users may have carried. The larger of the two is
// the measured pages: a visit has at least one page. The implied pages are the lower limit of
// visitors times the pages of a visitor.
import type { PanelRecord } from '../evidence.ts';
import { cardRate } from './card-rate.ts';
import { largest } from './extremes.ts';
import { ONE } from './millionths.ts';
import type { ModelReference } from './model-reference.ts';

export interface Volume {
  /** What is kept of the visits and page views of the panel. */
  readonly visitsLower: bigint;
  readonly pageViewsLower: bigint;
  /** The larger of the two. */
  readonly measuredPages: bigint;
  readonly impliedPages: bigint;
  /** Whether there are pages when no assumption is left out, were it 0 of them. */
  readonly canHavePages: boolean;
}

export function volumeOf(
  panel: PanelRecord,
  visitorsLower: bigint,
  reference: ModelReference,
  without: readonly string[],
): Volume {
  const heavy = cardRate(reference, 'heavy_user_share', panel, null);
  const pagesPerVisitor = cardRate(reference, 'pages_per_visitor', panel, null);
  const isMeasured = heavy !== null && (panel.visits !== null || panel.page_views !== null);
  const kept = (volume: number | null) =>
    heavy === null || without.includes('rate:heavy_user_share')
      ? 0n
      : keptVolume(
          BigInt(volume ?? 0),
          visitorsLower,
          BigInt(Number(panel.unique_visitors)),
          heavy,
        );
  const isImplied = pagesPerVisitor !== null && !without.includes('rate:pages_per_visitor');
  const [visitsLower, pageViewsLower] = [kept(panel.visits), kept(panel.page_views)];
  return {
    visitsLower,
    pageViewsLower,
    measuredPages: largest([visitsLower, pageViewsLower]),
    impliedPages: isImplied ? (visitorsLower * pagesPerVisitor) / ONE : 0n,
    canHavePages: isMeasured || pagesPerVisitor !== null,
  };
}

/** V_L = trunc(V x U_L / U x (1 - w)). Without visitors it is 0. */
function keptVolume(volume: bigint, lower: bigint, reported: bigint, heavy: bigint): bigint {
  return reported === 0n ? 0n : (volume * lower * (ONE - heavy)) / (reported * ONE);
}
