// Reads the dated lists in reference/ that the canonical forms need. They are part of the program:
// a wrong file stops it at start, with the row and what to correct.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ambiguityOf } from './json-text.ts';

/** What every row of such a list says besides its values. */
export const ROW_ORIGIN = {
  /** Day on which the row joined the list. */
  from: z.iso.date('write a day, such as 2026-11-30'),
  reason: z.string().min(1, 'say why the row is on the list'),
  source: z.string().min(1, 'say where that was read'),
};

/**
 * The text of a file of reference/, both from source and from dist/. The folder is the next one
 * above this module that has the file.
 */
export function referenceText(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'reference', name))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(
        `The file reference/${name} is missing from the package: the installation is incomplete. ` +
          'Install it again.',
      );
    folder = parent;
  }
  return readFileSync(join(folder, 'reference', name), 'utf8');
}

/**
 * The rows of a list.
 * @param keysOf names that one row alone may have
 */
export function referenceRows<Row>(
  name: string,
  text: string,
  row: z.ZodType<Row>,
  keysOf: (row: Row) => readonly string[],
): readonly Row[] {
  const fail = (where: string, what: string): never => {
    throw new Error(`reference/${name}${where}: ${what}. Correct the file.`);
  };
  const ambiguity = ambiguityOf(text);
  if (ambiguity !== null) return fail('', ambiguity);
  const file = z
    .strictObject({ version: z.iso.date('write a day, such as 2026-11-30'), rows: z.array(row) })
    .safeParse(jsonOf(text, fail));
  if (!file.success) {
    const [issue] = file.error.issues;
    return fail(`, ${issue?.path.join('.') ?? ''}`, issue?.message ?? 'it cannot be read');
  }
  const seen = new Set<string>();
  for (const [index, key] of file.data.rows.flatMap((one, at) =>
    keysOf(one).map((each) => [at, each] as const),
  )) {
    if (seen.has(key)) fail(`, rows.${String(index)}`, `${key} is on the list twice`);
    seen.add(key);
  }
  return file.data.rows;
}

function jsonOf(text: string, fail: (where: string, what: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail('', error instanceof Error ? error.message : 'it is not JSON');
  }
}
