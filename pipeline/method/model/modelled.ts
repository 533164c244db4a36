// The model, from audiences to money of the line advertising, in the order of its rules: which
// measurements count (M-MEASUREMENT), the error of each limit (M-ALPHA), the lower limits
// (M-AUDIENCE), the pages that they keep (M-VOLUME, M-PLACES), what these bring (M-CARD, M-SLOTS),
// and which panel counts (M-PANEL). Everything but a limit of visitors is in whole numbers.
import { groupBy } from '../order.ts';
import { alphaOfEach } from './alpha.ts';
import { smallest } from './extremes.ts';
import { type Measurement, measurementsOf } from './measurement.ts';
import { ONE } from './millionths.ts';
import type { ModelEvidence } from './model-evidence.ts';
import type { ModelReference } from './model-reference.ts';
import { panelChoice, primaryPanel, unitsOf, unitsOfRung } from './panel-choice.ts';
import { type Limited, type ModelSources, type PanelFigure, panelFigure } from './panel-figure.ts';
import { type Crawl, crawlsOf } from './slots.ts';
import { visitorsLower } from './visitors-limit.ts';

/** 14 digits before the point: more than a money column holds is cut. */
const MOST_UNITS = 10n ** 18n - 1n;

export interface ModelOptions {
  /** Error of all limits of a month together, in millionths. */
  readonly alphaPpm: number;
  /** Assumptions to leave out: `rung:L2`, `rung:L3` or `rate:FACTOR`. */
  readonly without: readonly string[];
}

export interface ModelledMonth {
  readonly month: string;
  /** In 0.0001 EUR. Null: there is no figure; `why` says why. */
  readonly units: bigint | null;
  /** Codes of what is missing, joined by commas; or `left_out`. Null: there is a figure. */
  readonly why: string | null;
  readonly rung: 'L2' | 'L3' | null;
  /** The panel whose money counts. */
  readonly panel: string | null;
  readonly isPrimary: boolean;
  /** Null: no measurement has a limit. */
  readonly visitorsLower: bigint | null;
  readonly trace: ModelTrace;
}

/** How the figures of a month came about. */
export interface ModelTrace {
  /** In millionths: the error of each limit (M-ALPHA). */
  readonly alphaPpm: number;
  /** All of the operation and month, usable or not. */
  readonly measurements: readonly Measurement[];
  /** Of all panels with a usable measurement. */
  readonly figures: readonly PanelFigure[];
  /** Those that count, of the month and what was measured in it. */
  readonly crawls: readonly Crawl[];
  /** With the network of each row of the card under the one text of M-NETWORK. */
  readonly reference: ModelReference;
}

/** One row for each month with a measurement of the operation, in order. */
export function modelledMonths(
  operation: string,
  evidence: ModelEvidence,
  reference: ModelReference,
  { alphaPpm, without }: ModelOptions,
): ModelledMonth[] {
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
    .map(([month, ofMonth]) => modelledMonth(month, ofMonth, sources, alphaPpm));
}

function modelledMonth(
  month: string,
  measurements: readonly Measurement[],
  sources: ModelSources,
  alphaPpm: number,
): ModelledMonth {
  const alphaOfLimit = alphaOfEach(alphaPpm, measurements.filter(isUsable).length);
  const limited = limitedOf(measurements, alphaOfLimit);
  const figures = [...groupBy(limited, ({ panel }) => panel.source).values()].map((ofPanel) =>
    panelFigure(ofPanel, sources),
  );
  const { reference } = sources;
  const trace = {
    alphaPpm: alphaOfLimit,
    measurements,
    figures,
    crawls: sources.crawls.filter(
      (crawl) =>
        crawl.month === month && measurements.some(({ property }) => property === crawl.property),
    ),
    reference,
  };
  const primary = primaryPanel(reference.primary, measurements, month);
  const chosen = panelChoice(figures, primary);
  const isThere = figures.some(({ card, slots }) =>
    [card, slots].some((rung) => rung !== null && !rung.isLeftOut),
  );
  const visitors =
    figures.find(({ source }) => source === primary)?.visitorsLower ??
    smallest(figures.map((figure) => figure.visitorsLower));
  if (chosen === null || !isThere) {
    const why = problemsOf(
      measurements,
      figures.flatMap(({ problems }) => problems),
    );
    return {
      month,
      units: null,
      why: why === '' ? 'left_out' : why,
      rung: null,
      panel: null,
      isPrimary: false,
      visitorsLower: visitors,
      trace,
    };
  }
  const { figure, isPrimary } = chosen;
  const units = unitsOf(figure);
  return {
    month,
    units: units > MOST_UNITS ? MOST_UNITS : units,
    why: null,
    rung: units > unitsOfRung(figure.card) ? 'L2' : 'L3',
    panel: figure.source,
    isPrimary,
    visitorsLower: visitors,
    trace,
  };
}

const isUsable = ({ sample }: Measurement) => typeof sample !== 'string';

/** Measurements with a limit. */
function limitedOf(measurements: readonly Measurement[], alphaPpm: number): Limited[] {
  const samples = measurements.flatMap((measurement) =>
    typeof measurement.sample === 'string' ? [] : [{ measurement, sample: measurement.sample }],
  );
  const alpha = alphaPpm / Number(ONE);
  return samples.map(({ measurement, sample }) => ({
    ...measurement,
    // A sample is large enough for a limit.
    visitorsLower: BigInt(Number(visitorsLower({ ...sample, alpha }))),
  }));
}

function problemsOf(measurements: readonly Measurement[], others: readonly string[]): string {
  const problems = measurements.flatMap(({ sample }) => (typeof sample === 'string' ? sample : []));
  return [...new Set([...problems, ...others])].sort().join();
}
