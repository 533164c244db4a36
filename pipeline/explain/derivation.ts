// Everything behind one floor: its parts and limits down to records and offsets, what it depends
// on, and what would raise it.
import { type Row, anyRow, shown } from '../text/row.ts';
import { alphaPpm } from '../estimate/run.ts';
import { bringUpToDate } from '../path.ts';
import type { Session } from '../open-session.ts';
import { usageFailure } from '../platform/failure.ts';
import { type Run, runs } from '../estimate/recompute/run-list.ts';
import { withInputs } from '../warehouse/input-names.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters, Warehouse } from '../warehouse/warehouse.ts';
import { type BreakEven, breakEvens, defaultThreshold, euroText } from './break-even.ts';
import { flowsShown } from './flows-shown.ts';
import { type LikelyRange, likelyRange, rangeRow } from './likely-range.ts';
import { type ModelShown, NOTHING_MODELLED, modelShown } from './model-shown.ts';
import { type NextEvidence, nextEvidence } from './next-evidence.ts';
import { refuseOtherSum } from './sum-of-parts.ts';
import { type Sensitivity, sensitivityOf } from './sensitivity.ts';

export interface Derivation {
  floor: Row;
  lines: Row[];
  parts: Row[];
  /** Of each flow in another currency than EUR: sql/explain/exchange_rates.sql. */
  exchange_rates: Row[];
  audience: Row[];
  rates: Row[];
  excluded: Row[];
  model: Row[];
  model_shown: ModelShown;
  /** Null: nothing is modelled. */
  likely_range: LikelyRange | null;
  registry: Row[];
  sensitivity: Sensitivity[];
  /** What break_even is measured against; null: the floor is not known, or too small. */
  threshold_eur: string | null;
  break_even: BreakEven[];
  next_evidence: NextEvidence[];
  /** In which the floor last changed. */
  run: Run | null;
  /**
   * The last run, which found it as it is: rates, lists and records that are shown are those of
   * this one.
   */
  last_run: Run | null;
}

/**
 * @throws Failure when the records do not give the floor; (exit 2) when there is no floor for that
 * operation and month, or the threshold is above it
 */
export async function derivationOf(
  session: Session,
  operation: string,
  month: string,
  threshold: number | null,
): Promise<Derivation> {
  // The parts are read from the records as they are now, so the floor must be current too.
  const inForce = await bringUpToDate(session);
  const { warehouse, config } = session;
  const one = { operation, month };
  const floor = await floorInForce(warehouse, one);
  refuseAboveFloor(threshold, floor);
  const ppm = alphaPpm(config.alpha);
  const read = (file: string, parameters: Parameters = {}) =>
    warehouse.query(sqlFile(`${file}.sql`), { ...one, ...parameters }, anyRow);
  const { parts, exchangeRates, excluded, nobodys } = await flowsShown(warehouse, one);
  const named = (rows: readonly Row[]) => withInputs(warehouse, rows);
  const found = {
    floor,
    lines: await read('estimate/floors/lines_in_force'),
    parts: await named(parts),
    exchange_rates: exchangeRates,
    audience: await named(await read('explain/audience', { alpha_ppm: ppm })),
    rates: await read('explain/rates'),
    excluded,
    model: await read('explain/model', { alpha_ppm: ppm }),
    registry: await named(await read('explain/registry')),
  };
  refuseOtherSum(found.lines, parts);
  const headline =
    typeof floor['floor_headline_eur'] === 'string' ? floor['floor_headline_eur'] : null;
  const under = headline === null ? null : (threshold ?? defaultThreshold(headline));
  const [lastRun] = await runs(warehouse, inForce.run_id);
  const run =
    inForce.run_id === floor['run_id']
      ? lastRun
      : (await runs(warehouse, shown(floor['run_id'])))[0];
  let shownModel: ModelShown = NOTHING_MODELLED;
  const sensitivity = await sensitivityOf(
    warehouse,
    { ...one, alpha: config.alpha },
    async (scope) => {
      shownModel = await modelShown(warehouse, scope, one);
    },
  );
  return {
    ...found,
    model_shown: { ...shownModel, crawls: await named(shownModel.crawls) },
    likely_range: await rangeOf(warehouse, month, { ...found, shownModel }),
    sensitivity,
    threshold_eur: under === null ? null : euroText(under),
    break_even: under === null ? [] : breakEvens({ ...found, choice: shownModel.choice[0] }, under),
    next_evidence: nextEvidence(parts, found.audience, nobodys),
    run: run ?? null,
    last_run:
      lastRun === undefined
        ? null
        : { ...lastRun, watermark: await withInputs(warehouse, lastRun.watermark) },
  };
}

async function floorInForce(
  warehouse: Warehouse,
  one: { operation: string; month: string },
): Promise<Row> {
  const [floor] = await warehouse.query(sqlFile('estimate/floors/in_force.sql'), one, anyRow);
  if (floor !== undefined) return floor;
  throw usageFailure(
    'no_floor',
    `There is no floor for operation "${one.operation}" and month "${one.month}" (YYYY-MM). ` +
      'List all floors with: plancher floor',
  );
}

async function rangeOf(
  warehouse: Warehouse,
  month: string,
  {
    audience,
    lines,
    shownModel,
  }: { audience: readonly Row[]; lines: readonly Row[]; shownModel: ModelShown },
): Promise<LikelyRange | null> {
  const [choice] = shownModel.choice;
  if (choice === undefined) return null;
  const countries = [...new Set(audience.map((row) => shown(row['country'])))];
  const advertising = lines.find((line) => line['line'] === 'advertising');
  return likelyRange({
    audience,
    slots: shownModel.slots,
    ranges: await warehouse.query(sqlFile('explain/ranges.sql'), { month, countries }, rangeRow),
    panel: shown(choice['panel']),
    documented: Number(advertising?.['documented_eur'] ?? 0),
    modelled: Number(advertising?.['modelled_eur'] ?? 0),
  });
}

function refuseAboveFloor(threshold: number | null, { floor_eur: floor }: Row): void {
  if (threshold === null || typeof floor !== 'string' || threshold <= Number(floor)) return;
  throw usageFailure(
    'threshold_above_floor',
    `--threshold ${String(threshold)}: the floor is ${floor} EUR, which is under it already. ` +
      'Give an amount up to the floor.',
  );
}
