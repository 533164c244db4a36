// Property 5, as far as it can be seen without the truth (soundness.test.ts has it with the truth).
// A wider window raises no total while the owners of months stay: it can only make a flow meet more
// months and more take-backs. It holds for a flow that nothing takes back and no hop supersedes: a
// wider window of what is taken back may show that two sources tell of one take-back (M-GONE). A
// take-back that now meets the flow may take from it instead of from another flow, which a further
// take-back cannot reach. The total then rises by at most what is newly taken from the flow. One
// more name of a network, or one more conduit, may raise a total. Then another group owns a month,
// or a take-back has another key.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { most, sum } from '../../../pipeline/method/amount.ts';
import { dayOf, dayText } from '../../../pipeline/method/calendar.ts';
import type { Evidence, FlowRecord } from '../../../pipeline/method/evidence.ts';
import type { Floors } from '../../../pipeline/method/floors-of.ts';
import {
  OPERATIONS,
  arbitraryEvidence,
  networkRecord,
  networkRows,
} from '../arbitrary-evidence.ts';
import { CUT, computed, takeBacksIn, toldTwice, totalOf } from '../computed.ts';
import { changedOwners, ownedMonths } from '../owned-months.ts';
import { PATIENCE_MS, WORLDS } from './worlds.ts';

/** Flows whose window a further statement date widens, and does nothing else. */
function isWidenable(flow: FlowRecord, { flows }: Evidence): boolean {
  const { status, currency, statement_date: statement, payer_account: payer } = flow;
  const { period_start: start, period_end: end, value_date: value } = flow;
  const isOnce = flows.filter(({ flow_id: id }) => id === flow.flow_id).length === 1;
  // Without a value date, the statement also says when a payer owned its account, and when the rest
  // of a payment that settles lines arrived.
  const isDatedByIt = value === null && (payer !== null || flow.settles.length > 0);
  const isUndated = start === null || start === end || isDatedByIt;
  return status === 'paid' && isOnce && currency === 'EUR' && statement === null && !isUndated;
}

const isTakenBack = ({ documented }: Floors, { source, flow_id: id }: FlowRecord) =>
  documented.takeBacks.some(
    ({ target }) => target !== null && [target.name, target.payment].includes(`${source}\0${id}`),
  );

const takenFrom = ({ documented }: Floors, { source, flow_id: id }: FlowRecord) =>
  sum(
    [...documented.chosen.gone, ...documented.other.gone]
      .filter(({ holding }) => holding.flow.name === `${source}\0${id}`)
      .map(({ eur }) => eur),
  );

function widened(flow: FlowRecord, days: number): FlowRecord {
  const known = [flow.period_start, flow.period_end, flow.value_date].flatMap((day) => day ?? []);
  const [first = '', last = first] = [known.toSorted()[0], known.toSorted().at(-1)];
  const day = days < 0 ? dayOf(first) + days : dayOf(last) + days;
  return { ...flow, statement_date: dayText(day) };
}

const further = fc.oneof(fc.integer({ min: 1, max: 150 }), fc.integer({ min: -150, max: -1 }));

test(
  'widening a window raises no total while the owners of months stay',
  () => {
    let tried = 0;
    fc.assert(
      fc.property(arbitraryEvidence, fc.nat(), further, (evidence, at, days) => {
        const widenable = evidence.flows.filter((flow) => isWidenable(flow, evidence));
        const flow = widenable[at % Math.max(1, widenable.length)];
        if (flow === undefined) return;
        const flows = evidence.flows.map((one) => (one === flow ? widened(one, days) : one));
        for (const operation of OPERATIONS) {
          const before = computed(operation, evidence);
          const after = computed(operation, { ...evidence, flows });
          if (isTakenBack(before, flow)) continue;
          if (toldTwice(before.reading).join() !== toldTwice(after.reading).join()) continue;
          tried += 1;
          const instead = most(0n, takenFrom(after, flow) - takenFrom(before, flow));
          if (totalOf(after) <= totalOf(before) + instead + CUT) continue;
          expect(changedOwners(before.documented, after.documented), operation).not.toEqual([]);
        }
      }),
      WORLDS,
    );
    expect(tried).toBeGreaterThan(WORLDS.numRuns / 2);
  },
  PATIENCE_MS,
);

test(
  'joining names or adding a conduit raises no total but by a change of owner or key',
  () => {
    fc.assert(
      fc.property(arbitraryEvidence, networkRows, (evidence, row) => {
        const networks = [...evidence.networks, networkRecord(row, 'one more')];
        for (const operation of OPERATIONS) {
          const before = computed(operation, evidence);
          const after = computed(operation, { ...evidence, networks });
          if (totalOf(after) <= totalOf(before) + CUT) continue;
          const owned = [...ownedMonths(before.documented)].join();
          const isOwnerChanged = owned !== [...ownedMonths(after.documented)].join();
          const isKeyChanged = takeBacksIn(before).join() !== takeBacksIn(after).join();
          const areTwinsChanged =
            toldTwice(before.reading).join() !== toldTwice(after.reading).join();
          expect(isOwnerChanged || isKeyChanged || areTwinsChanged, operation).toBe(true);
        }
      }),
      WORLDS,
    );
  },
  PATIENCE_MS,
);
