// Compares the floors as known at two times, and lists the records that became known in between and
// affect a change. Both sides use today's method and reference versions, so that only records can
// cause a change.
import { z } from 'zod';
import { askFloors } from '../floors.ts';
import { fixedPoint } from '../../text/fixed-point.ts';
import { withInputs } from '../../warehouse/input-names.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';

const figures = z.object({
  operation: z.string(),
  month: z.string(),
  floor_eur: z.string().nullable(),
  documented_eur: z.string(),
  modelled_eur: z.string(),
  accrued_eur: z.string(),
  rung: z.string(),
  status: z.string(),
  reason: z.string(),
  visitors_lower: z.string().nullable(),
});
type Figures = z.infer<typeof figures>;

const recordRow = z.object({
  operation: z.string(),
  month: z.string(),
  kind: z.string(),
  source: z.string(),
  id: z.string(),
  revision: z.number(),
  change: z.string(),
  known_at: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
  sha256: z.string(),
});
/** `input` is the name of the input for people. */
type Traced = z.infer<typeof recordRow> & { input: string };
type Responsible = Omit<Traced, 'operation' | 'month'>;

/** A floor that is not the same at the two times. */
export interface FloorChange {
  operation: string;
  month: string;
  /** Null: it could not be computed, or there was no floor (`status_from` is `none` then). */
  floor_from: string | null;
  floor_to: string | null;
  /** `floor_to` - `floor_from`; null when either of them is null. */
  difference_eur: string | null;
  status_from: string;
  status_to: string;
  documented_from: string;
  documented_to: string;
  modelled_from: string;
  modelled_to: string;
  rung_from: string;
  rung_to: string;
  records: Responsible[];
}

export interface CompareQuestion {
  operation: string | null;
  month: string | null;
  /** The two times, UTC, in the form that ClickHouse reads. */
  from: string;
  to: string;
  alpha: number;
}

/** @returns the floors that changed, in order of operation and month */
export async function compareFloors(
  warehouse: Warehouse,
  question: CompareQuestion,
): Promise<FloorChange[]> {
  const { operation, month, from, to, alpha } = question;
  const at = (asOf: string) =>
    askFloors(warehouse, { operation, month, asOf, without: [], alpha }, ({ sql, parameters }) =>
      warehouse.query(sql, parameters, figures),
    );
  const [before, after] = [byMonth(await at(from)), byMonth(await at(to))];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = keys.filter(
    (key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)),
  );
  if (changed.length === 0) return [];
  const parameters = { from_time: from, to_time: to, operation: operation ?? '' };
  const found = await warehouse.query(
    sqlFile('estimate/compare/records.sql'),
    parameters,
    recordRow,
  );
  const records = (await withInputs(warehouse, found)).map(({ input, ...record }) => ({
    ...record,
    input: input ?? record.topic,
  }));
  return changed.map((key) => changeOf(before.get(key), after.get(key), records));
}

const byMonth = (rows: readonly Figures[]) =>
  new Map(rows.map((row) => [JSON.stringify([row.operation, row.month]), row]));

function changeOf(
  before: Figures | undefined,
  after: Figures | undefined,
  records: readonly Traced[],
): FloorChange {
  const { operation, month } = after ?? before ?? { operation: '', month: '' };
  const [from, to] = [before?.floor_eur ?? null, after?.floor_eur ?? null];
  return {
    operation,
    month,
    floor_from: from,
    floor_to: to,
    difference_eur: from === null || to === null ? null : fixedPoint(units(to) - units(from), 4),
    status_from: before?.status ?? 'none',
    status_to: after?.status ?? 'none',
    documented_from: before?.documented_eur ?? '0.0000',
    documented_to: after?.documented_eur ?? '0.0000',
    modelled_from: before?.modelled_eur ?? '0.0000',
    modelled_to: after?.modelled_eur ?? '0.0000',
    rung_from: before?.rung ?? '',
    rung_to: after?.rung ?? '',
    records: records
      .filter((record) => record.operation === operation && ['', month].includes(record.month))
      .map(withoutPlace),
  };
}

function withoutPlace({
  kind,
  source,
  id,
  revision,
  change,
  known_at,
  input,
  topic,
  partition,
  offset,
  sha256,
}: Traced): Responsible {
  return { kind, source, id, revision, change, known_at, input, topic, partition, offset, sha256 };
}

/** An amount with 4 decimals as a whole number of ten-thousandths. */
const units = (amount: string) => BigInt(amount.replace('.', ''));
