// The work lists of modelled money, and the lower limits of visitors in them. A limit is a quantile
// that SQL does not have: it is computed by pipeline/method/model/visitors-limit.ts.
import { z } from 'zod';
import { visitorsLower } from '../method/model/visitors-limit.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters, Warehouse } from '../warehouse/warehouse.ts';

const PPM = 1_000_000;

const neededRow = z.object({
  unique_visitors: z.coerce.number(),
  universe: z.coerce.number(),
  panel_size: z.coerce.number(),
  design_effect: z.string(),
  alpha_ppm: z.number(),
  contamination_ppm: z.number(),
});

const countRow = z.object({
  measurements: z.coerce.number(),
  crawls: z.coerce.number(),
  cases: z.coerce.number(),
});

/** What {@link listMeasured} listed; null when there is no measurement. */
export type Measured = { hasCrawls: boolean } | null;

/**
 * Models money from audiences into the work list of `parameters.scope`. The sums of flows must be
 * there before: a network with documented money has no modelled slots.
 */
export async function fillModel(
  warehouse: Warehouse,
  parameters: Parameters,
  measured?: Measured,
): Promise<void> {
  if (await listModelled(warehouse, parameters, measured)) await modelMoney(warehouse, parameters);
}

/**
 * Lists what money is modelled from: slots, and what {@link listMeasured} lists.
 * @param measured its result, when it has run already
 * @returns false when there is nothing to model
 */
export async function listModelled(
  warehouse: Warehouse,
  parameters: Parameters,
  measured?: Measured,
): Promise<boolean> {
  const listed = measured === undefined ? await listMeasured(warehouse, parameters) : measured;
  if (listed?.hasCrawls === true)
    await warehouse.command(sqlFile('estimate/54_fill_slots.sql'), parameters);
  return listed !== null;
}

/**
 * Lists measurements with their limits, and the reference class. Neither depends on flows, so flows
 * can be summed at the same time.
 */
export async function listMeasured(
  warehouse: Warehouse,
  parameters: Parameters,
): Promise<Measured> {
  // The engine takes a second to plan the model, even when there are no rows.
  const [there] = await warehouse.query(
    sqlFile('estimate/50_count_measurements.sql'),
    parameters,
    countRow,
  );
  if (there === undefined || there.measurements === 0) return null;
  await fillAudienceLimits(warehouse, parameters);
  await warehouse.command(sqlFile('estimate/52_fill_audience.sql'), parameters);
  if (there.cases > 0) await warehouse.command(sqlFile('estimate/53_fill_class.sql'), parameters);
  return { hasCrawls: there.crawls > 0 };
}

/** Models money from what {@link listModelled} listed under the same name. */
export async function modelMoney(warehouse: Warehouse, parameters: Parameters): Promise<void> {
  await warehouse.command(sqlFile('estimate/55_fill_model.sql'), parameters);
}

/** Computes the limits that a query with these parameters needs and audience_limit lacks. */
async function fillAudienceLimits(warehouse: Warehouse, parameters: Parameters): Promise<void> {
  const needed = await warehouse.query(
    sqlFile('estimate/51_needed_limits.sql'),
    parameters,
    neededRow,
  );
  const rows = needed.map((row) => ({
    unique_visitors: row.unique_visitors,
    universe: row.universe,
    panel_size: row.panel_size,
    design_effect: row.design_effect,
    alpha_ppm: row.alpha_ppm,
    contamination: (row.contamination_ppm / PPM).toFixed(6),
    visitors_lower:
      visitorsLower({
        uniqueVisitors: row.unique_visitors,
        universe: row.universe,
        panelSize: row.panel_size,
        designEffect: Number(row.design_effect),
        alpha: row.alpha_ppm / PPM,
        contamination: row.contamination_ppm / PPM,
      }) ?? 0,
  }));
  if (rows.length > 0) await warehouse.insertObjects('audience_limit', rows);
}
