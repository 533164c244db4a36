/** A whole number of 10^-places as decimal text: fixedPoint(-15n, 4) is -0.0015. */
export function fixedPoint(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
