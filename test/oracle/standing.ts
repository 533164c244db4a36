// What becomes of each flow as a whole (docs/method.md, "Which content of a flow is in force"): it
// counts, is kept separate as accrued, is left out with a reason, or is a reversal with nothing to
// subtract from. Knows nothing of days, sites and the choice between sources.

import { dayAfter } from './calendar.ts';
import type { ExcludedReason, OracleFlow, OracleWorld } from './documented.ts';
import { type Exact, highest, isBelow, lowest, ONE, over, parse, truncated } from './exact.ts';
import { identity, type Latest, latestFlows } from './revisions.ts';

/** The publisher's share on a day; null: gross money for which no contract says a share. */
export type ShareOnDay = (day: string) => Exact | null;

export type Standing =
  | { readonly kind: 'left_out'; readonly flow: OracleFlow; readonly reason: ExcludedReason }
  | { readonly kind: 'nothing_to_reverse' }
  | Spreadable;

/**
 * `flow` has the fields that count: a reversal of a known flow stands on that flow's place and
 * time.
 */
export type Spreadable = {
  readonly kind: 'paid' | 'reversal' | 'accrued';
  readonly flow: OracleFlow;
  readonly rate: Exact;
  readonly shareOn: ShareOnDay;
};

type Known = {
  readonly flows: ReadonlyMap<string, Latest<OracleFlow>>;
  readonly superseded: ReadonlySet<string>;
  readonly world: OracleWorld;
};

export function standings(world: OracleWorld): Standing[] {
  const flows = latestFlows(world.flows);
  const known = { flows, superseded: supersededByHop(flows), world };
  return [...flows.values()].flatMap((latest) => standingsOf(latest, known));
}

/** Several only for an accrued flow, which is listed as not paid and counted apart as well. */
function standingsOf(latest: Latest<OracleFlow>, known: Known): Standing[] {
  const [flow] = latest.contents;
  const isSuperseded = known.superseded.has(identity(latest.source, latest.id));
  if (latest.disputed) return [leftOut(largestAmount(latest), 'disputed')];
  if (flow.status === 'accrued') {
    const notPaid = leftOut(flow, 'not_paid');
    const rate = lowest(ratesOf(flow, known.world));
    return isSuperseded || rate === null
      ? [notPaid]
      : [notPaid, standsAlone('accrued', flow, rate, known)];
  }
  if (isSuperseded) return [leftOut(flow, 'superseded_by_hop')];
  if (flow.status === 'reversed') return [reversalStanding(flow, known)];
  const rate = lowest(ratesOf(flow, known.world));
  return [rate === null ? leftOut(flow, 'unconverted') : standsAlone('paid', flow, rate, known)];
}

function reversalStanding(own: OracleFlow, known: Known): Standing {
  // A reversal of itself names nothing.
  const named = own.reverses === own.flow_id ? null : own.reverses;
  const target = known.flows.get(identity(own.source, named ?? ''));
  if (target === undefined) {
    const rate = highest(ratesOf(own, known.world));
    return rate === null ? leftOut(own, 'unconverted') : standsAlone('reversal', own, rate, known);
  }
  const [reversed] = target.contents;
  if (!countsAsTarget(target, known)) return { kind: 'nothing_to_reverse' };
  const { site, site_shares, line, period_start, period_end, value_date, statement_date } =
    reversed;
  const flow = {
    ...own,
    site,
    site_shares,
    line,
    period_start,
    period_end,
    value_date,
    statement_date,
  };
  const rate = lowest(ratesOf(flow, known.world));
  if (rate === null) return leftOut(own, 'unconverted');
  const shareOn: ShareOnDay = (day) => {
    // That day was not added, so it is not taken off.
    if (publisherShare(reversed, day, known.world) === null) return null;
    // Nobody proved a lower share: subtract in full.
    return publisherShare(flow, day, known.world) ?? ONE;
  };
  return { kind: 'reversal', flow, rate, shareOn };
}

