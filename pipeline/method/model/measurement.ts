// M-MEASUREMENT: a panel's measurement counts for the operation that its site belongs to on every
// day of the month. A lower limit of its visitors (M-AUDIENCE) needs visitors, a panel size and a
// universe, no more visitors than the universe, 30 effective panellists or more, and a rate of the
// card for visitors that are bots or forced visits. Without one of them it has a problem instead.
import { monthDays } from '../calendar.ts';
import type { PanelRecord } from '../evidence.ts';
import { placeOf } from '../property.ts';
import { inForce } from '../revision.ts';
import { cardRate } from './card-rate.ts';
import { ONE, millionths } from './millionths.ts';
import type { ModelEvidence } from './model-evidence.ts';
import type { ModelReference } from './model-reference.ts';
import type { Sample } from './visitors-limit.ts';

export type MeasurementProblem =
  | 'no_unique_visitors'
  | 'panel_without_size'
  | 'visitors_above_universe'
  | 'panel_too_small'
  | 'no_contamination_rate';

/** A measurement of a property of the operation. */
export interface Measurement {
  readonly panel: PanelRecord;
  readonly property: string;
  /** The registrable domain, or what else stands at the top of the property. */
  readonly domain: string;
  /** The day on which the first content was published or known. */
  readonly cameOn: string;
  /** What its limit is computed from, without alpha; or why it has none. */
  readonly sample: Omit<Sample, 'alpha'> | MeasurementProblem;
}

const LEAST_EFFECTIVE_PANEL = 30n;
/** Where a panel does not say how much its weights cost. */
const UNKNOWN_DESIGN_EFFECT = '2.5';
/** Where neither is known: before every day, so that no panel was declared primary in time. */
const UNKNOWN_DAY = '0000-00-00';

export function measurementsOf(
  operation: string,
  { panels, ownersOf }: Pick<ModelEvidence, 'panels' | 'ownersOf'>,
  reference: ModelReference,
  without: readonly string[],
): Measurement[] {
  const standing = inForce(panels, ({ record_id: id }) => id, contentOf);
  return standing.flatMap(({ contents: [panel], isDisputed, revisions }) => {
    const place = placeOf(panel.site);
    const owners = ownersOf(place, monthDays(panel.month));
    if (isDisputed || owners.some((stay) => stay.operation !== operation)) return [];
    return [
      {
        panel,
        property: place.property,
        domain: place.ancestors.at(-1) ?? place.property,
        cameOn: firstDay(revisions),
        sample: sampleOf(panel, reference, without),
      },
    ];
  });
}

/** When a content was known is not part of it. */
function contentOf(panel: PanelRecord): string {
  return JSON.stringify(panel, (key, value: unknown) => (key === 'known_at' ? undefined : value));
}

function firstDay(contents: readonly PanelRecord[]): string {
  return earliest(
    contents.map(({ known_at: known, published_at: published }) =>
      earliest([known, published].flatMap((time) => (time === null ? [] : [time.slice(0, 10)]))),
    ),
  );
}

function earliest(days: readonly string[]): string {
  return [...days].sort()[0] ?? UNKNOWN_DAY;
}

function sampleOf(
  panel: PanelRecord,
  reference: ModelReference,
  without: readonly string[],
): Measurement['sample'] {
  const { unique_visitors: visitors, universe, panel_size: size } = panel;
  if (visitors === null) return 'no_unique_visitors';
  if (size === null || universe === null || universe === 0) return 'panel_without_size';
  if (visitors > universe) return 'visitors_above_universe';
  const written = millionths(panel.design_effect ?? UNKNOWN_DESIGN_EFFECT);
  const designEffect = written < ONE ? ONE : written;
  if (BigInt(size) * ONE < LEAST_EFFECTIVE_PANEL * designEffect) return 'panel_too_small';
  const contamination = cardRate(reference, 'contamination_share', panel, null);
  if (contamination === null || without.includes('rate:contamination_share'))
    return 'no_contamination_rate';
  return {
    uniqueVisitors: visitors,
    universe,
    panelSize: size,
    designEffect: Number(designEffect) / Number(ONE),
    contamination: Number(contamination) / Number(ONE),
  };
}
