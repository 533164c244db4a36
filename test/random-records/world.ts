// Random small worlds of flows and registry rows, dense in edge cases: revisions, disputes,
// repeats, reversals, hops, shares, sites that move. The same seed gives the same world. What
// docs/records.md leaves open (a site twice in one list, a share of 0) is not generated.
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import type { RecordOf } from '../../schemas/record.ts';
import { shuffled } from '../shuffled.ts';
import { randomRegistry } from './registry.ts';
import { NETWORKS, SITES, SOURCES, period, randomAmount, someDay } from './words.ts';

type FlowRecord = RecordOf<'flow'>;

export interface RandomWorld {
  readonly flows: readonly FlowRecord[];
  readonly sites: readonly RecordOf<'site'>[];
}

export function randomWorld(seed: number): RandomWorld {
  const random = randomOf(seed);
  const current = withHops(random, distinctFlows(random));
  return {
    flows: shuffled(
      current.flatMap((flow) => withHistory(random, flow)),
      random,
    ),
    sites: shuffled(randomRegistry(random), random),
  };
}

/** A flow of the same source. */
const named = (id: string) => ({ source: null, flow_id: id });

/** Up to 14 flows; the same flow_id often comes from several sources. */
function distinctFlows(random: Random): FlowRecord[] {
  const flows: FlowRecord[] = [];
  const count = 3 + random.below(12);
  while (flows.length < count) {
    const flow = nextFlow(random, flows);
    if (!flows.some((one) => one.source === flow.source && one.flow_id === flow.flow_id))
      flows.push(flow);
  }
  return flows;
}

function nextFlow(random: Random, earlier: readonly FlowRecord[]): FlowRecord {
  const flow = ordinaryFlow(random);
  const [first, ...others] = earlier;
  if (first === undefined) return flow;
  const other = random.pick([first, ...others]);
  const kind = random.below(10);
  if (kind < 3) return reversalOf(random, other, flow);
  if (kind < 5)
    return {
      ...other,
      source: flow.source,
      flow_id: flow.flow_id,
      reverses: other.status === 'reversed' ? named('f-1') : null,
    };
  return flow;
}

function ordinaryFlow(random: Random): FlowRecord {
  const [period_start, period_end] = period(random);
  const pooled = random.below(10);
  return {
    flow_id: `f-${String(1 + random.below(7))}`,
    revision: 3,
    source: random.pick(SOURCES),
    network: random.pick(NETWORKS),
    line: random.pick([
      'advertising',
      'advertising',
      'advertising',
      'file_host',
      'donation',
      'other',
    ]),
    publisher_account: random.pick(['pub-1', 'pub-2']),
    site: pooled < 6 ? random.pick([SITES[0], SITES[0], ...SITES]) : null,
    site_shares: pooled >= 6 && pooled < 9 ? siteShares(random) : null,
    period_start,
    period_end,
    value_date: random.chance(0.2) ? null : someDay(random),
    statement_date: random.chance(0.4) ? null : someDay(random),
    amount: randomAmount(random),
    currency: random.pick([
      'EUR',
      'EUR',
      'EUR',
      'EUR',
      'USD',
      'USD',
      'USD',
      'GBP',
      'GBP',
      'JPY',
      'JPY',
      'RUB',
      'LTL',
      'HRK',
    ]),
    status: random.chance(0.18) ? 'accrued' : 'paid',
    basis: random.chance(0.3) ? 'gross' : 'net',
    impressions: random.chance(0.5) ? null : random.below(1_000_000),
    clicks: null,
    reverses: null,
    upstream: [],
    settles: [],
    payer_account: null,
    payee: {
      name: 'Example Media Ltd',
      country: 'CY',
      account: 'w-1',
      account_type: 'wallet',
      bic: null,
      bank_country: null,
    },
    withheld: [],
    document_sha256: null,
    document_place: null,
    void: false,
  };
}

/**
 * One to three sites; their shares add up to 1 or to less. Rarely an empty list, which proves
 * nothing.
 */
