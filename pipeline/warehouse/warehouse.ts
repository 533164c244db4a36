// The warehouse as the rest of the program sees it: one @clickhouse/client for both homes, with
// connections apart for writing, reading and health, because statements on one embedded connection
// queue behind each other (those with parameters do not: embedded.ts).
import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';
import { Failure, codeOf, messageOf } from '../platform/failure.ts';
import { masked } from '../platform/mask-url.ts';
import type { Engine } from './engine.ts';

/** Values for the `{name:Type}` parameters of a statement. */
export type Parameters = Record<string, string | number | boolean | string[] | number[]>;

/** Rows as a person asked for them. */
export interface List {
  /** `type` as ClickHouse says it. */
  columns: readonly { name: string; type: string }[];
  rows: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Bytes of rows in JSONCompactEachRow for one table: one JSON array a line, values in the order of
 * `columns`.
 */
export interface RowBatch {
  table: string;
  columns: readonly string[];
  rows: Buffer;
}

/** What differs between the homes: how bytes of rows reach a table, and what closing needs. */
export interface Home {
  /** For messages: the directory, or the address without user, password and path. */
  readonly name: string;
  readonly writer: ClickHouseClient;
  readonly reader: ClickHouseClient;
  readonly health: ClickHouseClient;
  /**
   * The same for statements that others go before; null: whoever runs the server says who goes
   * first.
   */
  readonly givingWay: {
    readonly writer: ClickHouseClient;
    readonly reader: ClickHouseClient;
  } | null;
  /** Of an embedded warehouse; null: a server. */
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

  /** Of an embedded warehouse; null: a server, which serves analysts itself. */
  get engine(): Engine | null {
    return this.#home.engine;
  }

  /**
   * Durable when it returns. The same rows may be inserted again: every table collapses repeats.
   */
  async insert(batch: RowBatch): Promise<void> {
    if (batch.rows.length === 0) return;
    await this.#told(`writing to ${batch.table}`, () => this.#home.insertRows(batch));
  }

  /** For few rows: objects with the same keys, which are the names of the columns. */
  async insertObjects(
    table: string,
    rows: readonly Readonly<Record<string, unknown>>[],
  ): Promise<void> {
    const columns = Object.keys(rows[0] ?? {});
    const lines = rows.map((row) => `${JSON.stringify(columns.map((column) => row[column]))}\n`);
    await this.insert({ table, columns, rows: Buffer.from(lines.join('')) });
  }

  /** Rows of a query on the reading connection, each checked against `row`. */
  async query<Row>(sql: string, parameters: Parameters, row: z.ZodType<Row>): Promise<Row[]> {
    return this.#told('reading', async () => {
      const result = await this.#home.reader.query({
        query: sql,
        query_params: parameters,
        format: 'JSONEachRow',
      });
      return z.array(row).parse(await result.json());
    });
  }

  /**
   * Rows of a query with the names and types of its columns, for a list whose columns the statement
   * decides.
   */
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

  /**
   * The answer of a query as lines of JSON, for the program itself. What the engine wrote is never
   * printed: see cli/list.ts.
   */
  async text(
    sql: string,
    parameters: Parameters,
    format: 'JSONEachRow' | 'JSONCompactEachRow' | 'JSONCompactEachRowWithNamesAndTypes',
  ): Promise<string> {
    return this.#told('reading', async () => {
      const result = await this.#home.reader.query({
        query: sql,
        query_params: parameters,
        format,
      });
      return result.text();
    });
  }

  /**
   * The answer of a statement that names its FORMAT, as it comes: for formats that are not text.
   */
  async bytes(sql: string, parameters: Parameters): Promise<AsyncIterable<Uint8Array>> {
    return this.#told(
      'reading',
      async () => (await this.#home.reader.exec({ query: sql, query_params: parameters })).stream,
    );
  }

  /** A statement without result on the writing connection. */
  async command(sql: string, parameters: Parameters = {}): Promise<void> {
    await this.#told('executing', () =>
      this.#home.writer.command({ query: sql, query_params: parameters }),
    );
  }

  /**
   * This warehouse for work that can wait: its statements take half of the processors, and the
   * threads of others go before theirs. Closed with this one.
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

  async #told<Value>(doing: string, act: () => Promise<Value>): Promise<Value> {
    try {
      return await act();
    } catch (thrown) {
      throw warehouseFailure(this.#home.name, doing, thrown);
    }
  }
}

const MESSAGE_LENGTH = 400;

// ClickHouse error codes; the wording of a message never decides.
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
  // A name that has no address now: a container that is stopped has none.
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNABORTED',
]);

/**
 * An insert of raw bytes into the embedded engine fails with `CHDB_INSERT`; the code of ClickHouse
 * is at the beginning of its text.
 */
function engineCode(thrown: unknown): string {
  return /^Code: (\d+)\. DB::Exception/.exec(messageOf(thrown))?.[1] ?? '';
}

/** What a person can do about a failure of the warehouse; a Failure stays what it is. */
export function warehouseFailure(name: string, doing: string, thrown: unknown): unknown {
  if (thrown instanceof Failure || thrown instanceof z.ZodError) return thrown;
  const code = engineCode(thrown) || codeOf(thrown);
  const options = { cause: thrown, retriable: RETRIABLE.has(code) };
  if (NOT_ENOUGH_SPACE.has(code)) {
    return new Failure(
      'disk_full',
      `The warehouse ${name} has no space left (while ${doing}). Free some space and run the same command again: nothing is lost or counted twice.`,
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
      `The warehouse ${name} does not answer (${code}). Is it running, and is PLANCHER_WAREHOUSE right?`,
      options,
    );
  return new Failure(
    'warehouse_error',
    `The warehouse ${name} failed while ${doing}: ${masked(messageOf(thrown)).slice(0, MESSAGE_LENGTH)}${code === '' ? '' : ` (code ${code})`}`,
    options,
  );
}
