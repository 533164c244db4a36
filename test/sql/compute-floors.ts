// Floors and alerts up to date with all records.
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import type { AlertRules } from '../../pipeline/config/alert-rules.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import type { Clock } from '../../pipeline/platform/clock.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { ALPHA } from './figures.ts';

export async function computeFloors(warehouse: Warehouse, clock: Clock): Promise<void> {
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
}

export async function computeAlerts(warehouse: Warehouse, clock: Clock, rules: AlertRules) {
  await computeFloors(warehouse, clock);
  return evaluateAlerts(warehouse, { clock, rules });
}
