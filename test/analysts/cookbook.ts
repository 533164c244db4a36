// The questions of docs/queries.md: heading, SQL, the columns listed under it, and the reason where
// there are no rows.
import { readFileSync } from 'node:fs';

export interface Recipe {
  question: string;
  sql: string;
  columns: string[];
  /** Null: there are rows. */
  whyNone: string | null;
}

export function recipes(): Recipe[] {
  const text = readFileSync(new URL('../../docs/queries.md', import.meta.url), 'utf8');
  return text
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const question = section.split('\n')[0] ?? '';
      const sql = /```sql\n(.*?)\n```/s.exec(section)?.[1];
      const columns = /^Columns: (.+)$/m.exec(section)?.[1];
      if (sql === undefined || columns === undefined)
        throw new Error(`docs/queries.md: "${question}" has no SQL or no columns`);
      return {
        question,
        sql,
        columns: columns.replaceAll('`', '').split(', '),
        whyNone: /^No rows: (.+)$/m.exec(section)?.[1] ?? null,
      };
    });
}
