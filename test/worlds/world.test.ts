import { describe, expect, it } from 'vitest';
import { ASSUMPTIONS } from './assumption.ts';
import { HAPPENINGS } from './happening.ts';
import { worldOf, type World } from './world.ts';

/** Maps and all, as text. */
function textOf({ evidence, reference, truth }: World): string {
  const months = [...truth].map(([operation, of]) => [operation, [...of].map(String)]);
  const { margins, ...rates } = reference.rates;
  return JSON.stringify([evidence, { ...reference, rates }, [...margins], months]);
}

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const worlds = SEEDS.map((seed) => worldOf(seed));

describe('worlds', () => {
  it('are the same for the same seed, and others for another', () => {
    const texts = worlds.slice(0, 40).map(textOf);
    expect(SEEDS.slice(0, 40).map((seed) => textOf(worldOf(seed)))).toEqual(texts);
    expect(new Set(texts).size).toBe(40);
  });

  it.each([...HAPPENINGS])('hold %s in one of 200 seeds', (name) => {
    expect(worlds.filter(({ happenings }) => happenings.includes(name)).length).toBeGreaterThan(0);
  });

  it('are small, and hold no record that a schema refuses', () => {
    for (const { evidence } of worlds) {
      expect(evidence.flows.length).toBeGreaterThan(0);
      expect(evidence.flows.length).toBeLessThan(150);
    }
    const sizes = worlds.map(({ evidence }) => evidence.flows.length).sort((a, b) => a - b);
    expect(sizes[100]).toBeGreaterThan(10);
    expect(sizes[100]).toBeLessThan(60);
  });

  it('have a truth of every operation, never below 0', () => {
    for (const { truth } of worlds) {
      expect(truth.size).toBeGreaterThan(0);
      for (const months of truth.values())
        for (const amount of months.values()) expect(amount).toBeGreaterThanOrEqual(0n);
    }
  });

  it.each([...ASSUMPTIONS])('are others where %s is broken', (broken) => {
    const others = SEEDS.slice(0, 20).filter((seed, index) => {
      const world = worldOf(seed, broken);
      const whole = worlds[index];
      return whole !== undefined && textOf(world) !== textOf(whole);
    });
    expect(others.length).toBeGreaterThan(10);
  });
});
