// Property 3: a floor falls only by a correction, a reversal, a hop, a dispute, a record of who is
// who, a rate, or a change of the owner of a month. So one paid flow more, under an id that nothing
// names, lowers no total unless
// - it made a twin, a total or a balance (M-TWIN, M-TOTAL),
// - another group owns a month that was owned before (M-OWNER), or
// - it made a take-back concern the operation, or of money that was paid (M-REVERSAL, M-UNPLACED).
// And one reversal more raises no total unless
// - another group owns a month that was owned before, or
// - another source's take-back of the same amount now counts as the same one (M-GONE), and the
//   total rises by at most what that one took.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sum } from '../../../pipeline/method/amount.ts';
import type { FlowRecord } from '../../../pipeline/method/evidence.ts';
import type { Floors } from '../../../pipeline/method/floors-of.ts';
import { groupBy } from '../../../pipeline/method/order.ts';
import { OPERATIONS, arbitraryEvidence } from '../arbitrary-evidence.ts';
import { drafts } from '../arbitrary-draft.ts';
import { CUT, computed, takeBacksIn, toldTwice, totalOf, withFlows } from '../computed.ts';
import { flowRecord } from '../draft.ts';
import { changedOwners } from '../owned-months.ts';
import { PATIENCE_MS, WORLDS } from './worlds.ts';

/** A flow that names nothing and that nothing names. */
const flows = (status: 'paid' | 'accrued') =>
  drafts.map(({ fields }) => flowRecord({ ...fields, status, flow_id: 'one more' }));

test(
  'one paid flow more lowers no total but by a change of owner, a twin or a take-back',
  () => {
    fc.assert(
      fc.property(arbitraryEvidence, flows('paid'), (evidence, flow) => {
        for (const operation of OPERATIONS) {
          const before = computed(operation, evidence);
          const after = computed(operation, withFlows(evidence, [flow]));
          if (totalOf(after) + CUT >= totalOf(before)) continue;
          const reasons = {
            owners: changedOwners(before.documented, after.documented),
            toldTwice: toldTwice(after.reading).filter(
              (name) => !toldTwice(before.reading).includes(name),
            ),
            takeBacks: takeBacksIn(after).filter((name) => !takeBacksIn(before).includes(name)),
          };
          expect(Object.values(reasons).flat(), operation).not.toEqual([]);
        }
      }),
      WORLDS,
    );
  },
  PATIENCE_MS,
);

test(
  'one accrued flow more changes no total',
  () => {
    fc.assert(
      fc.property(arbitraryEvidence, flows('accrued'), (evidence, flow) => {
        for (const operation of OPERATIONS) {
          const before = computed(operation, evidence);
          const after = computed(operation, withFlows(evidence, [flow]));
          expect(totalOf(after), operation).toBe(totalOf(before));
        }
      }),
      WORLDS,
    );
  },
  PATIENCE_MS,
);

/** By the flow that takes back: what those of one amount and currency took from other sources. */
function goneBy(floors: Floors, { amount, currency }: FlowRecord): ReadonlyMap<string, bigint> {
  const { chosen, other } = floors.documented;
  const taken = [...chosen.gone, ...other.gone].filter(
    ({ takeBack: { flow } }) =>
      Number(flow.record.amount) === Number(amount) && flow.currency === currency,
  );
  const byTakeBack = groupBy(taken, ({ takeBack }) => takeBack.flow.name);
  return new Map([...byTakeBack].map(([name, all]) => [name, sum(all.map(({ eur }) => eur))]));
}

test(
  'one reversal more raises no total but by a change of owner or of the same take-back',
  () => {
    fc.assert(
      fc.property(arbitraryEvidence, drafts, fc.nat(), (evidence, { fields }, named) => {
        const target = evidence.flows[named % (evidence.flows.length + 1)];
        const reverses =
          target === undefined ? null : { source: target.source, flow_id: target.flow_id };
        const flow = flowRecord({ ...fields, status: 'reversed', flow_id: 'one more', reverses });
        for (const operation of OPERATIONS) {
          const before = computed(operation, evidence);
          const after = computed(operation, withFlows(evidence, [flow]));
          if (totalOf(after) <= totalOf(before)) continue;
          const now = goneBy(after, flow);
          const less = [...goneBy(before, flow)].map(([name, eur]) => eur - (now.get(name) ?? 0n));
          const known = sum(less.filter((eur) => eur > 0n)) + CUT;
          if (totalOf(after) - totalOf(before) <= known) continue;
          expect(changedOwners(before.documented, after.documented), operation).not.toEqual([]);
        }
      }),
      WORLDS,
    );
  },
  PATIENCE_MS,
);
