// Oracle for documented money (docs/method.md, "From parts to documented money"): slow, plain,
// exact, written without looking at the SQL, so that the two can be compared on random worlds.
// Shares no code with the pipeline and must stay so.

import { cells, groupBy, sumEur } from './counting.ts';
import { type Exact, format4, isBelow, lowest, parse, plus, truncated, ZERO } from './exact.ts';
import { type LeftOut, type Part, spread } from './parts.ts';
import { latestSites } from './revisions.ts';
import { standings } from './standing.ts';

export type OracleFlow = {
  readonly flow_id: string;
  readonly revision: number;
  readonly source: string;
  readonly network: string;
  readonly line: 'advertising' | 'file_host' | 'subscription' | 'donation' | 'other';
  readonly publisher_account: string | null;
  readonly site: string | null;
  readonly site_shares: readonly { readonly site: string; readonly share: string }[] | null;
  readonly period_start: string;
  readonly period_end: string;
  readonly value_date: string | null;
  readonly statement_date: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly status: 'paid' | 'accrued' | 'reversed';
  readonly basis: 'net' | 'gross';
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly reverses: string | null;
  readonly upstream_flow_id: string | null;
  readonly upstream_source: string | null;
  readonly payee: OraclePayee | null;
  readonly document_sha256: string | null;
};

export type OraclePayee = {
  readonly name: string | null;
  readonly country: string | null;
  readonly account: string | null;
  readonly account_type: 'iban' | 'bic' | 'wallet' | 'crypto' | 'psp' | 'other' | null;
  readonly bic: string | null;
  readonly bank_country: string | null;
};

export type OracleSite = {
  readonly record_id: string;
  readonly revision: number;
  readonly source: string;
  readonly site: string;
  readonly operation: string;
  readonly operator_country: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
};

export type OracleWorld = {
  readonly flows: readonly OracleFlow[];
  readonly sites: readonly OracleSite[];
  readonly fx: readonly {
    readonly month: string;
    readonly currency: string;
    readonly units_per_usd: string;
  }[];
  /** Published rates by day, units for one EUR; none: there is no daily table. */
  readonly daily?: readonly {
    readonly day: string;
    readonly currency: string;
    readonly units_per_eur: string;
  }[];
  /** Conversion rates that hold from the day on which a state adopted the euro. */
  readonly fixed?: readonly {
    readonly currency: string;
    readonly from: string;
    readonly units_per_eur: string;
  }[];
  readonly shares: readonly {
    readonly network: string;
    readonly line: string;
    readonly from: string;
    readonly to: string | null; // the last day
    readonly low: string;
  }[];
  readonly disjoint: readonly {
    readonly network: string | null;
    readonly sources: readonly string[];
  }[];
};

export type ExcludedReason =
  | 'unattributed'
  | 'unconverted'
  | 'gross_without_share'
  | 'superseded_by_hop'
  | 'other_source_counts'
  | 'disputed'
  | 'ambiguous_operation'
  | 'not_paid';

export type OracleLine = { operation: string; month: string; line: string; documented_eur: string };
export type OracleMonth = {
  operation: string;
  month: string;
  documented_eur: string;
  apportioned_eur: string;
  accrued_eur: string;
};
export type OracleExcluded = {
  source: string;
  flow_id: string;
  operation: string | null;
  reason: ExcludedReason;
  amount: string;
};
export type OracleResult = {
  lines: OracleLine[];
  months: OracleMonth[];
  excluded: OracleExcluded[];
};

type LineSum = {
  readonly operation: string;
  readonly month: string;
  readonly line: string;
  readonly documented: Exact;
  readonly apportioned: Exact;
};

