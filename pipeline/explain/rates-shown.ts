// Where the exchange rates of the shown flows come from: of which day, from which table, and which
// of the rates of a flow holds (M-RATE).
import { z } from 'zod';
import { least, most, rateOf } from '../method/amount.ts';
import { dayOf, dayText, monthOf, monthText } from '../method/calendar.ts';
import type { Flow } from '../method/flow.ts';
import { LONGEST_GAP_DAYS, type Rate, rateBook } from '../method/rate.ts';
import type { RateTables } from '../method/reference.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { rateText } from './decimals.ts';

export interface RateShown {
  source: string;
  flow_id: string;
  currency: string;
  asked_day: 'value_date' | 'statement_date';
  day: string;
  /**
   * `daily`: of that day, or of the last published one at most 4 days back. `peg`: set by the office.
   */
  rate_table: 'fixed' | 'daily' | 'peg' | 'monthly' | 'no_exchange_rate';
  /** The tables of daily rates that have it, or the peg. */
  rate_source: string;
  /** The day or the month that the rate is of. */
  period: string;
  /** For money that was paid; of a take-back the higher one. Null: there is none. */
  eur_per_unit: string | null;
  /** 1: the lowest of the flow, or of a take-back the highest. */
  holds: 0 | 1;
}

interface Found {
  readonly rate_table: RateShown['rate_table'];
  readonly rate_source: string;
  readonly period: string;
  readonly rate: Rate | null;
}

/** @param flows those in EUR are left out; a reversed one is a take-back */
export function ratesShown(flows: readonly Flow[], tables: RateTables): RateShown[] {
  const converted = flows.filter(({ currency }) => currency !== 'EUR');
  const find = rateFinder(tables, new Set(converted.map(({ currency }) => currency)));
  return converted.flatMap((flow) => {
    const isPaid = flow.status !== 'reversed';
    const rates = [
      { asked_day: 'value_date' as const, day: flow.valueDay },
      { asked_day: 'statement_date' as const, day: flow.statementDay },
    ].flatMap(({ asked_day, day }) => {
      if (day === null) return [];
      const { rate, ...found } = find(flow.currency, day);
      const value = rate === null ? null : isPaid ? rate.low : rate.high;
      return [{ asked_day, day: dayText(day), ...found, value }];
    });
    const values = rates.flatMap(({ value }) => value ?? []);
    const [first, ...others] = values;
    const holding = first === undefined ? null : others.reduce(isPaid ? least : most, first);
    return rates.map(({ value, ...rate }) => ({
      source: flow.source,
      flow_id: flow.flowId,
      currency: flow.currency,
      ...rate,
      eur_per_unit: value === null ? null : rateText(value),
      holds: value !== null && value === holding ? (1 as const) : (0 as const),
    }));
  });
}

function rateFinder(all: RateTables, currencies: ReadonlySet<string>) {
  const bases = all.pegs.flatMap(({ code, currency }) => (currencies.has(code) ? currency : []));
  const needed = new Set([...currencies, ...bases, 'USD']);
  const tables = { ...all, daily: all.daily.filter(({ currency }) => needed.has(currency)) };
  const book = rateBook(tables);
  const daily = rateBook({ ...tables, pegs: [], monthly: [], fixed: [] });
  const published = rateBook({ ...tables, monthly: [], fixed: [] });
  const publishedOn = new Set(tables.daily.map((row) => `${row.currency} ${row.day}`));
  const lastPublished = (currency: string, day: number) =>
    Array.from({ length: LONGEST_GAP_DAYS + 1 }, (_, back) => dayText(day - back)).find((one) =>
      publishedOn.has(`${currency} ${one}`),
    );
  return (currency: string, day: number): Found => {
    const rate = book.on(currency, day);
    const fixed = tables.fixed.find((row) => row.currency === currency && dayOf(row.from) <= day);
    const found = (table: RateShown['rate_table'], period: string, source = '') => ({
      rate_table: table,
      rate_source: source,
      period,
      rate,
    });
    if (rate === null) return found('no_exchange_rate', '');
    if (fixed !== undefined) return found('fixed', fixed.from);
    if (daily.on(currency, day)?.low === rate.low)
      return found('daily', lastPublished(currency, day) ?? '');
    if (published.on(currency, day) !== null)
      return found('peg', dayText(day), pegText(tables, currency, day));
    return found('monthly', monthText(monthOf(day)));
  };
}

function pegText({ pegs }: RateTables, currency: string, day: number): string {
  const inForce = pegs.filter(
    ({ code, from, to }) =>
      code === currency && dayOf(from) <= day && (to === null || day <= dayOf(to)),
  );
  return inForce
    .map(({ units, currency: of }) => `1 ${currency} = ${rateText(rateOf(units))} ${of}`)
    .join(', ');
}

const sourceRow = z.object({ currency: z.string(), day: z.string(), sources: z.string() });

/** Adds the names of the tables of daily rates. */
export async function withRateSources(
  warehouse: Warehouse,
  rates: readonly RateShown[],
): Promise<RateShown[]> {
  const daily = rates.filter((rate) => rate.rate_table === 'daily');
  if (daily.length === 0) return [...rates];
  const distinct = (values: readonly string[]) => [...new Set(values)];
  const found = await warehouse.query(
    sqlFile('explain/daily_sources.sql'),
    {
      currencies: distinct(daily.map(({ currency }) => currency)),
      days: distinct(daily.map(({ period }) => period)),
    },
    sourceRow,
  );
  const names = new Map(found.map(({ currency, day, sources }) => [`${currency} ${day}`, sources]));
  return rates.map((rate) => ({
    ...rate,
    rate_source:
      rate.rate_table === 'daily'
        ? (names.get(`${rate.currency} ${rate.period}`) ?? '')
        : rate.rate_source,
  }));
}
