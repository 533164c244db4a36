// The warehouse in this process: connections of the embedded engine.
import { type ClickHouseClient, type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client';
import type { ChdbConnection } from 'chdb/connection';
import { openEngine } from './engine.ts';
import type { Home, RowBatch } from './warehouse.ts';

/** JavaScript would round decimals and 64-bit integers. Constant for a connection: on the embedded one a setting stays. */
export const EXACT = {
  output_format_json_quote_decimals: 1,
  output_format_json_quote_64bit_integers: 1,
  output_format_decimal_trailing_zeros: 1,
  // Compiled at run time, greatest() and least() of Int128 are wrong in engine 26.7 (docs/decisions/0004).
  compile_expressions: 0,
} as const;
/** Settings of every insert, written into the statement: what the engine's defaults are may change with its version. */
export const INSERT_SETTINGS = {
  async_insert: 0,
  // Repeats collapse when parts are merged and when they are read; looking for them in each block costs a second sort.
  optimize_on_insert: 0,
  date_time_input_format: 'best_effort',
  input_format_skip_unknown_fields: 0,
  input_format_null_as_default: 1,
  // Records are decoded on every core already; a second parallel parser only costs memory.
  input_format_parallel_parsing: 0,
  input_format_defaults_for_omitted_fields: 1,
} as const;

/** @throws Failure (exit 2) when the directory cannot be used or another process holds it */
export async function openEmbedded(directory: string, database: string): Promise<Home> {
  const engine = await openEngine(directory, database);
  const [writer, reader, health] = [engine.connect(), engine.connect(), engine.connect()];
  for (const connection of [writer, reader, health]) await connection.command({ query: `USE ${database}` });
  return {
    name: `embedded:${directory}`,
    writer: clientOf(writer),
    reader: clientOf(reader),
    health: clientOf(health),
    engine,
    insertRows: async ({ table, columns, rows }: RowBatch) => {
      await writer.chdb.rawInsert({ table, columns: [...columns], values: rows, format: 'JSONCompactEachRow', settings: INSERT_SETTINGS });
    },
    release: async () => {
      for (const connection of [health, reader, writer]) await connection.close();
      await engine.release();
    },
  };
}

/** chdb and @clickhouse/client each bring their own copy of the same class declaration, which TypeScript takes for two. */
function clientOf(connection: ChdbConnection): ClickHouseClient {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- one class at run time, see above
  const native = connection as unknown as NonNullable<ClickHouseClientConfigOptions['connection']>;
  return createClient({ connection: native, clickhouse_settings: { ...EXACT } });
}
