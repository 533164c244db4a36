// Columns of system tables that reveal where the warehouse's files are or how a view is defined.
import { Refusal } from './refusal.ts';
import type { Word } from './word.ts';

const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  'system.tables': [
    'data_paths',
    'metadata_path',
    'create_table_query',
    'as_select',
    'engine_full',
    'uuid',
    'definer',
  ],
  'system.databases': ['data_path', 'metadata_path', 'engine_full', 'uuid'],
  'information_schema.views': ['view_definition'],
};

/** Hidden columns that clients read by themselves. Others are refused. */
const EMPTY: Readonly<Record<string, string>> = {
  data_paths: "['']",
  data_path: "''",
  metadata_path: "''",
  create_table_query: "''",
  as_select: "''",
  engine_full: "''",
  view_definition: "''",
};

export interface Hidden {
  /** As written in the statement. */
  table: string;
  columns: readonly string[];
}

/**
 * @returns the table with hidden columns that a statement reads, if any. `*` is not allowed on it
 * @throws Refusal when the statement names a hidden column
 */
export function checkHiddenColumns(words: readonly Word[]): Hidden | null {
  const table = tableRead(words);
  if (table === undefined) return null;
  const columns = columnsOf(words);
  const asked = columns.find((column) =>
    words.some(({ text }, index) => {
      // A name after AS is an alias (see restate.ts). It reads nothing.
      const isGiven = words[index - 1]?.text.toUpperCase() === 'AS';
      return (text.toLowerCase() === column && !isGiven) || text.toLowerCase() === `'${column}'`;
    }),
  );
  if (asked !== undefined)
    throw new Refusal('table', `The column ${asked} of ${table} is not public`);
  return { table, columns };
}

/** Values that replace hidden columns of the tables that a statement reads, by column. */
export function emptyValues(words: readonly Word[]): ReadonlyMap<string, string> {
  if (tableRead(words) === undefined) return new Map();
  return new Map(
    columnsOf(words).flatMap((column) =>
      EMPTY[column] === undefined ? [] : [[column, EMPTY[column]] as const],
    ),
  );
}

function tableRead(words: readonly Word[]): string | undefined {
  const texts = words.map(({ text }) => text.toLowerCase());
  return Object.keys(HIDDEN).find((name) => {
    const [database, short] = name.split('.');
    return texts.some(
      (text, index) => text === database && texts[index + 1] === '.' && texts[index + 2] === short,
    );
  });
}

function columnsOf(words: readonly Word[]): string[] {
  const texts = new Set(words.map(({ text }) => text.toLowerCase()));
  return Object.entries(HIDDEN).flatMap(([name, hidden]) =>
    texts.has(name.split('.')[1] ?? '') ? hidden : [],
  );
}
