// Columns of system tables that say where the files of the warehouse are, or how a view is made.
import { Refusal } from './refusal.ts';
import type { Word } from './words.ts';

const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  'system.tables': ['data_paths', 'metadata_path', 'create_table_query', 'as_select', 'engine_full', 'uuid', 'definer'],
  'system.databases': ['data_path', 'metadata_path', 'engine_full', 'uuid'],
  'information_schema.views': ['view_definition'],
};

export interface Hidden {
  /** As written in the statement. */
  table: string;
  columns: readonly string[];
}

/**
 * @returns the table with hidden columns that a statement names; its columns may not be asked for all together
 * @throws Refusal when it names one of them
 */
export function checkHiddenColumns(words: readonly Word[]): Hidden | null {
  const texts = words.map(({ text }) => text.toLowerCase());
  const table = Object.keys(HIDDEN).find((name) => {
    const [database, short] = name.split('.');
    return texts.some((text, index) => text === database && texts[index + 1] === '.' && texts[index + 2] === short);
  });
  if (table === undefined) return null;
  const columns = Object.entries(HIDDEN).flatMap(([name, hidden]) => (texts.includes(name.split('.')[1] ?? '') ? hidden : []));
  const asked = columns.find((column) => texts.some((text) => text === column || text === `'${column}'`));
  if (asked !== undefined) throw new Refusal('table', `The column ${asked} of ${table} is not public`);
  return { table, columns };
}
