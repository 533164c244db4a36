// EUR per unit of a currency from units per USD (METHOD 3): table(EUR) / table(currency), truncated to 10 decimals.
import { invariant } from '../platform/failure.ts';

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
  const scaled = (euros.numerator * units.denominator * 10n ** BigInt(DECIMALS)) / (euros.denominator * units.numerator);
  const digits = scaled.toString().padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
}
