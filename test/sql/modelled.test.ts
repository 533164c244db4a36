// The SQL of modelled money and the plain functions of pipeline/method/model/ agree on random
// worlds, to the last unit. The reference class is in the SQL alone: by hand.
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { NO_COMPARABLES } from '../../pipeline/method/class/comparable.ts';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import type { ModelReference } from '../../pipeline/method/model/model-reference.ts';
import { type ModelledMonth, modelledMonths } from '../../pipeline/method/model/modelled.ts';
import { monthDays } from '../../pipeline/method/calendar.ts';
import { networksOf } from '../../pipeline/method/network.ts';
import { placeOf as propertyPlace, propertyOwners } from '../../pipeline/method/property.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { loadReference } from '../../pipeline/reference/load.ts';
import { modelReference } from '../../pipeline/reference/model-reference.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import type { RecordOf } from '../../schemas/record.ts';
import { siteSchema } from '../../schemas/site.ts';
import {
  type AudienceWorld,
  randomAudience,
  randomCard,
} from '../random-records/audience-world.ts';
import { site as registered } from '../records.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA, EVERYTHING } from './figures.ts';
import { referenceOf } from './model-reference-data.ts';

const BATCHES = Number(process.env['PLANCHER_TEST_MODEL_BATCHES'] ?? '1');
const WORLDS_AT_ONCE = 60;
const clock = tickingClock();

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

async function put({ panels, observations, flows }: AudienceWorld, label: string): Promise<void> {
  await putRecords(warehouse, 'panel', panels, `${label}-panel.ndjson`);
  await putRecords(warehouse, 'observation', observations, `${label}-observation.ndjson`);
  await putRecords(warehouse, 'flow', flows, `${label}-flow.ndjson`);
}

/** Two mirrors of one operation, and a site that is another's in between. */
function registryOf(prefix: string) {
  return [
    registered(prefix, { site: `${prefix}alpha.tv`, operation: `${prefix}pair` }),
    registered(`${prefix}2`, { site: `${prefix}beta.tv`, operation: `${prefix}pair` }),
    registered(`${prefix}3`, {
      site: `${prefix}delta.tv`,
      operation: `${prefix}a`,
      valid_from: '2015-11-10',
      valid_to: '2015-12-10',
    }),
  ];
}

function monthsOf(
  prefix: string,
  { panels, observations, flows }: AudienceWorld,
  reference: ModelReference,
  without: readonly string[],
): (ModelledMonth & { operation: string })[] {
  const known = panels.map((record) => ({ ...record, known_at: null }));
  const ownersOf = propertyOwners(registryOf(prefix).map((row) => siteSchema.parse(row)));
  const { nameOf } = networksOf([], []);
  return ['pair', 'gamma.tv', 'delta.tv', 'a'].flatMap((name) => {
    const operation = `${prefix}${name}`;
    const isPaidFor = ({ site, period_start: start }: RecordOf<'flow'>, month: string) =>
      start === `${month}-01` &&
      ownersOf(propertyPlace(site ?? ''), monthDays(month))[0]?.operation === operation;
    const isDocumented = (network: string, month: string) =>
      flows.some((flow) => nameOf(flow.network) === network && isPaidFor(flow, month));
    return modelledMonths(
      operation,
      { panels: known, observations, ownersOf, nameOf, isDocumented },
      reference,
      { alphaPpm: Math.round(ALPHA * 1e6), comparables: NO_COMPARABLES, without },
    ).map((row) => ({ operation, ...row }));
  });
}

const modelRow = z.object({
  operation: z.string(),
  month: z.string(),
  modelled_eur: z.string(),
  visitors_lower: z.string().nullable(),
  rung: z.string(),
  confidence: z.string(),
  reason: z.string(),
});
const QUESTIONS = [
  [],
  ['rung:L2'],
  ['rung:L3'],
  ['rate:pages_per_visitor'],
  ['rate:heavy_user_share', 'rate:ads_per_page'],
  ['rate:cpm'],
  ['rate:contamination_share'],
];

const placeOf = ({ operation, month }: { operation: string; month: string }) =>
  `${operation} ${month}`;
const byPlace = <Row extends { operation: string; month: string }>(
  rows: readonly Row[],
  told: (row: Row) => unknown,
) => Object.fromEntries(rows.map((row) => [placeOf(row), told(row)]));

describe('modelled money of the warehouse is that of the records, to the last unit', () => {
  test.each(Array.from({ length: BATCHES }, (_, batch) => batch))('worlds %i', async (batch) => {
    const random = randomOf(402 - 2 * batch);
    const card = randomCard(random);
    const reference = referenceOf(card, `batch-${String(batch)}`);
    await loadReference(warehouse, reference, clock);
    const plain = modelReference(reference);
    const worlds = Array.from({ length: WORLDS_AT_ONCE }, (_, index) => {
      const prefix = `b${String(batch)}w${String(index)}-`;
      return { prefix, world: randomAudience(random, prefix) };
    });
    const registry = worlds.flatMap(({ prefix }) => registryOf(prefix));
    await putRecords(warehouse, 'site', registry, `b${String(batch)}-site.ndjson`);
    const all = {
      panels: worlds.flatMap(({ world }) => world.panels),
      observations: worlds.flatMap(({ world }) => world.observations),
      flows: worlds.flatMap(({ world }) => world.flows),
    };
    await put(all, `b${String(batch)}`);
    const withEverything = new Map<string, bigint>();
    const seen = { figures: 0, slots: 0, primary: 0 };
    for (const without of QUESTIONS) {
      const rows = await askFloors(warehouse, { ...EVERYTHING, without }, ({ sql, parameters }) =>
        warehouse.query(sql, parameters, modelRow),
      );
      const expected = worlds.flatMap(({ prefix, world }) =>
        monthsOf(prefix, world, plain, without),
      );
      const places = new Set(expected.map(placeOf));
      const found = rows.filter((row) => places.has(placeOf(row)));
      expect(
        byPlace(found, (row) => [
          row.modelled_eur,
          row.visitors_lower,
          row.confidence === '1.000000' ? 'none' : 'model',
        ]),
        without.join(),
      ).toEqual(
        byPlace(expected, ({ units, visitorsLower }) => [
          fixedPoint(units ?? 0n, 4),
          visitorsLower === null ? null : String(visitorsLower),
          units === null ? 'none' : 'model',
        ]),
      );
      const inPlain = new Map(expected.map((row) => [placeOf(row), row]));
      for (const row of found) {
        const plain = inPlain.get(placeOf(row));
        if (row.rung === 'L2' || row.rung === 'L3') expect(row.rung).toBe(plain?.rung);
        // Documents can give a floor where the model gives none.
        if (row.reason !== '') expect(row.reason, placeOf(row)).toBe(plain?.why);
      }
      for (const row of expected) {
        const before = withEverything.get(placeOf(row));
        if (before === undefined) withEverything.set(placeOf(row), row.units ?? 0n);
        else
          expect(row.units ?? 0n, `${placeOf(row)} ${without.join()}`).toBeLessThanOrEqual(before);
      }
      if (without.length > 0) continue;
      seen.figures = expected.filter(({ units }) => (units ?? 0n) > 0n).length;
      seen.slots = expected.filter(({ rung }) => rung === 'L2').length;
      seen.primary = expected.filter(({ card }) => card.isPrimary).length;
    }
    expect(seen.figures, JSON.stringify(seen)).toBeGreaterThan(WORLDS_AT_ONCE / 6);
    expect(Math.min(seen.slots, seen.primary), JSON.stringify(seen)).toBeGreaterThan(1);
  });
});
