// Property 3: a floor falls only by a correction, a reversal, a hop, a dispute, a record of who is
// who, a rate, or a change of the owner of a month. So one paid flow more, under an id that nothing
// names, lowers no total unless
// - it made a twin, a total or a balance (M-TWIN, M-TOTAL),
// - another group owns a month that was owned before (M-OWNER), or
// - it made a take-back concern the operation, or of money that was paid (M-REVERSAL, M-UNPLACED).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OPERATIONS, arbitraryEvidence } from '../arbitrary-evidence.ts';
import { drafts } from '../arbitrary-draft.ts';
import { computed, takeBacksIn, toldTwice, totalOf, withFlows } from '../computed.ts';
import { flowRecord } from '../draft.ts';
import { changedOwners } from '../owned-months.ts';
import { WORLDS } from './worlds.ts';

/** A flow that names nothing and that nothing names. */
const flows = (status: 'paid' | 'accrued') =>
  drafts.map(({ fields }) => flowRecord({ ...fields, status, flow_id: 'one more' }));

test('one paid flow more lowers no total but by a change of owner, a twin or a take-back', () => {
  fc.assert(
    fc.property(arbitraryEvidence, flows('paid'), (evidence, flow) => {
      for (const operation of OPERATIONS) {
        const before = computed(operation, evidence);
        const after = computed(operation, withFlows(evidence, [flow]));
        if (totalOf(after) >= totalOf(before)) continue;
        const reasons = {
          owners: changedOwners(before.documented, after.documented),
          toldTwice: toldTwice(after).filter((name) => !toldTwice(before).includes(name)),
          takeBacks: takeBacksIn(after).filter((name) => !takeBacksIn(before).includes(name)),
        };
        expect(Object.values(reasons).flat(), operation).not.toEqual([]);
      }
    }),
    WORLDS,
  );
});

test('one accrued flow more changes no total', () => {
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
});

test('one reversal more raises no total but by a change of the owner of a month', () => {
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
        expect(changedOwners(before.documented, after.documented), operation).not.toEqual([]);
      }
    }),
    WORLDS,
  );
});
