// The rows of one export, copied once into a table of their own: every format reads the same rows in the same order, a page at a time,
// whatever comes in meanwhile. The table is dropped behind the export; what a dead process left, a later run drops.
import { z } from 'zod';
import { Failure } from '../platform/failure.ts';
import { forCluster, sqlFile, statementsOf } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { ExportColumn, ExportRow } from './column.ts';
import type { RowSource } from './source.ts';

export interface CopiedRows {
  columns: ExportColumn[];
  count: number;
  page: (first: number, beyond: number) => Promise<ExportRow[]>;
  parquet: (first: number, beyond: number) => Promise<AsyncIterable<Uint8Array>>;
  drop: () => Promise<void>;
}

const columnRow = z.object({ name: z.string(), type: z.string(), comment: z.string() });
const exportRow: z.ZodType<ExportRow> = z.array(z.unknown());

/** @param token 32 hexadecimal digits that no other run has */
export async function copyRows(warehouse: Warehouse, source: RowSource, token: string, cluster: string | null): Promise<CopiedRows> {
  const table = `export_rows_${token}`;
  // The source comes last and by function: it is a person's text, and nothing in it stands for anything.
  const filled = (file: string) =>
    forCluster(templateOf(file).replaceAll('{{rows}}', table), cluster).replace(/\{\{source\}\}/, () => source.sql);
  const drop = () => warehouse.command(filled('export/drop_rows.sql'));
  await warehouse.command(filled('export/make_rows.sql'), source.parameters);
  try {
    await warehouse.command(filled('export/fill_rows.sql'), source.parameters);
    const columns = await warehouse.query(sqlFile('export/describe_rows.sql'), { rows: table }, columnRow);
    return {
      columns: columns.map((column) => ({ ...column, comment: source.comments.get(column.name) ?? '' })),
      count: await counted(warehouse, filled('export/count_rows.sql')),
      page: async (first, beyond) => pageOf(await warehouse.text(filled('export/page.sql'), { first, beyond }, 'JSONCompactEachRow')),
      parquet: (first, beyond) => warehouse.bytes(filled('export/parquet.sql'), { first, beyond }),
      drop,
    };
  } catch (thrown) {
    await drop();
    throw thrown;
  }
}

/** A file without its comments: texts with line ends are put into it. */
function templateOf(file: string): string {
  return statementsOf(sqlFile(file)).join('\n');
}

function pageOf(text: string): ExportRow[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => exportRow.parse(JSON.parse(line)));
}

async function counted(warehouse: Warehouse, sql: string): Promise<number> {
  const [row] = await warehouse.query(sql, {}, z.object({ n: z.coerce.number(), is_numbered: z.number() }));
  if (row?.is_numbered === 1) return row.n;
  throw new Failure('export_rows', 'The rows of the export were not numbered without a gap, so nothing was exported. Please report this.');
}

/** Drops what dead processes left. */
export async function dropLeftRows(warehouse: Warehouse, cluster: string | null): Promise<void> {
  for (const { name } of await warehouse.query(sqlFile('export/left_rows.sql'), {}, z.object({ name: z.string() })))
    await warehouse.command(forCluster(templateOf('export/drop_rows.sql').replace('{{rows}}', name), cluster));
}
