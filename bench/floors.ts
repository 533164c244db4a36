// npm run bench:floors [FLOWS]: all floors again, by the product and by the form of the method in
// DuckDB's SQL (bench/duckdb/), over the same records, in turn, in one run. They must be equal.
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadConfig } from '../pipeline/config/config.ts';
import { type Session, openSession } from '../pipeline/open-session.ts';
import { bringUpToDate } from '../pipeline/path.ts';
import { systemClock } from '../pipeline/platform/clock.ts';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';
import { methodReference } from '../pipeline/reference/method-reference.ts';
import { DuckDbForm, type LineFloor, compared } from './duckdb-form.ts';
import { median, secondsOf } from './measure.ts';
import { type RecordFiles, writeOperations } from './operations.ts';
import { takeInFiles } from './take-in-files.ts';

const ROUNDS = 5;
/** 24 months of 30 flows. */
const FLOWS_OF_EACH = 720;
const SEED = 7;
/** The argument with which this file runs a complete run alone, for its memory. */
const ALONE = '--alone';
const MOST_SHOWN = 5;

const openAt = (directory: string): Promise<Session> =>
  openSession({ ...loadConfig({}), warehouse: `embedded:${directory}` }, systemClock);

const PRODUCT_FLOORS =
  'SELECT operation, month, line, toString(toInt64(documented_eur * 10000)) AS documented ' +
  'FROM revenue_floor_line WHERE documented_eur > 0';
const floorRow = z.object({
  operation: z.string(),
  month: z.string(),
  line: z.string(),
  documented: z.coerce.bigint(),
});

const productFloors = ({ warehouse }: Session): Promise<LineFloor[]> =>
  warehouse.query(PRODUCT_FLOORS, {}, floorRow);

/** @returns peak memory of a process that does nothing but a complete run, in MB */
function peakAlone(directory: string): number {
  const [, script = ''] = process.argv;
  const { stdout } = spawnSync(process.execPath, [...process.execArgv, script, ALONE, directory], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return Number(stdout);
}

async function runAlone(directory: string): Promise<void> {
  const session = await openAt(directory);
  await bringUpToDate(session, true);
  await session.warehouse.close();
  console.log(String(process.resourceUsage().maxRSS / 1024));
}

const shown = (seconds: readonly number[]) =>
  `${median(seconds).toFixed(2)} s (${seconds.map((one) => one.toFixed(2)).join(', ')})`;

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? '2000000');
  const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-'));
  const directory = join(folder, 'warehouse');
  try {
    const shape = { from: 0, count, flowsOfEach: FLOWS_OF_EACH, seed: SEED };
    const { files, next } = await writeOperations(folder, shape);
    const filling = await openAt(directory);
    await takeInFiles(filling, files);
    const first = await secondsOf(() => bringUpToDate(filling, true));
    await filling.warehouse.close();
    console.log(
      `${String(count)} flow records of ${String(next)} operations; first computation ` +
        `${first.toFixed(2)} s; a complete run alone takes ${peakAlone(directory).toFixed(0)} MB`,
    );
    await measureBoth(folder, directory, files);
  } finally {
    deleteFolder(folder);
  }
}

async function measureBoth(folder: string, directory: string, files: RecordFiles): Promise<void> {
  const session = await openAt(directory);
  const form = await DuckDbForm.open({
    files: { flow: [files.flow], site: [files.site], account: [files.account] },
    reference: methodReference(),
    folder,
    threads: availableParallelism(),
  });
  const [product, duckdb]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    duckdb.push(await secondsOf(() => form.compute()));
    product.push(await secondsOf(() => bringUpToDate(session, true)));
  }
  console.log(`DuckDB's form:       ${shown(duckdb)}`);
  console.log(`the product's run:   ${shown(product)}`);
  console.log(
    `ratio of the medians ${(median(product) / median(duckdb)).toFixed(2)} (1 is the aim)`,
  );
  report(compared(await form.floors(), await productFloors(session), await form.shortOperations()));
  form.close();
  await session.warehouse.close();
}

function report({ cells, differing, exchanged }: ReturnType<typeof compared>): void {
  console.log(
    `${String(cells)} operations, months and lines; ${String(differing.length)} differ. Apart ` +
      `from them ${String(exchanged)} in operations where M-GONE may exchange flows.`,
  );
  for (const one of differing.slice(0, MOST_SHOWN)) console.log(`  DuckDB's form ${one}`);
  if (differing.length > 0) process.exitCode = 1;
}

if (process.argv[2] === ALONE) await runAlone(process.argv[3] ?? '');
else await main();
