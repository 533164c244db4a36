// M-LINES. The floor of each line of revenue. Documented money of a line is cut after 4 decimals,
// as the last step. Money of the line `other` may be advertising, so modelled advertising money is
// compared with both:
//
//   floor(advertising) = max(advertising + other, modelled) - other
//
// The other lines have their documented money.
import { most } from './amount.ts';
import type { Line } from './unplaced.ts';

/** In 1e-4 EUR, as all money of a floor. */
export type Lines = ReadonlyMap<Line, bigint>;

/** @param modelled advertising money of the model; 0: there is none */
export function floorLines(documented: Lines, modelled: bigint): Lines {
  const other = documented.get('other') ?? 0n;
  const advertising = documented.get('advertising') ?? 0n;
  const floor = most(advertising + other, modelled) - other;
  return floor === advertising ? documented : new Map([...documented, ['advertising', floor]]);
}
