// Everything behind one floor: computed by the plain form of the method from the records of the
// operation, compared with the floor in force, and traced down to records and offsets.
import { NOW, alphaPpm } from '../estimate/run.ts';
import { wholeClass } from '../estimate/class/class-source.ts';
import { type Run, runs } from '../estimate/recompute/run-list.ts';
import { classMonthsOf } from '../evidence/fetch-comparables.ts';
import { fetchEvidence } from '../evidence/fetch-evidence.ts';
import { currenciesOf, fetchReference } from '../evidence/fetch-reference.ts';
import { placeOf } from '../method/property.ts';
import { observedRates } from '../reference/observed/observed-rate.ts';
import type { Session } from '../open-session.ts';
import { usageFailure } from '../platform/failure.ts';
import { units } from '../method/amount.ts';
import { withInputs } from '../warehouse/input-names.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type Explained, explained } from './explained.ts';
import { type Explanation, type Surroundings, explanationOf } from './explanation.ts';
import {
  type FloorInForce,
  floorInForce,
  linesInForce,
  refuseOtherFloor,
} from './floor-in-force.ts';
import { seenRow } from './next-evidence.ts';
import { withRateSources } from './rates-shown.ts';
import { ledgerOf, traced } from './record-shown.ts';
import { policyRow } from './unquantified.ts';

export interface Derivation extends Explanation {
  /** The floor in force: the columns of the view revenue_floor. */
  floor: FloorInForce;
  /** The run in which the floor last changed. */
  run: Run | null;
  /** The last run, which found it as it is. */
  last_run: Run | null;
}

/**
 * @param threshold in EUR, for the break-even; null: the next round figure
 * @throws Failure when the records do not give the floor in force; (exit 2) when there is no floor
 * for that operation and month, or the threshold is above it
 */
export async function derivationOf(
  { warehouse, config }: Session,
  operation: string,
  month: string,
  threshold: string | null,
): Promise<Derivation> {
  const asked = { operation, month };
  const floor = await floorInForce(warehouse, asked);
  refuseAboveFloor(threshold, floor);
  const [evidence, lines, [lastRun]] = await Promise.all([
    fetchEvidence(warehouse, [operation], NOW),
    linesInForce(warehouse, asked),
    runs(warehouse),
  ]);
  const [references, comparables] = await Promise.all([
    fetchReference(warehouse, currenciesOf(evidence)),
    wholeClass(warehouse, operation, evidence),
  ]);
  const own = explained({
    operation,
    month,
    evidence,
    references,
    comparables,
    // The floor in force has the alpha of the last run.
    alphaPpm: lastRun?.alpha_ppm ?? alphaPpm(config.alpha),
  });
  await refuseOtherFloor(warehouse, floor, lines, own);
  if (own === null)
    throw usageFailure('no_floor', `There is nothing to explain: ${operation} has no ${month}.`);
  const explanation = explanationOf(own, {
    ...(await surroundingsOf(warehouse, own)),
    classMonths: classMonthsOf(comparables.ratios),
    threshold: threshold === null ? null : units(threshold, 4),
  });
  const run = lastRun?.run_id === floor.run_id ? lastRun : (await runs(warehouse, floor.run_id))[0];
  return {
    ...(await withCoordinates(warehouse, explanation)),
    exchange_rates: await withRateSources(warehouse, explanation.exchange_rates),
    floor,
    run: run ?? null,
    last_run:
      lastRun === undefined
        ? null
        : { ...lastRun, watermark: await withInputs(warehouse, lastRun.watermark) },
  };
}

/** What an explanation shows beside what the floor was computed from. */
async function surroundingsOf(
  warehouse: Warehouse,
  { operation, month, evidence }: Explained,
): Promise<Omit<Surroundings, 'threshold' | 'classMonths'>> {
  const sites = evidence.sites
    .filter((row) => row.operation === operation)
    .map(({ site }) => placeOf(site).property);
  const properties = [...new Set([operation, ...sites])];
  const [seen, policies, observed] = await Promise.all([
    warehouse.query(sqlFile('explain/seen_networks.sql'), { properties, month }, seenRow),
    warehouse.query(sqlFile('explain/unquantified_policy.sql'), {}, policyRow),
    observedRates(warehouse, { year: month.slice(0, 4), without: operation }),
  ]);
  return { seen, policies, observed };
}

const TRACED = [
  'parts',
  'left_out',
  'take_backs',
  'audience',
  'crawls',
  'registry',
] as const satisfies readonly (keyof Explanation)[];

async function withCoordinates(
  warehouse: Warehouse,
  explanation: Explanation,
): Promise<Explanation> {
  const digests = TRACED.flatMap((section) =>
    explanation[section].flatMap(({ sha256 }) => (sha256 === undefined ? [] : [sha256])),
  );
  const ledger = await ledgerOf(warehouse, digests);
  return {
    ...explanation,
    parts: traced(explanation.parts, ledger),
    left_out: traced(explanation.left_out, ledger),
    take_backs: traced(explanation.take_backs, ledger),
    audience: traced(explanation.audience, ledger),
    crawls: traced(explanation.crawls, ledger),
    registry: traced(explanation.registry, ledger),
  };
}

function refuseAboveFloor(threshold: string | null, { floor_eur: floor }: FloorInForce): void {
  if (threshold === null || floor === null || units(threshold, 4) <= units(floor, 4)) return;
  throw usageFailure(
    'threshold_above_floor',
    `--threshold ${threshold}: the floor is ${floor} EUR, which is under it already. ` +
      'Give an amount up to the floor.',
  );
}
