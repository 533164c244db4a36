// Columns of system tables that say where the files of the warehouse are, or how a view is made.
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

/** What clients read of them without being asked; the others are refused. */
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
 * @returns the table with hidden columns that a statement names; its columns may not be asked for
 * all together
 * @throws Refusal when it names one of them
 */
export function checkHiddenColumns(words: readonly Word[]): Hidden | null {
  const table = tableRead(words);
  if (table === undefined) return null;
  const columns = columnsOf(words);
  const asked = columns.find((column) =>
    words.some(({ text }, index) => {
      // A name behind AS is given to a value, see restate.ts; it reads nothing.
      const isGiven = words[index - 1]?.text.toUpperCase() === 'AS';
      return (text.toLowerCase() === column && !isGiven) || text.toLowerCase() === `'${column}'`;
    }),
  );
  if (asked !== undefined)
    throw new Refusal('table', `The column ${asked} of ${table} is not public`);
  return { table, columns };
}

/** Values that stand for hidden columns of the tables that a statement reads, by column. */
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
