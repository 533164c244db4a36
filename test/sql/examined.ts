// What the doctor finds in a warehouse, for its tests.
import { expect } from 'vitest';
import type { CheckResult } from '../../pipeline/doctor/check-result.ts';
import { custodyOfPartitions } from '../../pipeline/doctor/custody-checks.ts';
import { checkContent } from '../../pipeline/doctor/warehouse-checks.ts';
import type { Clock } from '../../pipeline/platform/clock.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { ALPHA } from './figures.ts';

/** What vitest types as any. */
export const text: {
  stringContaining: (part: string) => unknown;
  stringMatching: (pattern: RegExp) => unknown;
} = expect;

export async function examine(warehouse: Warehouse, clock: Clock): Promise<CheckResult[]> {
  const custody = await custodyOfPartitions(warehouse);
  return [
    ...(await checkContent(warehouse, { clock, alpha: ALPHA, reference: readReference, custody })),
  ];
}

export const of = (results: readonly CheckResult[], check: string): CheckResult[] =>
  results.filter((result) => result.check.startsWith(check));
