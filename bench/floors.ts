// npm run bench:floors [FLOWS]: recomputing all floors against a plain GROUP BY site, month, line
// over the same rows, in turn, in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadConfig } from '../pipeline/config/config.ts';
import { bringUpToDate, takeIn } from '../pipeline/path.ts';
import { openSession } from '../pipeline/open-session.ts';
import { systemClock } from '../pipeline/platform/clock.ts';
import { PLAIN, median, secondsOf } from './measure.ts';
import { writeFlows } from './records.ts';

/** The same with its result stored, as a run stores its floors. */
const STORED =
  'INSERT INTO plain_result SELECT property, toStartOfMonth(period_start) AS month, line, ' +
  'sum(amount) FROM flow_record GROUP BY property, month, line';

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? '2000000');
  const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-'));
  try {
    const file = join(folder, 'flow.ndjson');
    await writeFlows(file, count, 7);
    const session = await openSession(
      { ...loadConfig({}), warehouse: `embedded:${join(folder, 'warehouse')}` },
      systemClock,
    );
    await takeIn(session, [{ path: file, kind: 'flow', knownAtMs: null }], {
      decodeWorkers: 0,
      stdin: process.stdin,
      onProgress: () => undefined,
    });
    const first = await secondsOf(() => bringUpToDate(session, true));
    await session.warehouse.command(
      'CREATE TABLE plain_result (site String, month Date32, line LowCardinality(String), ' +
        'amount Decimal(38, 4)) ENGINE = MergeTree ORDER BY (site, month, line)',
    );
    const [plain, stored, floors]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < 5; round += 1) {
      plain.push(await secondsOf(() => session.warehouse.query(PLAIN, {}, z.unknown())));
      stored.push(await secondsOf(() => session.warehouse.command(STORED)));
      floors.push(await secondsOf(() => bringUpToDate(session, true)));
    }
    const [rows] = await session.warehouse.query(
      'SELECT count() AS floors FROM revenue_floor',
      {},
      z.object({ floors: z.string() }),
    );
    const show = (values: readonly number[]) =>
      `${median(values).toFixed(3)} s (${values.map((value) => value.toFixed(3)).join(', ')})`;
    console.log(
      `${String(count)} flow records, ${rows?.floors ?? '?'} floors; first computation ` +
        `${first.toFixed(2)} s`,
    );
    console.log(`plain GROUP BY site, month, line: ${show(plain)}`);
    console.log(`the same, its rows stored:        ${show(stored)}`);
    console.log(`all floors again, run included:   ${show(floors)}`);
    console.log(
      `ratio of the medians: ${(median(floors) / median(plain)).toFixed(1)} (10 is the aim), ` +
        `to the stored form ${(median(floors) / median(stored)).toFixed(1)}; peak memory ` +
        `${String(Math.round(process.resourceUsage().maxRSS / 1024))} MB`,
    );
    await session.warehouse.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
