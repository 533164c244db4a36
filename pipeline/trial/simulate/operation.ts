// One operation of a world: how large it is, what it earns on each day, and which networks pay it.
import type { Calendar } from './calendar.ts';
import { type CaseOperation, caseOperation } from './cases.ts';
import type { Random } from '../../platform/random.ts';
import { type Tables, type TrueRates, trueRates } from './rates.ts';
import type { WorldSettings } from './settings.ts';

export type Evidence = 'documented' | 'mixed' | 'modelled';
export type Line = 'advertising' | 'file_host' | 'subscription' | 'donation';

/** One network that pays for one line. */
export interface Stream {
  network: string;
  line: Line;
  /** Of the money of the line. */
  share: number;
  currency: string;
  period: 'month' | 'half' | 'straddling' | 'quarter';
  site: string;
  isRecorded: boolean;
  isGross: boolean;
  /** Of the account's money; 1: the account is this site's alone. */
  accountShare: number;
  isShareProven: boolean;
  /** Who reports: the network's statement, the bank, or both under other ids. */
  reports: 'statement' | 'bank' | 'both';
}

export interface Operation {
  name: string;
  /** What its accounts are named after. */
  account: string;
  evidence: Evidence;
  /** Null: its money comes from the rate card. */
  ofCases: CaseOperation | null;
  /** With their shares of the audience. */
  sites: { name: string; share: number }[];
  /** Persons of each month, without bots. */
  visitors: number[];
  pageViews: number[];
  rates: TrueRates;
  /** EUR of each day and line, cumulated from the first day: index 0 is 0. */
  cumulated: Map<Line, number[]>;
  streams: Stream[];
  /** A site that the registry gives to this operation by mistake. */
  strangeSite: string | null;
}

export const UNIVERSE = 44_800_000;
/** Shares of the universe above this are not sites of this kind. */
const LARGEST = 0.15;

export function operationOf(
  random: Random,
  settings: WorldSettings,
  { calendar, tables }: { calendar: Calendar; tables: Tables },
  index: number,
): Operation {
  const name = `${settings.prefix}op-${String(index)}`;
  const ofCases = caseOperation(random, settings, index);
  const evidence =
    ofCases === null
      ? random.pick<Evidence>(['documented', 'mixed', 'modelled'])
      : ofCases.hasPapers
        ? 'documented'
        : 'modelled';
  const visitors = visitorsOf(random, calendar);
  const pages = 1 + Math.exp(1.5 + 0.6 * random.normal());
  const pageViews = visitors.map((count) => Math.round(count * pages));
  const rates = trueRates(ofCases?.operator ?? random, tables, settings);
  const sites = sitesOf(random, name);
  const streams = streamsOf(random, evidence, sites).map((stream) =>
    ofCases === null ? stream : asFound(stream, ofCases, settings),
  );
  const advertising = visitors.map((count, month) =>
    ofCases === null
      ? (pageViews[month] ?? 0) *
        rates.usdPerPage *
        tables.monthRate('USD', calendar.months[month] ?? '')
      : count * (ofCases.eurPerVisitor[month] ?? 0),
  );
  const lines = [...new Set(streams.map(({ line }) => line))];
  return {
    name,
    account: ofCases?.account ?? name,
    evidence,
    ofCases,
    sites,
    visitors,
    pageViews,
    rates,
    cumulated: new Map(
      lines.map((line) => [
        line,
        cumulatedDays(random, calendar, scaled(random, line, advertising)),
      ]),
    ),
    streams,
    strangeSite:
      settings.misspecify === 'wrong_attribution' && random.chance(0.1)
        ? `strange-${name}.tv`
        : null,
  };
}

function visitorsOf(random: Random, calendar: Calendar): number[] {
  const base = sizeOf(random);
  const phase = random.between(0, 2 * Math.PI);
  const trend = 0.02 * random.normal();
  return calendar.months.map((_, month) =>
    Math.round(
      Math.min(
        LARGEST * UNIVERSE,
        base * (1 + 0.3 * Math.sin(phase + (month * Math.PI) / 6)) * Math.exp(trend * month),
      ),
    ),
  );
}

