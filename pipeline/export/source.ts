// From a definition to the SELECT whose rows are exported: of a view with columns and filters, or
// from a SQL file that the user wrote.
import { z } from 'zod';
import { Failure } from '../platform/failure.ts';
import { sqlFile, statementsOf } from '../warehouse/sql-file.ts';
import type { Parameters, Warehouse } from '../warehouse/warehouse.ts';
import { bareType } from './formats/column.ts';
import { type ExportDefinition, type ExportFilter, sqlOf } from './definition.ts';

export interface RowSource {
  /** For the manifest: the view, or the digest of the SQL file. */
  name: string;
  sql: string;
  parameters: Parameters;
  /** Comments of the columns, by name. */
  comments: ReadonlyMap<string, string>;
}

const columnRow = z.object({ name: z.string(), type: z.string(), comment: z.string() });

/** @param definedIn file of the definitions */
export async function sourceOf(
  warehouse: Warehouse,
  definedIn: string,
  definition: ExportDefinition,
): Promise<RowSource> {
  return definition.view === undefined
    ? sourceOfFile(definedIn, definition)
    : sourceOfView(warehouse, definition, definition.view);
}

function sourceOfFile(definedIn: string, { name, sql: path = '' }: ExportDefinition): RowSource {
  const { text, digest } = sqlOf(definedIn, path);
  const [sql = '', ...more] = statementsOf(text);
  if (sql !== '' && more.length === 0)
    return { name: `sql sha256 ${digest}`, sql, parameters: {}, comments: new Map() };
  throw new Failure(
    'wrong_exports',
    `Export ${name}: its SQL file must have one SELECT, ` +
      `and has ${sql === '' ? 'none' : 'several statements'}.`,
  );
}

async function sourceOfView(
  warehouse: Warehouse,
  { name, columns, filters }: ExportDefinition,
  view: string,
): Promise<RowSource> {
  const known = await warehouse.query(sqlFile('export/columns_of_view.sql'), { view }, columnRow);
  if (known.length === 0)
    throw new Failure(
      'unknown_view',
      `Export ${name}: the warehouse ${warehouse.name} has no view ${view}. ` +
        'Correct the definition.',
    );
  const types = new Map(known.map((column) => [column.name, column.type]));
  const typeOf = (column: string): string => {
    const type = types.get(column);
    if (type !== undefined) return type;
    throw new Failure(
      'unknown_column',
      `Export ${name}: view ${view} has no column ${column}. ` +
        `Its columns are ${[...types.keys()].join(', ')}.`,
    );
  };
  const chosen = columns ?? [...types.keys()];
  for (const column of chosen) typeOf(column);
  const conditions = filters.map((filter, index) =>
    conditionOf(filter, bareType(typeOf(filter.column)), `filter_${String(index)}`),
  );
  const words = {
    columns: chosen.map((column) => `\`${column}\``).join(', '),
    view: `\`${view}\``,
    condition: ['1', ...conditions.map(({ sql }) => sql)].join(' AND '),
  };
  return {
    name: `view ${view}`,
    sql: sqlFile('export/rows_of_view.sql', words),
    parameters: Object.fromEntries(conditions.map(({ parameter }) => parameter)),
    comments: new Map(known.map((column) => [column.name, column.comment])),
  };
}

const COMPARISONS = {
  equal: '=',
  not_equal: '!=',
  at_least: '>=',
  at_most: '<=',
  less_than: '<',
  more_than: '>',
  one_of: 'IN',
} as const;

/** Compares as the type of the column: the engine refuses a value that is not of this type. */
function conditionOf(
  filter: ExportFilter,
  type: string,
  parameter: string,
): { sql: string; parameter: [string, string | string[]] } {
  const typed = filter.is === 'one_of' ? `Array(${type})` : type;
  return {
    sql: `\`${filter.column}\` ${COMPARISONS[filter.is]} {${parameter}:${typed}}`,
    parameter: [parameter, filter.is === 'one_of' ? filter.values : filter.value],
  };
}
