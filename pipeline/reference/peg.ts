// Pegs: assets that an office values as an amount of a currency, such as one USDT as one USD. No
// peg ships: it is a judgement of the office, with a reason and two names.
import { z } from 'zod';
import { currency, date, text } from '../../schemas/field.ts';
import { approvers, draftFindings, isApproved } from './approval.ts';
import { MOST_EUR_PER_UNIT } from './exchange-rate.ts';
import type { FileFinding } from './file-finding.ts';
import { OPEN_END } from './open-end.ts';
import { parseFile, placeAnd } from './parse-file.ts';
import { rateCodeProblem } from './rate-code.ts';
import type { TableRow } from './reference-table.ts';

const pegRow = z.strictObject({
  code: text,
  currency,
  units: z.string().regex(/^\d{1,7}(\.\d{1,10})?$/, 'a decimal such as "1" or "0.2723"'),
  from: date,
  to: date.nullable(),
  reason: text,
  approved_by: approvers,
});

type Peg = z.infer<typeof pegRow>;
export interface Pegs {
  version: string;
  rows: Peg[];
}

const nameOf = placeAnd('code');

export function parsePegs(written: string): { pegs: Pegs | null; findings: FileFinding[] } {
  const { file: pegs, findings } = parseFile(written, {
    list: null,
    row: pegRow,
    nameOf,
    problems: pegProblems,
    keyOf: ({ code, currency: of, from }) => JSON.stringify([code, of, from]),
    keyField: 'from',
  });
  if (pegs === null) return { pegs, findings };
  return { pegs, findings: draftFindings(pegs.rows, (row) => nameOf(row, pegs.rows.indexOf(row))) };
}

function pegProblems({ code, currency: of, units, from, to }: Peg): [string, string][] {
  const problems: [string, string | null][] = [
    ['code', rateCodeProblem(code)],
    ['currency', code === of ? `${code} in units of itself` : null],
    ['units', /[1-9]/.test(units) ? null : 'units are above 0'],
    [
      'units',
      Number(units) > MOST_EUR_PER_UNIT ? `at most ${String(MOST_EUR_PER_UNIT)} units` : null,
    ],
    ['to', to !== null && to < from ? `${to} is before from, ${from}` : null],
  ];
  return problems.flatMap(([field, message]) => (message === null ? [] : [[field, message]]));
}

/** Rows of table peg. */
export function pegRows({ rows }: Pegs): TableRow[] {
  return rows.map(({ from, to, ...row }) => ({
    code: row.code,
    currency: row.currency,
    units: row.units,
    valid_from: from,
    valid_to: to ?? OPEN_END,
    reason: row.reason,
    approved_by: row.approved_by,
    status: isApproved(row) ? 'approved' : 'draft',
  }));
}