/** Lognormal with a Pareto tail of index 1.2 for one operation in ten. */
function sizeOf(random: Random): number {
  if (random.chance(0.1)) return 400_000 * (1 - random.uniform()) ** (-1 / 1.2);
  return Math.max(5_000, Math.exp(Math.log(150_000) + 1.1 * random.normal()));
}

function sitesOf(random: Random, name: string): Operation['sites'] {
  const count = 1 + (random.chance(0.3) ? 1 + random.below(2) : 0);
  const weights = Array.from({ length: count }, (_, index) =>
    index === 0 ? 3 : random.between(0.1, 1),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight, index) => ({
    name: `${name}-${String(index)}.tv`,
    share: weight / sum,
  }));
}

const RECORDED = { documented: 0.93, mixed: 0.6, modelled: 0 } as const;

function streamsOf(random: Random, evidence: Evidence, sites: Operation['sites']): Stream[] {
  const lines: Line[] = ['advertising'];
  if (random.chance(0.2)) lines.push('file_host');
  if (random.chance(0.1)) lines.push('subscription');
  if (random.chance(0.15)) lines.push('donation');
  const streams = lines.flatMap((line) => {
    const count = line === 'advertising' ? 1 + random.below(4) : 1;
    const weights = Array.from({ length: count }, () => random.gamma(1.5));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight, index) =>
      streamOf(random, { line, share: weight / sum, index, sites, evidence }),
    );
  });
  const [first] = streams;
  if (
    evidence !== 'modelled' &&
    first !== undefined &&
    !streams.some(({ isRecorded }) => isRecorded)
  )
    first.isRecorded = true;
  return streams;
}

interface StreamPlan {
  line: Line;
  share: number;
  index: number;
  sites: Operation['sites'];
  evidence: Evidence;
}

function streamOf(random: Random, { line, share, index, sites, evidence }: StreamPlan): Stream {
  const isPooled = random.chance(0.15);
  return {
    network: `${line}-${String(index)}.example`,
    line,
    share,
    currency: random.pick(['EUR', 'EUR', 'EUR', 'USD', 'USD', 'GBP', 'CHF', 'SEK']),
    period: random.pick([
      'month',
      'month',
      'month',
      'month',
      'month',
      'half',
      'half',
      'straddling',
      'straddling',
      'quarter',
    ]),
    site: (sites[random.below(sites.length)] ?? { name: '' }).name,
    isRecorded: random.chance(RECORDED[evidence]),
    isGross: random.chance(0.06),
    accountShare: isPooled ? (50_000 + random.below(900_000)) / 1_000_000 : 1,
    isShareProven: random.chance(0.67),
    reports: random.pick(['statement', 'statement', 'statement', 'both', 'bank']),
  };
}

/** A stream in a world of cases, where papers show each stream of an operation, or none. */
function asFound(
  stream: Stream,
  { hasPapers, papers }: CaseOperation,
  { misspecify }: WorldSettings,
): Stream {
  return {
    ...stream,
    isRecorded: hasPapers,
    ...(papers !== 'poor' ? { isGross: false, accountShare: 1 } : {}),
    // Paid by the quarter, a month without income would not show.
    ...(misspecify === 'months_without_income' ? { period: 'month' } : {}),
  };
}

function scaled(random: Random, line: Line, advertising: readonly number[]): number[] {
  const factor = line === 'advertising' ? 1 : random.between(0.05, 0.6);
  return advertising.map((amount) => amount * factor);
}

/** Money of a month spread over its days: weekends, and a noise of the day. */
function cumulatedDays(random: Random, calendar: Calendar, monthly: readonly number[]): number[] {
  const cumulated = [0];
  for (const [month, amount] of monthly.entries()) {
    const [start, end] = [calendar.starts[month] ?? 0, calendar.starts[month + 1] ?? 0];
    const weights: number[] = [];
    for (let day = start; day < end; day += 1)
      weights.push((calendar.weekday(day) % 6 === 0 ? 1.3 : 1) * Math.exp(0.25 * random.normal()));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const weight of weights) cumulated.push((cumulated.at(-1) ?? 0) + (amount * weight) / sum);
  }
  return cumulated;
}
