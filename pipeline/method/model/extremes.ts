import { least, most } from '../amount.ts';

/** Of no values it is 0. No value is below 0. */
export function largest(values: readonly bigint[]): bigint {
  return values.reduce(most, 0n);
}

/** Of no values it is null. */
export function smallest([first, ...others]: readonly bigint[]): bigint | null {
  return first === undefined ? null : others.reduce(least, first);
}
