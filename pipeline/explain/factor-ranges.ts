// Between what the rates behind modelled money may lie in one month, by country of the audience.
// For reading, not for floors: floating point. A high that is an assumption is not known, so rows
// of that grade are not looked at.
import { holdsAllMonth } from '../method/model/holds-all-month.ts';
import { FLOOR_ENDS, type CardRow, type ModelReference } from '../method/model/model-reference.ts';
import type { FactorRange } from './likely-range.ts';

export function factorRanges(
  { card, monthly }: ModelReference,
  month: string,
  countries: readonly string[],
): FactorRange[] {
  const rates = new Map(
    monthly.flatMap(({ currency, period, eur_per_unit: eur }) =>
      period === month ? [[currency, Number(eur)]] : [],
    ),
  );
  const known = card.filter(
    (row) => row.line === 'advertising' && row.grade !== 'assumption' && holdsAllMonth(row, month),
  );
  return countries.flatMap((country) =>
    Object.keys(FLOOR_ENDS).flatMap((factor) => {
      const rows = known
        .filter((row) => row.factor === factor && [null, country].includes(row.country))
        .flatMap((row) => inEuro(row, rates));
      const any = rows.filter((row) => row.isAny);
      return rows.length === 0
        ? []
        : [
            {
              country,
              factor,
              least: Math.min(...rows.map(({ low }) => low)),
              most: Math.max(...rows.map(({ high }) => high)),
              any_least: any.length === 0 ? null : Math.min(...any.map(({ low }) => low)),
              any_most: any.length === 0 ? null : Math.max(...any.map(({ high }) => high)),
            },
          ];
    }),
  );
}

/** A price in a currency that has no rate in the month is left out. */
function inEuro(row: CardRow, rates: ReadonlyMap<string, number>) {
  const price =
    row.currency === null || row.currency === 'EUR' ? 1 : (rates.get(row.currency) ?? null);
  if (price === null) return [];
  const isAny = row.network === null && row.device === 'all';
  return [{ low: Number(row.low) * price, high: Number(row.high) * price, isAny }];
}
