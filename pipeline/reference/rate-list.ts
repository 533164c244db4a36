// Rates of currencies and assets that the ECB does not have: a CSV file with a line for each day
// and code. The header is `day,code,eur_per_unit` or `day,code,usd_per_unit`, in any order; a
// column `source` is only needed where a file has several sources.
import { type DailyRate, QUOTED_IN, dayProblem, perUnitProblem } from './daily-rate.ts';
import type { DailyRates } from './ecb-table.ts';
import type { FileFinding } from './file-finding.ts';
import { rateCodeProblem } from './rate-code.ts';

const PER_UNIT = /^\d{1,12}(\.\d{1,30})?$/;
const QUOTES = QUOTED_IN.map((quoted_in) => ({
  column: `${quoted_in.toLowerCase()}_per_unit`,
  quoted_in,
}));
/** Digits of a rate that are kept. */
const DECIMALS = 10;

export const RATE_LIST_COLUMNS = 'day,code,eur_per_unit or day,code,usd_per_unit';

interface Layout {
  columns: readonly string[];
  quote: (typeof QUOTES)[number];
}

/** @param source of every row; null: the column `source` says it */
export function parseRateList(lines: readonly string[], source: string | null): DailyRates {
  const [first = '', ...others] = lines;
  const layout = layoutOf(cellsOf(first), source);
  if (typeof layout === 'string')
    return {
      rates: [],
      findings: [{ severity: 'error', row: 'line 1', field: '', message: layout }],
    };
  const rates: DailyRate[] = [];
  const findings: FileFinding[] = [];
  const seen = new Map<string, Map<string, string>>();
  for (const [index, line] of others.entries()) {
    const at = `line ${String(index + 2)}`;
    const cells = cellsOf(line);
    const rate = rateOf(cells, layout, source);
    const key = JSON.stringify([rate.source, rate.currency]);
    const days = seen.get(key) ?? new Map<string, string>();
    const isWhole = cells.length === layout.columns.length;
    const problems = isWhole ? rowProblems(rate, days) : [SHORT_LINE];
    seen.set(key, days.set(rate.day, at));
    for (const [field, message] of problems)
      findings.push({ severity: 'error', row: at, field, message });
    if (problems.length === 0) rates.push({ ...rate, per_unit: cut(rate.per_unit) });
  }
  return { rates, findings };
}

/** Some programs put every cell in quotes. */
function cellsOf(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"([^"]*)"$/, '$1'));
}

/** @returns where the columns are, or what is wrong with the header */
function layoutOf(columns: readonly string[], source: string | null): Layout | string {
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) return `the header has the column "${twice}" twice`;
  const quotes = QUOTES.filter(({ column }) => columns.includes(column));
  const [quote] = quotes;
  const known = new Set(['day', 'code', 'source', ...QUOTES.map(({ column }) => column)]);
  const unknown = columns.find((name) => !known.has(name));
  if (unknown !== undefined) return `"${unknown}" is no column of this form: ${RATE_LIST_COLUMNS}`;
  if (!columns.includes('code') || quote === undefined || quotes.length > 1)
    return `the columns are ${RATE_LIST_COLUMNS}`;
  if (columns.includes('source') !== (source === null))
    return source === null
      ? 'who published these rates? Give --source NAME, or add a column source'
      : 'the file has a column source: leave out --source';
  return { columns, quote };
}

function rateOf(
  cells: readonly string[],
  { columns, quote }: Layout,
  source: string | null,
): DailyRate {
  const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
  return {
    day: cell('day'),
    currency: cell('code'),
    source: source ?? cell('source'),
    quoted_in: quote.quoted_in,
    per_unit: cell(quote.column),
  };
}

type Problem = readonly [field: string, message: string];

const SHORT_LINE: Problem = ['', 'the line has another number of columns than the header'];

function rowProblems(rate: DailyRate, days: ReadonlyMap<string, string>): Problem[] {
  const isNumber = PER_UNIT.test(rate.per_unit);
  const column = `${rate.quoted_in.toLowerCase()}_per_unit`;
  const problems: [string, string | null][] = [
    ['day', dayProblem(rate.day, days)],
    ['code', rateCodeProblem(rate.currency)],
    [
      'code',
      rate.currency === rate.quoted_in ? `a rate of ${rate.currency} in ${rate.currency}` : null,
    ],
    ['source', rate.source === '' ? 'who published this rate?' : null],
    [
      column,
      isNumber
        ? perUnitProblem(cut(rate.per_unit))
        : `"${rate.per_unit}" is not a decimal such as 1.25`,
    ],
  ];
  return problems.flatMap(([field, message]) => (message === null ? [] : [[field, message]]));
}

/** Cut, like every rate. */
function cut(perUnit: string): string {
  const [whole = '', part = ''] = perUnit.split('.');
  return `${whole}.${part.slice(0, DECIMALS).padEnd(DECIMALS, '0')}`;
}
