// Floors and rulings up to date with all records, as alerts need them.
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import type { AlertRules } from '../../pipeline/config/alert-rules.ts';
import type { Clock } from '../../pipeline/platform/clock.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { plainRun } from './plain-run.ts';

export async function computeFloors(warehouse: Warehouse, clock: Clock): Promise<void> {
  clock();
  await plainRun(warehouse);
}

/** Alerts up to date with all records. */
export async function computeAlerts(warehouse: Warehouse, clock: Clock, rules: AlertRules) {
  await computeFloors(warehouse, clock);
  return evaluateAlerts(warehouse, { clock, rules });
}
