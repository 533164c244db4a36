// Which reply would raise a floor most: the evidence left out of it, ranked by the most that it can
// add. Where that is unknown, it is null and comes last.
import { z } from 'zod';
import { networkKey } from '../../schemas/network-key.ts';
import type { ComparablesShown } from './comparables-shown.ts';
import type { Explained } from './explained.ts';
import type { LeftOutShown } from './left-out-shown.ts';
import type { AudienceShown } from './model-shown.ts';

export interface NextEvidence {
  /** Why it does not count today, as documented money or as audience. */
  reason: string;
  /** Network, panel or site to ask. */
  ask: string;
  source: string;
  id: string;
  gain_upper_eur: string | null;
}

/** A network that a crawl of a site of the operation saw in the month. */
export const seenRow = z.object({
  network: z.string(),
  source: z.string(),
  record_id: z.string(),
});
export type SeenNetwork = z.infer<typeof seenRow>;

/** What no reply can make count: it is there already, or is no revenue. */
const SETTLED_REASONS: readonly string[] = [
  'twin',
  'total',
  'settled',
  'superseded_by_hop',
  'own_transfer',
];

/** What is known of the audience, and through it. */
interface Measured {
  readonly audience: readonly AudienceShown[];
  readonly comparables: readonly ComparablesShown[];
  readonly seen: readonly SeenNetwork[];
}

export function nextEvidence(
  explained: Explained,
  leftOut: readonly LeftOutShown[],
  { audience, comparables, seen }: Measured,
): NextEvidence[] {
  const found = [
    ...leftOut.filter(({ reason }) => !SETTLED_REASONS.includes(reason)).map(ofFlow),
    ...undocumented(explained, leftOut, seen),
    ...audience
      .filter(({ problem }) => problem !== '')
      .map(({ problem, source, record_id: id }) => ({
        reason: problem,
        ask: source,
        source,
        id,
        gain_upper_eur: null,
      })),
    ...smallClasses(comparables),
  ];
  // A flow in dispute has several contents: the one that can add most stands for all.
  const ranked = found.sort(
    (one, other) => Number(other.gain_upper_eur ?? -1) - Number(one.gain_upper_eur ?? -1),
  );
  const nameOf = ({ reason, source, id }: NextEvidence) => JSON.stringify([reason, source, id]);
  const first = new Map(ranked.toReversed().map((one) => [nameOf(one), one]));
  return ranked.filter((one) => first.get(nameOf(one)) === one);
}

/** The lowest class counts: where there is one, another stratum cannot raise the floor. */
function smallClasses(comparables: readonly ComparablesShown[]): NextEvidence[] {
  if (comparables.some(({ eur_per_unit: q }) => q !== null)) return [];
  return comparables.map(({ panel, unit, country, members, least_members: least }) => ({
    reason: 'class_too_small',
    ask: panel,
    source: [unit, country].filter((text) => text !== '').join(' '),
    id: `${String(members)}/${String(least)}`,
    gain_upper_eur: null,
  }));
}

function ofFlow({ reason, network, source, flow_id: id, eur_upper: eur }: LeftOutShown) {
  const gain = Number(eur ?? 0);
  return {
    reason,
    ask: network,
    source,
    id,
    gain_upper_eur: gain > 0 ? (Math.ceil(gain * 100) / 100).toFixed(2) : null,
  };
}

/** Networks that crawls saw, and of which no flow of the month is known. */
function undocumented(
  { floors, basis }: Explained,
  leftOut: readonly LeftOutShown[],
  seen: readonly SeenNetwork[],
): NextEvidence[] {
  const { nameOf } = floors.reading.who.networks;
  const known = new Set([
    ...basis.documented.holdings.map(({ flow }) => flow.network),
    ...leftOut.map(({ network }) => nameOf(networkKey(network))),
  ]);
  const byName = new Map(seen.map((one) => [nameOf(one.network), one]));
  return [...byName]
    .filter(([name]) => !known.has(name))
    .map(([, { network, source, record_id: id }]) => ({
      reason: 'seen_by_crawl',
      ask: network,
      source,
      id,
      gain_upper_eur: null,
    }));
}
