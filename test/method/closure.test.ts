// The closure of an operation holds all that its floors are computed from: they are the same as
// from all records, to the last digit and with the same trace.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closureOf } from '../../pipeline/method/closure.ts';
import type { Evidence } from '../../pipeline/method/evidence.ts';
import { type Floors, floorsOf } from '../../pipeline/method/floors-of.ts';
import type { Reference } from '../../pipeline/method/reference.ts';
import { worldOf } from '../worlds/world.ts';
import { arbitraryEvidence } from './arbitrary-evidence.ts';
import { evidenceOf, flow, inMonth, reversal, site } from './flow-records.ts';
import { PATIENCE_MS, WORLDS } from './properties/worlds.ts';
import { smallReference } from './small-reference.ts';

const WORLDS_WITH_TRUTH = 200;

/** What is said of an operation, as text. */
function told({ months, documented, leftOut }: Floors) {
  const { chosen, other } = documented;
  const sides = [chosen, other].map(({ total, groups, gone, unplaced }) => ({
    total,
    groups: groups.map(({ key, source, rank, months: owned }) => ({ key, source, rank, owned })),
    gone: gone.map(({ takeBack, holding, eur }) => [takeBack.flow.name, holding.flow.name, eur]),
    unplaced: unplaced.map(({ takeBack, month, line, eur }) => [
      takeBack?.flow.name,
      month,
      line,
      eur,
    ]),
  }));
  const out = leftOut.map((one) => `${one.flow.name} ${one.reason} ${String(one.months)}`);
  return { months, sides, out: out.sort() };
}

function expectSame(operation: string, evidence: Evidence, reference: Reference): number {
  const closure = closureOf(operation, evidence, reference);
  expect(told(floorsOf(operation, closure, reference))).toEqual(
    told(floorsOf(operation, evidence, reference)),
  );
  // The closure of a closure is the same records.
  expect(closureOf(operation, closure, reference)).toEqual(closure);
  return evidence.flows.length - closure.flows.length;
}

test(
  'of mischievous worlds',
  () => {
    let left = 0;
    fc.assert(
      fc.property(arbitraryEvidence, (evidence) => {
        for (const operation of ['alpha', 'beta'])
          left += expectSame(operation, evidence, smallReference);
      }),
      WORLDS,
    );
    expect(left).toBeGreaterThan(1_000);
  },
  PATIENCE_MS,
);

test(
  'of worlds of several sources',
  () => {
    let left = 0;
    for (let seed = 0; seed < WORLDS_WITH_TRUTH; seed += 1) {
      const { evidence, reference, truth } = worldOf(seed, null);
      for (const operation of truth.keys()) left += expectSame(operation, evidence, reference);
    }
    expect(left).toBeGreaterThan(100);
  },
  PATIENCE_MS,
);

test('what is of another operation, and linked with nothing, is not in it', () => {
  const evidence = evidenceOf(
    [
      flow('mine', inMonth('2020-03')),
      flow('theirs', { ...inMonth('2020-03'), site: 'other.tv' }),
      reversal('r', 'theirs', { ...inMonth('2020-03'), site: 'other.tv' }),
    ],
    { sites: [site('films.tv', 'films'), site('other.tv', 'others')] },
  );
  const { flows, sites } = closureOf('films', evidence, smallReference);
  expect(flows.map(({ flow_id: id }) => id)).toEqual(['mine']);
  expect(sites.map(({ operation }) => operation)).toEqual(['films']);
});