function siteShares(random: Random): { site: string; share: string }[] {
  if (random.chance(0.08)) return [];
  const sites = shuffled(SITES, random).slice(0, 1 + random.below(3));
  let left = random.chance(0.5) ? 1_000_000 : 3 + random.below(999_997);
  return sites.map((site, index) => {
    const last = index === sites.length - 1;
    const wanted = random.pick([250_000, 333_333, 500_000, 1, 1 + random.below(900_000)]);
    const share = last ? left : Math.min(wanted, left - (sites.length - 1 - index));
    left -= share;
    return { site, share: share === 1_000_000 ? '1' : `0.${String(share).padStart(6, '0')}` };
  });
}

/** Takes `fresh`'s id; its other fields are the target's, or contradict them. */
function reversalOf(random: Random, target: FlowRecord, fresh: FlowRecord): FlowRecord {
  const kind = random.below(10);
  const unknown = kind === 0 || kind === 1;
  const itself = kind === 2 && random.chance(0.3);
  const contradicts = unknown || random.chance(0.4);
  const base = contradicts
    ? { ...fresh, network: random.chance(0.6) ? target.network : fresh.network }
    : target;
  return {
    ...base,
    source: target.source,
    flow_id: fresh.flow_id,
    status: 'reversed',
    amount: random.chance(0.45) ? target.amount : randomAmount(random),
    currency: random.chance(0.7) ? target.currency : fresh.currency,
    basis: random.chance(0.7) ? target.basis : fresh.basis,
    reverses: named(unknown ? 'f-unknown' : itself ? fresh.flow_id : target.flow_id),
    upstream: [],
  };
}

/**
 * The hop before: of the same source (said or not), of another, the flow itself, nothing known;
 * cycles come about.
 */
function withHops(random: Random, flows: readonly FlowRecord[]): FlowRecord[] {
  const [first, ...others] = flows;
  if (first === undefined) return [];
  return flows.map((flow) => {
    if (!random.chance(0.17)) return flow;
    if (random.chance(0.08))
      return {
        ...flow,
        upstream: [{ source: random.pick([null, ...SOURCES]), flow_id: 'f-unknown' }],
      };
    const before = random.chance(0.12) ? flow : random.pick([first, ...others]);
    const isSaid = before.source !== flow.source || random.chance(0.3);
    return {
      ...flow,
      upstream: [{ source: isSaid ? before.source : null, flow_id: before.flow_id }],
    };
  });
}

/**
 * The records by which a flow became known: lower revisions, disputes high and low, exact repeats.
 */
function withHistory(random: Random, flow: FlowRecord): FlowRecord[] {
  const records = [flow];
  if (random.chance(0.12)) records.push(altered(random, flow));
  if (random.chance(0.25)) {
    const lower = { ...altered(random, flow), revision: 1 + random.below(2) };
    records.push(lower);
    if (random.chance(0.4)) records.push({ ...altered(random, flow), revision: lower.revision });
  }
  if (random.chance(0.15))
    records.push({
      ...altered(random, flow),
      revision: 10,
      upstream: flow.upstream,
    });
  if (random.chance(0.25)) records.push(random.pick([flow, ...records]));
  return records;
}

function altered(random: Random, flow: FlowRecord): FlowRecord {
  const isOrdinary = flow.status !== 'reversed';
  switch (random.below(6)) {
    case 0:
      // The content changes, the money does not.
      return { ...flow, impressions: (flow.impressions ?? 0) + 1 };
    case 1:
      return isOrdinary
        ? { ...flow, status: flow.status === 'paid' ? 'accrued' : 'paid' }
        : { ...flow, reverses: named('f-2') };
    case 2:
      return { ...flow, site: random.pick(SITES), site_shares: null };
    case 3:
      return { ...flow, upstream: [named('f-1')] };
    case 4:
      return isOrdinary
        ? { ...flow, status: 'reversed', reverses: named('f-3') }
        : { ...flow, status: 'paid', reverses: null };
    default:
      return { ...flow, amount: randomAmount(random) };
  }
}
