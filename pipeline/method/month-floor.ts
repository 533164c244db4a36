// Step 14 of the method: the figures of one month. What an assumption rests on is left out here,
// every choice staying as it was. Money is cut after 4 decimals, per line, as the last step.
import { EUR_PLACES, least, most, sum } from './amount.ts';
import { monthText } from './calendar.ts';
import type { Flow } from './flow.ts';
import type { Holding } from './holding.ts';
import type { LeftOut, LeftOutReason } from './left-out.ts';
import { type Lines, floorLines } from './lines.ts';
import { groupBy } from './order.ts';
import { type Cell, isApportioned } from './part.ts';
import type { Line } from './unplaced.ts';
import { type DocumentedAssumption, RESTS_ON } from './without.ts';

/** Why a month has no figure; `refused_take_back`: why its figure may be too high (M-REFUSED). */
export type MonthReason =
  | LeftOutReason
  | 'only_taken_back'
  | 'nothing_paid'
  | 'left_out'
  | 'refused_take_back';

export interface MonthFloor {
  /** YYYY-MM */
  readonly month: string;
  /** `insufficient`: nothing is left that counts, so there is no figure. */
  readonly status: 'ok' | 'insufficient';
  readonly reasons: readonly MonthReason[];
  /** In 1e-4 EUR, as all money here. */
  readonly floor: bigint;
  readonly floorLines: Lines;
  readonly documented: bigint;
  readonly documentedLines: Lines;
  readonly modelled: bigint;
  /** Of the documented money, what rests on `even_spread`. */
  readonly apportioned: bigint;
  /** Of the documented money, what is dated by payment alone (`payment_month`). */
  readonly paymentDated: bigint;
  /** Documented advertising money of which more is known than the day of payment (M-CLASS). */
  readonly datedAdvertising: bigint;
  /** Of the documented money, what went to listed or offshore places. */
  readonly offshore: bigint;
  /** Owed, and not shown to be paid; in no floor. */
  readonly accrued: bigint;
  /** What unplaced take-backs, and deficits of other months and lines, took from this month. */
  readonly unplacedReversals: bigint;
  /** The weakest evidence of the documented money; null: there is none. */
  readonly rung: 'L0' | 'L1' | null;
}

/** A part of a flow that counts. */
export interface CountingPart {
  readonly holding: Holding;
  readonly cell: Cell;
  /** In 1e-10 EUR: before and after what was taken back from it. */
  readonly paid: bigint;
  readonly left: bigint;
}

export interface MonthEvidence {
  readonly month: number;
  readonly parts: readonly CountingPart[];
  /** What is left of each line after all take-backs, in 1e-10 EUR. */
  readonly left: ReadonlyMap<Line, bigint>;
  /** In 1e-10 EUR. */
  readonly unplaced: bigint;
  /** In 1e-10 EUR. */
  readonly accrued: bigint;
  readonly isOffshore: (flow: Flow) => boolean;
  readonly leftOut: readonly LeftOut[];
  readonly isRefused: boolean;
  /** In 1e-4 EUR. */
  readonly modelled: bigint;
}

const MONEY_PLACES = 4;
const ONE_UNIT = 10n ** BigInt(EUR_PLACES - MONEY_PLACES);
const cut = (eur: bigint) => eur / ONE_UNIT;

export function monthFloor(
  evidence: MonthEvidence,
  without: readonly DocumentedAssumption[],
): MonthFloor {
  const { month, modelled, left } = evidence;
  const isLeftOut = ({ holding, cell }: CountingPart) =>
    without.some((assumption) => RESTS_ON[assumption](holding, cell));
  const admitted = evidence.parts.filter((part) => !isLeftOut(part));
  const removed = groupBy(evidence.parts.filter(isLeftOut), lineOf);
  const uncut = [...left].map(([line, eur]): [Line, bigint] => [
    line,
    most(0n, eur - sum((removed.get(line) ?? []).map(({ paid }) => paid))),
  ]);
  const documentedLines = new Map(uncut.map(([line, eur]) => [line, cut(eur)]));
  const restingOn = (rests: (part: CountingPart) => boolean) =>
    restOf(documentedLines, admitted.filter(rests));
  const lines = floorLines(documentedLines, modelled);
  const hasFigure = uncut.some(([, eur]) => eur > 0n) || modelled > 0n;
  return {
    month: monthText(month),
    status: hasFigure ? 'ok' : 'insufficient',
    reasons: [
      ...(hasFigure ? [] : reasonsOf(evidence, admitted)),
      ...(evidence.isRefused ? ['refused_take_back' as const] : []),
    ],
    floor: sum(lines.values()),
    floorLines: lines,
    documented: sum(documentedLines.values()),
    documentedLines,
    modelled,
    apportioned: restingOn(({ cell }) => isApportioned(cell)),
    paymentDated: restingOn(({ holding }) => holding.flow.isPaymentDated),
    datedAdvertising: restOf(
      advertisingOf(documentedLines),
      admitted.filter(({ holding }) => !holding.flow.isPaymentDated),
    ),
    offshore: restingOn(({ holding }) => evidence.isOffshore(holding.flow)),
    accrued: cut(evidence.accrued),
    unplacedReversals: cut(evidence.unplaced),
    rung: rungOf(documentedLines, admitted),
  };
}

const lineOf = ({ holding }: CountingPart) => holding.flow.line;

function advertisingOf(documented: Lines): Lines {
  return new Map([...documented].filter(([line]) => line === 'advertising'));
}

/** What of the documented money these parts are, at most that of their line. */
function restOf(documented: Lines, parts: readonly CountingPart[]): bigint {
  const ofLines = groupBy(parts, lineOf);
  return sum(
    [...documented].map(([line, eur]) =>
      least(eur, cut(most(0n, sum((ofLines.get(line) ?? []).map(({ left }) => left))))),
    ),
  );
}

function reasonsOf(
  { parts, leftOut }: MonthEvidence,
  admitted: readonly CountingPart[],
): MonthReason[] {
  const reasons = new Set<MonthReason>(leftOut.map(({ reason }) => reason));
  const ofParts: MonthReason[] =
    parts.length === 0
      ? []
      : admitted.length < parts.length
        ? ['left_out']
        : parts.some(({ paid }) => paid > 0n)
          ? ['only_taken_back']
          : ['nothing_paid'];
  return [...ofParts, ...[...reasons].sort()];
}

/** L1 when some of the money is a proven share of a flow. */
function rungOf(documented: Lines, parts: readonly CountingPart[]): MonthFloor['rung'] {
  const lines = new Set([...documented].flatMap(([line, eur]) => (eur > 0n ? [line] : [])));
  const counting = parts.filter((part) => part.left > 0n && lines.has(lineOf(part)));
  if (counting.length === 0) return null;
  const isShared = ({ holding, cell }: CountingPart) => RESTS_ON['rung:L1'](holding, cell);
  return counting.some(isShared) ? 'L1' : 'L0';
}
