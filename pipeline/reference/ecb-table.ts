// The ECB's euro reference rates: units of each currency for one EUR, in a column for each currency
// and a line for each day; `N/A` where the ECB published none. eurofxref-hist.csv has every day
// since 1999, eurofxref.csv the last one, which it writes as "30 October 2026".
// https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
import { type DailyRate, dayProblem, gapFindings, perUnitProblem } from './daily-rate.ts';
import { eurPerUnit } from './exchange-rate.ts';
import type { FileFinding } from './file-finding.ts';
import { rateCodeProblem } from './rate-code.ts';

export interface DailyRates {
  rates: DailyRate[];
  findings: FileFinding[];
}

/** A decimal above 0. */
const UNITS = /^(?=.*[1-9])\d{1,12}(\.\d{1,10})?$/;
const notANumber = (cell: string) => `"${cell}" is neither a number above 0 nor N/A`;
const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

export function parseEcbTable(lines: readonly string[], source: string): DailyRates {
  const [first = '', ...others] = lines;
  const header = cellsOf(first);
  const findings = headerFindings(header);
  if (findings.some(({ severity }) => severity === 'error')) return { rates: [], findings };
  const isRead = header.map((code) => rateCodeProblem(code) === null);
  const rates: DailyRate[] = [];
  const days = new Map<string, string>();
  for (const [index, line] of others.entries()) {
    const [at, [written = '', ...units]] = [`line ${String(index + 2)}`, cellsOf(line)];
    const day = isoDay(written);
    const problem =
      dayProblem(day, days) ??
      (units.length === header.length - 1
        ? null
        : 'the line has another number of columns than the header');
    if (problem !== null)
      findings.push({ severity: 'error', row: at, field: 'Date', message: problem });
    days.set(day, at);
    for (const [column, cell] of units.entries()) {
      const currency = header[column + 1] ?? '';
      if (cell === '' || cell === 'N/A' || isRead[column + 1] !== true) continue;
      // 200,000 times: no function with an object in between.
      const perUnit = UNITS.test(cell) ? eurPerUnit('1', cell) : '';
      const fault = perUnit === '' ? notANumber(cell) : perUnitProblem(perUnit);
      if (fault === null)
        rates.push({ day, currency, source, quoted_in: 'EUR', per_unit: perUnit });
      else findings.push({ severity: 'error', row: at, field: currency, message: fault });
    }
  }
  return { rates, findings: [...findings, ...gapFindings([...days.keys()])] };
}

/** isoDay('30 October 2026') is 2026-10-30. Any other text stays as it is. */
function isoDay(written: string): string {
  const [, day, month = '', year] = /^(\d{1,2}) ([A-Z][a-z]+) (\d{4})$/.exec(written) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  if (day === undefined || year === undefined || number === 0) return written;
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The ECB ends each line with a comma, and writes a blank after each in eurofxref.csv. */
function cellsOf(line: string): string[] {
  const written = line.split(',');
  const cells = line.includes(' ') ? written.map((cell) => cell.trim()) : written;
  return cells.at(-1) === '' ? cells.slice(0, -1) : cells;
}

function headerFindings([, ...codes]: readonly string[]): FileFinding[] {
  const at = { row: 'line 1' };
  return codes.flatMap((code, index): FileFinding[] => {
    if (codes.indexOf(code) !== index)
      return [
        { severity: 'error', ...at, field: code, message: 'the header has this column twice' },
      ];
    const problem = rateCodeProblem(code);
    if (problem === null) return [];
    return [
      { severity: 'warning', ...at, field: code, message: `${problem}: the column is ignored` },
    ];
  });
}
