// A JSON file of reference data: `version`, `rows`, and perhaps the name of the list. Each fault is
// reported with its row and field.
import { z } from 'zod';
import { text } from '../../schemas/field.ts';
import { ambiguityOf } from '../../schemas/json-text.ts';
import { messageOf } from '../platform/failure.ts';
import type { FileFinding } from './file-finding.ts';

export interface ParsedFile<Row> {
  /** Null: there is an error. */
  file: { version: string; rows: Row[] } | null;
  findings: FileFinding[];
}

export interface RowShape<Row> {
  /** The value of the key `list`; null: the file has no such key. */
  list: string | null;
  row: z.ZodType<Row>;
  /** What a row is called in messages. It may not have the shape. */
  nameOf: (raw: unknown, index: number) => string;
  /** What is wrong in a row of the right shape: field and message. */
  problems: (row: Row) => readonly (readonly [field: string, message: string])[];
  /** Rows with one key would be one row in the warehouse. */
  keyOf: (row: Row) => string;
  /** Where a key that occurs twice is reported. */
  keyField: string;
}

const plainFile = z.strictObject({ version: text, rows: z.array(z.unknown()) });

export function parseFile<Row>(written: string, shape: RowShape<Row>): ParsedFile<Row> {
  const read = jsonOf(written);
  if ('finding' in read) return { file: null, findings: [read.finding] };
  const form = shape.list === null ? plainFile : plainFile.extend({ list: z.literal(shape.list) });
  const file = form.safeParse(read.json);
  if (!file.success)
    return {
      file: null,
      findings: file.error.issues.map((issue) =>
        errorFinding('file', issue.path.join('.'), issue.message),
      ),
    };
  const parsed = file.data.rows.map((raw, index) => rowOf(raw, shape.nameOf(raw, index), shape));
  const rows = parsed.flatMap(({ row }) => (row === null ? [] : [row]));
  const findings = [...parsed.flatMap((one) => one.findings), ...twice(parsed, shape)];
  return { file: findings.length > 0 ? null : { version: file.data.version, rows }, findings };
}

function jsonOf(written: string): { json: unknown } | { finding: FileFinding } {
  let json: unknown;
  try {
    json = JSON.parse(written.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    return { finding: errorFinding('file', '', `not JSON: ${messageOf(thrown)}`) };
  }
  const ambiguous = ambiguityOf(written);
  return ambiguous === null ? { json } : { finding: errorFinding('file', '', ambiguous) };
}

interface NamedRow<Row> {
  name: string;
  row: Row | null;
  findings: FileFinding[];
}

function rowOf<Row>(
  raw: unknown,
  name: string,
  { row: schema, problems }: RowShape<Row>,
): NamedRow<Row> {
  const shaped = schema.safeParse(raw);
  if (!shaped.success) {
    const findings = shaped.error.issues.map((issue) =>
      errorFinding(name, issue.path.join('.'), issue.message),
    );
    return { name, row: null, findings };
  }
  const findings = problems(shaped.data).map(([field, message]) =>
    errorFinding(name, field, message),
  );
  return { name, row: shaped.data, findings };
}

function twice<Row>(
  parsed: readonly NamedRow<Row>[],
  { keyOf, keyField }: RowShape<Row>,
): FileFinding[] {
  const seen = new Map<string, string>();
  return parsed.flatMap(({ name, row }): FileFinding[] => {
    if (row === null) return [];
    const before = seen.get(keyOf(row));
    seen.set(keyOf(row), name);
    return before === undefined
      ? []
      : [errorFinding(name, keyField, `${before} already says this: leave one of them out`)];
  });
}

export function errorFinding(row: string, field: string, message: string): FileFinding {
  return { severity: 'error', row, field, message };
}

/** Name of a row by its place in the file and one of its fields: `row 3 (AE)`. */
export function placeAnd(field: string): (raw: unknown, index: number) => string {
  const named = z.object({ [field]: z.string() });
  return (raw, index) => {
    const value = named.safeParse(raw).data?.[field];
    return `row ${String(index + 1)}${value === undefined ? '' : ` (${value})`}`;
  };
}
