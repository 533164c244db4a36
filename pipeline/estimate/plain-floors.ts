// The floors of one operation by the plain form of the method, over one fetch of its closure: as of
// a time, or without assumptions.
import { z } from 'zod';
import { currenciesOf, fetchReference } from '../evidence/fetch-reference.ts';
import { fetchEvidence } from '../evidence/fetch-evidence.ts';
import { EUR_PLACES, least, most, sum } from '../method/amount.ts';
import { monthText } from '../method/calendar.ts';
import type { Flow } from '../method/flow.ts';
import { type FloorsWithModel, floorsWithModel } from '../method/model/floors-with-model.ts';
import type { ModelledMonth } from '../method/model/modelled.ts';
import type { MonthFloor } from '../method/month-floor.ts';
import { groupBy } from '../method/order.ts';
import { fixedPoint } from '../text/fixed-point.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { accruedMoney } from './accrued.ts';

const MONEY_PLACES = 4;
const ONE_UNIT = 10n ** BigInt(EUR_PLACES - MONEY_PLACES);
const PPM = 1_000_000n;

export interface PlainQuestion {
  readonly operation: string;
  /** UTC, in the form that ClickHouse reads. */
  readonly asOf: string;
  readonly without: readonly string[];
  readonly alphaPpm: number;
}

/** The 14 texts of a floor in sql/estimate/floors/given.sql: an empty one is null. */
export type FloorCells = readonly string[];

export async function plainFloors(
  warehouse: Warehouse,
  { operation, asOf, without, alphaPpm }: PlainQuestion,
): Promise<FloorCells[]> {
  const evidence = await fetchEvidence(warehouse, [operation], asOf);
  const reference = await fetchReference(warehouse, currenciesOf(evidence));
  const options = { alphaPpm, without };
  const floors = floorsWithModel(operation, evidence, reference, options);
  const accrued = accruedMoney(floors, reference.documented);
  const offshore = offshoreMoney(floors, await offshoreFlows(warehouse, floors));
  const models = new Map(floors.modelled.map((model) => [model.month, model]));
  const months = new Map(floors.months.map((floor) => [floor.month, floor]));
  return [...new Set([...months.keys(), ...models.keys()])].map((month) =>
    cellsOf(operation, month, {
      floor: months.get(month) ?? null,
      model: models.get(month) ?? null,
      accrued: accrued.get(month) ?? 0n,
      offshore: offshore.get(month) ?? 0n,
      alphaPpm,
    }),
  );
}

interface Month {
  /** Null: there is a measurement alone, which gives nothing. */
  readonly floor: MonthFloor | null;
  readonly model: ModelledMonth | null;
  /** In 1e-10 EUR. */
  readonly accrued: bigint;
  readonly offshore: bigint;
  readonly alphaPpm: number;
}

function cellsOf(
  operation: string,
  month: string,
  { floor, model, accrued, offshore, alphaPpm }: Month,
): FloorCells {
  const isKnown = floor?.status === 'ok';
  const hasModel = model !== null && model.units !== null;
  const isModelled = isKnown && floor.floor > floor.documented;
  const money = (units: bigint | undefined) => fixedPoint(units ?? 0n, MONEY_PLACES);
  const problems = model?.why === null || model === null ? [] : model.why.split(',');
  const reasons = isKnown ? floor.reasons : [...problems, ...(floor?.reasons ?? [])];
  return [
    operation,
    month,
    isKnown ? money(floor.floor) : '',
    isKnown ? money(headlineOf(floor.floor)) : '',
    money(floor?.documented),
    money(floor?.apportioned),
    money(floor?.modelled),
    money(accrued / ONE_UNIT),
    money(least(offshore / ONE_UNIT, floor?.documented ?? 0n)),
    isKnown ? (isModelled ? (model?.rung ?? '') : (floor.rung ?? model?.rung ?? '')) : '',
    fixedPoint(hasModel ? PPM - BigInt(alphaPpm) : PPM, 6),
    isKnown ? 'ok' : 'insufficient',
    [...new Set(reasons)].join(),
    model?.visitorsLower?.toString() ?? '',
  ];
}

/** Two significant digits, rounded down; whole euros below 100. */
function headlineOf(units: bigint): bigint {
  const whole = units / 10n ** BigInt(MONEY_PLACES);
  const step = 10n ** BigInt(Math.max(0, whole.toString().length - 2));
  return (whole / step) * step * 10n ** BigInt(MONEY_PLACES);
}

const nameOf = (source: string, flowId: string) => JSON.stringify([source, flowId]);
/** What was paid of a line went to the payee of its payment. */
const paidAs = ({ source, flowId, payment }: Flow) =>
  payment === null ? flowId : payment.slice(source.length + 1);

const offshoreRow = z.object({ source: z.string(), flow_id: z.string() });

/** Names of counting flows that were paid to an offshore place. */
async function offshoreFlows(
  warehouse: Warehouse,
  { documented }: FloorsWithModel,
): Promise<ReadonlySet<string>> {
  const flows = documented.chosen.groups.flatMap((group) =>
    [...group.counting].map(({ flow }) => flow),
  );
  if (flows.length === 0) return new Set();
  const rows = await warehouse.query(
    sqlFile('estimate/floors/offshore_flows.sql'),
    { sources: flows.map(({ source }) => source), flow_ids: flows.map(paidAs) },
    offshoreRow,
  );
  return new Set(rows.map(({ source, flow_id: id }) => nameOf(source, id)));
}

/** In 1e-10 EUR, by month: what is left of these flows. */
function offshoreMoney(
  { documented }: FloorsWithModel,
  offshore: ReadonlySet<string>,
): Map<string, bigint> {
  const parts = documented.chosen.groups
    .flatMap((group) => [...group.counting])
    .filter(({ flow }) => offshore.has(nameOf(flow.source, paidAs(flow))))
    .flatMap((holding) => holding.parts);
  return new Map(
    [...groupBy(parts, ({ cell }) => monthText(cell.month))].map(([month, own]) => [
      month,
      most(0n, sum(own.map(({ left }) => left))),
    ]),
  );
}
