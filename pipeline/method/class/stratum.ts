// A stratum is what audiences are compared in: one panel, one unit, one country. The audience of an
// operation's month in it is as measured, on both sides of M-CLASS, so the error of the panel is
// part of the ratios and spends no alpha.
import { sum } from '../amount.ts';
import { largest } from '../model/extremes.ts';
import type { Measurement } from '../model/measurement.ts';
import { groupBy, inOrder } from '../order.ts';

/** Units are never converted into each other. */
export const UNITS = ['visitors', 'visits', 'page_views'] as const;
export type Unit = (typeof UNITS)[number];

export interface Stratum {
  /** The source of the measurements. */
  readonly panel: string;
  readonly unit: Unit;
  /** Null: all countries together. */
  readonly country: string | null;
}

/** An audience of an operation's month, as measured. */
export interface Audience extends Stratum {
  /** Above 0. */
  readonly count: bigint;
}

const FIELDS = {
  visitors: 'unique_visitors',
  visits: 'visits',
  page_views: 'page_views',
} as const;

/**
 * Of devices, and of properties of one domain, the largest counts: one may hold the other. Of
 * several domains the largest counts of visitors, who may be the same persons; visits and pages are
 * added.
 * @param measurements of one operation and month
 */
export function audiencesOf(measurements: readonly Measurement[]): Audience[] {
  const measured = measurements.flatMap(({ panel, domain }) =>
    UNITS.flatMap((unit) => {
      const count = panel[FIELDS[unit]];
      const { source, country } = panel;
      return count === null || count === 0
        ? []
        : [{ panel: source, unit, country, domain, count: BigInt(count) }];
    }),
  );
  return [...groupBy(measured, stratumName).values()]
    .map(([first, ...others]) => {
      const domains = [...groupBy([first, ...others], ({ domain }) => domain).values()].map((own) =>
        largest(own.map(({ count }) => count)),
      );
      const { panel, unit, country } = first;
      return {
        panel,
        unit,
        country,
        count: unit === 'visitors' ? largest(domains) : sum(domains),
      };
    })
    .sort(inOrder(stratumName));
}

export function stratumName({ panel, unit, country }: Stratum): string {
  return JSON.stringify([panel, unit, country ?? '']);
}
