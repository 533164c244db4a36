// Fetches the reference data in force, as the plain form of the method reads it. Of the exchange
// rates only those of some currencies, because the tables by day have 200,000 rows.
import { z } from 'zod';
import type { Evidence } from '../method/evidence.ts';
import type { ModelReference } from '../method/model/model-reference.ts';
import type { Reference } from '../method/reference.ts';
import { invariant } from '../platform/failure.ts';
import { methodMargins } from '../reference/method-reference.ts';
import { OPEN_END } from '../reference/open-end.ts';
import { LINES } from '../../schemas/flow.ts';
import { DEVICES } from '../../schemas/panel.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface FetchedReference {
  readonly documented: Reference;
  readonly model: ModelReference;
}

const textOrNull = z.string().transform((text) => (text === '' ? null : text));
const endOrNull = z.string().transform((day) => (day === OPEN_END ? null : day));

const tablesRow = z.object({
  card: z.array(
    z.object({
      id: z.string(),
      factor: z.string(),
      line: z.enum(LINES),
      device: z.enum(DEVICES),
      network: textOrNull,
      country: textOrNull,
      from: z.string(),
      to: endOrNull,
      currency: textOrNull,
      low: z.string(),
      high: z.string(),
      grade: z.enum(['published', 'observed', 'assumption']),
      source: z.string(),
    }),
  ),
  fixed: z.array(z.object({ currency: z.string(), from: z.string(), eur_per_unit: z.string() })),
  pegs: z.array(
    z.object({
      code: z.string(),
      currency: z.string(),
      units: z.string(),
      from: z.string(),
      to: endOrNull,
    }),
  ),
  disjoint: z.array(z.object({ declaration: z.number(), network: textOrNull, source: z.string() })),
  network_names: z.array(
    z.object({
      network: z.string(),
      name: textOrNull,
      is_conduit: z.boolean().transform((isConduit) => (isConduit ? true : null)),
    }),
  ),
  offshore: z.array(
    z.object({ country: z.string(), from: z.string(), until: z.string().nullable() }),
  ),
  primary_panels: z.array(
    z.object({
      source: z.string(),
      from: z.string(),
      to: endOrNull,
      declared_on: z.string(),
    }),
  ),
});
type Tables = z.infer<typeof tablesRow>;

const ratesRow = z.object({
  currency: z.string(),
  quoted_in: z.enum(['', 'EUR', 'USD']),
  periods: z.array(z.string()),
  rates: z.array(z.string()),
});
type RatesRow = z.infer<typeof ratesRow>;

/** The currencies that the rates of an evidence are needed of. */
export function currenciesOf({ flows }: Pick<Evidence, 'flows'>): string[] {
  return [...new Set(flows.map(({ currency }) => currency))];
}

/** @param currencies what flows are in; null: rates of every currency */
export async function fetchReference(
  warehouse: Warehouse,
  currencies: readonly string[] | null = null,
): Promise<FetchedReference> {
  const [rows, rates] = await Promise.all([
    warehouse.query(sqlFile('evidence/40_reference.sql'), {}, tablesRow),
    warehouse.query(
      sqlFile('evidence/41_rates.sql'),
      { currencies: [...(currencies ?? [])], every: currencies === null ? 1 : 0 },
      ratesRow,
    ),
  ]);
  const [tables] = rows;
  invariant(tables !== undefined, 'the reference data are one row');
  const { card, fixed, pegs, disjoint } = tables;
  const monthly = monthlyOf(rates);
  return {
    documented: {
      rates: { daily: dailyOf(rates), monthly, fixed, pegs, ...methodMargins() },
      shares: sharesOf(card),
      disjoint: declarationsOf(disjoint),
      networkNames: tables.network_names,
      offshore: tables.offshore,
    },
    model: { card, monthly, primary: tables.primary_panels },
  };
}

function monthlyOf(rows: readonly RatesRow[]): Reference['rates']['monthly'] {
  return rows.flatMap(({ currency, quoted_in: base, periods, rates }) =>
    base === ''
      ? periods.map((period, at) => ({ currency, period, eur_per_unit: rates[at] ?? '' }))
      : [],
  );
}

function dailyOf(rows: readonly RatesRow[]): Reference['rates']['daily'] {
  return rows.flatMap(({ currency, quoted_in: base, periods, rates }) =>
    base === ''
      ? []
      : periods.map((day, at) => ({ day, currency, quoted_in: base, per_unit: rates[at] ?? '' })),
  );
}

function sharesOf(card: Tables['card']): Reference['shares'] {
  return card.flatMap(({ factor, network, line, from, to, low }) =>
    factor === 'contractual_publisher_share' && network !== null
      ? [{ network, line, from, to, low }]
      : [],
  );
}

function declarationsOf(rows: Tables['disjoint']): Reference['disjoint'] {
  const declared = new Map<number, { network: string | null; sources: string[] }>();
  for (const { declaration, network, source } of rows) {
    const one = declared.get(declaration) ?? { network, sources: [] };
    one.sources.push(source);
    declared.set(declaration, one);
  }
  return [...declared.values()];
}
