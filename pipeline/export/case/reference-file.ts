// reference.json: the reference data that the method reads, one row a line.
import { z } from 'zod';
import { LINES } from '../../../schemas/flow.ts';
import { date, identifier, month, text } from '../../../schemas/field.ts';
import { DEVICES } from '../../../schemas/panel.ts';
import type { ModelReference } from '../../method/model/model-reference.ts';
import type { Reference } from '../../method/reference.ts';
import { CaseFault } from './case-fault.ts';
import { MOST_REFERENCE_ROWS } from './limits.ts';

/** What both halves of the method read. */
export interface References {
  readonly documented: Reference;
  readonly model: ModelReference;
}

const rows = <Row extends z.ZodType>(row: Row) => z.array(row).max(MOST_REFERENCE_ROWS);
const decimal = z
  .string()
  .max(60)
  .regex(/^\d+(?:\.\d+)?$/, 'must be a decimal');
const code = z.string().min(1).max(20);
const lastDay = date.nullable();
const monthlyRate = z.object({ currency: code, period: month, eur_per_unit: decimal });

const referenceFile = z.strictObject({
  format: z.literal('plancher-case-reference/1'),
  rates_are: z.enum(['all', 'those that this case can use']),
  rates: z.object({
    daily: rows(
      z.object({
        day: date,
        currency: code,
        quoted_in: z.enum(['EUR', 'USD']),
        per_unit: decimal,
      }),
    ),
    monthly: rows(monthlyRate),
    fixed: rows(z.object({ currency: code, from: date, eur_per_unit: decimal })),
    pegs: rows(z.object({ code, currency: code, units: decimal, from: date, to: lastDay })),
    margins: rows(z.object({ currency: code, margin: decimal })),
    margin_of_all: decimal,
  }),
  contractual_shares: rows(
    z.object({
      network: text,
      line: z.enum(LINES),
      from: date,
      to: lastDay,
      low: decimal,
    }),
  ),
  disjoint_sources: rows(
    z.object({ network: text.nullable(), sources: z.array(identifier).max(10_000) }),
  ),
  network_names: rows(
    z.object({
      network: text,
      name: text.nullable(),
      is_conduit: z.boolean().nullable(),
    }),
  ),
  offshore_places: rows(
    z.object({ country: z.string().max(2), from: date, until: date.nullable() }),
  ),
  rate_card: rows(
    z.object({
      id: text,
      grade: z.enum(['published', 'observed', 'assumption']),
      source: z.string().max(10_000),
      factor: code.max(100),
      line: z.enum(LINES),
      device: z.enum(DEVICES),
      network: text.nullable(),
      country: z.string().max(2).nullable(),
      from: date,
      to: lastDay,
      currency: code.nullable(),
      low: decimal,
      high: decimal,
    }),
  ),
  primary_panels: rows(
    z.object({ source: identifier, from: date, to: lastDay, declared_on: date }),
  ),
  monthly_rates_of_card: rows(monthlyRate),
});

/** @param isCut whether only rates that the case can use are in it */
export function referenceBytes({ documented, model }: References, isCut: boolean): Buffer {
  const { margins, marginOfAll, ...tables } = documented.rates;
  return bytesOf({
    format: 'plancher-case-reference/1',
    rates_are: isCut ? 'those that this case can use' : 'all',
    rates: {
      ...tables,
      margins: [...margins].map(([currency, margin]) => ({ currency, margin })),
      margin_of_all: marginOfAll,
    },
    contractual_shares: documented.shares,
    disjoint_sources: documented.disjoint,
    network_names: documented.networkNames,
    offshore_places: documented.offshore,
    rate_card: model.card,
    primary_panels: model.primary,
    monthly_rates_of_card: model.monthly,
  });
}

/** The schema drops what rows hold besides, such as where they were read. */
const bytesOf = (file: unknown) => Buffer.from(`${oneRowALine(referenceFile.parse(file))}\n`);

/** JSON in which each row of a list is on a line of its own. */
function oneRowALine(value: unknown): string {
  if (Array.isArray(value)) {
    const list: unknown[] = value;
    return list.length === 0 ? '[]' : `[\n${list.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries: [string, unknown][] = Object.entries(value);
  const fields = entries.map(([name, one]) => `${JSON.stringify(name)}: ${oneRowALine(one)}`);
  return `{\n${fields.join(',\n')}\n}`;
}

/** @throws CaseFault */
export function referencesIn(bytes: Buffer): References {
  const read = referenceFile.safeParse(jsonOf(bytes));
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.map(String).join('.') ?? '';
    throw new CaseFault('reference.json', null, `${where}: ${issue?.message ?? 'wrong'}`);
  }
  const file = read.data;
  if (!bytesOf(file).equals(bytes))
    throw new CaseFault('reference.json', null, 'it holds more than reference data');
  const { daily, monthly, fixed, pegs, margins, margin_of_all: marginOfAll } = file.rates;
  return {
    documented: {
      rates: {
        daily,
        monthly,
        fixed,
        pegs,
        margins: new Map(margins.map(({ currency, margin }) => [currency, margin])),
        marginOfAll,
      },
      shares: file.contractual_shares,
      disjoint: file.disjoint_sources,
      networkNames: file.network_names,
      offshore: file.offshore_places,
    },
    model: {
      card: file.rate_card,
      primary: file.primary_panels,
      monthly: file.monthly_rates_of_card,
    },
  };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new CaseFault('reference.json', null, 'it is not JSON');
  }
}
