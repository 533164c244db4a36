// Seeded worlds of several sources over one true course of money. What operations really kept is
// known; the sources report it honestly, in part, and each in its own words. In an unbroken world
// all assumptions of documented money hold, so that no sum of floors may be above the truth.
// Single months may: sources that know the day of payment alone, or other periods, are part of
// every world.
import type { z } from 'zod';
import {
  type Evidence,
  NO_EVIDENCE,
  type RefusedTakeBack,
} from '../../pipeline/method/evidence.ts';
import type { DisjointSources, Reference } from '../../pipeline/method/reference.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { flowForm } from '../../schemas/flow-form.ts';
import { RECORD_KINDS } from '../../schemas/record.ts';
import { shuffled } from '../shuffled.ts';
import type { Assumption } from './assumption.ts';
import type { Course } from './course.ts';
import type { Happening } from './happening.ts';
import { breakAssumption } from './breaking.ts';
import { CONDUIT_NAMES, type Desk } from './desk.ts';
import { drawCourse } from './draw-course.ts';
import { withHistory } from './mischief.ts';
import { brokenAssumptions } from './referee.ts';
import { registryOf } from './registry.ts';
import { tellSources } from './tell-sources.ts';
import { tellTakeBacks } from './take-backs.ts';
import { type Truth, truthOf } from './truth.ts';

export interface World {
  readonly seed: number;
  readonly broken: Assumption | null;
  readonly evidence: Evidence;
  readonly reference: Reference;
  readonly truth: Truth;
  /** By name, what happens in this world. */
  readonly happenings: readonly Happening[];
}

export function worldOf(seed: number, broken: Assumption | null = null): World {
  const random = randomOf(seed, 24);
  const happenings = new Set<Happening>();
  const course = drawCourse(random, broken);
  noteStreams(course, happenings);
  const registry = registryOf(random, course, happenings);
  const desk: Desk = {
    random,
    course,
    registry,
    sources: new Set(),
    told: [],
    shares: [],
    happenings,
  };
  const sources = tellSources(desk);
  tellTakeBacks(desk);
  breakAssumption(desk);
  const problems = isHeldTo(broken) ? brokenAssumptions(desk) : [];
  if (problems.length > 0)
    throw new Error(
      `World ${String(seed)} breaks what it promises to keep: ${problems.join('; ')}`,
    );
  return {
    seed,
    broken,
    evidence: evidenceOf(desk),
    reference: {
      rates: course.rates.tables,
      shares: desk.shares,
      disjoint: disjoint(desk, sources),
      offshore: [{ country: 'MT', from: '2010-01-01', until: '2015-12-01' }],
      networkNames: CONDUIT_NAMES.map((name) => ({
        network: name.startsWith('Wise') ? 'wise.com' : 'paypal.com',
        name,
        is_conduit: true,
      })),
    },
    truth: truthOf(course),
    happenings: [...happenings].sort(),
  };
}

/** The referee looks for these three; where another one is broken, they hold. */
const isHeldTo = (broken: Assumption | null) =>
  broken !== 'told_once' && broken !== 'same_dates' && broken !== 'one_name';

const RATES: Readonly<Record<string, Happening>> = {
  RUB: 'rates_by_month_only',
  CAD: 'two_tables_of_rates',
  GBP: 'rates_in_dollars',
  USDT: 'pegged_asset',
};

function noteStreams({ streams }: Course, happenings: Set<Happening>): void {
  for (const { currency, publisherAccount, owners } of streams) {
    const rates = RATES[currency];
    if (rates !== undefined) happenings.add(rates);
    const isShared = streams.some(
      (other) =>
        other.publisherAccount === publisherAccount &&
        other.owners[0].operation !== owners[0].operation,
    );
    if (isShared) happenings.add('publisher_account_of_several_operations');
  }
}

function evidenceOf(desk: Desk): Evidence {
  const { registry, random } = desk;
  const { flow, site, account, network } = RECORD_KINDS;
  return {
    ...NO_EVIDENCE,
    flows: shuffled(
      withHistory(desk).map((fields) => flowForm(accepted(flow.schema, fields)).flow),
      random,
    ),
    sites: registry.sites.map((fields) => accepted(site.schema, fields)),
    accounts: registry.accounts.map((fields) => accepted(account.schema, fields)),
    networks: registry.networks.map((fields) => accepted(network.schema, fields)),
    refused: refused(desk),
    panels: [],
    observations: [],
  };
}

/** A negative amount that intake refused. What it took back is also told in another way. */
function refused({ random, told, happenings }: Desk): RefusedTakeBack[] {
  const one = told.find(({ takeBack }) => takeBack !== null);
  if (one === undefined || random.chance(0.85)) return [];
  happenings.add('take_back_refused');
  const { source, network, site, publisher_account, period_start, period_end } = one.fields;
  return [
    {
      source,
      network: network ?? null,
      site: site ?? null,
      publisher_account: publisher_account ?? null,
      period_start: period_start ?? null,
      period_end: period_end ?? null,
    },
  ];
}

/**
 * The record as its schema takes it. A world with a record that is refused is a fault of the
 * world.
 */
function accepted<Schema extends z.ZodType>(schema: Schema, fields: unknown): z.output<Schema> {
  const result = schema.safeParse(fields);
  if (!result.success)
    throw new Error(`${JSON.stringify(fields)} is refused: ${result.error.message}`);
  return result.data;
}

/** Two banks hold different accounts, so they tell of different payments. */
function disjoint(desk: Desk, sources: readonly string[]): DisjointSources[] {
  const banks = sources.filter((source) => source.startsWith('bank'));
  if (banks.length < 2 || desk.random.chance(0.4)) return [];
  desk.happenings.add('disjoint_sources');
  return [{ network: null, sources: banks }];
}
