// Floors of simulated worlds against their truth: a few worlds at a time in a throw-away warehouse,
// one estimate, counts by group and stratum. Each world has panels of its own, and M-CLASS compares
// operations of one panel: no world learns from another.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { clopperPearson } from '../pipeline/trial/backtest/proportion.ts';
import { loadConfig } from '../pipeline/config/config.ts';
import { askFloors } from '../pipeline/estimate/floors.ts';
import { readReference } from '../pipeline/reference/load.ts';
import { bringUpToDate, takeIn } from '../pipeline/path.ts';
import { type Session, withThrowAwaySession } from '../pipeline/open-session.ts';
import { systemClock } from '../pipeline/platform/clock.ts';
import { tablesOf } from '../pipeline/trial/simulate/rates.ts';
import {
  type CasesSettings,
  type WorldSettings,
  settingsOf,
} from '../pipeline/trial/simulate/settings.ts';
import { writeWorlds } from '../pipeline/trial/simulate/write-world.ts';
import { meanOf } from './mean-of.ts';

export interface Group {
  name: string;
  worlds: number;
  rates?: WorldSettings['rates'];
  misspecify?: WorldSettings['misspecify'];
  cases?: Partial<CasesSettings>;
  operations?: number;
  months?: number;
}

/** Operation-months of one world, unless a group has others: 100 x 5. */
const [OPERATIONS, MONTHS] = [100, 5];
/** The class, as `--without` names it. */
const CLASS = 'rung:L4';
/** How many worlds share a warehouse: to open one costs as much as the floors of a world. */
const TOGETHER = 8;
const KINDS = ['site', 'flow', 'panel', 'observation'] as const;
/**
 * Truth and floors are compared in whole cents of a cent: a floor is cut, and truth is a double.
 */
const TOLERANCE_EUR = 0.000_001;
const LARGE_VISITORS = 150_000;

const floorRow = z.object({
  operation: z.string(),
  month: z.string(),
  floor_eur: z.string().nullable(),
  documented_eur: z.string(),
  modelled_eur: z.string(),
});
type FloorRow = z.infer<typeof floorRow>;

interface Truth {
  revenue: number;
  eventDay: number;
  recorded: number;
  visitors: number;
}

/** One operation-month. */
export interface Outcome {
  group: string;
  /** The prefix of its world. */
  world: string;
  floor: number | null;
  withoutSpread: number | null;
  documented: number;
  modelled: number;
  withoutClass: { floor: number | null; modelled: number };
  truth: Truth;
}

export async function outcomesOf(groups: readonly Group[]): Promise<Outcome[]> {
  const worlds = groups.flatMap((group, at) => worldsOf(group, at));
  const outcomes: Outcome[] = [];
  for (let first = 0; first < worlds.length; first += TOGETHER) {
    outcomes.push(...(await outcomesTogether(groups, worlds.slice(first, first + TOGETHER))));
    // The engine lets go of a warehouse a moment after it is closed, and opens no other before.
    await setImmediate();
  }
  return outcomes;
}

function outcomesTogether(
  groups: readonly Group[],
  worlds: readonly WorldSettings[],
): Promise<Outcome[]> {
  return withThrowAwaySession(
    { config: loadConfig({}), clock: systemClock, purpose: 'coverage' },
    async (session, folder) => {
      writeWorlds(folder, worlds, tablesOf(readReference()));
      const requests = KINDS.map((kind) => ({
        path: join(folder, `${kind}.ndjson`),
        kind,
        knownAtMs: null,
      })).filter(({ path }) => existsSync(path));
      const reports = await takeIn(session, requests, {
        decodeWorkers: 0,
        stdin: process.stdin,
        onProgress: () => undefined,
      });
      if (reports.some(({ rejected }) => rejected > 0))
        throw new Error(`simulated records are rejected: ${JSON.stringify(reports)}`);
      await bringUpToDate(session, true);
      const [all, withoutClass, withoutSpread] = [
        await floorsOf(session, []),
        await floorsOf(session, [CLASS]),
        await floorsOf(session, [CLASS, 'even_spread']),
      ];
      const truth = truthIn(join(folder, 'truth.csv'));
      return joined(groups, { all, withoutClass, withoutSpread, truth });
    },
  );
}

function worldsOf(
  { worlds, rates, misspecify, cases, operations, months }: Group,
  at: number,
): WorldSettings[] {
  return Array.from({ length: worlds }, (_, world) =>
    settingsOf({
      seed: 1_000_000 * at + world,
      operations: operations ?? OPERATIONS,
      months: months ?? MONTHS,
      prefix: `g${String(at)}w${String(world)}-`,
      rates: rates ?? 'drawn',
      misspecify: misspecify ?? null,
      ...(cases === undefined ? {} : { cases }),
    }),
  );
}

async function floorsOf(
  { warehouse, config }: Session,
  without: string[],
): Promise<Map<string, FloorRow>> {
  const question = { operation: null, month: null, asOf: null, without, alpha: config.alpha };
  const rows = await askFloors(warehouse, question, ({ sql, parameters }) =>
    warehouse.query(sql, parameters, floorRow),
  );
  return new Map(rows.map((row) => [`${row.operation} ${row.month}`, row]));
}

