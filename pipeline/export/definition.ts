// The definitions of exports: one JSON file, checked whole before anything runs. The default of
// PLANCHER_EXPORTS_FILE is reference/exports.json.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { codeOf, messageOf, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { PACKAGE_ROOT } from '../platform/package-root.ts';
import { csvOptions } from './formats/csv.ts';
import { FORMAT_NAMES } from './formats/registry.ts';
import { scheduleFault } from './schedule.ts';

const identifier = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a plain name: letters, digits and _');
const value = z.string().max(1_000);

const filter = z.discriminatedUnion('is', [
  z.strictObject({
    column: identifier,
    is: z.enum(['equal', 'not_equal', 'at_least', 'at_most', 'less_than', 'more_than']),
    value,
  }),
  z.strictObject({
    column: identifier,
    is: z.literal('one_of'),
    values: z.array(value).min(1).max(1_000),
  }),
]);

const definition = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and -, at most 31')
      .refine(
        (name) => !['list', 'write', 'case'].includes(name),
        'must not be list, write or case: `plancher export list` is a command',
      ),
    about: z.string().default(''),
    view: identifier.optional(),
    /** Path of a file with one SELECT, relative to the definition file. */
    sql: z.string().min(1).optional(),
    columns: z.array(identifier).min(1).optional(),
    filters: z.array(filter).default([]),
    formats: z.array(z.enum(FORMAT_NAMES)).min(1),
    csv: csvOptions.default({ bom: false, separators: 'international' }),
    schedule: z.string().min(1).nullable().default(null),
    time_zone: z.string().min(1).default('UTC'),
    /** Below PLANCHER_EXPORTS_DIR, or absolute; the name of the export when left out. */
    folder: z.string().min(1).optional(),
    /** How many states are kept. */
    keep: z.number().int().min(1).max(10_000).default(12),
  })
  .superRefine((one, context) => {
    const fault = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if ((one.view === undefined) === (one.sql === undefined))
      fault('view', 'give either view or sql');
    if (one.sql !== undefined && one.columns !== undefined)
      fault('columns', 'need a view; choose the columns in the SQL file');
    if (one.sql !== undefined && one.filters.length > 0)
      fault('filters', 'need a view; write the condition into the SQL file');
    if (new Set(one.columns).size < (one.columns ?? []).length)
      fault('columns', 'name one column twice');
    if (new Set(one.formats).size < one.formats.length) fault('formats', 'name one format twice');
    const wrong = one.schedule === null ? null : scheduleFault(one.schedule, one.time_zone);
    if (wrong !== null) fault(wrong.field, wrong.message);
  });

const definitionFile = z
  .strictObject({ exports: z.array(definition).min(1) })
  .superRefine(({ exports }, context) => {
    // Of two exports in one folder, each would take the states of the other for its own and remove
    // them.
    for (const word of ['name', 'folder'] as const) {
      const seen = new Set<string>();
      for (const [index, one] of exports.entries()) {
        const text = word === 'name' ? one.name : (one.folder ?? one.name);
        if (seen.has(text))
          context.addIssue({
            code: 'custom',
            path: ['exports', index, word],
            message: `${text} occurs twice`,
          });
        seen.add(text);
      }
    }
  });

export type ExportDefinition = z.infer<typeof definition>;
export type ExportFilter = z.infer<typeof filter>;

export interface ExportSet {
  /** The file that defines them. */
  file: string;
  exports: ExportDefinition[];
}

/**
 * @param file path of a definition file; null: the shipped one
 * @throws Failure (exit 2) that names the file and the JSON path
 */
export function loadExports(file: string | null): ExportSet {
  const path = file === null ? join(PACKAGE_ROOT, 'reference', 'exports.json') : resolve(file);
  const checked = definitionFile.safeParse(readJson(path));
  if (checked.success) return { file: path, exports: checked.data.exports };
  const issue = checked.error.issues[0];
  throw usageFailure(
    'wrong_exports',
    `${nameShown(path)}: ${jsonPath(issue?.path ?? [])}: ${issue?.message ?? 'wrong'}. ` +
      'Correct the file.',
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    const why =
      thrown instanceof SyntaxError
        ? `is not JSON (${messageOf(thrown)})`
        : `cannot be read (${codeOf(thrown)})`;
    throw usageFailure(
      'wrong_exports',
      `The file of exports ${nameShown(path)} ${why}. ` +
        'Correct it, or set PLANCHER_EXPORTS_FILE to another file.',
      thrown,
    );
  }
}

function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) => text + (typeof step === 'number' ? `[${String(step)}]` : `.${String(step)}`),
    '$',
  );
}

/** @throws Failure (exit 2) when there is no export of that name */
export function exportNamed({ file, exports }: ExportSet, name: string): ExportDefinition {
  const found = exports.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = exports.map((one) => one.name).join(', ');
  throw usageFailure(
    'unknown_export',
    `There is no export ${nameShown(name)} in ${nameShown(file)}. The exports are ${names}.`,
  );
}

/** The SQL file of a definition. @throws Failure (exit 2) */
export function sqlOf(definedIn: string, sql: string): { text: string; digest: string } {
  const path = resolve(dirname(definedIn), sql);
  try {
    const bytes = readFileSync(path);
    return {
      text: bytes.toString('utf8'),
      digest: createHash('sha256').update(bytes).digest('hex'),
    };
  } catch (thrown) {
    throw usageFailure(
      'wrong_exports',
      `${nameShown(definedIn)}: the SQL file ${nameShown(path)} cannot be read ` +
        `(${codeOf(thrown)}). Correct the path.`,
      thrown,
    );
  }
}

/** The exports as rows of `plancher check-config`. */
export function describeExports(
  set: ExportSet,
): { setting: string; value: string; from: string; about: string }[] {
  return set.exports.map((one) => ({
    setting: `export ${one.name}`,
    value: [
      one.view ?? one.sql ?? '',
      one.formats.join('+'),
      one.schedule === null ? 'on demand' : `${one.schedule} ${one.time_zone}`,
      `folder ${one.folder ?? one.name}`,
      `keep ${String(one.keep)}`,
    ].join(', '),
    from: set.file,
    about: one.about,
  }));
}
