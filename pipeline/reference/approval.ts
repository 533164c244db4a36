// Who approved a row. What only one name approved is a draft and counts nowhere.
import { z } from 'zod';
import type { FileFinding } from './file-finding.ts';

const isOfOneScript = (name: string) =>
  [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u].filter((script) =>
    script.test(name),
  ).length < 2;

/** In letters of one script: with a Cyrillic A in a Latin name, one person would be two. */
export const approvers = z.array(
  z
    .string()
    .trim()
    .min(1, 'empty name')
    .refine(isOfOneScript, 'letters of several scripts in one name'),
);

interface Approved {
  approved_by: readonly string[];
}

/** Two different names. Names that differ in spaces, case or punctuation are one name. */
export function isApproved({ approved_by: names }: Approved): boolean {
  const spoken = names.map((name) =>
    name
      .normalize('NFKC')
      .replaceAll(/[^\p{L}\p{N}\p{M}]/gu, '')
      .toLowerCase(),
  );
  return new Set(spoken.filter((name) => name !== '')).size >= 2;
}

/** A note for each draft. @param nameOf what the row is called in messages */
export function draftFindings<Row extends Approved>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): FileFinding[] {
  const message = 'draft: it counts nowhere until two different names have approved it';
  return rows.flatMap((row): FileFinding[] =>
    isApproved(row) ? [] : [{ severity: 'note', row: nameOf(row), field: 'approved_by', message }],
  );
}