function countsAsTarget(target: Latest<OracleFlow>, known: Known): boolean {
  const [flow] = target.contents;
  if (target.disputed || flow.status !== 'paid') return false;
  return (
    !known.superseded.has(identity(target.source, target.id)) &&
    ratesOf(flow, known.world).length > 0
  );
}

/**
 * Flows that a paid, undisputed flow names as its upstream. The naming flow needs nothing else: it
 * may be superseded too.
 */
function supersededByHop(flows: ReadonlyMap<string, Latest<OracleFlow>>): Set<string> {
  const superseded = new Set<string>();
  for (const { disputed, contents } of flows.values()) {
    const [flow] = contents;
    if (disputed || flow.status !== 'paid' || flow.upstream_flow_id === null) continue;
    const upstream = identity(flow.upstream_source ?? flow.source, flow.upstream_flow_id);
    if (upstream !== identity(flow.source, flow.flow_id)) superseded.add(upstream);
  }
  return superseded;
}

/** EUR per unit on each date that has a rate. EUR needs neither date nor table. */
function ratesOf(flow: OracleFlow, world: OracleWorld): Exact[] {
  if (flow.currency === 'EUR') return [ONE];
  return [flow.value_date, flow.statement_date].flatMap((date) => {
    if (date === null) return [];
    const rate = rateOn(flow.currency, date, world);
    return rate === null ? [] : [truncated(rate, 10)];
  });
}

/**
 * The fixed rate from the adoption of the euro on; else the last one published on the day or up to
 * 4 days before; else that of the month.
 */
function rateOn(currency: string, date: string, world: OracleWorld): Exact | null {
  const fixed = world.fixed?.find((one) => one.currency === currency && one.from <= date);
  if (fixed !== undefined) return over(ONE, parse(fixed.units_per_eur));
  const last = world.daily
    ?.filter((one) => one.currency === currency && one.day <= date)
    .reduce<{ day: string; units_per_eur: string } | null>(
      (latest, one) => (latest === null || latest.day < one.day ? one : latest),
      null,
    );
  if (last !== null && last !== undefined && isWithin(4, last.day, date))
    return over(ONE, parse(last.units_per_eur));
  const eur = unitsPerUsd('EUR', date.slice(0, 7), world);
  const own = unitsPerUsd(currency, date.slice(0, 7), world);
  return eur === null || own === null ? null : over(eur, own);
}

function isWithin(days: number, first: string, later: string): boolean {
  let day = first;
  for (let count = 0; count < days && day < later; count += 1) day = dayAfter(day);
  return day >= later;
}

function unitsPerUsd(currency: string, month: string, world: OracleWorld): Exact | null {
  if (currency === 'USD') return ONE;
  const row = world.fx.find((one) => one.month === month && one.currency === currency);
  return row === undefined ? null : parse(row.units_per_usd);
}

function publisherShare(flow: OracleFlow, day: string, world: OracleWorld): Exact | null {
  if (flow.basis === 'net') return ONE;
  const covering = world.shares.filter(
    (row) =>
      row.network === flow.network &&
      row.line === flow.line &&
      row.from <= day &&
      (row.to === null || day <= row.to),
  );
  return lowest(covering.map((row) => parse(row.low)));
}

function standsAlone(
  kind: Spreadable['kind'],
  flow: OracleFlow,
  rate: Exact,
  known: Known,
): Spreadable {
  return { kind, flow, rate, shareOn: (day) => publisherShare(flow, day, known.world) };
}

function leftOut(flow: OracleFlow, reason: ExcludedReason): Standing {
  return { kind: 'left_out', flow, reason };
}

/** A disputed flow has several amounts; the largest says how much may be missing. */
function largestAmount(latest: Latest<OracleFlow>): OracleFlow {
  return latest.contents.reduce((most, one) =>
    isBelow(parse(most.amount), parse(one.amount)) ? one : most,
  );
}
