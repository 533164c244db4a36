// The rate card: its rows, what each must satisfy, and who must approve it (docs/method.md,
// "Modelled money"). A row that only one name approved is a draft and counts nowhere.
import { z } from 'zod';
import { messageOf } from '../platform/failure.ts';
import { ambiguityOf } from '../../schemas/json-text.ts';
import { country, currency, date, decimal, text } from '../../schemas/field.ts';
import { LINES } from '../../schemas/flow.ts';
import { DEVICES } from '../../schemas/panel.ts';
import type { FileFinding } from './file-finding.ts';
import { OPEN_END } from './open-end.ts';
import { FACTOR_NAMES, RATE_FACTORS, isRateFactor } from './rate-factor.ts';

const isOfOneScript = (name: string) =>
  [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u].filter((script) =>
    script.test(name),
  ).length < 2;

const cardRow = z.strictObject({
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
  // In letters of one script: with a Cyrillic A in a Latin name, one person would be two approvers.
  approved_by: z.array(
    z
      .string()
      .trim()
      .min(1, 'empty name')
      .refine(isOfOneScript, 'letters of several scripts in one name'),
  ),
});
const cardFile = z.strictObject({ version: text, rows: z.array(z.unknown()) });

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

/** Two different names. Names that differ in spaces, case or punctuation are one name. */
export function isApproved({ approved_by: names }: Pick<RateRow, 'approved_by'>): boolean {
  const spoken = names.map((name) =>
    name
      .normalize('NFKC')
      .replaceAll(/[^\p{L}\p{N}\p{M}]/gu, '')
      .toLowerCase(),
  );
  return new Set(spoken.filter((name) => name !== '')).size >= 2;
}

/** @returns the card, or null when it has an error; and everything that was found in it */
export function parseRateCard(written: string): { card: RateCard | null; findings: FileFinding[] } {
  let json: unknown;
  try {
    json = JSON.parse(written);
  } catch (thrown) {
    return { card: null, findings: [error('file', '', `not JSON: ${messageOf(thrown)}`)] };
  }
  const ambiguous = ambiguityOf(written);
  if (ambiguous !== null) return { card: null, findings: [error('file', '', ambiguous)] };
  const file = cardFile.safeParse(json);
  if (!file.success)
    return {
      card: null,
      findings: file.error.issues.map((issue) =>
        error('file', issue.path.join('.'), issue.message),
      ),
    };
  const parsed = file.data.rows.map((raw, index) => ({
    name: nameOf(raw, index),
    ...shapeOf(raw, nameOf(raw, index)),
  }));
  const rows = parsed.flatMap(({ row }) => (row === null ? [] : [row]));
  const findings = [
    ...parsed.flatMap((one) => one.findings),
    ...rows.flatMap(rowFindings),
    ...sameIds(rows),
  ];
  if (findings.length > 0) return { card: null, findings };
  return {
    card: { version: file.data.version, rows },
    findings: [...overlaps(rows.filter(isApproved)), ...drafts(rows)],
  };
}

function error(row: string, field: string, message: string): FileFinding {
  return { severity: 'error', row, field, message };
}

function nameOf(raw: unknown, index: number): string {
  const id = z.object({ id: text }).safeParse(raw);
  return id.success ? id.data.id : `row ${String(index + 1)}`;
}

function shapeOf(raw: unknown, name: string): { row: RateRow | null; findings: FileFinding[] } {
  const shape = cardRow.safeParse(raw);
  if (shape.success) return { row: shape.data, findings: [] };
  return {
    row: null,
    findings: shape.error.issues.map((issue) => error(name, issue.path.join('.'), issue.message)),
  };
}

function rowFindings(row: RateRow): FileFinding[] {
  if (!isRateFactor(row.factor)) {
    const names = FACTOR_NAMES.join(', ');
    return [error(row.id, 'factor', `"${row.factor}" is not a factor. The factors are ${names}`)];
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
  return rules.flatMap(([holds, field, message]) => (holds ? [] : [error(row.id, field, message)]));
}

function sameIds(rows: readonly RateRow[]): FileFinding[] {
  const ids = rows.map(({ id }) => id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index ? [] : [error(id, 'id', 'another row has this id')],
  );
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

function drafts(rows: readonly RateRow[]): FileFinding[] {
  const message = 'draft: it counts nowhere until two different names have approved it';
  return rows.flatMap((row): FileFinding[] =>
    isApproved(row) ? [] : [{ severity: 'note', row: row.id, field: 'approved_by', message }],
  );
}
