// A file of exchange rates by day, in one of the forms that are known. The first line says which.
import { ECB } from './daily-rate.ts';
import { type DailyRates, parseEcbTable } from './ecb-table.ts';
import { RATE_LIST_COLUMNS, parseRateList } from './rate-list.ts';

/** @param source who published the rates; null: the file says it, or it is a table of the ECB */
export function parseDailyRates(text: string, source: string | null = null): DailyRates {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const columns = (lines[0] ?? '').split(',').map((cell) => cell.trim().replaceAll('"', ''));
  if (columns[0] !== 'Date' && !columns.includes('day')) return unknownForm();
  const read =
    columns[0] === 'Date' ? parseEcbTable(lines, source ?? ECB) : parseRateList(lines, source);
  if (read.rates.length === 0 && read.findings.every(({ severity }) => severity !== 'error'))
    read.findings.push({
      severity: 'error',
      row: 'line 2',
      field: '',
      message: 'the file has no rate',
    });
  return read;
}

function unknownForm(): DailyRates {
  const message =
    'neither a table of the ECB (Date, then a column for each currency) ' +
    `nor a list of rates (${RATE_LIST_COLUMNS})`;
  return { rates: [], findings: [{ severity: 'error', row: 'line 1', field: '', message }] };
}
