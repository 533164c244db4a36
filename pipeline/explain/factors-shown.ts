// The row of the rate card behind each factor of the model.
import type { ModelTrace } from '../method/model/card-month.ts';
import { countingRow } from '../method/model/card-rate.ts';
import { FLOOR_ENDS, type ModelFactor } from '../method/model/model-reference.ts';
import type { PricedMeasurement } from '../method/model/panel-figure.ts';
import { inOrder } from '../method/order.ts';
import { distinct } from './distinct.ts';

/** The row of the rate card behind a factor. */
export interface FactorShown {
  factor: ModelFactor;
  country: string;
  /** Empty: any network. */
  network: string;
  rate_end: string;
  currency: string;
  rate_id: string;
  grade: string;
  source: string;
}

/** For each country, and each network that crawls show there, the rows that count. */
export function factorsShown(
  priced: readonly PricedMeasurement[],
  trace: ModelTrace,
): FactorShown[] {
  const isFactor = (name: string): name is ModelFactor => Object.hasOwn(FLOOR_ENDS, name);
  const factors = Object.keys(FLOOR_ENDS).filter(isFactor);
  const rows = priced.flatMap(({ measurement: { panel }, seen }) =>
    [null, ...seen.map(({ network }) => network)].flatMap((network) =>
      factors.flatMap((factor): FactorShown[] => {
        const found = countingRow(trace.reference, factor, panel, network);
        // A network without a rate of its own has that of any network: shown once.
        if (found === null || (network !== null && found.row.network === null)) return [];
        const { row } = found;
        return [
          {
            factor,
            country: panel.country ?? '',
            network: network ?? '',
            rate_end: FLOOR_ENDS[factor] === 'high' ? row.high : row.low,
            currency: row.currency ?? '',
            rate_id: row.id,
            grade: row.grade,
            source: row.source,
          },
        ];
      }),
    ),
  );
  return distinct(rows).sort(
    inOrder(
      ({ network }) => network,
      ({ country }) => country,
      ({ factor }) => factor,
    ),
  );
}
