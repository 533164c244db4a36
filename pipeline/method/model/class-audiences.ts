// M-CLASS: the audiences of an operation's month, as measured, in each stratum.
import { sum } from '../amount.ts';
import { type Audience, UNITS, stratumName } from '../class/stratum.ts';
import { groupBy, inOrder } from '../order.ts';
import { largest } from './extremes.ts';
import type { Measurement } from './measurement.ts';

/** The field of a panel's record that counts each unit. */
export const FIELD_OF = {
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
      const count = panel[FIELD_OF[unit]];
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
