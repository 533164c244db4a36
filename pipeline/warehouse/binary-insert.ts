// Inserts rows in a binary format, as drivers send them: clickhouse-connect and clickhouse-go in
// Native, others in RowBinary, Arrow or Parquet. chDB accepts bytes next to a statement only in
// text formats, so these go through a file that is deleted at once.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '../platform/temporary-folder.ts';
import type { Answer, Connected, Statement } from './statement.ts';

const TARGET = /INSERT\s+INTO\s+(?:TABLE\s+)?[\w.`]+(?:\s*\([\w\s,`]*\))?/.source;
const BINARY_FORMATS =
  'Native|RowBinary|RowBinaryWithNames|RowBinaryWithNamesAndTypes|Arrow|ArrowStream|Parquet';
const INSERT = new RegExp(`^\\s*(${TARGET})\\s*FORMAT\\s+(${BINARY_FORMATS})\\s*;?\\s*$`, 'i');

export const isBinaryInsert = (sql: string) => INSERT.test(sql);

/** @param sql a statement for which {@link isBinaryInsert} is true */
export async function insertBinary(
  { set, ask }: Pick<Connected, 'set' | 'ask'>,
  { sql, settings }: Pick<Statement, 'sql' | 'settings'>,
  rows: Buffer,
): Promise<Answer> {
  const [, insert = '', format = ''] = INSERT.exec(sql) ?? [];
  // Otherwise the engine would silently drop a column that the table does not have.
  const strict = ['input_format_skip_unknown_fields', '0'] as const;
  if (!settings.has(strict[0])) await set(new Map([strict]));
  return withTemporaryFolder('insert', async (folder) => {
    const file = join(folder, 'rows');
    await writeFile(file, rows, { mode: 0o600 });
    const path = file.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    const answer = await ask(`${insert} FROM INFILE '${path}' FORMAT ${format}`, 'TabSeparated');
    // The engine counts the rows of the file as read; they are the rows that it wrote.
    return {
      ...answer,
      rowsRead: 0,
      bytesRead: 0,
      rowsWritten: answer.rowsRead,
      bytesWritten: rows.length,
    };
  });
}
