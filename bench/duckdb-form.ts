// The floors of all operations in DuckDB's SQL (bench/duckdb/, one file a rule or two), over the
// same records as the product: a third form of the rules, written to be read and not to be fast.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { dayOf, dayText } from '../pipeline/method/calendar.ts';
import { networksOf } from '../pipeline/method/network.ts';
import { rateBook } from '../pipeline/method/rate.ts';
import type { Reference } from '../pipeline/method/reference.ts';

const FOLDER = new URL('./duckdb/', import.meta.url);
const RECORDS = '00_records.sql';
/** The days that the operations of operations.ts can have, and more. */
const FIRST_DAY = dayOf('2013-01-01');
const LAST_DAY = dayOf('2017-12-31');

export interface FormInput {
  files: Readonly<Record<'flow' | 'site' | 'account', readonly string[]>>;
  reference: Reference;
  /** For files that it reads. */
  folder: string;
  threads: number;
}

/** Documented money of an operation, month and line, in 1e-4 EUR. */
export interface LineFloor {
  operation: string;
  month: string;
  line: string;
  documented: bigint;
}

const floorRow = z.object({
  operation: z.string(),
  month: z.string(),
  line: z.string(),
  documented: z.coerce.bigint(),
});
const nameRow = z.object({ network: z.string() });
const currencyRow = z.object({ currency: z.string() });

export class DuckDbForm {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Reads the records. */
  static async open({ files, reference, folder, threads }: FormInput): Promise<DuckDbForm> {
    const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
    const form = new DuckDbForm(instance, await instance.connect());
    for (const [kind, paths] of Object.entries(files))
      await form.#run(`SET VARIABLE ${kind}_files = [${paths.map(literal).join(', ')}]`);
    await form.#run(readFileSync(new URL(RECORDS, FOLDER), 'utf8'));
    await form.#loadRates(reference, folder);
    await form.#loadNetworks(reference, folder);
    return form;
  }

  /** Every step. @param onStep for measurements */
  async compute(onStep: (file: string, ms: number) => void = () => undefined): Promise<void> {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.sql') && name !== RECORDS);
    for (const file of files.sort()) {
      const startedMs = performance.now();
      await this.#run(readFileSync(new URL(file, FOLDER), 'utf8'));
      onStep(file, performance.now() - startedMs);
    }
  }

  floors(): Promise<LineFloor[]> {
    return this.query('SELECT * FROM floor ORDER BY operation, month, line', floorRow);
  }

  /** Operations in which a take-back found too little, so that the method may exchange flows. */
  async shortOperations(): Promise<ReadonlySet<string>> {
    const rows = await this.query(
      'SELECT operation FROM short_operation',
      z.object({ operation: z.string() }),
    );
    return new Set(rows.map(({ operation }) => operation));
  }

  async query<Row>(sql: string, row: z.ZodType<Row>): Promise<Row[]> {
    const read = await this.#connection.runAndReadAll(sql);
    return z.array(row).parse(read.getRowObjectsJson());
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #run(sql: string): Promise<void> {
    await this.#connection.run(sql);
  }

  /** M-RATE: the rates of every day, as the plain form gives them, in 1e-10 EUR. */
  async #loadRates(reference: Reference, folder: string): Promise<void> {
    const book = rateBook(reference.rates);
    const found = await this.query('SELECT DISTINCT currency FROM flow_record', currencyRow);
    const lines = found.flatMap(({ currency }) =>
      Array.from({ length: LAST_DAY - FIRST_DAY + 1 }, (_, at) => {
        const rate = book.on(currency, FIRST_DAY + at);
        const day = dayText(FIRST_DAY + at);
        return rate === null ? '' : `${currency},${day},${String(rate.low)},${String(rate.high)}`;
      }),
    );
    await this.#load('rate', folder, ['currency,day,low,high', ...lines.filter(Boolean)]);
  }

  /** M-NETWORK: the key of each name of the records; empty: unknown. */
  async #loadNetworks({ networkNames }: Reference, folder: string): Promise<void> {
    const networks = networksOf([], networkNames);
    const names = await this.query(
      'SELECT DISTINCT network FROM flow_record WHERE network IS NOT NULL',
      nameRow,
    );
    const lines = names.map(({ network }) => `"${network}","${networks.keyOf(network)}"`);
    await this.#load('network', folder, ['name,key', ...lines]);
  }

  async #load(table: string, folder: string, lines: readonly string[]): Promise<void> {
    const path = join(folder, `${table}.csv`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    await this.#run(
      `CREATE OR REPLACE TABLE ${table} AS FROM read_csv(${literal(path)}, header = true)`,
    );
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** What differs between two lists of floors. */
export interface Compared {
  cells: number;
  /** Of operations whose floors must be equal, one text for each. */
  differing: readonly string[];
  /** Of operations of {@link DuckDbForm.shortOperations}. */
  exchanged: number;
}

export function compared(
  ours: readonly LineFloor[],
  theirs: readonly LineFloor[],
  short: ReadonlySet<string>,
): Compared {
  const byCell = (floors: readonly LineFloor[]) =>
    new Map(floors.map((one) => [`${one.operation} ${one.month} ${one.line}`, one]));
  const [form, other] = [byCell(ours), byCell(theirs)];
  const cells = [...new Set([...form.keys(), ...other.keys()])];
  const differing = cells.filter(
    (cell) => form.get(cell)?.documented !== other.get(cell)?.documented,
  );
  const isExchanged = (cell: string) =>
    short.has(form.get(cell)?.operation ?? other.get(cell)?.operation ?? '');
  const shown = (floor: LineFloor | undefined) => String(floor?.documented ?? 'none');
  return {
    cells: cells.length,
    differing: differing
      .filter((cell) => !isExchanged(cell))
      .map((cell) => `${cell}: ${shown(form.get(cell))}, other ${shown(other.get(cell))}`),
    exchanged: differing.filter(isExchanged).length,
  };
}
