// The ECB's euro reference rates by day, from its file eurofxref-hist.csv: units of each currency
// for one EUR; `N/A` where the ECB published none.
// https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
import { CURRENCY_CODES } from '../../schemas/iso-codes.ts';
import { date } from '../../schemas/field.ts';
import { type MonthlyRate, eurPerUnit } from './exchange-rate.ts';
import type { FileFinding } from './file-finding.ts';

/**
 * A day without a rate takes that of the last published day, at most this many days before. TARGET
 * never closes for longer (Good Friday to Easter Monday; 29 December 2001 to 1 January 2002). A
 * longer gap means that the ECB stopped publishing the rate, or that the file has a hole.
 * sql/views/15_reference.sql and sql/explain/exchange_rates.sql use the same number.
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
  findings: FileFinding[];
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
      (units.length === header.length - 1
        ? null
        : 'the line has another number of columns than the header');
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
          message: `"${written}" is neither a number above 0 nor N/A`,
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

function headerFindings([first, ...currencies]: readonly string[]): FileFinding[] {
  const at = { row: 'line 1' };
  if (first !== 'Date')
    return [
      {
        severity: 'error',
        ...at,
        field: 'Date',
        message: 'the first column is not Date: this is not eurofxref-hist.csv',
      },
    ];
  return currencies.flatMap((code, index): FileFinding[] => {
    if (currencies.indexOf(code) !== index)
      return [
        { severity: 'error', ...at, field: code, message: 'the header has this column twice' },
      ];
    if (CURRENCY_CODES.has(code)) return [];
    return [
      {
        severity: 'warning',
        ...at,
        field: code,
        message: 'not a currency of ISO 4217: the column is ignored',
      },
    ];
  });
}

function dayProblem(day: string, days: ReadonlyMap<string, string>): string | null {
  if (!date.safeParse(day).success) return `"${day}" is not a day, YYYY-MM-DD`;
  const before = days.get(day);
  return before === undefined ? null : `${before} already has this day`;
}

const MS_A_DAY = 86_400_000;

function gapFindings(days: readonly string[]): FileFinding[] {
  const sorted = days.filter((day) => date.safeParse(day).success).sort();
  return sorted.flatMap((day, index): FileFinding[] => {
    const next = sorted[index + 1];
    if (next === undefined) return [];
    const without = (Date.parse(next) - Date.parse(day)) / MS_A_DAY - 1;
    if (without <= LONGEST_GAP_DAYS) return [];
    const message =
      `no rate for ${String(without)} days after this day; from the ` +
      `${String(LONGEST_GAP_DAYS + 1)}th day on, the monthly rate is used, or none`;
    return [{ severity: 'warning', row: day, field: 'Date', message }];
  });
}

/**
 * A daily rate seldom differs so much from the average of its month. In a file of EUR per unit, or
 * of cents, it always does.
 */
const FAR = 0.15;

/**
 * A warning for each currency with days far from the monthly table. Without it, an inverted table
 * would change floors silently.
 */
export function farFindings(
  rows: readonly DailyRate[],
  monthly: readonly MonthlyRate[],
): FileFinding[] {
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
  return [...far].map(([currency, { first, average, days }]): FileFinding => {
    const inverse = (1 / Number(first.units_per_eur)).toPrecision(4);
    const message =
      `${first.units_per_eur} for one EUR is ${inverse} EUR for one ${currency}, where the ` +
      `monthly table has ${average.toPrecision(4)} (${String(days)} such days): ` +
      'are these units for one EUR?';
    return { severity: 'warning', row: first.day, field: currency, message };
  });
}
