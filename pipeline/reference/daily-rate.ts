// The ECB's euro reference rates by day: its file eurofxref-hist.csv. Units of each currency for
// one EUR; `N/A` where the ECB published none.
// https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
import { CURRENCY_CODES } from '../../schemas/iso-codes.ts';
import { date } from '../../schemas/field.ts';
import { type MonthlyRate, eurPerUnit } from './exchange-rate.ts';
import type { Finding } from './finding.ts';

/**
 * A day without a rate takes the last published day before, at most so many days back. TARGET never
 * closes for longer (Good Friday to Easter Monday; 29 December 2001 to 1 January 2002), so a longer
 * gap is a rate that the ECB stopped publishing, or a file with a hole. sql/views/15_reference.sql
 * and sql/explain/exchange_rates.sql say the same.
 */
export const LONGEST_GAP_DAYS = 4;

export interface DailyRate {
  /** YYYY-MM-DD */
  day: string;
  currency: string;
  units_per_eur: string;
}

export interface DailyRates {
  rows: DailyRate[];
  findings: Finding[];
}

/** Rows of table fx_rate. */
export function dailyRateRows(
  rows: readonly DailyRate[],
): { currency: string; period: string; eur_per_unit: string }[] {
  return rows.map((row) => ({
    currency: row.currency,
    period: row.day,
    eur_per_unit: eurPerUnit('1', row.units_per_eur),
  }));
}

const UNITS = /^\d{1,12}(\.\d{1,10})?$/;

export function parseDailyRates(text: string): DailyRates {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const [first = '', ...others] = lines;
  const header = cellsOf(first);
  const findings = headerFindings(header);
  if (findings.some(({ severity }) => severity === 'error')) return { rows: [], findings };
  const rows: DailyRate[] = [];
  const days = new Map<string, string>();
  for (const [index, line] of others.entries()) {
    const [at, [day = '', ...units]] = [`line ${String(index + 2)}`, cellsOf(line)];
    const problem =
      dayProblem(day, days) ??
      (units.length === header.length - 1 ? null : 'another number of columns than in the header');
    if (problem !== null)
      findings.push({ severity: 'error', row: at, field: 'Date', message: problem });
    days.set(day, at);
    for (const [column, written] of units.entries()) {
      const currency = header[column + 1] ?? '';
      if (written === '' || written === 'N/A' || !CURRENCY_CODES.has(currency)) continue;
      if (UNITS.test(written) && /[1-9]/.test(written))
        rows.push({ day, currency, units_per_eur: written });
      else
        findings.push({
          severity: 'error',
          row: at,
          field: currency,
          message: `"${written}" is no number above 0, and not N/A`,
        });
    }
  }
  if (rows.length === 0)
    findings.push({ severity: 'error', row: 'line 2', field: '', message: 'the file has no rate' });
  return { rows, findings: [...findings, ...gapFindings([...days.keys()])] };
}

/** The ECB ends each line with a comma. */
function cellsOf(line: string): string[] {
  const cells = line.split(',').map((cell) => cell.trim());
  return cells.at(-1) === '' ? cells.slice(0, -1) : cells;
}

function headerFindings([first, ...currencies]: readonly string[]): Finding[] {
  const at = { row: 'line 1' };
  if (first !== 'Date')
    return [
      {
        severity: 'error',
        ...at,
        field: 'Date',
        message: 'the first column is not Date: this is no eurofxref-hist.csv',
      },
    ];
  return currencies.flatMap((code, index): Finding[] => {
    if (currencies.indexOf(code) !== index)
      return [{ severity: 'error', ...at, field: code, message: 'the column stands there twice' }];
    if (CURRENCY_CODES.has(code)) return [];
    return [
      {
        severity: 'warning',
        ...at,
        field: code,
        message: 'no currency of ISO 4217: the column is left out',
      },
    ];
  });
}

function dayProblem(day: string, days: ReadonlyMap<string, string>): string | null {
  if (!date.safeParse(day).success) return `"${day}" is no day, YYYY-MM-DD`;
  const before = days.get(day);
  return before === undefined ? null : `the day stands in ${before} already`;
}

const MS_A_DAY = 86_400_000;

function gapFindings(days: readonly string[]): Finding[] {
  const sorted = days.filter((day) => date.safeParse(day).success).sort();
  return sorted.flatMap((day, index): Finding[] => {
    const next = sorted[index + 1];
    if (next === undefined) return [];
    const without = (Date.parse(next) - Date.parse(day)) / MS_A_DAY - 1;
    if (without <= LONGEST_GAP_DAYS) return [];
    const message = `no rate for ${String(without)} days after it; from the ${String(LONGEST_GAP_DAYS + 1)}th on, the monthly table counts, or none`;
    return [{ severity: 'warning', row: day, field: 'Date', message }];
  });
}

/**
 * A day seldom lies so far from the average of its month; a file of EUR per unit, or of cents,
 * always does.
 */
const FAR = 0.15;

/**
 * A warning for each currency with days far from the monthly table: what a table that is upside
 * down would do to floors is silent otherwise.
 */
export function farFindings(
  rows: readonly DailyRate[],
  monthly: readonly MonthlyRate[],
): Finding[] {
  const averages = new Map(
    monthly.map(({ currency, period, eur_per_unit }) => [
      `${currency} ${period}`,
      Number(eur_per_unit),
    ]),
  );
  const far = new Map<string, { first: DailyRate; average: number; days: number }>();
  for (const row of rows) {
    const average = averages.get(`${row.currency} ${row.day.slice(0, 7)}`);
    if (average === undefined || Math.abs(1 / Number(row.units_per_eur) / average - 1) <= FAR)
      continue;
    const known = far.get(row.currency);
    if (known === undefined) far.set(row.currency, { first: row, average, days: 1 });
    else known.days += 1;
  }
  return [...far].map(([currency, { first, average, days }]): Finding => {
    const message = `${first.units_per_eur} for one EUR is ${(1 / Number(first.units_per_eur)).toPrecision(4)} EUR for one ${currency}, where the monthly table has ${average.toPrecision(4)} (${String(days)} such days): are these units for one EUR?`;
    return { severity: 'warning', row: first.day, field: currency, message };
  });
}
