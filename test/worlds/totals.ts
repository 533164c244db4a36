// Quarters and years beside the months that they add up: some sources write both.
import { dayOf, dayText, firstDay, monthOf } from './day.ts';
import { centsText, type Desk, type FlowFields, nextId, put, type Told } from './desk.ts';

/** Adds totals to what the source has told, and fixes the rows that they rest on. */
export function addTotals(desk: Desk, source: string): void {
  const { told, happenings } = desk;
  const totals = new Set<Told>();
  for (const months of [3, 12]) {
    const sheets = new Map<string, Told[]>();
    for (const one of told.filter(({ fields }) => fields.source === source)) {
      const sheet = totals.has(one) ? null : sheetOf(one);
      if (sheet !== null) sheets.set(sheet, [...(sheets.get(sheet) ?? []), one]);
    }
    for (const rows of sheets.values()) {
      const total = totalOf(desk, source, rows, months);
      if (total === null) continue;
      happenings.add(months === 3 ? 'quarter_beside_months' : 'year_beside_months');
      for (const row of total.rows) told[told.indexOf(row)] = { ...row, isFixed: true };
      totals.add(put(desk, { key: total.key, fields: total.fields, isFixed: true }));
    }
  }
}

/** Rows that one total can add up have one sheet; it holds transfers as well. */
function sheetOf({ fields, key }: Told): string | null {
  if (fields.status !== 'paid') return null;
  const { publisher_account, site, site_shares, line, currency, basis, value_date } = fields;
  const isGross = (basis ?? null) === null && (value_date ?? null) === null;
  return JSON.stringify([
    key,
    publisher_account ?? null,
    site ?? null,
    site_shares ?? null,
    line ?? 'other',
    currency,
    isGross ? 'gross' : (basis ?? 'net'),
  ]);
}

const hasPeriod = ({ fields }: Told) => typeof fields.period_start === 'string';

interface Total {
  readonly rows: readonly Told[];
  readonly key: string | null;
  readonly fields: FlowFields;
}

function totalOf(desk: Desk, source: string, all: readonly Told[], months: number): Total | null {
  const [one] = all;
  // Of a row without a period nobody sees to which total it belongs.
  if (one === undefined || !all.every(hasPeriod)) return null;
  const start = Math.min(...all.map(({ fields }) => startOf(fields)));
  const month = months * Math.floor(monthOf(start) / months);
  const [first, last] = [firstDay(month), firstDay(month + months) - 1];
  const rows = all
    .filter(({ fields }) => startOf(fields) >= first && endOf(fields) <= last)
    .sort((a, b) => startOf(a.fields) - startOf(b.fields));
  const areApart = rows.every(
    ({ fields }, index) => index === 0 || startOf(fields) > endOf(rows[index - 1]?.fields),
  );
  if (rows.length < 2 || !areApart) return null;
  const cents = rows.reduce((sum, { fields }) => sum + BigInt(fields.amount.replace('.', '')), 0n);
  const fields: FlowFields = {
    ...one.fields,
    basis: one.fields.basis ?? 'net',
    flow_id: nextId(desk, source),
    revision: 1,
    period_start: dayText(first),
    period_end: dayText(last),
    value_date: null,
    statement_date: dayText(last + 1),
    amount: centsText(cents),
    upstream: [],
  };
  return { rows, key: one.key, fields };
}

const startOf = ({ period_start }: FlowFields) => dayOf(period_start ?? '');
const endOf = (fields: FlowFields | undefined) => dayOf(fields?.period_end ?? '');
