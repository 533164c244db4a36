// Documented money that a run of the estimate computes: the figures of cases by hand, and the same
// in any century.
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { type ReferenceData, loadReference, readReference } from '../../pipeline/reference/load.ts';
import { flowSchema } from '../../schemas/flow.ts';
import { siteSchema } from '../../schemas/site.ts';
import { type RandomTables, randomTables } from '../random-records/reference-tables.ts';
import { renamed } from '../random-records/renamed.ts';
import { type RandomWorld, randomWorld } from '../random-records/world.ts';
import { ecbRates, putDailyRatesAlone } from '../warehouse/daily-rates.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { HALF, RULES, TABLES, flow, registration } from './documented-cases.ts';
import { ALPHA, EVERYTHING } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

const DECLARED = { declared_on: '2016-01-01', declared_by: 'analyst', reason: 'test' };
const lines = z.enum(['advertising', 'file_host', 'subscription', 'donation', 'other']);

/** Every share also as a draft, which may not count: a name written twice is one name. */
function sharesOf({ shares }: Pick<RandomTables, 'shares'>) {
  const drafts = shares.map((share) => ({ ...share, low: '0.000001', by: ['one', ' ONE '] }));
  return [...shares.map((share) => ({ ...share, by: ['one', 'two'] })), ...drafts].map(
    ({ network, line, from, to, low, by }, index) => ({
      id: `share-${String(index)}`,
      factor: 'contractual_publisher_share',
      line: lines.parse(line),
      network,
      country: null,
      valid_from: from,
      valid_to: to,
      currency: null,
      low,
      high: low,
      device: 'all' as const,
      unit: 'share of what the advertiser pays',
      source: 'test',
      grade: 'assumption' as const,
      approved_by: by,
    }),
  );
}

async function loadTables(tables: RandomTables, label: string): Promise<void> {
  const data: ReferenceData = {
    ...readReference(),
    dailyRates: null,
    rateCard: { version: label, rows: sharesOf(tables) },
    fx: { version: label, rows: [...tables.fx] },
    euroConversions: {
      version: label,
      rows: tables.fixed.map((fixed) => ({ ...fixed, source: 'test' })),
    },
    disjointSources: {
      version: label,
      rows: tables.disjoint.map(({ network, sources }) => ({
        network,
        sources: [...sources],
        ...DECLARED,
      })),
    },
  };
  await loadReference(warehouse, data, clock);
  await putDailyRatesAlone(warehouse, label, ecbRates(tables.daily), clock);
}

const lineRow = z.object({
  operation: z.string(),
  month: z.string(),
  line: z.string(),
  documented: z.string(),
});
type LineRow = z.infer<typeof lineRow>;

/** Lines with money, of all operations, computed from the records. */
function linesWithout(without: string[]): Promise<LineRow[]> {
  return askFloors(warehouse, { ...EVERYTHING, without }, ({ parameters }) =>
    warehouse.query(
      `SELECT operation, month, one.line AS line, toString(one.documented_eur) AS documented
       FROM floor_work ARRAY JOIN lines AS one
       WHERE scope = {scope:String} AND one.documented_eur > 0`,
      parameters,
      lineRow,
    ),
  );
}

async function putAll(worlds: readonly RandomWorld[]): Promise<void> {
  await putRecords(
    warehouse,
    'flow',
    worlds.flatMap(({ flows }) => flows),
  );
  await putRecords(
    warehouse,
    'site',
    worlds.flatMap(({ sites }) => sites),
  );
}

const leftRow = z.object({
  flow_id: z.string(),
  operation: z.string().nullable(),
  rule: z.string(),
  reason: z.string(),
  amount: z.string(),
});

