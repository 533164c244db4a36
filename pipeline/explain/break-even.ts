// How far each thing must move, alone, for a floor to fall under a threshold: the documented money
// of each network, each factor of the model, and the class of comparable operations.
import { least as lower, sum } from '../method/amount.ts';
import { type Lines, floorLines } from '../method/lines.ts';
import { classLimit } from '../method/class/class-limit.ts';
import { type ClassFigure, unitsOf } from '../method/class/comparable.ts';
import { partsOfAlpha } from '../method/model/alpha.ts';
import { groupBy } from '../method/order.ts';
import type { Line } from '../method/unplaced.ts';
import { ONE_MONEY_UNIT, moneyText } from './decimals.ts';
import type { Explained } from './explained.ts';
import type { CardShown, PanelShown } from './model-shown.ts';
import type { CountingPart } from './parts-shown.ts';

export interface BreakEven {
  what: string;
  /** As the floor takes it. */
  value: string;
  /**
   * Beyond this the floor is under the threshold; null: it stays above it, however far this alone
   * moves.
   */
  limit: string | null;
}

/** In 0.0001 EUR: the next figure with one significant digit below. Null: there is none. */
export function defaultThreshold(floor: bigint): bigint | null {
  const whole = floor / 10_000n;
  if (whole < 2n) return null;
  const step = 10n ** BigInt((whole - 1n).toString().length - 1);
  return ((whole - 1n) / step) * step * 10_000n;
}

/** @param threshold in 0.0001 EUR, at most the floor */
export function breakEvens(
  { floor, model, alphaPpm }: Explained,
  parts: readonly CountingPart[],
  { card, panels }: { card: readonly CardShown[]; panels: readonly PanelShown[] },
  threshold: bigint,
): BreakEven[] {
  const floorOf = (documented: Lines, modelled: bigint) =>
    sum(floorLines(documented, modelled).values());
  const networks = [...groupBy(parts, ({ group }) => group.key)].map(([key, own]) => {
    const paid = new Map(
      [...groupBy(own, ({ holding }) => holding.flow.line)].map(([line, ofLine]) => [
        line,
        sum(ofLine.map(({ part }) => part.left)) / ONE_MONEY_UNIT,
      ]),
    );
    const whole = sum(paid.values());
    const floorWith = (kept: bigint) =>
      floorOf(reduced(floor.documentedLines, paid, whole - kept), floor.modelled);
    const limit = whole <= 0n ? null : leastThat((kept) => floorWith(kept) >= threshold, whole);
    return {
      what: `network ${key === '' ? 'unknown' : key}`,
      value: moneyText(whole),
      limit: limit === null ? null : moneyText(limit),
    };
  });
  const without = floorOf(floor.documentedLines, 0n);
  const isNeeded = without < threshold && floor.modelled > 0n;
  const needed = leastThat(
    (modelled) => floorOf(floor.documentedLines, modelled) >= threshold,
    floor.modelled,
  );
  const least = isNeeded ? needed : null;
  const ofClass = model?.comparable.counting?.units ?? 0n;
  const ofCard = model?.card.units ?? 0n;
  // The larger of the two is modelled: one of them may fall where the other is enough.
  const isEnough = (units: bigint) => least !== null && units >= least;
  return [
    ...networks,
    ...ofModel(card, panels, isEnough(ofClass) ? null : least),
    ...(model === null
      ? []
      : classBreakEvens(
          model.comparable,
          isEnough(ofCard) ? null : least,
          partsOfAlpha(alphaPpm).ofClass,
        )),
  ];
}

/**
 * How many members may truly have earned nothing, and how far the audience may fall. Of all strata
 * with a class the lowest counts. A member may be in several of them, and a stratum with fewer
 * members falls to 0 sooner: so each stratum has to hold with so many wrong members.
 * @param needed of modelled money, in 0.0001 EUR; null: the floor holds without the class
 */
function classBreakEvens(
  { strata, counting }: ClassFigure,
  needed: bigint | null,
  alphaPpm: number,
): BreakEven[] {
  if (counting === null) return [];
  const { audience, members, ratio } = counting;
  const withClass = strata.filter(({ units }) => units !== null);
  const unitsWith = (wrong: bigint) =>
    withClass
      .map((one) => {
        const q = classLimit(one.members, alphaPpm, Number(wrong));
        return unitsOf(q, one.audience.count) ?? 0n;
      })
      .reduce(lower);
  const broken =
    needed === null ? null : leastThat((wrong) => unitsWith(wrong) < needed, BigInt(members.count));
  const count =
    needed === null
      ? null
      : leastThat((few) => (unitsOf(ratio, few) ?? 0n) >= needed, audience.count);
  return [
    {
      what: 'comparable operations that earned nothing',
      value: String(members.count),
      limit: broken === null ? null : (broken - 1n).toString(),
    },
    {
      what: `audience (${audience.unit})`,
      value: audience.count.toString(),
      limit: count?.toString() ?? null,
    },
  ];
}

/** The smallest number at which it holds, up to the most, where it does. Null: it holds at 0. */
function leastThat(holds: (value: bigint) => boolean, mostValue: bigint): bigint | null {
  if (holds(0n)) return null;
  let [below, above] = [0n, mostValue];
  while (above - below > 1n) {
    const middle = (below + above) / 2n;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/** The lines without some money of a network, taken from its lines in their order. */
function reduced(lines: Lines, paid: ReadonlyMap<Line, bigint>, taken: bigint): Lines {
  let left = taken;
  const changed = new Map(lines);
  for (const [line, eur] of paid) {
    const documented = lines.get(line) ?? 0n;
    const ofLine = left < eur ? left : eur;
    left -= ofLine;
    changed.set(line, documented > ofLine ? documented - ofLine : 0n);
  }
  return changed;
}

/**
 * A panel's figure is the larger of L3 and L2. Each of the two is a product, so a factor may fall
 * to the share of itself that the whole may. Pages are a factor of both. Where slots alone reach
 * what is needed, they go on when the rates of the card fall; how far their own rates may is not
 * said.
 * @param needed of modelled money, in 0.0001 EUR; null: the floor holds without a model
 */
function ofModel(
  card: readonly CardShown[],
  panels: readonly PanelShown[],
  needed: bigint | null,
): BreakEven[] {
  const counting = panels.find((panel) => panel.counts === 1);
  const [largest] = card
    .filter(({ source }) => source === counting?.panel)
    .sort((one, other) => Number(other.modelled_eur) - Number(one.modelled_eur));
  if (counting === undefined || largest === undefined) return [];
  const [ofCard, ofSlots] = [Number(counting.card_eur ?? 0), Number(counting.slots_eur ?? 0)];
  const least = needed === null ? null : Number(needed) / 10_000;
  const slotsSuffice = least !== null && ofSlots >= least;
  const limit = (value: string, whole: number) =>
    least === null ? null : (Number(value) * (least / whole)).toPrecision(4);
  const pages = {
    what: 'pages_lower',
    value: largest.pages_lower,
    limit: limit(largest.pages_lower, Math.max(ofCard, ofSlots)),
  };
  const names = ['ads_per_page', ...(slotsSuffice ? [] : POSITION)] as const;
  return [
    pages,
    ...names.map((what) => ({
      what,
      value: largest[what],
      limit: slotsSuffice ? null : limit(largest[what], ofCard),
    })),
  ];
}

const POSITION = [
  'fill_rate',
  'valid_traffic',
  'publisher_share',
  'cpm_eur',
  'not_blocked',
] as const;
