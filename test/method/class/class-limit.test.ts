// M-CLASS by hand: the limit of a class, and who is one member.
import { describe, expect, test } from 'vitest';
import {
  type MemberRatio,
  classLimit,
  leastAlphaPpm,
  leastMembers,
  membersWith,
} from '../../../pipeline/method/class/class-limit.ts';

/** Members with one ratio each: 1, 2, 3 ... */
const singles = (count: number): MemberRatio[] =>
  Array.from({ length: count }, (_, index) => ({
    member: `m${String(index)}`,
    ratio: BigInt(index + 1),
  }));

const limitOf = (ratios: readonly MemberRatio[], alphaPpm = 40_000) =>
  classLimit(membersWith(ratios), alphaPpm);

/** Another way to the same: the exact definition, with fractions over one denominator. */
function byDefinition(ratios: readonly MemberRatio[], alphaPpm: number): bigint | null {
  const members = new Map<string, bigint[]>();
  for (const { member, ratio } of ratios)
    members.set(member, [...(members.get(member) ?? []), ratio]);
  const all = [...members.values()];
  const denominator = all.reduce((product, { length }) => product * BigInt(length), 1_000_000n);
  const bound =
    (BigInt(alphaPpm) * BigInt(all.length + 1) * denominator) / 1_000_000n - denominator;
  const below = (t: bigint) =>
    all.reduce(
      (sum, own) =>
        sum + (BigInt(own.filter((ratio) => ratio < t).length) * denominator) / BigInt(own.length),
      0n,
    );
  const holds = ratios.map(({ ratio }) => ratio).filter((t) => below(t) <= bound);
  return bound < 0n ? null : holds.reduce((most, t) => (t > most ? t : most), 0n);
}

describe('the limit of a class', () => {
  test('needs 24 members at 0.04, and is then their smallest ratio', () => {
    expect(limitOf(singles(23))).toBeNull();
    expect(limitOf(singles(24))).toBe(1n);
    expect(leastMembers(40_000)).toBe(24);
    expect(leastAlphaPpm(24)).toBe(40_000);
  });

  test('lets one member lie below it from 49 members on, and two from 74', () => {
    expect([48, 49, 73, 74].map((count) => limitOf(singles(count)))).toEqual([1n, 2n, 2n, 3n]);
  });

  test('a member weighs the same, however many ratios it has', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      member: 'many',
      ratio: BigInt(100 + index),
    }));
    const others = singles(48).map((one) => ({ ...one, ratio: one.ratio + 1_000n }));
    // 49 members: one whole member may lie below, which is all twelve ratios of one.
    expect(limitOf([...many, ...others])).toBe(1_001n);
    expect(limitOf([...many.slice(1), { member: 'many', ratio: 2_000n }, ...others])).toBe(1_001n);
    expect(limitOf(others)).toBe(1_001n);
  });

  test('equal ratios are below it together or not at all', () => {
    const equal = singles(49).map((one, index) => (index < 5 ? { ...one, ratio: 5n } : one));
    expect(limitOf(equal)).toBe(5n);
  });

  test('does not depend on the order of the ratios', () => {
    const ratios = singles(60);
    expect(limitOf(ratios.toReversed())).toBe(limitOf(ratios));
  });

  test('is that of the definition, for members with 1 to 12 ratios and any alpha', () => {
    let state = 7;
    const next = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let world = 0; world < 300; world += 1) {
      const members = 1 + next(60);
      const ratios = Array.from({ length: members }, (_, member) =>
        Array.from({ length: 1 + next(12) }, () => ({
          member: String(member),
          ratio: BigInt(1 + next(40)),
        })),
      ).flat();
      const alphaPpm = 1_000 * (1 + next(900));
      expect(limitOf(ratios, alphaPpm), `world ${String(world)}`).toBe(
        byDefinition(ratios, alphaPpm),
      );
    }
  });

  test('of the lowest ratios is that of all, or says that more are needed', () => {
    const { count, ratios } = membersWith(singles(100));
    expect(classLimit({ count, ratios: ratios.slice(0, 10) }, 40_000)).toBe(4n);
    expect(() => classLimit({ count, ratios: ratios.slice(0, 2) }, 40_000)).toThrow('end below q');
  });
});
