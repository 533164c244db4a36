// What the rate card makes of an operation's month: the error of each limit (M-ALPHA), the lower
// limits (M-AUDIENCE), the pages that they keep (M-VOLUME, M-PLACES), what these bring (M-CARD,
// M-SLOTS), and which panel counts (M-PANEL). Everything but a limit of visitors is in whole
// numbers.
import { groupBy } from '../order.ts';
import { alphaOfEach } from './alpha.ts';
import { smallest } from './extremes.ts';
import type { Measurement } from './measurement.ts';
import { ONE } from './millionths.ts';
import type { ModelReference } from './model-reference.ts';
import { panelChoice, primaryPanel, unitsOf, unitsOfRung } from './panel-choice.ts';
import { type Limited, type ModelSources, type PanelFigure, panelFigure } from './panel-figure.ts';
import type { Crawl } from './slots.ts';
import { visitorsLower } from './visitors-limit.ts';

/** 14 digits before the point: more than a money column holds is cut. */
const MOST_UNITS = 10n ** 18n - 1n;

/** In one month. */
export interface CardMonth {
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

/** @param alphaPpm of all limits of the month together, in millionths */
export function cardMonth(
  month: string,
  measurements: readonly Measurement[],
  sources: ModelSources,
  alphaPpm: number,
): CardMonth {
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
