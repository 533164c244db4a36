// npm run bench:scale [MILLION FLOWS]...: one warehouse that grows to each size in turn, 30 flows
// for each operation and month. At each size, in one run: all floors again against a plain GROUP BY
// operation, month, line over the same rows; one corrected flow from its file to its floor; peak
// memory. Then how cost grows.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadConfig } from '../pipeline/config/config.ts';
import { bringUpToDate, takeIn } from '../pipeline/path.ts';
import { type Session, openSession } from '../pipeline/open-session.ts';
import { systemClock } from '../pipeline/platform/clock.ts';
import { type Random, randomOf } from '../pipeline/platform/random.ts';
import { PLAIN, median, secondsOf } from './measure.ts';
import { flowRecord, writeLines } from './records.ts';

const MILLION = 1_000_000;
/** 24 months of 30 flows. */
const FLOWS_OF_A_SITE = 720;
const ROUNDS = 3;
const PROMISED = { ratio: 8, seconds: 2, megabytes: 4_096 };

interface Size {
  flows: number;
  floors: number;
  plain: number;
  all: number;
}

async function main(): Promise<void> {
  const given = process.argv.slice(2).map(Number);
  const sizes = given.length === 0 ? [1, 3, 10, 30] : given;
  const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-'));
  const session = await openSession(
    { ...loadConfig({}), warehouse: `embedded:${join(folder, 'warehouse')}` },
    systemClock,
  );
  try {
    const measured: Size[] = [];
    let flows = 0;
    const random = randomOf(7);
    let revision = 1;
    await correctOne(session, folder, revision);
    for (const size of sizes) {
      revision += 1;
      for (; flows < size * MILLION; flows += MILLION)
        await takeInFlows(session, folder, flows, random);
      const found = await measure(session, flows);
      const update = await secondsOf(() => correctOne(session, folder, revision));
      measured.push(found);
      console.log(report(found, update));
    }
    console.log(growth(measured));
  } finally {
    await session.warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const tools = { decodeWorkers: 0, stdin: process.stdin, onProgress: () => undefined };

async function takeInFlows(
  session: Session,
  folder: string,
  from: number,
  random: Random,
): Promise<void> {
  const path = join(folder, `flow-${String(from)}.ndjson`);
  await writeLines(path, from, from + MILLION, (index) =>
    JSON.stringify(flowRecord(index, random, Math.floor(index / FLOWS_OF_A_SITE))),
  );
  await takeIn(session, [{ path, kind: 'flow', knownAtMs: null }], tools);
  rmSync(path);
}

/** Each draw gives the highest number: a plain payment. */
const HIGHEST = { below: (n: number) => n - 1 };

/** Another amount for the one payment of a network, and its floor brought up to date. */
async function correctOne(session: Session, folder: string, revision: number): Promise<void> {
  const path = join(folder, `flow-correction-${String(revision)}.ndjson`);
  const flow = {
    ...flowRecord(10, HIGHEST, 0),
    flow_id: 'corrected',
    revision,
    network: 'other.example',
    amount: `${String(1000 + revision)}.25`,
  };
  writeFileSync(path, `${JSON.stringify(flow)}\n`);
  await takeIn(session, [{ path, kind: 'flow', knownAtMs: null }], tools);
  const { changed } = await bringUpToDate(session);
  if (changed === 0) throw new Error('the correction changed no floor');
}

async function measure(session: Session, flows: number): Promise<Size> {
  const { warehouse } = session;
  const [plain, all]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    plain.push(await secondsOf(() => warehouse.query(PLAIN, {}, z.unknown())));
    all.push(await secondsOf(() => bringUpToDate(session, true)));
  }
  const [row] = await warehouse.query(
    'SELECT count() AS floors FROM revenue_floor',
    {},
    z.object({ floors: z.coerce.number() }),
  );
  return { flows, floors: row?.floors ?? 0, plain: median(plain), all: median(all) };
}

const verdict = (holds: boolean) => (holds ? 'holds' : 'does not hold');

function report({ flows, floors, plain, all }: Size, update: number): string {
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return [
    `${String(flows / MILLION)} million flows, ${String(floors)} floors:`,
    `  all floors ${all.toFixed(2)} s, plain GROUP BY ${plain.toFixed(3)} s: ` +
      `${(all / plain).toFixed(1)} times; at most ${String(PROMISED.ratio)} ` +
      verdict(all / plain <= PROMISED.ratio),
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
