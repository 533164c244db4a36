// Exact amounts: whole numbers of a unit. Money in EUR and rates are in 1e-10, amounts of records
// in 1e-8, shares in millionths.

export const EUR_PLACES = 10;
const AMOUNT_PLACES = 8;
const SHARE_PLACES = 6;
export const ONE_EUR = 10n ** BigInt(EUR_PLACES);
export const ONE_AMOUNT = 10n ** BigInt(AMOUNT_PLACES);
export const WHOLE_SHARE = 10n ** BigInt(SHARE_PLACES);

/** A decimal text as a whole number of 10^-places. Further digits are cut. */
export function units(decimal: string, places: number): bigint {
  const [whole = '', part = ''] = decimal.split('.');
  return BigInt(whole + part.slice(0, places).padEnd(places, '0'));
}

export const amountOf = (decimal: string): bigint => units(decimal, AMOUNT_PLACES);
export const rateOf = (decimal: string): bigint => units(decimal, EUR_PLACES);
export const shareOf = (decimal: string): bigint => units(decimal, SHARE_PLACES);

export const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
export const most = (one: bigint, other: bigint): bigint => (one > other ? one : other);

export function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

/** The quotient of two numbers that are not negative, cut up. */
export function cutUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}
