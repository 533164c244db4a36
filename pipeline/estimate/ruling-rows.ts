// What became of each flow, and how sources rank, as the plain form gives it, as rows of
// flow_ruling, group_ruling and computed_operation.
import type { FloorsWithModel } from '../method/model/floors-with-model.ts';
import type { Floors } from '../method/floors-of.ts';
import type { FlowRecord } from '../method/evidence.ts';
import { type Flow, nameOf } from '../method/flow.ts';
import { monthText } from '../method/calendar.ts';
import type { Part } from '../method/holding.ts';
import type { LeftOut } from '../method/left-out.ts';
import { sum } from '../method/amount.ts';
import { groupBy } from '../method/order.ts';
import { fixedPoint } from '../text/fixed-point.ts';
import { audienceRows } from './audience-rows.ts';
import type { NotedRun } from './noted-run.ts';

type Row = Readonly<Record<string, unknown>>;

/** By table. */
export type RulingRows = ReadonlyMap<string, readonly Row[]>;

const EUR_PLACES = 10;
const AMOUNT_PLACES = 8;

/** @param digestOf of a record, hexadecimal */
export function rulingRows(
  floors: readonly FloorsWithModel[],
  { epoch, sequence, runId }: NotedRun,
  digestOf: (record: FlowRecord) => string,
): RulingRows {
  const noted = { epoch, sequence, run_id: runId };
  const withRun = (rows: readonly Row[]) => rows.map((row) => ({ ...noted, ...row }));
  return new Map([
    ['flow_ruling', withRun(floors.flatMap((one) => flowRows(one, digestOf)))],
    ['group_ruling', withRun(floors.flatMap(groupRows))],
    ['computed_operation', withRun(floors.map(({ operation }) => ({ operation })))],
    ['measured_audience', withRun(floors.flatMap(audienceRows))],
  ]);
}

/** One row for each flow, or for each line that a payment pays. */
function flowRows(
  { operation, documented, leftOut, reading }: Floors,
  digestOf: (record: FlowRecord) => string,
): Row[] {
  const { chosen, holdings, groupOf } = documented;
  const counting = new Set(chosen.groups.flatMap((group) => [...group.counting]));
  const excluded = groupBy(leftOut, ({ flow }) => flow);
  const rowOf = (flow: Flow, why: LeftOut | undefined, parts: readonly Part[]) => ({
    operation,
    ...flowColumns(flow, digestOf),
    source_group: groupOf(flow.source, flow.key),
    paid_eur: fixedPoint(sum(parts.map(({ paid }) => paid)), EUR_PLACES),
    left_eur: fixedPoint(sum(parts.map(({ left }) => left)), EUR_PLACES),
    ...monthColumns(parts.length > 0 ? parts.map(({ cell }) => cell.month) : (why?.months ?? [])),
    rule: why?.rule ?? '',
    reason: why?.reason ?? '',
    is_offshore: reading.isOffshore(flow) ? 1 : 0,
  });
  const held = new Set(holdings.map(({ flow }) => flow));
  const others = [...excluded].filter(([flow]) => !held.has(flow));
  return [
    ...holdings.map((holding) => {
      // Of money that counts, only months without a share are left out.
      const [why] = counting.has(holding) ? [] : (excluded.get(holding.flow) ?? []);
      return rowOf(holding.flow, why, holding.parts);
    }),
    ...others.map(([flow, [why]]) => rowOf(flow, why, [])),
  ];
}

function flowColumns(flow: Flow, digestOf: (record: FlowRecord) => string): Row {
  const { record } = flow;
  return {
    source: flow.source,
    flow_id: flow.flowId,
    payment: flow.payment === null ? '' : paymentId(flow),
    revision: record.revision,
    sha256_hex: digestOf(record),
    network_key: flow.key,
    is_payment_dated: flow.isPaymentDated ? 1 : 0,
    line: flow.line,
    currency: flow.currency,
    amount: fixedPoint(flow.amount, AMOUNT_PLACES),
  };
}

/** A payment is of the source of the lines that it settles. */
const paymentId = ({ source, payment }: Flow) => (payment ?? '').slice(nameOf(source, '').length);

/** YYYYMM */
const monthNumber = (month: number) => Number(monthText(month).replace('-', ''));

/** YYYYMM; 0: without any day. */
function monthColumns(months: readonly number[]): Row {
  if (months.length === 0) return { first_month: 0, last_month: 0 };
  return {
    first_month: monthNumber(Math.min(...months)),
    last_month: monthNumber(Math.max(...months)),
  };
}

function groupRows({ operation, documented: { chosen, other } }: Floors): Row[] {
  return [chosen, other].flatMap((side) =>
    side.groups.map((group) => ({
      operation,
      network_key: group.key,
      source_group: group.source,
      is_payment_dated: group.isPaymentDated ? 1 : 0,
      rank: group.rank,
      total_eur: fixedPoint(group.total, EUR_PLACES),
      is_near: group.isNear ? 1 : 0,
      crossing: group.crossing,
      owned_months: group.months.map(monthNumber),
      is_of_chosen_side: side === chosen ? 1 : 0,
    })),
  );
}
