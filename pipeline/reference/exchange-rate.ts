// EUR per unit of a currency, from units per USD (docs/method.md, "Exchange rates"): table(EUR) /
// table(currency), truncated to 10 decimals.
import { invariant } from '../platform/failure.ts';
import { fixedPoint } from '../text/fixed-point.ts';

const DECIMALS = 10;

interface Fraction {
  numerator: bigint;
  /** A power of ten. */
  denominator: bigint;
}

function parse(decimal: string): Fraction {
  const [whole = '', part = ''] = decimal.split('.');
  return { numerator: BigInt(whole + part), denominator: 10n ** BigInt(part.length) };
}

/**
 * @param eurosPerUsd EUR for one USD, decimal text
 * @param unitsPerUsd units of the currency for one USD, decimal text above 0
 * @returns decimal text with 10 decimals
 */
export function eurPerUnit(eurosPerUsd: string, unitsPerUsd: string): string {
  const [euros, units] = [parse(eurosPerUsd), parse(unitsPerUsd)];
  invariant(units.numerator > 0n, 'an exchange rate is above 0');
  const scaled =
    (euros.numerator * units.denominator * 10n ** BigInt(DECIMALS)) /
    (euros.denominator * units.numerator);
  return fixedPoint(scaled, DECIMALS);
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
