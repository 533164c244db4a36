// docs/method.md, property 7: the SQL and a slow, plain re-implementation agree on random small
// worlds, to the last digit.
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ReferenceData, loadReference, readReference } from '../../pipeline/reference/load.ts';
import { withSums } from '../../pipeline/estimate/work-list.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { type OracleWorld, documented } from '../oracle/documented.ts';
import { recordOf } from '../oracle/record-of.ts';
import { randomWorld } from '../oracle/world.ts';
import { ecbRates, putDailyRatesAlone } from '../warehouse/daily-rates.ts';
import { renamed, shifted } from './renamed-world.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const WORLDS = Number(process.env['PLANCHER_TEST_WORLDS'] ?? '600');
const WORLDS_AT_ONCE = 60;
const YEARS_LATER = [0, -56, 140];
const clock = tickingClock();

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

const DECLARED = { declared_on: '2016-01-01', declared_by: 'analyst', reason: 'test' };
const lines = z.enum(['advertising', 'file_host', 'subscription', 'donation', 'other']);

function referenceOf(world: OracleWorld, label: string): ReferenceData {
  const shipped = readReference();
  const lower = world.shares.map((share) => ({ ...share, low: '0.000001', isDraft: true }));
  const rows = [...world.shares.map((share) => ({ ...share, isDraft: false })), ...lower].map(
    (share, index) => ({
      id: `share-${String(index)}`,
      factor: 'contractual_publisher_share',
      line: lines.parse(share.line),
      network: share.network,
      country: null,
      valid_from: share.from,
      valid_to: share.to,
      currency: null,
      low: share.low,
      high: share.low,
      device: 'all' as const,
      unit: 'share of what the advertiser pays',
      source: 'test',
      grade: 'assumption' as const,
      // A name written twice is one name: such a row is a draft, and the re-implementation does not
      // know it.
      approved_by: share.isDraft ? ['one', ' ONE '] : ['one', 'two'],
    }),
  );
  return {
    ...shipped,
    dailyRates: null,
    rateCard: { version: label, rows },
    fx: { version: label, rows: [...world.fx] },
    euroConversions: {
      version: label,
      rows: (world.fixed ?? []).map((row) => ({ ...row, source: 'test' })),
    },
    disjointSources: {
      version: label,
      rows: world.disjoint.map(({ network, sources }) => ({
        network,
        sources: [...sources],
        ...DECLARED,
      })),
    },
  };
}

const lineRow = z.object({
  operation: z.string(),
  month: z.string(),
  line: z.string(),
  documented_eur: z.string(),
  apportioned_eur: z.string(),
});

const MONTH =
  "concat(toString(intDiv(month, 100)), '-', leftPad(toString(month % 100), 2, '0')) AS month";
const LINES = `
  SELECT operation, ${MONTH}, l.1 AS line, l.2 AS documented_eur, l.3 AS apportioned_eur
  FROM (${sqlFile('rules/documented.sql')}) ARRAY JOIN lines AS l`;
const ACCRUED = `
  SELECT operation, ${MONTH}, accrued_eur
  FROM (${sqlFile('rules/documented.sql')}) WHERE accrued_eur > 0`;
const accruedRow = lineRow
  .pick({ operation: true, month: true })
  .extend({ accrued_eur: z.string() });

function key(...parts: (string | null)[]): string {
  return JSON.stringify(parts);
}

const padded = (text: string) => {
  const [whole = '0', part = ''] = text.split('.');
  return `${whole}.${part.padEnd(4, '0')}`;
};
const isZero = (text: string) => /^0(\.0*)?$/.test(text);

const MOST = 999_999_999_999_999_999n;
/** The money columns hold 14 digits before the point; more is cut to that. */
const capped = (text: string) => {
  const units = BigInt(padded(text).replace('.', ''));
  return units > MOST ? '99999999999999.9999' : padded(text);
};

const batches = Array.from({ length: Math.ceil(WORLDS / WORLDS_AT_ONCE) }, (_, batch) => batch);

describe('SQL floors equal a slow plain TypeScript re-implementation, to the last digit', () => {
  test.each(batches)('worlds %i', async (batch) => {
    // The calendar of the engine has edges in 1970 and 2149 that no figure may show.
    const years = YEARS_LATER[batch % YEARS_LATER.length] ?? 0;
    const reference = shifted(randomWorld(1_000_000 + batch), years);
    await loadReference(warehouse, referenceOf(reference, `batch-${String(batch)}`), clock);
    const daily = ecbRates(reference.daily ?? []);
    await putDailyRatesAlone(warehouse, `batch-${String(batch)}`, daily, clock);
    const worlds = Array.from({ length: WORLDS_AT_ONCE }, (_, index) => {
      const seed = batch * WORLDS_AT_ONCE + index;
      return {
        ...shifted(renamed(randomWorld(seed), `w${String(seed)}-`), years),
        fx: reference.fx,
        daily: reference.daily ?? [],
        fixed: reference.fixed ?? [],
        shares: reference.shares,
        disjoint: reference.disjoint,
      };
    });
    await putRecords(
      warehouse,
      'flow',
      worlds.flatMap(({ flows }) => flows.map(recordOf)),
    );
    await putRecords(
      warehouse,
      'site',
      worlds.flatMap(({ sites }) => sites),
    );
    for (const without of [false, true]) {
      const sums = { as_of: '2100-01-01 00:00:00', without: without ? ['even_spread'] : [] };
      const [rows, waiting] = await withSums(warehouse, sums, async (scope) => [
        await warehouse.query(LINES, { scope }, lineRow),
        await warehouse.query(ACCRUED, { scope }, accruedRow),
      ]);
      const prefix = new RegExp(
        `^w(${worlds.map((_, index) => String(batch * WORLDS_AT_ONCE + index)).join('|')})-`,
      );
      const found = new Map(
        rows
          .filter((row) => prefix.test(row.operation))
          .map((row) => [key(row.operation, row.month, row.line), padded(row.documented_eur)]),
      );
      const expected = new Map(
        worlds
          .flatMap((world) => documented(world, { withoutEvenSpread: without }).lines)
          .map((row) => [key(row.operation, row.month, row.line), capped(row.documented_eur)]),
      );
      const differing = [...new Set([...found.keys(), ...expected.keys()])].filter(
        (at) => (found.get(at) ?? '0.0000') !== (expected.get(at) ?? '0.0000'),
      );
      expect(
        differing.map((at) => ({ at, sql: found.get(at), oracle: expected.get(at), without })),
      ).toEqual([]);
      const owed = (list: readonly { operation: string; month: string; accrued_eur: string }[]) =>
        list
          .filter((row) => prefix.test(row.operation) && !isZero(row.accrued_eur))
          .map((row) => `${key(row.operation, row.month)} ${capped(padded(row.accrued_eur))}`)
          .sort();
      // Without an assumption the largest group of what is left counts, and not what is left of the
      // largest group.
      if (!without)
        expect(owed(waiting)).toEqual(
          owed(worlds.flatMap((world) => documented(world, { withoutEvenSpread: false }).months)),
        );
      expect([...expected.values()].filter((value) => !isZero(value)).length).toBeGreaterThan(
        WORLDS_AT_ONCE / 4,
      );
    }
  });
});
