// Files of published cases, in the form of reference/cases.json. A wrong value is an error that
// names the case and the field. An unknown key is reported, and the rest of the case is taken.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type PublishedCase,
  caseFile,
  caseSchema,
  periodSchema,
  quoteSchema,
} from '../../reference/published-case.ts';
import { PACKAGE_ROOT } from '../../platform/package-root.ts';
import { codeOf, usageFailure } from '../../platform/failure.ts';
import { ambiguityOf } from '../../../schemas/json-text.ts';

/** A key that no field has, and the case it is in ("the file": outside the cases). */
export interface UnknownKey {
  where: string;
  key: string;
}

export interface CaseFile {
  cases: PublishedCase[];
  unknownKeys: UnknownKey[];
}

const anyObject = z.record(z.string(), z.unknown());
const nested = z.looseObject({
  period: anyObject.optional().catch(undefined),
  quotes: z.array(anyObject.catch({})).optional().catch(undefined),
});

/**
 * @param path null: the library that ships.
 * @throws Failure (exit 2) that names the file, the case and the field
 */
export function readCases(path: string | null): CaseFile {
  const file = path ?? join(PACKAGE_ROOT, 'reference', 'cases.json');
  const parsed = jsonIn(file);
  const outer = anyObject.safeParse(parsed);
  const rows = z.array(z.unknown()).safeParse(outer.success ? outer.data['rows'] : parsed);
  if (!rows.success)
    throw usageFailure(
      'wrong_cases',
      `${file}: write a JSON array of cases, or an object with "rows", as in reference/cases.json.`,
    );
  const cases = rows.data.map((row, index) => caseIn(file, row, index + 1));
  const outside = outer.success ? keysBeyond(outer.data, caseFile.shape) : [];
  const inside = cases.flatMap(({ case_id: id }, index) =>
    unknownKeysOf(rows.data[index]).map((key) => ({
      where: `case ${String(index + 1)} (${id})`,
      key,
    })),
  );
  return { cases, unknownKeys: [...outside.map((key) => ({ where: 'the file', key })), ...inside] };
}

function caseIn(file: string, row: unknown, number: number): PublishedCase {
  const one = caseSchema.safeParse(row);
  if (one.success) return one.data;
  const issue = one.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const where = `${file}: case ${String(number)}${field === '' ? '' : `: ${field}`}`;
  throw usageFailure('wrong_case', `${where}: ${issue?.message ?? 'wrong'}.`);
}

const keysBeyond = (row: object, shape: object) =>
  Object.keys(row).filter((key) => !Object.hasOwn(shape, key));

function unknownKeysOf(row: unknown): string[] {
  const one = nested.safeParse(row);
  if (!one.success) return [];
  const { period = {}, quotes = [] } = one.data;
  return [
    ...keysBeyond(one.data, caseSchema.shape),
    ...keysBeyond(period, periodSchema.shape).map((key) => `period.${key}`),
    ...quotes.flatMap((quote, index) =>
      keysBeyond(quote, quoteSchema.shape).map((key) => `quotes.${String(index)}.${key}`),
    ),
  ];
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
    throw usageFailure('wrong_cases', `${file} is not valid JSON.`, thrown);
  }
  const ambiguous = ambiguityOf(text);
  if (ambiguous !== null) throw usageFailure('wrong_cases', `${file}: ${ambiguous}.`);
  return value;
}
