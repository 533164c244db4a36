// Rows of an INSERT in a binary format, as drivers send them: clickhouse-connect and clickhouse-go
// in Native, others in RowBinary, Arrow or Parquet. chDB takes bytes beside a statement in text
// formats only, so these go through a file that is deleted at once.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '../platform/temporary-folder.ts';
import type { Answer, Connected, Statement } from './statement.ts';

const INSERT =
  /^\s*(INSERT\s+INTO\s+(?:TABLE\s+)?[\w.`]+(?:\s*\([\w\s,`]*\))?)\s*FORMAT\s+(Native|RowBinary|RowBinaryWithNames|RowBinaryWithNamesAndTypes|Arrow|ArrowStream|Parquet)\s*;?\s*$/i;

export const isBinaryInsert = (sql: string) => INSERT.test(sql);

/** @param sql one that {@link isBinaryInsert} is true of */
export async function insertBinary(
  { set, ask }: Pick<Connected, 'set' | 'ask'>,
  { sql, settings }: Pick<Statement, 'sql' | 'settings'>,
  rows: Buffer,
): Promise<Answer> {
  const [, insert = '', format = ''] = INSERT.exec(sql) ?? [];
  // Else a column that the table does not have would be lost in silence.
  const strict = ['input_format_skip_unknown_fields', '0'] as const;
  if (!settings.has(strict[0])) await set(new Map([strict]));
  return withTemporaryFolder('insert', async (folder) => {
    const file = join(folder, 'rows');
    await writeFile(file, rows, { mode: 0o600 });
    const path = file.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    const answer = await ask(`${insert} FROM INFILE '${path}' FORMAT ${format}`, 'TabSeparated');
    // What was read from the file is what was written.
    return {
      ...answer,
      rowsRead: 0,
      bytesRead: 0,
      rowsWritten: answer.rowsRead,
      bytesWritten: rows.length,
    };
  });
}
