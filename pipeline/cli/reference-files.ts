// The files that `plancher reference` loads: what each says about itself, and how it comes into
// force.
import { basename } from 'node:path';
import { joinLoadedRates } from '../reference/daily-tables.ts';
import { type DailyRate, farFindings } from '../reference/daily-rate.ts';
import { monthlyRates } from '../reference/exchange-rate.ts';
import { type FileFinding, isError } from '../reference/file-finding.ts';
import { readList } from '../reference/lists.ts';
import { putInForce, readReference } from '../reference/load.ts';
import { parseDailyRates } from '../reference/parse-daily-rates.ts';
import { parsePegs, pegRows } from '../reference/peg.ts';
import { isApproved } from '../reference/approval.ts';
import { parseRateCard, rateCardRows } from '../reference/rate-card.ts';
import { readReferenceFile } from '../reference/read-file.ts';
import { type ReferenceTable, referenceTable } from '../reference/reference-table.ts';
import type { Session } from '../open-session.ts';
import type { Row } from '../text/row.ts';

export interface FileOptions {
  /** Who published the rates of a file. */
  source?: string;
}

/** A file that was read. */
export interface Examined {
  facts: Row;
  findings: readonly FileFinding[];
  /** Puts the content in force, and returns what came of it. Null: there is an error. */
  load: ((session: Session) => Promise<{ facts: Row; findings: FileFinding[] }>) | null;
}

export function examineDailyRates(path: string, { source }: FileOptions): Examined {
  const { rates, findings: found } = parseDailyRates(readReferenceFile(path), source ?? null);
  const findings = [...found, ...farFindings(rates, monthlyRates(readReference().fx.rows))];
  const days = [...new Set(rates.map(({ day }) => day))].sort();
  const facts = {
    version: '',
    rates: rates.length,
    days: days.length,
    first: days[0] ?? '',
    last: days.at(-1) ?? '',
    currencies: new Set(rates.map(({ currency }) => currency)).size,
    sources: [...new Set(rates.map((rate) => rate.source))].sort().join(', '),
    added: 0,
    changed: 0,
    same: 0,
    days_before: null,
  };
  if (findings.some(isError)) return { facts, findings, load: null };
  const load = loadRates({ label: labelOf(path), rates }, days.length);
  return { facts, findings, load };
}

function loadRates(
  file: { label: string; rates: readonly DailyRate[] },
  days: number,
): Examined['load'] {
  return async ({ warehouse, clock }) => {
    const { version, ...joined } = await joinLoadedRates(warehouse, file, clock);
    const kept =
      `this file has ${String(days)} days; ` +
      `${String(joined.days_before)} days were in force, and stay`;
    const messages = [version === null ? `${kept}; it brings nothing new` : kept];
    if (joined.changed > 0)
      messages.push(
        `${String(joined.changed)} rates differ from those in force on their day: both are kept, ` +
          'and the lower counts. plancher doctor names some',
      );
    const findings = messages.map((message) => note('file', message));
    return { facts: { version: version ?? '', ...joined }, findings };
  };
}

function note(row: string, message: string): FileFinding {
  return { severity: 'note', row, field: '', message };
}

export function examineRateCard(path: string): Examined {
  const { card, findings } = parseRateCard(readReferenceFile(path));
  const facts = countsOf(card?.rows ?? null);
  if (card === null) return { facts, findings, load: null };
  return examined(referenceTable('rate_card', card.version, rateCardRows(card)), facts, findings);
}

export function examinePegs(path: string): Examined {
  const { pegs, findings } = parsePegs(readReferenceFile(path));
  const facts = countsOf(pegs?.rows ?? null);
  if (pegs === null) return { facts, findings, load: null };
  return examined(referenceTable('peg', pegs.version, pegRows(pegs)), facts, findings);
}

export function examineList(path: string): Examined {
  const { list, table, rows, findings: found } = readList(readReferenceFile(path));
  const findings = found.map((finding) => ({ ...finding, row: `${list} ${finding.row}`.trim() }));
  const facts = { version: '', list, rows };
  return table === null ? { facts, findings, load: null } : examined(table, facts, findings);
}

/** @param rows null: the file has an error */
function countsOf(rows: readonly { approved_by: string[] }[] | null): Row {
  if (rows === null) return { version: '', rows: null, approved: null, draft: null };
  const approved = rows.filter(isApproved).length;
  return { version: '', rows: rows.length, approved, draft: rows.length - approved };
}

/** A table that takes the place of the one in force. */
function examined(table: ReferenceTable, facts: Row, findings: readonly FileFinding[]): Examined {
  const load: Examined['load'] = async ({ warehouse, clock }) => {
    await putInForce(warehouse, table, 'loaded', clock);
    return { facts: {}, findings: [] };
  };
  return { facts: { ...facts, version: table.version }, findings, load };
}

/** File name without its endings: eurofxref-hist.csv.gz is eurofxref-hist. */
function labelOf(path: string): string {
  return basename(path).replace(/(\.[a-z]+)+$/i, '');
}
