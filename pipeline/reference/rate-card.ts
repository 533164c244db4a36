// The rate card: its rows, what each must satisfy, and who must approve it (docs/method.md,
// "Modelled money"). A row that only one name approved is a draft and counts nowhere.
import { z } from 'zod';
import { country, currency, date, decimal, text } from '../../schemas/field.ts';
import { LINES } from '../../schemas/flow.ts';
import { DEVICES } from '../../schemas/panel.ts';
import { approvers, draftFindings, isApproved } from './approval.ts';
import type { FileFinding } from './file-finding.ts';
import { OPEN_END } from './open-end.ts';
import { parseFile } from './parse-file.ts';
import { FACTOR_NAMES, RATE_FACTORS, isRateFactor } from './rate-factor.ts';

export const cardRow = z.strictObject({
  id: text,
  factor: text,
  line: z.enum(LINES),
  network: text.nullable(),
  country: country.nullable(),
  device: z.enum(DEVICES),
  valid_from: date,
  valid_to: date.nullable(),
  unit: text,
  currency: currency.nullable(),
  low: decimal,
  high: decimal,
  source: text,
  grade: z.enum(['published', 'observed', 'assumption']),
  approved_by: approvers,
});

export type RateRow = z.infer<typeof cardRow>;
export interface RateCard {
  version: string;
  rows: RateRow[];
}

/** Rows of table rate_card. */
export function rateCardRows({ rows }: RateCard): Record<string, unknown>[] {
  return rows.map((row) => ({
    ...row,
    network: row.network ?? '',
    country: row.country ?? '',
    valid_to: row.valid_to ?? OPEN_END,
    currency: row.currency ?? '',
    status: isApproved(row) ? 'approved' : 'draft',
  }));
}

/** @returns the card, or null when it has an error; and everything that was found in it */
export function parseRateCard(written: string): { card: RateCard | null; findings: FileFinding[] } {
  const { file: card, findings } = parseFile(written, {
    list: null,
    row: cardRow,
    nameOf: (raw, index) => {
      const id = z.object({ id: text }).safeParse(raw);
      return id.success ? id.data.id : `row ${String(index + 1)}`;
    },
    problems: rowProblems,
    keyOf: ({ id }) => id,
    keyField: 'id',
  });
  if (card === null) return { card, findings };
  const drafts = draftFindings(card.rows, ({ id }) => id);
  return { card, findings: [...overlaps(card.rows.filter(isApproved)), ...drafts] };
}

export function rowProblems(row: RateRow): [field: string, message: string][] {
  if (!isRateFactor(row.factor)) {
    const names = FACTOR_NAMES.join(', ');
    return [['factor', `"${row.factor}" is not a factor. The factors are ${names}`]];
  }
  const { unit, isShare, enters } = RATE_FACTORS[row.factor];
  const expected = unit.replace('{currency}', row.currency ?? 'CURRENCY');
  const isPrice = unit !== expected;
  const isContract = enters === 'gross_flow';
  const rules: [boolean, string, string][] = [
    [row.unit === expected, 'unit', `"${row.unit}": the unit of ${row.factor} is "${expected}"`],
    [Number(row.low) <= Number(row.high), 'low', `${row.low} is above high, ${row.high}`],
    [!isShare || Number(row.high) <= 1, 'high', `${row.high}: a share is at most 1`],
    [
      row.valid_to === null || row.valid_from <= row.valid_to,
      'valid_to',
      `${row.valid_to ?? ''} is before valid_from, ${row.valid_from}`,
    ],
    [
      isPrice === (row.currency !== null),
      'currency',
      isPrice ? 'a price needs a currency' : 'only a price has a currency',
    ],
    [
      !isContract || row.network !== null,
      'network',
      'name the network: a contractual share is of one network',
    ],
    [
      !isContract || row.country === null,
      'country',
      'a contractual share is of the whole payment: leave the country null',
    ],
    [
      !isContract || row.device === 'all',
      'device',
      'a contractual share is of the whole payment: write "all"',
    ],
  ];
  return rules.flatMap(([holds, field, message]) => (holds ? [] : [[field, message]]));
}

function overlaps(rows: readonly RateRow[]): FileFinding[] {
  const placeOf = (row: RateRow) =>
    JSON.stringify([row.factor, row.line, row.network, row.country, row.device]);
  return rows.flatMap((row, index) =>
    rows.slice(0, index).flatMap((other): FileFinding[] => {
      const isApart =
        row.valid_from > (other.valid_to ?? OPEN_END) ||
        other.valid_from > (row.valid_to ?? OPEN_END);
      if (placeOf(row) !== placeOf(other) || isApart) return [];
      const message = `overlaps with ${other.id}: on days of both, the lowest floor counts`;
      return [{ severity: 'warning', row: row.id, field: 'valid_from', message }];
    }),
  );
}
