// Further small worlds, invented by an attacker of the method: what honest but imperfect sources
// report of money whose true course is known. No sum of floors is above the truth.
import { expect, test } from 'vitest';
import { randomOf } from '../../pipeline/platform/random.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { evidenceOf, floors, rateTables } from './flow-records.ts';
import { copies } from './further-worlds/copies.ts';
import { coverage } from './further-worlds/coverage.ts';
import { hardTakeBacks } from './further-worlds/hard-take-backs.ts';
import { hops } from './further-worlds/hops.ts';
import { hopsPaidLater } from './further-worlds/hops-paid-later.ts';
import { names } from './further-worlds/names.ts';
import { owners } from './further-worlds/owners.ts';
import { settlements } from './further-worlds/settlements.ts';
import { takeBacks } from './further-worlds/take-backs.ts';
import type { Kind } from './further-worlds/world.ts';

const SEEDS = [1, 2, 3];
const { networkNames } = methodReference();

/** The sum of the floors in cents, and the truth. */
function ofWorld(kind: Kind, seed: number) {
  const { flows, truth, more, reference } = kind(randomOf(seed));
  const { months } = floors(evidenceOf(flows, more), {
    reference: { networkNames, rates: rateTables(), ...reference },
  });
  const sum = months.reduce((all, { floor }) => all + floor, 0n);
  return { sum: Number(sum) / 100, truth };
}

const kinds = [
  copies,
  coverage,
  takeBacks,
  hardTakeBacks,
  settlements,
  hops,
  hopsPaidLater,
  owners,
  names,
].flatMap((some) => Object.entries(some));

test.for(kinds)('%s', ([, kind]) => {
  for (const seed of SEEDS) {
    const { sum, truth } = ofWorld(kind, seed);
    expect(sum, `seed ${String(seed)}`).toBeLessThanOrEqual(truth + 2);
  }
});
