// The reference data of random worlds, in the shape of the shipped files, for one warehouse.
import { type ReferenceData, readReference } from '../../pipeline/reference/load.ts';
import { LINES } from '../../schemas/flow.ts';
import { referenceApart } from '../worlds/apart.ts';
import type { World } from '../worlds/world.ts';

/** Monthly exchange rates are those that ship. */
export function worldsReference(
  worlds: readonly { readonly world: World; readonly prefix: string }[],
): ReferenceData {
  const shipped = readReference();
  const own = worlds.map(({ world, prefix }) => referenceApart(world.reference, prefix));
  const [card] = shipped.rateCard.rows;
  if (card === undefined) throw new Error('the rate card has no row');
  return {
    ...shipped,
    dailyRates: null,
    disjointSources: {
      ...shipped.disjointSources,
      rows: own.flatMap(({ disjoint }) =>
        disjoint.map(({ network, sources }) => ({
          network,
          sources: [...sources],
          declared_on: '2015-01-01',
          declared_by: 'test',
          reason: 'test',
        })),
      ),
    },
    rateCard: {
      ...shipped.rateCard,
      rows: own.flatMap(({ shares }, world) =>
        shares.map(({ network, from, to, low, line }, at) => ({
          ...card,
          id: `share-${String(world)}-${String(at)}`,
          factor: 'contractual_publisher_share' as const,
          line: lineOf(line),
          network,
          country: null,
          currency: null,
          valid_from: from,
          valid_to: to,
          low,
          high: '1',
          approved_by: ['one', 'other'],
        })),
      ),
    },
  };
}

function lineOf(written: string): (typeof LINES)[number] {
  const line = LINES.find((one) => one === written);
  if (line === undefined) throw new Error(`${written} is no line`);
  return line;
}
