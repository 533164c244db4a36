// Property 4: in worlds of which the truth is known, no sum of floors is above the truth where the
// assumptions of documented money hold. Property 5: one more name, conduit or reversal, and a wider
// window, leave every sum so.
import { expect, test } from 'vitest';
import { dayOf, dayText } from '../../../pipeline/method/calendar.ts';
import type { Evidence, FlowRecord } from '../../../pipeline/method/evidence.ts';
import { floorsOf } from '../../../pipeline/method/floors-of.ts';
import { readEvidence } from '../../../pipeline/method/reading.ts';
import { type Random, randomOf } from '../../../pipeline/platform/random.ts';
import { isDomainName } from '../../../schemas/network-key.ts';
import { shuffled } from '../../shuffled.ts';
import { type World, worldOf } from '../../worlds/world.ts';
import { networkRecord } from '../arbitrary-evidence.ts';
import { toldTwice } from '../computed.ts';
import { flowRecord } from '../draft.ts';
import { PATIENCE_MS, WORLDS } from './worlds.ts';

/** Rounding of the sources, in 1e-4 EUR. */
const TOLERANCE = 200n;
const ONE_UNIT = 1_000_000n;
const seeds = Array.from({ length: WORLDS.numRuns }, (_, seed) => seed);

/** Sums of floors above the truth, with the operation. */
function tooHigh({ truth, reference }: World, evidence: Evidence): string[] {
  return [...truth].flatMap(([operation, months]) => {
    const floors = floorsOf(operation, evidence, reference);
    const sum = floors.months.reduce((total, { floor }) => total + floor, 0n);
    const kept = [...months.values()].reduce((total, eur) => total + eur, 0n) / ONE_UNIT;
    return sum > kept + TOLERANCE
      ? [`${operation}: ${String(sum)} of ${String(kept)} in 1e-4 EUR`]
      : [];
  });
}

/** Two networks joined as one, or a conduit. A false name of a company would break `one_name`. */
function withName(evidence: Evidence, random: Random): Evidence {
  const names = evidence.flows.flatMap(({ network }) => network ?? []).filter(isDomainName);
  const [name, other] = shuffled([...new Set(names), 'adcash.com', 'popads.net'].sort(), random);
  const row = random.chance(0.3) ? { is_conduit: true } : { name: other ?? null };
  const record = networkRecord({ network: name ?? 'popads.net', ...row }, 'one more');
  return { ...evidence, networks: [...evidence.networks, record] };
}

/** A part of a payment that was taken back as well, told by its source. */
function withReversal(evidence: Evidence, random: Random): Evidence {
  const paid = evidence.flows.filter(({ status, void: isVoid }) => status === 'paid' && !isVoid);
  const target = paid[random.below(Math.max(1, paid.length))];
  if (target === undefined) return evidence;
  const { source, network, currency, site, site_shares, publisher_account: account } = target;
  const reversal = flowRecord({
    ...{ source, network, currency, site, site_shares, publisher_account: account },
    flow_id: 'one more',
    status: 'reversed',
    basis: 'net',
    amount: '0.37',
    value_date: target.value_date ?? target.statement_date ?? target.period_end,
    reverses: random.chance(0.7) ? { flow_id: target.flow_id } : null,
  });
  return { ...evidence, flows: [...evidence.flows, reversal] };
}

/** A flow with a statement long after all else, or long before. A twin would be one no more. */
function withWiderWindow(evidence: Evidence, random: Random, { reference }: World): Evidence {
  const undated = evidence.flows.flatMap((flow) => {
    const { statement_date: day, value_date: value, period_end: end, currency, status } = flow;
    const isWidenable = day === null && value !== null && end !== null && status === 'paid';
    return isWidenable && currency === 'EUR' ? [{ flow, value }] : [];
  });
  const one = undated[random.below(Math.max(1, undated.length))];
  if (one === undefined) return evidence;
  const day = dayText(dayOf(one.value) + (random.chance(0.5) ? 90 : -200));
  const isIt = ({ source, flow_id: id }: FlowRecord) =>
    source === one.flow.source && id === one.flow.flow_id;
  const flows = evidence.flows.map((flow) =>
    isIt(flow) ? { ...flow, statement_date: day } : flow,
  );
  const wider = { ...evidence, flows };
  const [before, after] = [evidence, wider].map((of) => toldTwice(readEvidence(of, reference)));
  return before?.join() === after?.join() ? wider : evidence;
}

type Change = (evidence: Evidence, random: Random, world: World) => Evidence;

function expectSound(change: Change): void {
  const faults = seeds.flatMap((seed) => {
    const world = worldOf(seed);
    const found = tooHigh(world, change(world.evidence, randomOf(seed, 5), world));
    return found.map((fault) => `seed ${String(seed)}, ${fault}`);
  });
  expect(faults).toEqual([]);
}

test(
  'no sum of floors is above the truth',
  () => {
    expectSound((evidence) => evidence);
  },
  PATIENCE_MS,
);

test.each<[string, Change]>([
  ['one more name or conduit', withName],
  ['one more reversal', withReversal],
  ['a wider window', withWiderWindow],
])(
  'with %s, no sum of floors is above the truth',
  (_, change) => {
    expectSound(change);
  },
  PATIENCE_MS,
);
