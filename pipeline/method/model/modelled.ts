// The model, from audiences to money of the line advertising: which measurements count
// (M-MEASUREMENT), what the rate card makes of them (card-month.ts), and what comparable operations
// show (M-CLASS). The larger of the two is modelled: alpha is split between them (M-ALPHA).
import { type ClassFigure, type Comparables, classFigure } from '../class/comparable.ts';
import { groupBy } from '../order.ts';
import { type AlphaParts, partsOfAlpha } from './alpha.ts';
import { type CardMonth, cardMonth } from './card-month.ts';
import { audiencesOf } from './class-audiences.ts';
import { type Measurement, measurementsOf } from './measurement.ts';
import type { ModelEvidence } from './model-evidence.ts';
import type { ModelReference } from './model-reference.ts';
import type { ModelSources } from './panel-figure.ts';
import { crawlsOf } from './slots.ts';

export interface ModelOptions {
  /** Error of all limits of a month together, in millionths. */
  readonly alphaPpm: number;
  /** Assumptions to leave out: `rung:L2`, `rung:L3`, `rung:L4` or `rate:FACTOR`. */
  readonly without: readonly string[];
  readonly comparables: Comparables;
}

export interface ModelledMonth {
  readonly month: string;
  /** In 0.0001 EUR. Null: there is no figure; `why` says why. */
  readonly units: bigint | null;
  /** Codes of what is missing, joined by commas; or `left_out`. Null: there is a figure. */
  readonly why: string | null;
  readonly rung: 'L2' | 'L3' | 'L4' | null;
  /** Null: no measurement has a limit. */
  readonly visitorsLower: bigint | null;
  /** What the rate card gives. */
  readonly card: CardMonth;
  /** M-CLASS, also where `--without rung:L4` leaves it out. */
  readonly comparable: ClassFigure;
  /** In millionths: how wrong the figure may be by chance. */
  readonly alphaSpentPpm: number;
}

/** One row for each month with a measurement of the operation, in order. */
export function modelledMonths(
  operation: string,
  evidence: ModelEvidence,
  reference: ModelReference,
  options: ModelOptions,
): ModelledMonth[] {
  const { without } = options;
  const card = reference.card.map((row) => ({
    ...row,
    network: row.network === null ? null : evidence.nameOf(row.network),
  }));
  const sources = {
    evidence,
    crawls: crawlsOf(evidence.observations),
    reference: { ...reference, card },
    without,
  };
  const measurements = measurementsOf(operation, evidence, sources.reference, without);
  return [...groupBy(measurements, ({ panel }) => panel.month)]
    .sort(([month], [other]) => (month < other ? -1 : 1))
    .map(([month, ofMonth]) => modelledMonth(month, ofMonth, sources, options));
}

function modelledMonth(
  month: string,
  measurements: readonly Measurement[],
  sources: ModelSources,
  { alphaPpm, comparables, without }: ModelOptions,
): ModelledMonth {
  const alpha = partsOfAlpha(alphaPpm);
  const card = cardMonth(month, measurements, sources, alpha.ofCard);
  const comparable = classFigure(audiencesOf(measurements), comparables, alpha.ofClass);
  const isLeftOut = without.includes('rung:L4');
  const ofClass = isLeftOut ? null : (comparable.counting?.units ?? null);
  return {
    month,
    ...larger(card, ofClass),
    visitorsLower: card.visitorsLower,
    card,
    comparable,
    alphaSpentPpm: spentOf(alpha, card.units !== null, ofClass !== null),
  };
}

/** The larger of what the card and the class give; at equality the card's. */
function larger(
  { units, why, rung }: CardMonth,
  ofClass: bigint | null,
): Pick<ModelledMonth, 'units' | 'why' | 'rung'> {
  return ofClass === null || (units !== null && units >= ofClass)
    ? { units, why, rung }
    : { units: ofClass, why: null, rung: 'L4' };
}

function spentOf({ ofClass, ofCard }: AlphaParts, hasCard: boolean, hasClass: boolean): number {
  return (hasCard ? ofCard : 0) + (hasClass ? ofClass : 0);
}
