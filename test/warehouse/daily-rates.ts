// Daily rates of a test, alone in force: the ECB's table and what was loaded before do not count.
import { type DailyRate, euroRate, rateSeries } from '../../pipeline/reference/daily-rate.ts';
import { type Clock, sqlTime } from '../../pipeline/platform/clock.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';

/** Units for one EUR, as the ECB publishes them. */
export function ecbRates(
  rows: readonly { day: string; currency: string; units_per_eur: string }[],
): DailyRate[] {
  return rows.map((row) => euroRate(row));
}

/** @param label no other table of the warehouse may have it */
export async function putDailyRatesAlone(
  warehouse: Warehouse,
  label: string,
  rates: readonly DailyRate[],
  clock: Clock,
): Promise<void> {
  await warehouse.insert({ table: 'daily_rate_door', ...rateSeries(label, rates) });
  await warehouse.insertObjects('reference_version', [
    {
      name: 'fx_daily',
      version: label,
      loaded_at: sqlTime(clock()),
      origin: 'loaded',
      parts: [label],
    },
  ]);
}
