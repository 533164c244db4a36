// clickhouse-jdbc works unchanged, with its own compression (the default) and without.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_TABLES } from '../../pipeline/serve/analysts/statement/public-names.ts';
import { mavenJars } from '../cached.ts';
import {
  ANALYST,
  PASSWORD,
  type ServedAnalysts,
  columnCount,
  serveDemo,
} from './served-analysts.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const run = promisify(execFile);

let served: ServedAnalysts;

beforeAll(async () => {
  served = await serveDemo();
});

afterAll(async () => {
  await served.stop();
});

async function jdbc(program: string, parameters = ''): Promise<string[]> {
  const jars = mavenJars(here('./pom.xml'), 'clickhouse-jdbc-0.9.4');
  const url = `jdbc:clickhouse://127.0.0.1:${String(served.port)}/plancher${parameters}`;
  const { stdout } = await run('java', ['-cp', `${jars}/*`, here(program), url, ANALYST, PASSWORD]);
  return stdout.trim().split('\n');
}

test.each([
  ['as it is', ''],
  ['without compression', '?compress=false'],
])(
  '%s: statements, prepared statements, metadata, many rows and refusals',
  async (_, parameters) => {
    expect(await jdbc('./JdbcQuestions.java', parameters)).toEqual([
      expect.stringMatching(/^floor planet-series \d+\.\d+ true$/),
      'prepared 12',
      `tables ${String(PUBLIC_TABLES.length)}`,
      `columns ${String(await columnCount(served, 'revenue_floor'))}`,
      'types Decimal UInt64 String',
      `shown ${String(PUBLIC_TABLES.length)}`,
      'exists 1',
      'exists 0',
      'created CREATE VIEW plancher.revenue_floor',
      'lines 4',
      'many 50000 1249975000',
      'refused 497 true',
      'refused 497 true',
    ]);
  },
);

test('cancel ends the statement, and the connection goes on', async () => {
  // The driver cancels by KILL QUERY WHERE query_id = '...' on another connection of its pool.
  const lines = await jdbc('./JdbcCancel.java');
  // 394: QUERY_WAS_CANCELLED.
  expect(lines).toEqual(['cancel', 'ended before its limit true Code: 394', 'goes on 1']);
});
