// kill -9 at random moments of `plancher ingest`, again and again in one directory, then the same command until it is done.
// The moments come from a seed; where they fall in the program depends on the machine, which is the point.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Content, contentOf } from '../integration/digest.ts';
import { type Running, plancher, reportsOf, startPlancher, temporaryFolder } from '../integration/plancher.ts';
import { type Random, flowLines, ndjson, panelLines, randomOf, siteLines } from '../integration/records.ts';

const SEED = 20_160_526;
const RECORDS = 80_000;
const KILLS = 20;
const MOST_ATTEMPTS = 2 * KILLS;

const folder = temporaryFolder();
const files = ['panel.ndjson', 'site.ndjson', 'flow.ndjson'].map((name) => join(folder.path, name));
const command = ['ingest', ...files, '--known-at', '2026-01-01T00:00:00Z', '--json'];

let undisturbed: Record<string, Content> = {};
let undisturbedMs = 0;

beforeAll(async () => {
  const contents = [ndjson(panelLines()), ndjson(siteLines()), ndjson(flowLines(RECORDS, SEED))];
  for (const [index, path] of files.entries()) writeFileSync(path, contents[index] ?? '');
  const warehouse = join(folder.path, 'undisturbed');
  const started = performance.now();
  const reports = reportsOf(await plancher(command, { warehouse }));
  undisturbedMs = performance.now() - started;
  expect(reports.map(({ accepted, repeated, rejected }) => accepted + repeated + rejected)).toEqual([300, 150, RECORDS]);
  undisturbed = await contentOf(warehouse);
});
afterAll(folder.remove);

/** A moment to kill at: so long after the start, or after the first range of the flow file became durable. */
interface Moment {
  after: 'start' | 'firstRange';
  delayMs: number;
}

/**
 * Two directories of three: the first moment anywhere in the run, then one in its first half, then one within the flow file. The third: the last alone, because on a machine that
 * is slower or faster than a moment ago the others can all miss the flow file.
 */
function moments(random: Random, directory: number): Moment[] {
  const share = () => random(1_000) / 1_000;
  if (directory % 3 === 2) return [{ after: 'firstRange', delayMs: (share() * undisturbedMs) / 24 }];
  return [
    { after: 'start', delayMs: share() * undisturbedMs },
    { after: 'start', delayMs: (share() * undisturbedMs) / 2 },
    { after: 'firstRange', delayMs: (share() * undisturbedMs) / 12 },
  ];
}

const RANGES_BEFORE_FLOWS = 2;
const POLL_MS = 4;

/** Waits until the custody table has a range of the flow file, or the process has ended. */
async function firstRangeOf(warehouse: string, child: Running): Promise<void> {
  const parts = join(warehouse, 'data', 'plancher', 'custody_range');
  const count = () => (existsSync(parts) ? readdirSync(parts).filter((name) => /^all_\d+_\d+_\d+/.test(name)).length : 0);
  while (child.isRunning() && count() <= RANGES_BEFORE_FLOWS) await setTimeout(POLL_MS);
}

interface Round {
  kills: number;
  attempts: number;
  /** Lines of the flow file that were durable when the last kill came. */
  already: number;
  content: Record<string, Content>;
}

/** Up to three kills in a new directory, then the same command to its end. */
async function killedRound(warehouse: string, planned: readonly Moment[]): Promise<Round> {
  let [kills, attempts] = [0, 0];
  for (const { after, delayMs } of planned) {
    const child = startPlancher(command, { warehouse });
    child.stdin.end();
    if (after === 'firstRange') await firstRangeOf(warehouse, child);
    await setTimeout(delayMs);
    const wasRunning = child.kill();
    const { code } = await child.ended;
    attempts += 1;
    if (wasRunning && code === null) kills += 1;
    else break;
  }
  const reports = reportsOf(await plancher(command, { warehouse }));
  expect(reports.map(({ accepted, repeated, rejected }) => accepted + repeated + rejected)).toEqual([300, 150, RECORDS]);
  return { kills, attempts, already: reports[2]?.already ?? 0, content: await contentOf(warehouse) };
}

describe('kill -9 during ingest', () => {
  test(`at ${String(KILLS)} random moments: running the command again ends with exactly the same tables as one undisturbed run`, async () => {
    const random = randomOf(SEED);
    const total = { kills: 0, attempts: 0, midFile: 0, directories: 0 };
    while ((total.kills < KILLS || total.midFile === 0) && total.attempts < MOST_ATTEMPTS) {
      const warehouse = join(folder.path, `killed-${String(total.directories)}`);
      const planned = moments(random, total.directories);
      const round = await killedRound(warehouse, planned);
      expect(round.content, `directory ${String(total.directories)}, killed at ${JSON.stringify(planned)}`).toEqual(undisturbed);
      total.kills += round.kills;
      total.attempts += round.attempts;
      total.directories += 1;
      if (round.already > 0 && round.already < RECORDS) total.midFile += 1;
    }
    console.log(`${JSON.stringify(total)}, undisturbed ${String(Math.round(undisturbedMs))} ms`);
    expect(total.kills).toBeGreaterThanOrEqual(KILLS);
    expect(total.kills * 2).toBeGreaterThanOrEqual(total.attempts);
    // Else the moments all fell before the first or behind the last range, and the test shows less than it says.
    expect(total.midFile).toBeGreaterThan(0);
  });

  test('the tables that are compared are not empty', () => {
    expect(Object.entries(undisturbed).filter(([, { count }]) => count === 0)).toEqual([]);
    expect(undisturbed['record_outcome']?.count).toBe(RECORDS + 450);
  });
});
