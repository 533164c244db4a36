// npm run bench:scale [MILLION FLOWS]...: one warehouse that grows to each size in turn, 30 flows
// for each operation and month. At each size, in one run: all floors again; one corrected flow from
// its file to its floor; peak memory. Then how cost grows.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadConfig } from '../pipeline/config/config.ts';
import { type Session, openSession } from '../pipeline/open-session.ts';
import { bringUpToDate, takeIn } from '../pipeline/path.ts';
import { systemClock } from '../pipeline/platform/clock.ts';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';
import { flow } from '../test/records.ts';
import { median, secondsOf } from './measure.ts';
import { writeOperations } from './operations.ts';
import { takeInFiles } from './take-in-files.ts';

const MILLION = 1_000_000;
/** 24 months of 30 flows. */
const FLOWS_OF_EACH = 720;
const SEED = 7;
const ROUNDS = 3;
const PROMISED = { seconds: 2, megabytes: 4_096 };

interface Size {
  flows: number;
  floors: number;
  /** Seconds of a complete run. */
  all: number;
}

async function main(): Promise<void> {
  const given = process.argv.slice(2).map(Number);
  const sizes = given.length === 0 ? [2, 10, 30] : given;
  const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-'));
  const session = await openSession(
    { ...loadConfig({}), warehouse: `embedded:${join(folder, 'warehouse')}` },
    systemClock,
  );
  try {
    const measured: Size[] = [];
    let [flows, operation, revision] = [0, 0, 1];
    await correctOne(session, folder, revision);
    for (const size of sizes) {
      revision += 1;
      for (; flows < size * MILLION; flows += MILLION)
        operation = await takeInMillion(session, folder, operation);
      const found = await measure(session, flows);
      const update = await secondsOf(() => correctOne(session, folder, revision));
      measured.push(found);
      console.log(report(found, update));
    }
    console.log(growth(measured));
  } finally {
    await session.warehouse.close();
    deleteFolder(folder);
  }
}

/** @returns the number of the next operation */
async function takeInMillion(session: Session, folder: string, from: number): Promise<number> {
  const shape = { from, count: MILLION, flowsOfEach: FLOWS_OF_EACH, seed: SEED };
  const { files, next } = await writeOperations(folder, shape);
  await takeInFiles(session, files);
  for (const path of [files.flow, files.site, files.account]) rmSync(path);
  return next;
}

/** Another amount for the one payment of a network, and its floor brought up to date. */
async function correctOne(session: Session, folder: string, revision: number): Promise<void> {
  const path = join(folder, `flow-correction-${String(revision)}.ndjson`);
  const corrected = flow('corrected', {
    revision,
    network: 'other.com',
    site: 'site-0.tv',
    amount: `${String(1000 + revision)}.25`,
  });
  writeFileSync(path, `${JSON.stringify(corrected)}\n`);
  const tools = { decodeWorkers: 0, stdin: process.stdin, onProgress: () => undefined };
  await takeIn(session, [{ path, kind: 'flow', knownAtMs: null }], tools);
  const { changed } = await bringUpToDate(session);
  if (changed === 0) throw new Error('the correction changed no floor');
}

async function measure(session: Session, flows: number): Promise<Size> {
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    all.push(await secondsOf(() => bringUpToDate(session, true)));
  const [row] = await session.warehouse.query(
    'SELECT count() AS floors FROM revenue_floor',
    {},
    z.object({ floors: z.coerce.number() }),
  );
  return { flows, floors: row?.floors ?? 0, all: median(all) };
}

const verdict = (holds: boolean) => (holds ? 'holds' : 'does not hold');

function report({ flows, floors, all }: Size, update: number): string {
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return [
    `${String(flows / MILLION)} million flows, ${String(floors)} floors:`,
    `  all floors ${all.toFixed(2)} s, ${((all / flows) * MILLION).toFixed(2)} s a million flows`,
    `  one corrected flow, from its file to its floor: ${update.toFixed(2)} s; under ` +
      `${String(PROMISED.seconds)} s ${verdict(update < PROMISED.seconds)}`,
    `  peak memory so far ${megabytes.toFixed(0)} MB, engine and intake included; under ` +
      `${String(PROMISED.megabytes)} MB ${verdict(megabytes < PROMISED.megabytes)}`,
  ].join('\n');
}

/** Exponent of the cost in the number of flows, from one size to the next: 1 is linear. */
function growth(sizes: readonly Size[]): string {
  const exponents = sizes.slice(1).map((size, index) => {
    const before = sizes[index] ?? size;
    const exponent = Math.log(size.all / before.all) / Math.log(size.flows / before.flows);
    return (
      `${exponent.toFixed(2)} from ${String(before.flows / MILLION)} to ` +
      `${String(size.flows / MILLION)} million`
    );
  });
  return `growth of the cost (1 is linear): ${exponents.join(', ')}`;
}

await main();
