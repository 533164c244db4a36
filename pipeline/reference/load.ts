// Reads and checks the reference data that ships in reference/, and loads it into the warehouse. A
// version is made of the label and the content. A version in the warehouse never changes; other
// content gets another version.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { amount, country, currency, date, decimal, month, text } from '../../schemas/field.ts';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { Failure } from '../platform/failure.ts';
import { PACKAGE_ROOT } from '../platform/package-root.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type AudiencePolicy, audiencePolicyFile, audiencePolicyRows } from './audience-policy.ts';
import { sourceGroups } from './disjoint-source.ts';
import { eurPerUnit, monthlyRates } from './exchange-rate.ts';
import { type RateCard, parseRateCard, rateCardRows } from './rate-card.ts';
import { type CaseLibrary, caseFile } from './published-case.ts';
import { referenceCaseRows } from './reference-class.ts';

const jurisdictionFile = z.object({
  version: z.string(),
  rows: z.array(
    z.object({
      list: z.string(),
      iso2: country,
      from: date,
      to: date.nullable(),
      legal_from: date.nullable(),
      source: z.string(),
      grade: z.enum(['read', 'snapshot', 'from_memory']),
    }),
  ),
});
const offshoreFile = z.object({
  version: z.string(),
  rows: z.array(
    z.object({
      iso2: country,
      from: date,
      to: date.nullable(),
      reason: z.string(),
      grade: z.string(),
    }),
  ),
});
const disjointFile = z.object({
  version: z.string(),
  rows: z.array(
    z.strictObject({
      network: text.nullable(),
      sources: z.array(text).min(2),
      declared_on: date,
      declared_by: text,
      reason: text,
    }),
  ),
});
const conversionFile = z.object({
  version: z.string(),
  rows: z.array(
    z.strictObject({
      currency,
      from: date,
      units_per_eur: z.string().regex(/^\d{1,5}\.\d{1,8}$/),
      source: text,
    }),
  ),
});
const fxRow = z.object({ month, currency, units_per_usd: amount.or(decimal) });

/** Reference data in memory, in the shape of the files. */
export interface ReferenceData {
  jurisdictions: z.infer<typeof jurisdictionFile>;
  offshoreCentres: z.infer<typeof offshoreFile>;
  rateCard: RateCard;
  disjointSources: z.infer<typeof disjointFile>;
  fx: { version: string; rows: z.infer<typeof fxRow>[] };
  euroConversions: z.infer<typeof conversionFile>;
  audiencePolicy: AudiencePolicy;
  cases: CaseLibrary;
}

/** @throws Failure that names the file and what is wrong in it */
export function readReference(folder: string = join(PACKAGE_ROOT, 'reference')): ReferenceData {
  return {
    jurisdictions: readJson(folder, 'jurisdictions.json', jurisdictionFile),
    offshoreCentres: readJson(folder, 'offshore-centres.json', offshoreFile),
    rateCard: readRateCard(folder),
    disjointSources: readJson(folder, 'disjoint-sources.json', disjointFile),
    fx: readFx(folder),
    euroConversions: readJson(folder, 'euro-conversion.json', conversionFile),
    audiencePolicy: readJson(folder, 'audience-policy.json', audiencePolicyFile),
    cases: readJson(folder, 'cases.json', caseFile),
  };
}

