// One flow spread over the days of its service period: day by day, days counted per operation,
// month and share, each part then computed once (docs/method.md, "Parts"). What no operation gets
// is handed back with its reason.

import { eachDay, monthOf } from './calendar.ts';
import type { ExcludedReason, OracleFlow, OracleSite } from './documented.ts';
import { type Exact, exact, minus, ONE, parse, plus, times, truncated, ZERO } from './exact.ts';
import type { Spreadable } from './standing.ts';

export type Part = {
  readonly kind: Spreadable['kind'];
  readonly flow: OracleFlow;
  readonly operation: string;
  readonly month: string;
  readonly eur: Exact; // 10 decimals; below 0 for a reversal
  readonly amount: Exact; // what of the flow's own amount this is, before the publisher's share
  readonly isApportioned: boolean; // holds some of the period's days only: rests on even_spread
};

export type LeftOut = {
  readonly flow: OracleFlow;
  readonly operation: string | null;
  readonly reason: ExcludedReason;
  readonly amount: Exact;
};

type Day = {
  readonly operation: string | null;
  readonly month: string;
  readonly share: Exact | null;
};
type Tally = Day & { readonly days: bigint };

export function spread(
  one: Spreadable,
  registry: readonly OracleSite[],
): { parts: Part[]; leftOut: LeftOut[] } {
  const parts: Part[] = [];
  const leftOut: LeftOut[] = [];
  const { flow } = one;
  const days = eachDay(flow.period_start, flow.period_end);
  const periodDays = BigInt(days.length);
  const siteShares = sharesBySite(flow);
  const proven = [...siteShares.values()].reduce(plus, ZERO);
  const unproven = minus(ONE, proven);
  if (unproven.numerator < 0n) throw new RangeError(`site shares above 1: ${flow.flow_id}`);
  if (unproven.numerator > 0n) {
    leftOut.push({
      flow,
      operation: null,
      reason: 'unattributed',
      amount: times(parse(flow.amount), unproven),
    });
  }
  for (const [site, siteShare] of siteShares) {
    const dayOf = (day: string): Day => ({
      operation: operationOn(site, day, registry),
      month: monthOf(day),
      share: one.shareOn(day),
    });
    for (const { operation, month, share, days: held } of tally(days.map(dayOf))) {
      const amount = times(parse(flow.amount), siteShare, exact(held, periodDays));
      if (operation === null)
        leftOut.push({ flow, operation, reason: 'ambiguous_operation', amount });
      else if (share === null)
        leftOut.push({ flow, operation, reason: 'gross_without_share', amount });
      else {
        const size = truncated(times(amount, one.rate, share), 10);
        const eur = one.kind === 'reversal' ? minus(ZERO, size) : size;
        parts.push({
          kind: one.kind,
          flow,
          operation,
          month,
          eur,
          amount,
          isApportioned: held < periodDays,
        });
      }
    }
  }
  return { parts, leftOut };
}

/** Days that agree in operation, month and share, counted together. */
function tally(days: readonly Day[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const day of days) {
    const share =
      day.share === null ? null : `${String(day.share.numerator)}/${String(day.share.denominator)}`;
    const key = JSON.stringify([day.operation, day.month, share]);
    tallies.set(key, { ...day, days: (tallies.get(key)?.days ?? 0n) + 1n });
  }
  return [...tallies.values()];
}

/**
 * A site listed twice has the sum of its shares. An empty list, like none, is account level:
 * nobody's.
 */
function sharesBySite(flow: OracleFlow): Map<string, Exact> {
  if (flow.site !== null) return new Map([[flow.site, ONE]]);
  const shares = new Map<string, Exact>();
  for (const { site, share } of flow.site_shares ?? [])
    shares.set(site, plus(shares.get(site) ?? ZERO, parse(share)));
  return shares;
}

/**
 * The one operation that the registry names for the day; the site itself when none; null, nobody,
 * when several.
 */
function operationOn(site: string, day: string, registry: readonly OracleSite[]): string | null {
  const covering = registry.filter(
    (row) =>
      row.site === site && row.valid_from <= day && (row.valid_to === null || day <= row.valid_to),
  );
  const operations = new Set(covering.map((row) => row.operation));
  if (operations.size > 1) return null;
  const [operation] = operations;
  return operation ?? site;
}
