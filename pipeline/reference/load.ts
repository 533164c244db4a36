// Reads and checks the reference data that ships in reference/, and loads it into the warehouse.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { amount, currency, date, decimal, month, text } from '../../schemas/field.ts';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { Failure } from '../platform/failure.ts';
import { PACKAGE_ROOT } from '../platform/package-root.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { audiencePolicyList } from './audience-policy.ts';
import { type DailyTable, joinShippedTable } from './daily-tables.ts';
import { disjointSourceList } from './disjoint-source.ts';
import { MOST_EUR_PER_UNIT, type MonthlyRate, eurPerUnit, monthlyRates } from './exchange-rate.ts';
import { type FileFinding, isError } from './file-finding.ts';
import { isInForce, versionsInForce } from './in-force.ts';
import { jurisdictionList } from './jurisdiction.ts';
import { networkNameList } from './network-name.ts';
import { offshoreCentreList } from './offshore-centre.ts';
import { parseDailyRates } from './parse-daily-rates.ts';
import { type RateCard, parseRateCard, rateCardRows } from './rate-card.ts';
import { readReferenceFile } from './read-file.ts';
import type { ListData, ReferenceList } from './reference-list.ts';
import { type ReferenceTable, type TableRow, referenceTable } from './reference-table.ts';
import { type CaseLibrary, caseFile } from './published-case.ts';
import { referenceCaseRows } from './case-members.ts';

/** The rows of a list, as its file has them. */
type DataOf<List> = List extends ReferenceList<infer Row> ? ListData<Row> : never;

const conversionFile = z.object({
  version: z.string(),
  rows: z.array(
    z.strictObject({
      currency,
      from: date,
      units_per_eur: z.string().regex(/^(?=.*[1-9])\d{1,5}\.\d{1,6}$/),
      source: text,
    }),
  ),
});
const fxRow = z.object({ month, currency, units_per_usd: amount.or(decimal) });

/** Reference data in memory, in the shape of the files. */
export interface ReferenceData {
  jurisdictions: DataOf<typeof jurisdictionList>;
  offshoreCentres: DataOf<typeof offshoreCentreList>;
  networkNames: DataOf<typeof networkNameList>;
  rateCard: RateCard;
  disjointSources: DataOf<typeof disjointSourceList>;
  fx: { version: string; rows: z.infer<typeof fxRow>[] };
  /** The ECB's rates by day. Null in tests whose figures rest on monthly rates. */
  dailyRates: DailyTable | null;
  euroConversions: z.infer<typeof conversionFile>;
  audiencePolicy: DataOf<typeof audiencePolicyList>;
  cases: CaseLibrary;
}

/** @throws Failure that names the file and what is wrong in it */
export function readReference(folder: string = join(PACKAGE_ROOT, 'reference')): ReferenceData {
  return {
    jurisdictions: readList(folder, jurisdictionList),
    offshoreCentres: readList(folder, offshoreCentreList),
    networkNames: readList(folder, networkNameList),
    rateCard: readRateCard(folder),
    disjointSources: readList(folder, disjointSourceList),
    fx: readFx(folder),
    dailyRates: readDaily(folder),
    euroConversions: readJson(folder, 'euro-conversion.json', conversionFile),
    audiencePolicy: readList(folder, audiencePolicyList),
    cases: readJson(folder, 'cases.json', caseFile),
  };
}

function readList<Row>(folder: string, list: ReferenceList<Row>): ListData<Row> {
  const { data, findings } = list.parse(readFileSync(join(folder, list.file), 'utf8'));
  if (data !== null) return data;
  throw faultOf(list.file, findings);
}

function faultOf(file: string, findings: readonly FileFinding[]): Failure {
  const first = findings.find(isError);
  const what = `${first?.row ?? ''}: ${first?.field ?? ''}: ${first?.message ?? 'wrong'}`;
  return new Failure('reference_data', `reference/${file}: ${what}. Correct the file.`);
}

/**
 * The table is unpacked and read only when a warehouse lacks it. So its version is a digest of the
 * file and not of its rows.
 */
function readDaily(folder: string): DailyTable {
  const file = 'eurofxref-hist.csv.gz';
  const path = join(folder, file);
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  return {
    version: `ecb-${digest.slice(0, 12)}`,
    rates: () => {
      const { rates, findings } = parseDailyRates(readReferenceFile(path));
      if (findings.some(isError)) throw faultOf(file, findings);
      return rates;
    },
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
  const file = 'rate-card.json';
  const { card, findings } = parseRateCard(readFileSync(join(folder, file), 'utf8'));
  if (card !== null) return card;
  throw faultOf(file, findings);
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

/** Each table of the reference data, with its version; without the daily rates. */
export function referenceTables(reference: ReferenceData): ReferenceTable[] {
  const rates = monthlyRates(reference.fx.rows);
  const { fx, rateCard, euroConversions, cases } = reference;
  return [
    jurisdictionList.tableOf(reference.jurisdictions),
    offshoreCentreList.tableOf(reference.offshoreCentres),
    networkNameList.tableOf(reference.networkNames),
    referenceTable('rate_card', rateCard.version, rateCardRows(rateCard)),
    disjointSourceList.tableOf(reference.disjointSources),
    referenceTable('fx', fx.version, monthlyRows(rates)),
    referenceTable('euro_conversion', euroConversions.version, conversionRows(reference)),
    audiencePolicyList.tableOf(reference.audiencePolicy),
    referenceTable('reference_case', cases.version, referenceCaseRows(cases, rates)),
  ];
}

/**
 * Loads the shipped tables that are not in force yet.
 * @returns true when a version came into force
 */
export async function loadReference(
  warehouse: Warehouse,
  reference: ReferenceData,
  clock: Clock,
): Promise<boolean> {
  const inForce = await versionsInForce(warehouse);
  let changed = false;
  for (const table of referenceTables(reference)) {
    if (isInForce(table, inForce)) continue;
    await putInForce(warehouse, table, 'shipped', clock);
    changed = true;
  }
  const { dailyRates } = reference;
  if (dailyRates === null) return changed;
  return (await joinShippedTable(warehouse, dailyRates, clock)) || changed;
}

/** The table of the warehouse that holds the rows of a reference table. */
export function rowsTableOf(name: string): string {
  if (name === 'fx') return 'fx_rate';
  return name === 'fx_daily' ? 'daily_rate' : name;
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

/** @throws Failure when a unit would be worth more than amounts can be multiplied with */
function monthlyRows(rates: readonly MonthlyRate[]): TableRow[] {
  const high = rates.find(({ eur_per_unit: rate }) => Number(rate) > MOST_EUR_PER_UNIT);
  if (high === undefined) return rates.map((row) => ({ ...row }));
  throw new Failure(
    'reference_data',
    `reference/fx-monthly.csv: one ${high.currency} of ${high.period} would be worth ` +
      `${high.eur_per_unit} EUR; at most ${String(MOST_EUR_PER_UNIT)} is taken. Correct the file.`,
  );
}

function conversionRows({ euroConversions }: ReferenceData): TableRow[] {
  return euroConversions.rows.map((row) => ({
    currency: row.currency,
    fixed_from: row.from,
    units_per_eur: row.units_per_eur,
    eur_per_unit: eurPerUnit('1', row.units_per_eur),
    source: row.source,
  }));
}
