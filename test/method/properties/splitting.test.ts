// Property 2: splitting a paid flow into parts of different amounts with the same dates changes no
// total by more than 0.0001 EUR a part. It holds for a flow
// - of which one content is known, which names nothing and is named by nothing,
// - that is no twin, total or balance, nor one that makes a total (M-TWIN, M-TOTAL), and whose
//   parts are none,
// - whose parts sort where the flow did, since M-GONE takes in the order of flow_id.
// Splitting a flow makes more flows: of one that crosses a month, M-OWNER counts the crossings. And
// each part is cut after 10 decimals. So ranks may change where the flow crosses a month, or where
// it is not exact in each of its cells; the total must then have changed by a change of owner.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Evidence, FlowRecord } from '../../../pipeline/method/evidence.ts';
import type { Floors } from '../../../pipeline/method/floors-of.ts';
import { OPERATIONS, arbitraryEvidence } from '../arbitrary-evidence.ts';
import { computed, toldTwice, totalOf, withFlows } from '../computed.ts';
import { flowRecord } from '../draft.ts';
import { changedOwners } from '../owned-months.ts';
import { PATIENCE_MS, WORLDS } from './worlds.ts';

/** Each cell of each part is cut down, and what is taken from it is cut up. */
const CUT_A_CELL = 4n;

const namesIn = ({ reverses, upstream, settles }: FlowRecord) =>
  [reverses, ...upstream].flatMap((entry) => entry?.flow_id ?? []).concat(settles);

function isSplittable(flow: FlowRecord, { flows }: Evidence): boolean {
  const isNamed = flows.some((other) => namesIn(other).includes(flow.flow_id));
  const isOnce = flows.filter(({ flow_id: id }) => id === flow.flow_id).length === 1;
  const isPaid = flow.status === 'paid' && !flow.void && Number(flow.amount) > 0.03;
  return isPaid && isOnce && !isNamed && namesIn(flow).length === 0;
}

/** Two or three parts of different amounts, in cents. */
function partsOf(flow: FlowRecord, cents: number, isThree: boolean): FlowRecord[] {
  const whole = Math.round(Number(flow.amount) * 100);
  const first = 1 + (cents % (whole - 1));
  const second = isThree ? Math.floor((whole - first) / 3) : whole - first;
  const amounts = [first, second, whole - first - second].filter((amount) => amount > 0);
  return amounts.map((amount, at) =>
    flowRecord({
      ...flow,
      amount: (amount / 100).toFixed(2),
      flow_id: `${flow.flow_id}${at === 0 ? '' : `.${String(at)}`}`,
    }),
  );
}

const cellsOf = (floors: Floors, name: string) =>
  floors.documented.holdings
    .filter(({ flow }) => flow.name === name)
    .reduce((count, { parts }) => count + parts.length, 0);

function isExact({ documented }: Floors, name: string): boolean {
  const own = documented.holdings.filter(({ flow }) => flow.name === name);
  return own.every(
    ({ flow, parts }) =>
      flow.currency === 'EUR' &&
      flow.basis === 'net' &&
      parts.every(
        ({ cell: { propertyShare, days, periodDays } }) =>
          propertyShare === 1_000_000n && days === periodDays,
      ),
  );
}

test(
  'splitting a flow changes no total by more than 0.0001 EUR a part',
  () => {
    let tried = 0;
    fc.assert(
      fc.property(
        arbitraryEvidence,
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (evidence, at, cents, isThree) => {
          const splittable = evidence.flows.filter((flow) => isSplittable(flow, evidence));
          const whole = splittable[at % Math.max(1, splittable.length)];
          if (whole === undefined) return;
          const parts = partsOf(whole, cents, isThree);
          if (new Set(parts.map(({ amount }) => amount)).size < parts.length) return;
          const others = { ...evidence, flows: evidence.flows.filter((flow) => flow !== whole) };
          for (const operation of OPERATIONS) {
            const before = computed(operation, evidence);
            const after = computed(operation, withFlows(others, parts));
            if (toldTwice(before.reading).join() !== toldTwice(after.reading).join()) return;
            tried += 1;
            const name = `${whole.source}\0${whole.flow_id}`;
            const owners = changedOwners(before.documented, after.documented);
            if (isExact(before, name)) expect(owners, operation).toEqual([]);
            else if (owners.length > 0) return;
            const cells = BigInt(cellsOf(before, name) * parts.length);
            const change = totalOf(after) - totalOf(before);
            expect(change < 0n ? -change : change).toBeLessThanOrEqual(CUT_A_CELL * cells);
          }
        },
      ),
      WORLDS,
    );
    expect(tried).toBeGreaterThan(WORLDS.numRuns);
  },
  PATIENCE_MS,
);
