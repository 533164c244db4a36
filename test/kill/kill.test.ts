// kill -9 within every phase of `plancher ingest`, several times in one directory, then the same
// command until it is done. The moments are places in the work (durable rows and CPU time since
// then), so a busy machine moves none and directories run in parallel. A seed draws them.
// PLANCHER_TEST_KILL_DIRECTORIES directories (4 by default, 24 with npm run test:soak), five kills
// in each.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Content, contentOf } from '../integration/digest.ts';
import { plancher, reportsOf, startPlancher } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import { ndjson } from '../records.ts';
import { longFlowLines, panelLines, siteLines } from '../seeded-lines.ts';
import { cpuMsWhen, durableInserts, untilWorked, wholeCpuMs } from '../integration/work.ts';

const SEED = 20_160_526;
const DIRECTORIES = Number(process.env['PLANCHER_TEST_KILL_DIRECTORIES'] ?? '4');
const AT_ONCE = 2;
/** Many ranges of the flow file: on a busy machine, too, a kill falls between two of them. */
const LINES = longFlowLines(15_000, SEED, 4_000);
/** Blank lines are not records. */
const RECORDS = LINES.filter(({ length }) => length > 0).length;
/** A range of the panel file and one of the site file. */
const RANGES_BEFORE_FLOWS = 2;
/** Of all files. */
const LEAST_RANGES = RANGES_BEFORE_FLOWS + 6;

const folder = temporaryFolder();
const files = ['panel.ndjson', 'site.ndjson', 'flow.ndjson'].map((name) => join(folder.path, name));
const command = ['ingest', ...files, '--known-at', '2026-01-01T00:00:00Z', '--json'];

/** CPU time of the intake and of the estimate of an undisturbed run, and what the run leaves. */
let undisturbed: {
  content: Record<string, Content>;
  intakeMs: number;
  estimateMs: number;
  ranges: number;
};

beforeAll(async () => {
  const contents = [ndjson(panelLines()), ndjson(siteLines()), ndjson(LINES)];
  for (const [index, path] of files.entries()) writeFileSync(path, contents[index] ?? '');
  const warehouse = join(folder.path, 'undisturbed');
  const child = startPlancher(command, { warehouse });
  child.stdin.end();
  const intakeMs = await cpuMsWhen(child, () => durableRanges(warehouse) >= LEAST_RANGES);
  const wholeMs = await wholeCpuMs(child);
  const reports = reportsOf(await child.ended);
  expect(reports.map(({ accepted, repeated, rejected }) => accepted + repeated + rejected)).toEqual(
    [300, 150, RECORDS],
  );
  undisturbed = {
    content: await contentOf(warehouse),
    intakeMs,
    estimateMs: wholeMs - intakeMs,
    ranges: durableRanges(warehouse),
  };
});
afterAll(folder.remove);

const durableRanges = (warehouse: string) => durableInserts(warehouse, 'custody_range');

/** So much CPU time after so many ranges are durable, counted from the start if they are then. */
interface Moment {
  ranges: number;
  cpuMs: number;
}

/**
 * Migration and intake; intake; within the flow file; in the estimate, or just before; in an
 * estimate that begins again.
 */
function moments(random: Random): Moment[] {
  const { intakeMs, estimateMs, ranges } = undisturbed;
  const part = () => random.below(1_000) / 1_000;
  const between = 1 + random.below(ranges - RANGES_BEFORE_FLOWS - 1);
  return [
    { ranges: 0, cpuMs: 0.5 * part() * intakeMs },
    { ranges: 0, cpuMs: 0.8 * part() * intakeMs },
    { ranges: RANGES_BEFORE_FLOWS + between, cpuMs: 0 },
    { ranges, cpuMs: 0.4 * part() * estimateMs },
    { ranges, cpuMs: 0.6 * part() * estimateMs },
  ];
}

interface Round {
  planned: Moment[];
  /** Ranges that were durable at each kill. */
  kills: number[];
  content: Record<string, Content>;
}

/** Kills in a new directory, then the same command to its end. */
async function killedRound(warehouse: string, planned: Moment[]): Promise<Round> {
  const kills: number[] = [];
  for (const moment of planned) {
    const child = startPlancher(command, { warehouse });
    child.stdin.end();
    await untilWorked(child, moment.cpuMs, () => durableRanges(warehouse) >= moment.ranges);
    const wasRunning = child.kill();
    const { code } = await child.ended;
    if (!wasRunning || code !== null) break;
    kills.push(durableRanges(warehouse));
  }
  const reports = reportsOf(await plancher(command, { warehouse }));
  expect(reports.map(({ accepted, repeated, rejected }) => accepted + repeated + rejected)).toEqual(
    [300, 150, RECORDS],
  );
  return { planned, kills, content: await contentOf(warehouse) };
}

describe('kill -9 during ingest', () => {
  test(`at ${String(5 * DIRECTORIES)} moments: running the command again ends with exactly the same tables as one undisturbed run`, async () => {
    const random = randomOf(SEED);
    const waiting = Array.from({ length: DIRECTORIES }, (_, index) => ({
      directory: join(folder.path, `killed-${String(index)}`),
      planned: moments(random),
    }));
    const kills: number[] = [];
    const trying = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const round = await killedRound(next.directory, next.planned);
        expect(round.content, `${next.directory}, killed at ${JSON.stringify(round)}`).toEqual(
          undisturbed.content,
        );
        kills.push(...round.kills);
        rmSync(next.directory, { recursive: true });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, trying));
    const within = (from: number, to: number) =>
      kills.filter((ranges) => ranges >= from && ranges <= to).length;
    const fell = {
      beforeFlows: within(0, RANGES_BEFORE_FLOWS),
      withinFlows: within(RANGES_BEFORE_FLOWS + 1, undisturbed.ranges - 1),
      afterIntake: within(undisturbed.ranges, Infinity),
    };
    console.log(
      `${JSON.stringify(fell)}, undisturbed ${JSON.stringify({ ...undisturbed, content: undefined })}`,
    );
    // A process that ended before its moment was not killed. Few may; else the test shows less than
    // it says.
    expect(kills.length).toBeGreaterThanOrEqual(4 * DIRECTORIES);
    for (const [phase, count] of Object.entries(fell))
      expect(count, phase).toBeGreaterThanOrEqual(DIRECTORIES / 4);
  });

  test('the tables that are compared are not empty', () => {
    expect(Object.entries(undisturbed.content).filter(([, { count }]) => count === 0)).toEqual([]);
    expect(undisturbed.content['record_outcome']?.count).toBe(RECORDS + 450);
  });
});