function readJson<Value>(folder: string, name: string, schema: z.ZodType<Value>): Value {
  const result = schema.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const what = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`;
  throw new Failure('reference_data', `reference/${name}: ${what}. Correct the file.`);
}

function readRateCard(folder: string): RateCard {
  const { card, findings } = parseRateCard(readFileSync(join(folder, 'rate-card.json'), 'utf8'));
  if (card !== null) return card;
  const [first] = findings;
  const what = `${first?.row ?? ''}: ${first?.field ?? ''}: ${first?.message ?? 'wrong'}`;
  throw new Failure('reference_data', `reference/rate-card.json: ${what}. Correct the file.`);
}

function readFx(folder: string): ReferenceData['fx'] {
  const [, ...lines] = readFileSync(join(folder, 'fx-monthly.csv'), 'utf8').trim().split('\n');
  const rows = lines.map((line, index) => {
    const [at, code, units] = line.split(',');
    const row = fxRow.safeParse({ month: at, currency: code, units_per_usd: units });
    if (row.success) return row.data;
    throw new Failure(
      'reference_data',
      `reference/fx-monthly.csv: line ${String(index + 2)} is wrong: "${line}". Correct the file.`,
    );
  });
  return { version: 'fred-monthly', rows };
}

type Row = Record<string, unknown>;

export interface ReferenceTable {
  name: string;
  /** The label, and the first digits of the digest of the rows. */
  version: string;
  rows: readonly Row[];
}

/** Each table of the reference data, with its version. */
export function referenceTables(reference: ReferenceData): ReferenceTable[] {
  const rates = monthlyRates(reference.fx.rows);
  const tables = [
    {
      name: 'jurisdiction',
      label: reference.jurisdictions.version,
      rows: jurisdictionRows(reference),
    },
    {
      name: 'offshore_centre',
      label: reference.offshoreCentres.version,
      rows: offshoreRows(reference),
    },
    {
      name: 'rate_card',
      label: reference.rateCard.version,
      rows: rateCardRows(reference.rateCard),
    },
    {
      name: 'disjoint_source',
      label: reference.disjointSources.version,
      rows: sourceGroups(reference.disjointSources.rows),
    },
    { name: 'fx', label: reference.fx.version, rows: rates.map((row) => ({ ...row })) },
    {
      name: 'euro_conversion',
      label: reference.euroConversions.version,
      rows: conversionRows(reference),
    },
    {
      name: 'audience_policy',
      label: reference.audiencePolicy.version,
      rows: audiencePolicyRows(reference.audiencePolicy),
    },
    {
      name: 'reference_case',
      label: reference.cases.version,
      rows: referenceCaseRows(reference.cases, rates),
    },
  ];
  return tables.map(({ name, label, rows }) => referenceTable(name, label, rows));
}

/** @param rows in the order of the file, with the columns of the table */
export function referenceTable(name: string, label: string, rows: readonly Row[]): ReferenceTable {
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return {
    name,
    version: `${label}-${digest.slice(0, 12)}`,
    rows: rows.map((row) => ({ ...row })),
  };
}

const inForceRow = z.object({ name: z.string(), version: z.string(), origin: z.string() });

/**
 * Loads the shipped tables that are not in force yet. A table that a person loaded by a command
 * stays in force: a start or an upgrade must not put the shipped one back.
 * @returns true when a version came into force
 */
export async function loadReference(
  warehouse: Warehouse,
  reference: ReferenceData,
  clock: Clock,
): Promise<boolean> {
  const inForce = await warehouse.query(
    sqlFile('estimate/10_reference_versions.sql'),
    {},
    inForceRow,
  );
  let changed = false;
  for (const table of referenceTables(reference)) {
    const known = inForce.find(({ name }) => name === table.name);
    if (known?.version === table.version || known?.origin === 'loaded') continue;
    await putInForce(warehouse, table, 'shipped', clock);
    changed = true;
  }
  return changed;
}

/** The table of the warehouse that holds the rows of a reference table. */
export function rowsTableOf(name: string): string {
  return name === 'fx' || name === 'fx_daily' ? 'fx_rate' : name;
}

/** Writes the version last: a crash before it leaves rows that nothing reads. */
export async function putInForce(
  warehouse: Warehouse,
  { name, version, rows }: ReferenceTable,
  origin: 'shipped' | 'loaded',
  clock: Clock,
): Promise<void> {
  if (rows.length > 0)
    await warehouse.insertObjects(
      rowsTableOf(name),
      rows.map((row) => ({ version, ...row })),
    );
  await warehouse.insertObjects('reference_version', [
    { name, version, loaded_at: sqlTime(clock()), origin },
  ]);
}

function jurisdictionRows({ jurisdictions }: ReferenceData): Row[] {
  return jurisdictions.rows.map((row) => ({
    list: row.list,
    country: row.iso2,
    listed_from: row.from,
    listed_to: row.to,
    legal_from: row.legal_from,
    source: row.source,
    grade: row.grade,
  }));
}

function offshoreRows({ offshoreCentres }: ReferenceData): Row[] {
  return offshoreCentres.rows.map((row) => ({
    country: row.iso2,
    centre_from: row.from,
    centre_to: row.to,
    reason: row.reason,
    grade: row.grade,
  }));
}

function conversionRows({ euroConversions }: ReferenceData): Row[] {
  return euroConversions.rows.map((row) => ({
    currency: row.currency,
    fixed_from: row.from,
    units_per_eur: row.units_per_eur,
    eur_per_unit: eurPerUnit('1', row.units_per_eur),
    source: row.source,
  }));
}
