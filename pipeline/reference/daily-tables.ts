// The tables of daily rates in the warehouse. All that were loaded are in force together; a table
// holds only what the ones before it lack. docs/decisions/0037-joined-rate-tables.md says why.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { oneNumber } from '../../schemas/decimal-text.ts';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { usageFailure } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type DailyRate, rateSeries } from './daily-rate.ts';
import { type DailyTables, dailyTablesIn, hasDailyTable, lostTables } from './in-force.ts';

/** Their name in reference_version. */
const NAME = 'fx_daily';

export interface DailyTable {
  /** Label, and the first digits of a digest of the content. */
  version: string;
  rates: () => readonly DailyRate[];
}

type Origin = 'shipped' | 'loaded';

/**
 * Joins the shipped table with those in force, unless that was done before.
 * @returns true when it came into force
 */
export async function joinShippedTable(
  warehouse: Warehouse,
  table: DailyTable,
  clock: Clock,
): Promise<boolean> {
  const tables = await dailyTablesIn(warehouse);
  if (hasDailyTable(tables, table.version)) return false;
  await join(warehouse, { table, origin: 'shipped', tables }, clock);
  return true;
}

export interface Joined {
  /** Null: the file has nothing that was not there. */
  version: string | null;
  /** Rates of days that the source had none for. */
  added: number;
  /** Rates that differ from one of the same source and day; both are kept. */
  changed: number;
  /** Rates that were there. */
  same: number;
  /** Days that were in force before; all of them stay. */
  days_before: number;
}

const knownRow = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]);
const daysRow = z.object({ days: z.coerce.number() });

/** Joins the rates of a file with those in force. @param label for its version */
export async function joinLoadedRates(
  warehouse: Warehouse,
  { label, rates }: { label: string; rates: readonly DailyRate[] },
  clock: Clock,
): Promise<Joined> {
  const [counted] = await warehouse.query(sqlFile('reference/days_in_force.sql'), {}, daysRow);
  const days = rates.map(({ day }) => day).sort();
  const known = await warehouse.text(
    sqlFile('reference/known_rates.sql'),
    {
      sources: [...new Set(rates.map(({ source }) => source))],
      first: days[0] ?? '',
      last: days.at(-1) ?? '',
    },
    'JSONCompactEachRow',
  );
  const sorted = sortedBy(knownRates(known), rates);
  const fresh = [...sorted.added, ...sorted.changed];
  const table = { version: `${label}-${digestOf(fresh.map(keyOf))}`, rates: () => fresh };
  if (fresh.length > 0) {
    const tables = await dailyTablesIn(warehouse);
    await join(warehouse, { table, origin: 'loaded', tables }, clock);
  }
  return {
    version: fresh.length === 0 ? null : table.version,
    added: sorted.added.length,
    changed: sorted.changed.length,
    same: rates.length - fresh.length,
    days_before: counted?.days ?? 0,
  };
}

/** Rates in force: those of one source, currency and day under one key. */
type KnownRates = ReadonlyMap<string, ReadonlySet<string>>;

const placeOf = ({ source, currency, day }: Omit<DailyRate, 'quoted_in' | 'per_unit'>) =>
  `${day} ${currency} ${source}`;
/** The engine leaves out trailing zeros. */
const valueOf = (base: string, rate: string) => `${base} ${oneNumber(rate)}`;
const valueOfRate = (rate: DailyRate) => valueOf(rate.quoted_in, rate.per_unit);
const keyOf = (rate: DailyRate) => `${placeOf(rate)} ${valueOfRate(rate)}`;

function knownRates(lines: string): KnownRates {
  const known = new Map<string, Set<string>>();
  for (const line of lines.split('\n')) {
    if (line === '') continue;
    const [source, currency, day, base, rate] = knownRow.parse(JSON.parse(line));
    const place = placeOf({ source, currency, day });
    const value = valueOf(base, rate);
    const values = known.get(place);
    if (values === undefined) known.set(place, new Set([value]));
    else values.add(value);
  }
  return known;
}

function sortedBy(
  known: KnownRates,
  rates: readonly DailyRate[],
): { added: DailyRate[]; changed: DailyRate[] } {
  const added: DailyRate[] = [];
  const changed: DailyRate[] = [];
  for (const rate of rates) {
    const values = known.get(placeOf(rate));
    if (values === undefined) added.push(rate);
    else if (!values.has(valueOfRate(rate))) changed.push(rate);
  }
  return { added, changed };
}

/**
 * Takes a table out of those in force; its rows and the reason stay in the warehouse.
 * @throws Failure (exit 2) when no such table is in force
 */
export async function withdrawDailyTable(
  warehouse: Warehouse,
  { version, reason }: { version: string; reason: string },
  clock: Clock,
): Promise<void> {
  const tables = await dailyTablesIn(warehouse);
  if (!tables.parts.includes(version))
    throw usageFailure(
      'unknown_table',
      `No table of daily rates "${version}" is in force. plancher reference list names them.`,
    );
  const parts = tables.parts.filter((part) => part !== version);
  const withdrawn = [...tables.withdrawn, version].sort();
  await noteTables(warehouse, { parts, withdrawn, origin: 'loaded', reason }, clock);
}

async function join(
  warehouse: Warehouse,
  { table, origin, tables }: { table: DailyTable; origin: Origin; tables: DailyTables },
  clock: Clock,
): Promise<void> {
  const { version } = table;
  await insertTable(warehouse, table);
  const withdrawn = tables.withdrawn.filter((part) => part !== version);
  const parts = [...new Set([...tables.parts, ...lostTables(tables), version])].sort();
  await noteTables(warehouse, { parts, withdrawn, origin, reason: '' }, clock);
}

async function insertTable(warehouse: Warehouse, { version, rates }: DailyTable): Promise<void> {
  await warehouse.insert({ table: 'daily_rate_door', ...rateSeries(version, rates()) });
}

/** Written last: a crash before it leaves rows that nothing reads. */
async function noteTables(
  warehouse: Warehouse,
  state: { parts: string[]; withdrawn: string[]; origin: Origin; reason: string },
  clock: Clock,
): Promise<void> {
  const [only, ...others] = state.parts;
  const isOne = only !== undefined && others.length === 0 && state.withdrawn.length === 0;
  const version = isOne ? only : `joined-${digestOf([...state.parts, '', ...state.withdrawn])}`;
  await warehouse.insertObjects('reference_version', [
    { name: NAME, version, loaded_at: sqlTime(clock()), ...state },
  ]);
}

const DIGITS = 12;
const digestOf = (texts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, DIGITS);
