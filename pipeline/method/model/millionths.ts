// Rates of the card are whole numbers of millionths.
import { WHOLE_SHARE, units } from '../amount.ts';

/** 1, in millionths. */
export const ONE = WHOLE_SHARE;

const PLACES = 6;

/** millionths('0.5') is 500000n. */
export function millionths(decimal: string): bigint {
  return units(decimal, PLACES);
}
