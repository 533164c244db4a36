// How far each assumption must move for a floor to fall under a threshold. Plain arithmetic over the lines of the floor: figures for reading, not floors.
import type { Row } from '../command/print.ts';

export interface BreakEven {
  what: string;
  /** As the floor takes it. */
  value: string;
  /** Beyond this the floor is under the threshold; null: it stays above it, however far this alone moves. */
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

/** @param model rows of sql/explain/model.sql */
export function breakEvens(lines: readonly Row[], parts: readonly Row[], model: readonly Row[], threshold: number): BreakEven[] {
  const advertising = lines.find((line) => line['line'] === 'advertising');
  const [documented, modelled] = [number(advertising?.['documented_eur'] ?? '0'), number(advertising?.['modelled_eur'] ?? '0')];
  const others = lines.filter((line) => line !== advertising).reduce((sum, line) => sum + number(line['floor_eur']), 0);
  const share = modelled <= documented || others + documented >= threshold ? null : (threshold - others) / modelled;
  return [...byNetwork(lines, parts, threshold), ...ofModel(model, share)];
}

/** Of each network, the money that can fall away before the floor is under the threshold. */
function byNetwork(lines: readonly Row[], parts: readonly Row[], threshold: number): BreakEven[] {
  // A line that rests on the model does not move with its documents.
  const binding = new Set(
    lines.filter((line) => number(line['documented_eur']) > number(line['modelled_eur'])).map((line) => line['line']),
  );
  const networks = [...new Set(parts.filter((part) => part['counts'] === 1).map((part) => String(part['network'])))];
  const paidBy = (network: string, line: unknown) =>
    parts
      .filter((part) => part['counts'] === 1 && part['network'] === network && part['line'] === line)
      .reduce((total, part) => total + number(part['part_eur']), 0);
  const floorWithout = (network: string) =>
    lines.reduce(
      (sum, line) => sum + Math.max(number(line['documented_eur']) - paidBy(network, line['line']), number(line['modelled_eur']), 0),
      0,
    );
  const floor = lines.reduce((sum, line) => sum + number(line['floor_eur']), 0);
  return networks.map((network) => {
    const paid = [...binding].reduce((sum: number, line) => sum + paidBy(network, line), 0);
    const least = Math.max(0, Math.floor((paid - (floor - threshold)) * 100) / 100);
    return { what: `network ${network}`, value: paid.toFixed(2), limit: floorWithout(network) < threshold ? least.toFixed(2) : null };
  });
}

const FACTORS = ['pages_lower', 'ads_per_page', 'fill_rate', 'valid_traffic', 'publisher_share', 'cpm_eur', 'not_blocked'];

/** The model is a product, so each factor may fall to the same share of itself. */
function ofModel(model: readonly Row[], share: number | null): BreakEven[] {
  const [largest] = [...model].sort((one, other) => number(other['modelled_eur']) - number(one['modelled_eur']));
  if (largest === undefined) return [];
  return FACTORS.map((factor) => {
    const value = number(largest[factor]);
    return { what: factor, value: String(value), limit: share === null ? null : (value * share).toPrecision(4) };
  });
}
