// Whole numbers, in which modelled money is computed: rates in millionths, money in 0.0001 EUR.

/** 1, in millionths. */
export const ONE = 1_000_000n;

/** A decimal text in units of 10^-places: inUnits('0.5', 6) is 500000n. Further digits are cut. */
export function inUnits(decimal: string, places: number): bigint {
  const [whole = '', part = ''] = decimal.split('.');
  return BigInt(`${whole}${part.slice(0, places).padEnd(places, '0')}`);
}

export function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

/** Of no values it is 0. */
export function largest(values: readonly bigint[]): bigint {
  return values.reduce((most, value) => (value > most ? value : most), 0n);
}

/** Of no values it is null. */
export function smallest(values: readonly bigint[]): bigint | null {
  return values.reduce<bigint | null>(
    (least, value) => (least === null || value < least ? value : least),
    null,
  );
}
