// What other operations show of the rates that a month uses. For context: no figure of the month is
// computed from them (docs/decisions/0023-likely-range-and-ceiling.md).
import type { ObservedFactor, ObservedRate } from '../reference/observed/observed-rate.ts';
import { LEVEL } from '../reference/observed/prediction-limits.ts';
import { shareText } from './decimals.ts';
import type { AudienceShown, SlotShown } from './model-shown.ts';
import type { PartShown } from './parts-shown.ts';

export interface ObservedShown {
  factor: ObservedFactor;
  /** Key of the network (M-NETWORK). Empty: all networks together. */
  network: string;
  /** Of the measured pages. Empty: all countries together, or not known. */
  country: string;
  /** YYYY */
  period: string;
  /** Each at the level, for one more operation. Null: too few operations. */
  low: string | null;
  median: string | null;
  high: string | null;
  /** Operations, without the one that is explained. */
  n: number;
  level: string;
}

/** What a month uses rates of. */
interface Used {
  parts: readonly Pick<PartShown, 'line' | 'network_key'>[];
  audience: readonly Pick<AudienceShown, 'country'>[];
  slots: readonly Pick<SlotShown, 'network'>[];
}

/** @param observed of the year of the month, without the operation */
export function observedShown(
  observed: readonly ObservedRate[],
  { parts, audience, slots }: Used,
): ObservedShown[] {
  const networks = new Set([
    ...parts.flatMap(({ line, network_key: key }) => (line === 'advertising' ? [key] : [])),
    ...slots.map(({ network }) => network),
  ]);
  const countries = new Set(audience.map(({ country }) => country));
  const hasAudience = audience.length > 0;
  const isUsed = ({ factor, network, country }: ObservedRate) =>
    factor === 'fill_rate'
      ? hasAudience && (country === null || countries.has(country))
      : network === null
        ? hasAudience || networks.size > 0
        : networks.has(network);
  const text = (value: bigint | null) => (value === null ? null : shareText(value));
  return observed
    .filter(isUsed)
    .map(({ factor, network, country, period, low, median, high, n }) => ({
      factor,
      network: network ?? '',
      country: country ?? '',
      period,
      low: text(low),
      median: text(median),
      high: text(high),
      n,
      level: LEVEL,
    }));
}
