// How far each assumption must move for a floor to fall under a threshold. Plain arithmetic on the
// lines of the floor: figures for reading, not floors.
import { POSITION_FACTORS, REDUCING_FACTORS, columnsOf } from '../reference/rate-factor.ts';
import type { Row } from '../text/row.ts';

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

const number = (value: unknown): number => (typeof value === 'string' ? Number(value) : Number.NaN);

/** The next figure with one significant digit below the headline. Null: there is none. */
export function defaultThreshold(headlineEur: string | null): number | null {
  const headline = Math.floor(Number(headlineEur ?? 0));
  if (headline < 2) return null;
  const step = 10 ** (String(headline - 1).length - 1);
  return Math.floor((headline - 1) / step) * step;
}

/**
 * @param model rows of sql/explain/model.sql
 * @param choice the row of sql/explain/choice.sql, if anything is modelled
 */
export function breakEvens(
  {
    lines,
    parts,
    model,
    choice,
  }: {
    lines: readonly Row[];
    parts: readonly Row[];
    model: readonly Row[];
    choice: Row | undefined;
  },
  threshold: number,
): BreakEven[] {
  return [
    ...byNetwork(lines, parts, threshold),
    ...(choice === undefined ? [] : ofModel(model, choice, leastModelled(lines, threshold))),
  ];
}

/**
 * With the four decimals of every amount: a threshold that is the floor to the last digit is not
 * shown as another one.
 */
export function euroText(value: number): string {
  return value.toFixed(4);
}

/**
 * What must be modelled for the floor to reach the threshold. Null: it stays above it without a
 * model.
 */
function leastModelled(lines: readonly Row[], threshold: number): number | null {
  const advertising = lines.find((line) => line['line'] === 'advertising');
  const [documented, modelled] = [
    number(advertising?.['documented_eur'] ?? '0'),
    number(advertising?.['modelled_eur'] ?? '0'),
  ];
  const others = lines
    .filter((line) => line !== advertising)
    .reduce((sum, line) => sum + number(line['floor_eur']), 0);
  return modelled <= documented || others + documented >= threshold ? null : threshold - others;
}

/** Of each network, the money that can fall away before the floor is under the threshold. */
function byNetwork(lines: readonly Row[], parts: readonly Row[], threshold: number): BreakEven[] {
  // A line that rests on the model does not move with its documents.
  const binding = new Set(
    lines
      .filter((line) => number(line['documented_eur']) > number(line['modelled_eur']))
      .map((line) => line['line']),
  );
  const networks = [
    ...new Set(parts.filter((part) => part['counts'] === 1).map((part) => String(part['network']))),
  ];
  const paidBy = (network: string, line: unknown) =>
    parts
      .filter(
        (part) => part['counts'] === 1 && part['network'] === network && part['line'] === line,
      )
      .reduce((total, part) => total + number(part['part_eur']), 0);
  const floorWithout = (network: string) =>
    lines.reduce(
      (sum, line) =>
        sum +
        Math.max(
          number(line['documented_eur']) - paidBy(network, line['line']),
          number(line['modelled_eur']),
          0,
        ),
      0,
    );
  const floor = lines.reduce((sum, line) => sum + number(line['floor_eur']), 0);
  return networks.map((network) => {
    const paid = [...binding].reduce((sum: number, line) => sum + paidBy(network, line), 0);
    const least = euroText(Math.max(0, paid - (floor - threshold)));
    return {
      what: `network ${network}`,
      value: euroText(paid),
      limit: floorWithout(network) < threshold ? least : null,
    };
  });
}

/** Factors of the audience that crawled slots have too, at rates of their own. */
const SHARED_FACTORS = columnsOf([
  ...POSITION_FACTORS.filter((factor) => !REDUCING_FACTORS.includes(factor)),
  ...POSITION_FACTORS.filter((factor) => REDUCING_FACTORS.includes(factor)),
]);

/**
 * What counts is the larger of audience and slots, and no more than the reference class
 * (method 1.3, "Modelled money"). Each of the two is a product, so a factor may fall to the
 * share of itself that the whole may, in all countries alike. Pages are a factor of both. Where
 * slots alone reach what is needed, they go on when the rates of the audience fall; how far the
 * slots' own rates may is not said.
 */
function ofModel(model: readonly Row[], choice: Row, least: number | null): BreakEven[] {
  const [audience, slots, ofClass] = [
    number(choice['audience_eur']),
    number(choice['slots_eur']),
    number(choice['class_eur']),
  ];
  const slotsSuffice = least !== null && slots >= least;
  const shareOf = (whole: number) => (least === null ? null : least / whole);
  const shares: [string, number | null][] = [
    ['pages_lower', shareOf(Math.max(audience, slots))],
    ['ads_per_page', slotsSuffice ? null : shareOf(audience)],
    ...(slotsSuffice
      ? []
      : SHARED_FACTORS.map((factor): [string, number | null] => [factor, shareOf(audience)])),
  ];
  const [largest] = model
    .filter((row) => row['source'] === choice['panel'])
    .sort((one, other) => number(other['modelled_eur']) - number(one['modelled_eur']));
  const factors = (largest === undefined ? [] : shares).map(([what, share]) => {
    const value = number(largest?.[what]);
    return {
      what,
      value: String(value),
      limit: share === null ? null : (value * share).toPrecision(4),
    };
  });
  // An empty text, without a class, is not above 0.
  return ofClass > 0
    ? [
        ...factors,
        {
          what: 'class_eur',
          value: euroText(ofClass),
          limit: least === null ? null : euroText(least),
        },
      ]
    : factors;
}
