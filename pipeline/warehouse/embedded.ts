// Opens the warehouse in this process, with connections of the embedded engine.
import { availableParallelism } from 'node:os';
import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  createClient,
} from '@clickhouse/client';
import type { ChdbConnection } from 'chdb/connection';
import { type Engine, openEngine } from './engine.ts';
import { onOwnConnection, parameterText, setOn } from './own-connection.ts';
import type { Home, RowBatch } from './warehouse.ts';

/**
 * Settings of every connection, in both homes. They are set once, when a connection is opened, and
 * never changed: on an embedded connection a setting stays.
 */
export const CONNECTION_SETTINGS = {
  // JavaScript would round decimals and 64-bit integers.
  output_format_json_quote_decimals: 1,
  output_format_json_quote_64bit_integers: 1,
  output_format_decimal_trailing_zeros: 1,
  // An insert returns when its rows are in the table. The engine's own default collects rows first.
  async_insert: 0,
  // Compiled at run time, greatest() and least() of Int128 are wrong in engine 26.7
  // (docs/decisions/0004).
  compile_expressions: 0,
} as const;
/**
 * Settings of every insert of rows, written into the statement: the engine's defaults may change
 * with its version.
 */
export const INSERT_SETTINGS = {
  // Repeats collapse when parts are merged and when they are read; looking for them in each block
  // costs a second sort.
  optimize_on_insert: 0,
  date_time_input_format: 'best_effort',
  input_format_skip_unknown_fields: 0,
  input_format_null_as_default: 1,
  // Records are already decoded on every core, so a parallel parser would only cost memory.
  input_format_parallel_parsing: 0,
  input_format_defaults_for_omitted_fields: 1,
} as const;

const EVERY: ReadonlyMap<string, string> = new Map(
  Object.entries(CONNECTION_SETTINGS).map(([name, value]) => [name, String(value)]),
);
/**
 * Settings of work that can wait. The nice value takes effect only with the capability SYS_NICE:
 * the threads of the engine serve all queries in turn, so it must be able to change them back.
 */
const GIVING_WAY: ReadonlyMap<string, string> = new Map([
  ...EVERY,
  ['max_threads', String(Math.ceil(availableParallelism() / 2))],
  ['os_threads_nice_value_query', '10'],
]);

/** @throws Failure (exit 2) when the directory cannot be used or another process holds it */
export async function openEmbedded(directory: string, database: string): Promise<Home> {
  const engine = await openEngine(directory, database);
  return homeOn(engine, database, {
    name: `embedded:${directory}`,
    release: () => engine.release(),
  });
}

/** @param home its name, and what to do after its connections are closed */
export async function homeOn(
  engine: Engine,
  database: string,
  home: Pick<Home, 'name' | 'release'>,
): Promise<Home> {
  const [writer, reader, health] = [engine.connect(), engine.connect(), engine.connect()];
  for (const connection of [writer, reader, health]) {
    await connection.command({ query: `USE ${database}` });
    await setOn(connection, EVERY);
  }
  return {
    name: home.name,
    writer: clientOf(withParameters(engine, database, writer)),
    reader: clientOf(withParameters(engine, database, reader)),
    health: clientOf(health),
    givingWay: {
      writer: clientOf(withParameters(engine, database, writer, GIVING_WAY)),
      reader: clientOf(withParameters(engine, database, reader, GIVING_WAY)),
    },
    engine,
    insertRows: async ({ table, columns, rows }: RowBatch) => {
      await writer.chdb.rawInsert({
        table,
        columns: [...columns],
        values: rows,
        format: 'JSONCompactEachRow',
        settings: INSERT_SETTINGS,
      });
    },
    release: async () => {
      for (const connection of [health, reader, writer]) await connection.close();
      await home.release();
    },
  };
}

type QueryOptions = Parameters<ChdbConnection['query']>[0];

/**
 * Gives each statement with parameters a connection of its own, with these settings. Any other
 * statement runs on `connection`, after the statements before it.
 */
function withParameters(
  engine: Engine,
  database: string,
  connection: ChdbConnection,
  settings = EVERY,
): ChdbConnection {
  const own = <Value>(
    options: QueryOptions,
    act: (on: ChdbConnection, bound: QueryOptions) => Promise<Value>,
  ): Promise<Value> => {
    const { query_params: parameters, ...bound } = options;
    const texts = Object.entries(parameters ?? {}).map(([name, value]): [string, string] => [
      name,
      parameterText(value),
    ]);
    if (texts.length === 0) return act(connection, bound);
    return onOwnConnection(engine, { database, settings, parameters: new Map(texts) }, (on) =>
      act(on, bound),
    );
  };
  const query: ChdbConnection['query'] = (options) => own(options, (on, bound) => on.query(bound));
  const command: ChdbConnection['command'] = (options) =>
    own(options, (on, bound) => on.command(bound));
  return new Proxy(connection, {
    get: (target, name) => {
      if (name === 'query') return query;
      if (name === 'command') return command;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function'
        ? (...given: unknown[]): unknown => Reflect.apply(value, target, given)
        : value;
    },
  });
}

/**
 * chdb and @clickhouse/client each bring their own declaration of the same class, which TypeScript
 * takes for two classes.
 */
function clientOf(connection: ChdbConnection): ClickHouseClient {
  // One class at run time, see above.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  const native = connection as unknown as NonNullable<ClickHouseClientConfigOptions['connection']>;
  return createClient({ connection: native });
}
