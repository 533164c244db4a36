// EUR per unit of a currency, from units per USD (docs/method.md, M-RATE): table(EUR) /
// table(currency), truncated to 10 decimals.
import { invariant } from '../platform/failure.ts';
import { fixedPoint } from '../text/fixed-point.ts';

const DECIMALS = 10;

/**
 * The most EUR that one unit may be worth. An amount with 14 digits before and 8 after the point
 * times such a rate still fits the whole numbers of 128 bits in which the engine multiplies.
 */
export const MOST_EUR_PER_UNIT = 1_000_000;

/** The table has 200,000 rates, and a power of a whole number is slow. */
const POWERS = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent));

/** The digits of a decimal as a whole number, and how many are after the point. */
function digitsOf(decimal: string): [value: bigint, places: number] {
  const point = decimal.indexOf('.');
  if (point < 0) return [BigInt(decimal), 0];
  return [BigInt(decimal.slice(0, point) + decimal.slice(point + 1)), decimal.length - point - 1];
}

/**
 * @param eurosPerUsd EUR for one USD, decimal text
 * @param unitsPerUsd units of the currency for one USD, decimal text above 0
 * @returns decimal text with 10 decimals
 */
export function eurPerUnit(eurosPerUsd: string, unitsPerUsd: string): string {
  const [euros, euroPlaces] = digitsOf(eurosPerUsd);
  const [units, unitPlaces] = digitsOf(unitsPerUsd);
  const [up, down] = [POWERS[unitPlaces + DECIMALS], POWERS[euroPlaces]];
  invariant(units > 0n && up !== undefined && down !== undefined, 'an exchange rate is above 0');
  return fixedPoint((euros * up) / (down * units), DECIMALS);
}

export interface MonthlyRate {
  currency: string;
  /** YYYY-MM */
  period: string;
  eur_per_unit: string;
}

/**
 * Turns a table of units per USD, which must have EUR, into EUR per unit of USD and of every other
 * currency.
 */
export function monthlyRates(
  rows: readonly { month: string; currency: string; units_per_usd: string }[],
): MonthlyRate[] {
  const euroOf = new Map(
    rows.filter((row) => row.currency === 'EUR').map((row) => [row.month, row.units_per_usd]),
  );
  const dollars = [...euroOf.keys()].map((at) => ({
    month: at,
    currency: 'USD',
    units_per_usd: '1',
  }));
  return [...rows, ...dollars].flatMap((row) => {
    const euros = euroOf.get(row.month);
    if (euros === undefined || row.currency === 'EUR') return [];
    return [
      {
        currency: row.currency,
        period: row.month,
        eur_per_unit: eurPerUnit(euros, row.units_per_usd),
      },
    ];
  });
}
