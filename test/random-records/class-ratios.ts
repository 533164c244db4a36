// Random ratios of comparable operations (M-CLASS): members with few and many months, in all strata
// or some, and published cases.
import { type ClassRatio, ratioOf } from '../../pipeline/method/class/comparable.ts';
import type { Stratum } from '../../pipeline/method/class/stratum.ts';
import type { CaseRatio } from '../../pipeline/export/case/ratio-file.ts';
import type { Random } from '../../pipeline/platform/random.ts';

/** Members have names that an operation of another file could have. */
export const memberName = (index: number) => `operation hidden-${String(index)}.example`;

/** In each of some strata up to so many members; with so few that some strata have no class. */
export function randomRatios(
  random: Random,
  strata: readonly Stratum[],
  members: number,
): CaseRatio[] {
  return strata.flatMap((stratum) =>
    Array.from({ length: members }, (_, index) => index).flatMap((index) => {
      if (random.chance(0.1)) return [];
      const months = random.chance(0.05) ? 70 : 1 + random.below(4);
      return Array.from({ length: months }, () => ({
        ...stratum,
        member: memberName(index),
        ...randomRatio(random),
      }));
    }),
  );
}

function randomRatio(random: Random): Pick<ClassRatio, 'ratio'> & Pick<CaseRatio, 'made'> {
  // A published case says its ratio alone.
  if (random.chance(0.1)) return { ratio: BigInt(random.below(1_000_000_000)), made: null };
  // Few different figures, so that ratios are alike.
  const documented = BigInt(1 + random.below(40)) * 1_250_000n;
  const audience = BigInt(1_000 * (1 + random.below(30)) + random.below(2));
  return { ratio: ratioOf(documented, audience), made: { documented, audience } };
}
