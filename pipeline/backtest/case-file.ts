// Files of cases: published audience and established revenue, in the shape of reference/cases.json. What has another shape is an error that names the row;
// what has the shape and says something that cannot be used is a refusal (classify-*.ts), never an error.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../platform/package-root.ts';
import { codeOf, usageFailure } from '../platform/failure.ts';
import { ambiguityOf } from '../platform/json-text.ts';

const nullableText = z.string().nullable().default(null);

const caseSchema = z.strictObject({
  site: z.string().trim().min(1, 'empty name'),
  period_start: nullableText,
  period_end: nullableText,
  audience_metric: z.string(),
  audience_value: z.number().nullable().default(null),
  audience_source: z.string().nullable().default(''),
  revenue_value: z.number().nullable().default(null),
  revenue_currency: nullableText,
  revenue_period: nullableText,
  revenue_kind: z.string(),
  source: z.string().nullable().default(''),
  note: z.string().nullable().default(''),
  // The library that ships has three more.
  evidence_class: z.string().optional(),
  usable_as_truth: z.boolean().optional(),
  refusal_reason: nullableText,
});
const librarySchema = z.looseObject({ rows: z.array(z.unknown()) });

export type Case = z.infer<typeof caseSchema>;

/** @param path null: the library that ships. @throws Failure (exit 2) that names the file, the row and the field */
export function readCases(path: string | null): Case[] {
  const file = path ?? join(PACKAGE_ROOT, 'reference', 'cases.json');
  const parsed = jsonIn(file);
  const library = librarySchema.safeParse(parsed);
  const rows = z.array(z.unknown()).safeParse(library.success ? library.data.rows : parsed);
  if (!rows.success) throw usageFailure('wrong_cases', `${file}: write a JSON array of cases, as in reference/cases.json.`);
  return rows.data.map((row, index) => {
    const one = caseSchema.safeParse(row);
    if (one.success) return one.data;
    const issue = one.error.issues[0];
    throw usageFailure('wrong_case', `${file}: row ${String(index + 1)}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}.`);
  });
}

function jsonIn(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    throw usageFailure('no_cases', `${file} cannot be read (${codeOf(thrown)}).`, thrown);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    throw usageFailure('wrong_cases', `${file} is no JSON.`, thrown);
  }
  const ambiguous = ambiguityOf(text);
  if (ambiguous !== null) throw usageFailure('wrong_cases', `${file}: ${ambiguous}.`);
  return value;
}
