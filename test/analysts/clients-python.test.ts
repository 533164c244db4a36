// Clients of Python work unchanged: clickhouse-connect, pandas and SQLAlchemy, Ibis and Polars, a
// notebook, dbt-clickhouse.
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PUBLIC_TABLES } from '../../pipeline/serve/analysts/statement/public-names.ts';
import { pythonWith } from '../cached.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { honest } from './honest.ts';
import {
  ANALYST,
  PASSWORD,
  type ServedAnalysts,
  columnCount,
  serveDemo,
} from './served-analysts.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const run = promisify(execFile);

/** Of dbt. */
const folder = temporaryFolder();
let served: ServedAnalysts;

beforeAll(async () => {
  served = await serveDemo();
});

afterAll(async () => {
  await served.stop();
  folder.remove();
});

const PYTHON = pythonWith(here('./requirements.txt'));
if ('why' in PYTHON) console.warn(`clickhouse-connect is not tried: ${PYTHON.why}`);

describe.skipIf('why' in PYTHON)('clickhouse-connect', () => {
  const python = 'python' in PYTHON ? PYTHON.python : '';

  test('60 honest questions are answered; parameters, settings, Parquet and Arrow', async () => {
    const child = run(python, [here('./questions.py'), String(served.port), ANALYST, PASSWORD], {
      maxBuffer: 16 * 1_048_576,
    });
    child.child.stdin?.end(JSON.stringify(honest));
    const { answers, extra } = z
      .object({
        answers: z.array(z.union([z.number(), z.string()])),
        extra: z.record(z.string(), z.unknown()),
      })
      .parse(JSON.parse((await child).stdout));
    expect(
      honest.flatMap((query, index) =>
        typeof answers[index] === 'number' ? [] : [{ query, answer: answers[index] }],
      ),
    ).toEqual([]);
    expect(extra).toMatchObject({
      parameter: 12,
      quoted: "it's\ta \\ \n é",
      setting: 41,
      parquet: 'PAR1',
    });
  });

  test('the notebook of the examples runs from its first cell to its last', async () => {
    const env = {
      ...process.env,
      ANALYST_PORT: String(served.port),
      ANALYST_NAME: ANALYST,
      ANALYST_PASSWORD: PASSWORD,
    };
    const { stdout } = await run(
      python,
      [here('./run_notebook.py'), here('../../examples/analyst.ipynb')],
      { env },
    );
    for (const expected of [
      'at_least_eur',
      'floor_headline_eur',
      'account_country',
      'FR_ETNC',
      '| left_out',
    ])
      expect(stdout).toContain(expected);
  });

  test('hostile texts are refused', async () => {
    const child = run(python, [here('./questions.py'), String(served.port), ANALYST, PASSWORD]);
    child.child.stdin?.end(
      JSON.stringify([
        "SELECT file('/etc/passwd')",
        'SELECT * FROM flow_record',
        "SELECT * FROM url('http://127.0.0.1:1/')",
      ]),
    );
    expect(JSON.parse((await child).stdout)).toMatchObject({
      answers: ['code 497', 'code 497', 'code 497'],
    });
  });

  test('pandas read_sql_table, SQLAlchemy has_table and reflection, Ibis to_polars, every packing', async () => {
    const { stdout } = await run(
      python,
      [here('./tables.py'), String(served.port), ANALYST, PASSWORD],
      {
        maxBuffer: 16 * 1_048_576,
      },
    );
    const rows = Number(
      (await served.query('SELECT count() FROM revenue_floor')).text.replace(/[^0-9]/g, ''),
    );
    const columns = await columnCount(served, 'revenue_floor');
    const [documented] = z
      .tuple([z.string()])
      .parse(
        JSON.parse(
          (await served.query('SELECT toString(sum(documented_eur)) FROM revenue_floor')).text,
        ),
      );
    const empty = [7, ['operation', 'floor_eur']];
    const {
      known_at: knownAt,
      memtable,
      ...answers
    } = z.looseObject({ known_at: z.string(), memtable: z.string() }).parse(JSON.parse(stdout));
    expect(knownAt).toMatch(/^datetime64\[/);
    expect(memtable).toContain('tables beside a statement (multipart/form-data) are not taken');
    expect(answers).toEqual({
      has_table: [true, true, false, false],
      schemas: ['plancher'],
      tables: PUBLIC_TABLES.length,
      columns: { month: 'String', floor_eur: 'Nullable(Decimal(18, 4))' },
      reflected: PUBLIC_TABLES.length,
      read_sql_table: { shape: [rows, columns], documented },
      read_sql_query: ['operation', 'floor_eur'],
      ibis: {
        tables: PUBLIC_TABLES.length,
        to_polars: [rows, columns],
        to_pandas: [rows, columns],
        schema: 'decimal(18, 4)',
        sums: 4,
        nothing: [0, columns],
      },
      lz4: empty,
      zstd: empty,
      gzip: empty,
    });
  });

  test('clickhouse-connect inserts rows by the trusted endpoint, whatever they are packed in', async () => {
    const { port, username, password } = new URL(served.warehouse);
    const { stdout } = await run(python, [here('./inserts.py'), port, username, password]);
    const at = Date.UTC(2026, 0, 2, 3, 4, 5) / 1_000;
    expect(JSON.parse(stdout)).toEqual({
      written: 2,
      rows: [
        [1, "a\n'\\ é", '1.25', at],
        [2, 'b', null, at],
        [3, 'frame', '1.5', at],
        [4, 'arrow', null, 0],
        [5, 'raw', null, 0],
        ...['lz4', 'zstd', 'gzip'].map((name, index) => [10 + index, name, null, at]),
      ],
      many: 20_000,
    });
  });

  test('dbt-clickhouse builds a view by the trusted endpoint, and an analyst is told plainly that it may not', async () => {
    const { port, username, password } = new URL(served.warehouse);
    const built = await dbt(python, {
      CLIENT_PORT: port,
      CLIENT_NAME: username,
      CLIENT_PASSWORD: password,
    });
    expect(built.stdout).toContain('PASS=1 WARN=0 ERROR=0');
    expect(built.code).toBe(0);
    const answer = await fetch(`http://127.0.0.1:${port}/?database=plancher`, {
      method: 'POST',
      body: 'SELECT count() > 0 FROM by_operation',
      headers: { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password },
    });
    expect(await answer.text()).toBe('1\n');
    const refused = await dbt(python, {
      CLIENT_PORT: String(served.port),
      CLIENT_NAME: ANALYST,
      CLIENT_PASSWORD: PASSWORD,
    });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(
      /Cannot execute query in readonly mode: CREATE\. Served are SELECT|is not public/,
    );
  });
});

/** `dbt run` over test/analysts/dbt. */
async function dbt(
  python: string,
  login: Record<string, string>,
): Promise<{ code: number; stdout: string }> {
  const project = here('./dbt');
  const places = [
    '--target-path',
    join(folder.path, 'dbt'),
    '--log-path',
    join(folder.path, 'dbt'),
  ];
  const args = ['run', '--project-dir', project, '--profiles-dir', project, ...places];
  const env = { ...process.env, ...login };
  return run(join(dirname(python), 'dbt'), args, { env }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (thrown: unknown) => z.object({ code: z.number(), stdout: z.string() }).parse(thrown),
  );
}
