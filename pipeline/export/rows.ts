// The rows of one export, copied once into a table. Every format reads the same rows in the same
// order, a page at a time, whatever comes in meanwhile. The table is dropped after the export. A
// later run drops what a dead process left.
import { z } from 'zod';
import { Failure } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { ExportColumn, ExportRow } from './formats/column.ts';
import type { ExportContent } from './formats/format.ts';
import type { RowSource } from './source.ts';

export interface CopiedRows {
  columns: ExportColumn[];
  count: number;
  page: ExportContent['page'];
  byEngine: ExportContent['byEngine'];
  drop: () => Promise<void>;
}

const columnRow = z.object({ name: z.string(), type: z.string(), comment: z.string() });
const exportRow: z.ZodType<ExportRow> = z.array(z.unknown());

/** @param token 32 hexadecimal digits that no other run has */
export async function copyRows(
  warehouse: Warehouse,
  source: RowSource,
  token: string,
  cluster: string | null,
): Promise<CopiedRows> {
  const table = `export_rows_${token}`;
  const rows = { rows: table };
  const drop = () => warehouse.command(sqlFile('export/drop_rows.sql', rows, cluster));
  const copied = { ...rows, source: source.sql };
  await warehouse.command(sqlFile('export/make_rows.sql', copied, cluster), source.parameters);
  try {
    await warehouse.command(sqlFile('export/fill_rows.sql', copied), source.parameters);
    const columns = await warehouse.query(
      sqlFile('export/describe_rows.sql'),
      { rows: table },
      columnRow,
    );
    return {
      columns: columns.map((column) => ({
        ...column,
        comment: source.comments.get(column.name) ?? '',
      })),
      count: await counted(warehouse, sqlFile('export/count_rows.sql', rows)),
      page: async ({ first, beyond }) =>
        pageOf(
          await warehouse.text(
            sqlFile('export/page.sql', rows),
            { first, beyond },
            'JSONCompactEachRow',
          ),
        ),
      byEngine: (statement, { first, beyond }) =>
        warehouse.bytes(sqlFile(statement, rows), { first, beyond }),
      drop,
    };
  } catch (thrown) {
    await drop();
    throw thrown;
  }
}

function pageOf(text: string): ExportRow[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => exportRow.parse(JSON.parse(line)));
}

async function counted(warehouse: Warehouse, sql: string): Promise<number> {
  const [row] = await warehouse.query(
    sql,
    {},
    z.object({ n: z.coerce.number(), is_numbered: z.number() }),
  );
  if (row?.is_numbered === 1) return row.n;
  throw new Failure(
    'export_rows',
    'The row numbers of the export have a gap, so nothing was exported. Please report this.',
  );
}

/** Drops what dead processes left. */
export async function dropLeftRows(warehouse: Warehouse, cluster: string | null): Promise<void> {
  for (const { name } of await warehouse.query(
    sqlFile('export/left_rows.sql'),
    {},
    z.object({ name: z.string() }),
  ))
    await warehouse.command(sqlFile('export/drop_rows.sql', { rows: name }, cluster));
}