test('the hand-worked cases give their figures, and list what they leave out', async () => {
  await loadTables(TABLES, 'by-hand');
  const cases = RULES.flatMap(([rule, some]) => some.map((one) => ({ rule, ...one }))).map(
    (one, index) => ({ ...one, prefix: `c${String(index)}-` }),
  );
  const worlds = cases.map(({ flows, sites = [registration()], prefix }) =>
    renamed(
      {
        flows: flows.map((fields) => flowSchema.parse(fields)),
        sites: sites.map((fields) => siteSchema.parse(fields)),
      },
      prefix,
    ),
  );
  await putAll(worlds);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
  const found = await warehouse.query(
    `SELECT operation, month, line, toString(documented_eur) AS documented
     FROM revenue_floor_line WHERE documented_eur > 0`,
    {},
    lineRow,
  );
  const left = await warehouse.query(
    'SELECT flow_id, operation, rule, reason, toString(amount) AS amount FROM excluded_flow',
    {},
    leftRow,
  );
  const told = cases.map(({ rule, is, prefix }) => {
    const own = (name: string) => name.slice(prefix.length);
    return {
      case: `${rule}: ${is}`,
      gives: found
        .filter(({ operation }) => operation.startsWith(prefix))
        .map((one) => `${own(one.operation)} ${one.month} ${one.line} ${one.documented}`)
        .sort(),
      leaves: left
        .filter(({ flow_id: id }) => id.startsWith(prefix))
        .map(({ flow_id: id, operation, rule, reason, amount }) => {
          const whose = operation === null ? 'nobody' : own(operation);
          return `${own(id)} ${whose} ${rule} ${reason} ${amount}`;
        })
        .sort(),
    };
  });
  expect(told).toEqual(
    cases.map(({ rule, is, gives, leaves = [] }) => ({ case: `${rule}: ${is}`, gives, leaves })),
  );
});

test('without even_spread the source that counts stays the same', async () => {
  await loadTables(TABLES, 'without');
  // The bank has 200 in full and half of 100; the ledger 240 in full, less than 300.
  const flows = [
    flow({ amount: '200' }),
    flow({ amount: '100', ...HALF }, 'f-2'),
    flow({ source: 'ledger', amount: '240' }),
  ].map((fields) => flowSchema.parse(fields));
  await putAll([renamed({ flows, sites: [siteSchema.parse(registration())] }, 'same-')]);
  const inNovember = async (without: string[]) =>
    (await linesWithout(without))
      .filter(({ operation, month }) => operation === 'same-op' && month === '2015-11')
      .map(({ documented }) => documented);
  expect(await inNovember([])).toEqual(['250']);
  expect(await inNovember(['even_spread'])).toEqual(['200']);
});

/** Every date and month later by `years`, which keep the pattern of leap years. */
const later = <Text extends string | null>(date: Text, years: number) =>
  date === null ? date : `${String(Number(date.slice(0, 4)) + years)}${date.slice(4)}`;

function tablesLater(tables: RandomTables, years: number): RandomTables {
  return {
    ...tables,
    fx: tables.fx.map((rate) => ({ ...rate, month: later(rate.month, years) })),
    daily: tables.daily.map((rate) => ({ ...rate, day: later(rate.day, years) })),
    fixed: tables.fixed.map((rate) => ({ ...rate, from: later(rate.from, years) })),
    shares: tables.shares.map((share) => ({
      ...share,
      from: later(share.from, years),
      to: later(share.to, years),
    })),
  };
}

function worldLater({ flows, sites }: RandomWorld, years: number): RandomWorld {
  return {
    flows: flows.map((one) => ({
      ...one,
      period_start: later(one.period_start, years),
      period_end: later(one.period_end, years),
      value_date: later(one.value_date, years),
      statement_date: later(one.statement_date, years),
    })),
    sites: sites.map((row) => ({
      ...row,
      valid_from: later(row.valid_from, years),
      valid_to: later(row.valid_to, years),
    })),
  };
}

test('60 random worlds give the same in another century, with and without even_spread', async () => {
  const tables = randomTables(1_000_000);
  const inCentury = async (years: number) => {
    const prefix = `y${String(years + 100)}-`;
    await loadTables(tablesLater(tables, years), `${prefix}tables`);
    const worlds = Array.from({ length: 60 }, (_, seed) =>
      worldLater(renamed(randomWorld(seed), `${prefix}${String(seed)}-`), years),
    );
    await putAll(worlds);
    const told = (found: readonly LineRow[]) =>
      found
        .filter(({ operation }) => operation.startsWith(prefix))
        .map(({ operation, month, line, documented }) =>
          [operation.slice(prefix.length), later(month, -years), line, documented].join(' '),
        )
        .sort();
    return { all: told(await linesWithout([])), without: told(await linesWithout(['even_spread'])) };
  };
  // The calendar of the engine has edges in 1970 and 2149 that no figure may show.
  const now = await inCentury(0);
  expect(now.all.length).toBeGreaterThan(100);
  expect(now.without.length).toBeGreaterThan(30);
  expect(await inCentury(-56)).toEqual(now);
  expect(await inCentury(140)).toEqual(now);
});