function truthIn(path: string): Map<string, Truth> {
  const months = new Map<string, Truth>();
  for (const line of readFileSync(path, 'utf8').trimEnd().split('\n').slice(1)) {
    const [operation = '', month = '', , revenue, eventDay, recorded, , visitors] = line.split(',');
    const key = `${operation} ${month}`;
    const sum = months.get(key) ?? {
      revenue: 0,
      eventDay: 0,
      recorded: 0,
      visitors: Number(visitors),
    };
    sum.revenue += Number(revenue);
    sum.eventDay += Number(eventDay);
    sum.recorded += Number(recorded);
    months.set(key, sum);
  }
  return months;
}

interface Answers {
  all: Map<string, FloorRow>;
  withoutClass: Map<string, FloorRow>;
  withoutSpread: Map<string, FloorRow>;
  truth: Map<string, Truth>;
}

function joined(
  groups: readonly Group[],
  { all, withoutClass, withoutSpread, truth }: Answers,
): Outcome[] {
  const value = (text: string | null | undefined) =>
    text === null || text === undefined ? null : Number(text);
  return [...truth].map(([key, one]) => {
    const floor = all.get(key);
    const [world = '', at = ''] = /^g(\d+)w\d+/.exec(key) ?? [];
    return {
      group: groups[Number(at)]?.name ?? '',
      world,
      floor: value(floor?.floor_eur),
      withoutSpread: value(withoutSpread.get(key)?.floor_eur),
      documented: value(floor?.documented_eur) ?? 0,
      modelled: value(floor?.modelled_eur) ?? 0,
      withoutClass: {
        floor: value(withoutClass.get(key)?.floor_eur),
        modelled: value(withoutClass.get(key)?.modelled_eur) ?? 0,
      },
      truth: one,
    };
  });
}

/** The same month without M-CLASS: what documents and the rate card say. */
export const leavingOutClass = (outcome: Outcome): Outcome => ({
  ...outcome,
  ...outcome.withoutClass,
});

export const STRATA: readonly (readonly [name: string, holds: (outcome: Outcome) => boolean])[] = [
  ['all', () => true],
  ['documented only', ({ documented, modelled }) => documented > 0 && modelled === 0],
  ['mixed', ({ documented, modelled }) => documented > 0 && modelled > 0],
  ['modelled only', ({ documented, modelled }) => documented === 0 && modelled > 0],
  [`small (< ${String(LARGE_VISITORS)} visitors)`, ({ truth }) => truth.visitors < LARGE_VISITORS],
  ['large', ({ truth }) => truth.visitors >= LARGE_VISITORS],
  ['60 % or more recorded', ({ truth }) => truth.recorded >= 0.6 * truth.revenue],
];

export interface Counted {
  floors: number;
  above: number;
  lower: number;
  upper: number;
  /** Median of floor / truth. */
  tightness: number;
  /** Median of floor / truth among the floors above it, and the largest. */
  excess: number;
  worst: number;
}

const median = (sorted: readonly number[]) =>
  sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;

/** @param measure floor, and the truth it is held against */
export function count(
  outcomes: readonly Outcome[],
  measure: (outcome: Outcome) => readonly [number | null, number],
): Counted {
  const pairs = outcomes.flatMap((outcome) => {
    const [floor, truth] = measure(outcome);
    return floor === null ? [] : [{ floor, truth }];
  });
  const above = pairs.filter(({ floor, truth }) => floor > truth + TOLERANCE_EUR);
  const ratios = (some: typeof pairs) =>
    some
      .map(({ floor, truth }) =>
        truth > 0 ? floor / truth : floor > 0 ? Number.POSITIVE_INFINITY : 1,
      )
      .sort((a, b) => a - b);
  const excess = ratios(above);
  return {
    floors: pairs.length,
    above: above.length,
    ...clopperPearson(above.length, pairs.length),
    tightness: median(ratios(pairs)),
    excess: median(excess),
    worst: excess.at(-1) ?? Number.NaN,
  };
}

export const MEASURES = {
  'straight-line': ({ floor, truth }: Outcome) => [floor, truth.revenue] as const,
  'event day': ({ floor, truth }: Outcome) => [floor, truth.eventDay] as const,
  'no even_spread': ({ withoutSpread, truth }: Outcome) => [withoutSpread, truth.revenue] as const,
  'no even_spread, event day': ({ withoutSpread, truth }: Outcome) =>
    [withoutSpread, truth.eventDay] as const,
};

/** Of the months of one world the class is one figure, so only worlds are independent. */
export interface OverWorlds extends Counted {
  worlds: number;
  /** Mean over worlds of the share above the truth. The interval is that of this mean. */
  share: number;
}

export function countOverWorlds(
  outcomes: readonly Outcome[],
  measure: (outcome: Outcome) => readonly [number | null, number],
): OverWorlds {
  const worlds = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const own = worlds.get(outcome.world);
    if (own === undefined) worlds.set(outcome.world, [outcome]);
    else own.push(outcome);
  }
  const shares = [...worlds.values()]
    .map((own) => count(own, measure))
    .filter(({ floors }) => floors > 0)
    .map(({ above, floors }) => above / floors);
  const { mean, margin } = meanOf(shares);
  return {
    ...count(outcomes, measure),
    worlds: shares.length,
    share: mean,
    lower: Math.max(0, mean - margin),
    upper: mean + margin,
  };
}
