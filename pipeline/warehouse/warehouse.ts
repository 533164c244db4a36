// The warehouse as the rest of the program sees it, embedded or on a server, always through
// @clickhouse/client. Writing, reading and health checks have separate connections, because
// statements on one embedded connection queue up (those with parameters do not: embedded.ts).
import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';
import { Failure, codeOf, messageOf } from '../platform/failure.ts';
import { masked } from '../platform/mask-url.ts';
import type { Engine } from './engine.ts';

/** Values for the `{name:Type}` parameters of a statement. */
export type Parameters = Record<string, string | number | boolean | string[] | number[]>;

/** Rows whose columns the statement decides. */
export interface List {
  /** `type` is the name of a ClickHouse type. */
  columns: readonly { name: string; type: string }[];
  rows: readonly Readonly<Record<string, unknown>>[];
}

/** Rows for one table in JSONCompactEachRow: one JSON array a line, in the order of `columns`. */
export interface RowBatch {
  table: string;
  columns: readonly string[];
  rows: Buffer;
}

/** What differs between an embedded warehouse and one on a server. */
export interface Home {
  /** For messages: the directory, or the address without user, password and path. */
  readonly name: string;
  readonly writer: ClickHouseClient;
  readonly reader: ClickHouseClient;
  readonly health: ClickHouseClient;
  /** Connections for work that can wait; null: the operator of the server sets priorities. */
  readonly givingWay: {
    readonly writer: ClickHouseClient;
    readonly reader: ClickHouseClient;
  } | null;
  /** The engine of an embedded warehouse; null: a server. */
  readonly engine: Engine | null;
  insertRows(batch: RowBatch): Promise<void>;
  release(): Promise<void>;
}

export class Warehouse {
  readonly #home: Home;

  constructor(home: Home) {
    this.#home = home;
  }

  get name(): string {
    return this.#home.name;
  }

  /** The engine of an embedded warehouse; null: a server, which serves analysts itself. */
  get engine(): Engine | null {
    return this.#home.engine;
  }

  /** Durable when it returns. The same rows may be inserted again: all tables collapse repeats. */
  async insert(batch: RowBatch): Promise<void> {
    if (batch.rows.length === 0) return;
    await this.#explained(`writing to ${batch.table}`, () => this.#home.insertRows(batch));
  }

  /** For a few rows. All objects have the same keys, which are the names of the columns. */
  async insertObjects(
    table: string,
    rows: readonly Readonly<Record<string, unknown>>[],
  ): Promise<void> {
    const columns = Object.keys(rows[0] ?? {});
    const lines = rows.map((row) => `${JSON.stringify(columns.map((column) => row[column]))}\n`);
    await this.insert({ table, columns, rows: Buffer.from(lines.join('')) });
  }

  /** Runs a query on the reading connection and checks each row against `row`. */
  async query<Row>(sql: string, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]> {
    return this.#explained('reading', async () => {
      const result = await this.#home.reader.query({
        query: sql,
        query_params: parameters,
        format: 'JSONEachRow',
      });
      return z.array(row).parse(await result.json());
    });
  }

  /** The rows of a query with the names and types of its columns. */
  async list(sql: string, parameters: Parameters): Promise<List> {
    const [names = [], types = [], ...lines] = (
      await this.text(sql, parameters, 'JSONCompactEachRowWithNamesAndTypes')
    )
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => z.array(z.unknown()).parse(JSON.parse(line)));
    const columns = names.map((name, index) => ({
      name: String(name),
      type: String(types[index]),
    }));
    return {
      columns,
      rows: lines.map((line) =>
        Object.fromEntries(columns.map(({ name }, index) => [name, line[index]])),
      ),
    };
  }

  /** The answer of a query as lines of JSON. Never print it as it is: use cli/list.ts. */
  async text(
    sql: string,
    parameters: Parameters,
    format: 'JSONEachRow' | 'JSONCompactEachRow' | 'JSONCompactEachRowWithNamesAndTypes',
  ): Promise<string> {
    return this.#explained('reading', async () => {
      const result = await this.#home.reader.query({
        query: sql,
        query_params: parameters,
        format,
      });
      return result.text();
    });
  }

  /** The raw answer of a statement that names its FORMAT, for formats that are not text. */
  async bytes(sql: string, parameters: Parameters): Promise<AsyncIterable<Uint8Array>> {
    return this.#explained(
      'reading',
      async () => (await this.#home.reader.exec({ query: sql, query_params: parameters })).stream,
    );
  }

  /** Runs a statement without result on the writing connection. */
  async command(sql: string, parameters: Parameters = {}): Promise<void> {
    await this.#explained('executing', () =>
      this.#home.writer.command({ query: sql, query_params: parameters }),
    );
  }

  /**
   * The same warehouse for work that can wait: its statements use half of the processors, and their
   * threads have a lower priority. Closing this warehouse closes it too.
   */
  givingWay(): Warehouse {
    return new Warehouse({
      ...this.#home,
      ...this.#home.givingWay,
      release: () => Promise.resolve(),
    });
  }

  async ping(): Promise<boolean> {
    return (await this.#home.health.ping()).success;
  }

  async close(): Promise<void> {
    await this.#home.release();
  }

  async #explained<Value>(doing: string, act: () => Promise<Value>): Promise<Value> {
    try {
      return await act();
    } catch (thrown) {
      throw warehouseFailure(this.#home.name, doing, thrown);
    }
  }
}

const MESSAGE_LENGTH = 400;

// Codes of ClickHouse and Node decide; the wording of a message never does.
const NOT_ENOUGH_SPACE = new Set(['243', '75']);
const WRONG_PASSWORD = new Set(['516', '193', '194', '497']);
const RETRIABLE = new Set([
  '159',
  '209',
  '210',
  '202',
  '241',
  '242',
  '252',
  '319',
  '425',
  '999',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  // The name of a stopped container has no address.
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNABORTED',
]);

/**
 * The code at the beginning of a message. An insert of raw bytes into the embedded engine fails
 * with `CHDB_INSERT`, and only its message holds the code of ClickHouse.
 */
function engineCode(thrown: unknown): string {
  return /^Code: (\d+)\. DB::Exception/.exec(messageOf(thrown))?.[1] ?? '';
}

/** Adds to a failure of the warehouse what a person can do. It returns a Failure unchanged. */
export function warehouseFailure(name: string, doing: string, thrown: unknown): unknown {
  if (thrown instanceof Failure || thrown instanceof z.ZodError) return thrown;
  const code = engineCode(thrown) || codeOf(thrown);
  const options = { cause: thrown, retriable: RETRIABLE.has(code) };
  if (NOT_ENOUGH_SPACE.has(code)) {
    return new Failure(
      'disk_full',
      `The warehouse ${name} has no space left (while ${doing}). ` +
        'Free some space and run the same command again: nothing is lost or counted twice.',
      options,
    );
  }
  if (WRONG_PASSWORD.has(code))
    return new Failure(
      'access_denied',
      `The warehouse ${name} refuses the user or password. Check PLANCHER_WAREHOUSE.`,
      {
        ...options,
        exitCode: 2,
      },
    );
  if (code.startsWith('E'))
    return new Failure(
      'unreachable',
      `The warehouse ${name} does not answer (${code}). ` +
        'Is it running, and is PLANCHER_WAREHOUSE right?',
      options,
    );
  const said = masked(messageOf(thrown)).slice(0, MESSAGE_LENGTH);
  return new Failure(
    'warehouse_error',
    `The warehouse ${name} failed while ${doing}: ${said}${code === '' ? '' : ` (code ${code})`}`,
    options,
  );
}