export function documented(
  world: OracleWorld,
  options: { withoutEvenSpread: boolean },
): OracleResult {
  const registry = [...latestSites(world.sites).values()].flatMap(({ disputed, contents }) =>
    disputed ? [] : [contents[0]],
  );
  const parts: Part[] = [];
  const leftOut: LeftOut[] = [];
  for (const one of standings(world)) {
    if (one.kind === 'nothing_to_reverse') continue;
    if (one.kind === 'left_out') {
      leftOut.push({
        flow: one.flow,
        operation: null,
        reason: one.reason,
        amount: parse(one.flow.amount),
      });
      continue;
    }
    const result = spread(one, registry);
    parts.push(...result.parts);
    // Accrued money is listed once, in full, as not paid.
    if (one.kind !== 'accrued') leftOut.push(...result.leftOut);
  }
  const money = parts.filter((part) => part.kind !== 'accrued');
  for (const { flow, operation, amount } of cells(money, world.disjoint).flatMap(
    (cell) => cell.otherParts,
  )) {
    leftOut.push({ flow, operation, reason: 'other_source_counts', amount });
  }
  // What takes money back always stays: leaving an assumption out must not raise a floor
  // (docs/decisions/0003).
  const admitted = (part: Part) =>
    !(options.withoutEvenSpread && part.isApportioned && part.kind !== 'reversal');
  const lines = lineSums(money, world.disjoint, admitted);
  const accrued = parts.filter((part) => part.kind === 'accrued');
  return {
    lines: lines
      .map(({ operation, month, line, documented: eur }) => ({
        operation,
        month,
        line,
        documented_eur: format4(eur),
      }))
      .sort(inOrder((row) => [row.operation, row.month, row.line])),
    months: monthRows(lines, accrued, world.disjoint, admitted),
    excluded: excludedRows(leftOut),
  };
}

/**
 * The source that counts is chosen on all parts; switching an assumption off then only leaves parts
 * of it out.
 */
function lineSums(
  money: readonly Part[],
  disjoint: OracleWorld['disjoint'],
  admitted: (part: Part) => boolean,
): LineSum[] {
  const counting = new Set(cells(money, disjoint).flatMap((cell) => cell.parts));
  const byLine = groupBy(money, (part) =>
    JSON.stringify([part.operation, part.month, part.flow.line]),
  );
  return [...byLine.values()].map((all) => {
    const [{ operation, month, flow }] = all;
    const used = all.filter((part) => counting.has(part) && admitted(part));
    const sum = floorAtZero(sumEur(used));
    const spreadSum = floorAtZero(sumEur(used.filter((part) => part.isApportioned)));
    return {
      operation,
      month,
      line: flow.line,
      documented: sum,
      apportioned: lowest([sum, spreadSum]) ?? ZERO,
    };
  });
}

function monthRows(
  lines: readonly LineSum[],
  accrued: readonly Part[],
  disjoint: OracleWorld['disjoint'],
  admitted: (part: Part) => boolean,
): OracleMonth[] {
  const byMonth = groupBy<LineSum | Part>([...lines, ...accrued], (one) =>
    JSON.stringify([one.operation, one.month]),
  );
  const rows = [...byMonth.values()].map(([{ operation, month }]) => {
    const own = lines.filter((line) => line.operation === operation && line.month === month);
    const waiting = accrued.filter((part) => part.operation === operation && part.month === month);
    const accruedSum = cells(waiting, disjoint)
      .map((cell) => sumEur(cell.parts.filter(admitted)))
      .reduce(plus, ZERO);
    return {
      operation,
      month,
      documented_eur: format4(own.map((line) => line.documented).reduce(plus, ZERO)),
      apportioned_eur: format4(own.map((line) => line.apportioned).reduce(plus, ZERO)),
      accrued_eur: format4(accruedSum),
    };
  });
  return rows.sort(inOrder((row) => [row.operation, row.month]));
}

/** One row for each flow, operation and reason: the amounts are added exactly and cut once. */
function excludedRows(leftOut: readonly LeftOut[]): OracleExcluded[] {
  const grouped = groupBy(leftOut, ({ flow, operation, reason }) =>
    JSON.stringify([flow.source, flow.flow_id, operation, reason]),
  );
  const rows = [...grouped.values()].map((all) => {
    const [{ flow, operation, reason }] = all;
    const amount = format4(all.map((one) => one.amount).reduce(plus, ZERO));
    return { source: flow.source, flow_id: flow.flow_id, operation, reason, amount };
  });
  return rows.sort(inOrder((row) => [row.source, row.flow_id, row.operation ?? '', row.reason]));
}

function floorAtZero(sum: Exact): Exact {
  return isBelow(sum, ZERO) ? ZERO : truncated(sum, 4);
}

/** By code unit, never by locale: the same bytes on every machine. */
function inOrder<R>(keysOf: (row: R) => readonly string[]): (a: R, b: R) => number {
  return (a, b) => {
    const other = keysOf(b);
    for (const [index, key] of keysOf(a).entries()) {
      const against = other[index] ?? '';
      if (key !== against) return key < against ? -1 : 1;
    }
    return 0;
  };
}
