// Records that were taken in and are gone, because a disk, a power cut or a person removed a part
// of a table. Every command that needs them says so, no floor is computed from what is left, and
// the same files restore everything.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openWarehouse } from '../../pipeline/warehouse/open.ts';
import { type Content, contentOf } from './digest.ts';
import { isOneLine, plancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow } from '../records.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const FILE = at('flow-grown.ndjson');
const PANEL = 'reference/demo/panel-illustrative.ndjson';
const FILES = [FILE, PANEL];

/** Flows of several months; of each ten lines one is a reversal and one is broken. */
function lines(from: number, to: number): string {
  const line = (index: number) => {
    const month = `2015-0${String(1 + (index % 9))}`;
    const record = flow(`f-${String(index)}`, {
      period_start: `${month}-01`,
      period_end: `${month}-28`,
    });
    if (index % 10 === 3) return '{"flow_id": 3';
    return JSON.stringify(
      index % 10 === 7
        ? {
            ...record,
            status: 'reversed',
            reverses: { flow_id: `f-${String(index - 1)}` },
            amount: '40',
          }
        : record,
    );
  };
  return Array.from({ length: to - from }, (_, index) => `${line(from + index)}\n`).join('');
}

const reports = z.array(
  z.looseObject({ file: z.string(), accepted: z.number(), restored: z.number() }),
);
const findings = z.array(z.looseObject({ check: z.string(), state: z.string(), what: z.string() }));
const whole = at('whole');
let before: Record<string, Content>;

beforeAll(async () => {
  writeFileSync(FILE, lines(0, 60));
  await plancher(['ingest', FILE, '--known-at', '2026-03-01'], { warehouse: whole });
  writeFileSync(FILE, lines(0, 100));
  await plancher(['ingest', ...FILES, '--known-at', '2026-03-05'], { warehouse: whole });
  before = await contentOf(whole);
}, 120_000);

/** The directories of the parts of a table. */
function partsOf(warehouse: string, table: string): string[] {
  const directory = join(warehouse, 'data', 'plancher', table);
  const parts = readdirSync(directory).filter((name) => name.startsWith('all_'));
  expect(parts.length).toBeGreaterThan(0);
  return parts.map((name) => join(directory, name));
}

function damaged(name: string, damage: (warehouse: string) => void): string {
  const warehouse = at(name);
  mkdirSync(warehouse);
  cpSync(whole, warehouse, { recursive: true, verbatimSymlinks: true });
  damage(warehouse);
  return warehouse;
}

async function examined(
  warehouse: string,
): Promise<{ code: number | null; checks: z.infer<typeof findings> }> {
  const { code, stdout } = await plancher(['doctor', '--json'], { warehouse });
  return {
    code,
    checks: findings
      .parse(JSON.parse(stdout))
      .filter(({ check }) => /^(?:records|custody)/.test(check)),
  };
}

const takeAway = (table: string) => (warehouse: string) => {
  for (const part of partsOf(warehouse, table)) rmSync(part, { recursive: true });
};
/** The engine finds the part without its data and sets it aside. */
const breakFirst = (table: string) => (warehouse: string) => {
  const [first = ''] = partsOf(warehouse, table);
  rmSync(join(first, 'data.bin'));
};

/**
 * Takes the files in again, and compares everything with the warehouse that lost nothing.
 * @returns how many records came back
 */
async function mended(warehouse: string): Promise<number> {
  const { code, stdout, stderr } = await plancher(['ingest', '--again', ...FILES, '--json'], {
    warehouse,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await contentOf(warehouse)).toEqual(before);
  const healthy = await examined(warehouse);
  expect(healthy.code).toBe(0);
  expect(healthy.checks.map(({ state }) => state)).toEqual(['ok', 'ok']);
  const taken = reports.parse(JSON.parse(stdout));
  expect(taken.map(({ accepted }) => accepted)).toEqual([0, 0]);
  return taken.reduce((sum, { restored }) => sum + restored, 0);
}

describe('records that are lost', () => {
  test('because a part is broken: doctor names the file, no floor is computed, those in force stay, and the files bring them back', async () => {
    const warehouse = damaged('broken', breakFirst('flow_record'));
    const inForce = await plancher(['floor', '--json'], { warehouse: whole });
    for (const args of [
      ['estimate', '--all'],
      ['ingest', FILE],
      ['alerts', 'send'],
      ['floor', '--without', 'even_spread'],
      ['explain', 'one.tv', '2015-03'],
    ]) {
      const refused = await plancher(args, { warehouse });
      expect({ args, code: refused.code }).toEqual({ args, code: 1 });
      expect(isOneLine(refused), refused.stderr).toBe(true);
      expect(refused.stderr).toMatch(
        /flow-grown\.ndjson \(file:[0-9a-f]{12}\) \d+.*flow_record\/broken-on-start_all_.*plancher ingest --again FILE/,
      );
    }
    expect((await plancher(['floor', '--json'], { warehouse })).stdout).toBe(inForce.stdout);
    const { code, checks } = await examined(warehouse);
    expect(code).toBe(3);
    const lost = Number(
      /^(\d+) records of the ledger are in no table \(flow-grown\.ndjson \(file:[0-9a-f]{12}\) \1\)$/.exec(
        checks[1]?.what ?? '',
      )?.[1],
    );
    expect(lost).toBeGreaterThan(0);
    expect(await mended(warehouse)).toBe(lost);
  });

  test('without a trace in the engine: doctor still finds them, and explain prints no derivation that does not add up', async () => {
    const warehouse = damaged('gone', takeAway('flow_record'));
    const { code, checks } = await examined(warehouse);
    expect(code).toBe(3);
    expect(checks[1]).toMatchObject({ check: 'records', state: 'failed' });
    expect(checks[1]?.what).toMatch(
      /^90 records of the ledger are in no table \(flow-grown\.ndjson \(file:[0-9a-f]{12}\) 90\)$/,
    );
    const refused = await plancher(['explain', 'one.tv', '2015-03'], { warehouse });
    expect(refused.code).toBe(1);
    expect(isOneLine(refused), refused.stderr).toBe(true);
    expect(refused.stderr).toMatch(
      /floor in force is [1-9]\d+\.\d+ EUR, but the records give no figure\..*plancher doctor/,
    );
    expect(await mended(warehouse)).toBe(90);
  });

  test('from the ledger: doctor reports money without an offset, and the files bring the offsets back', async () => {
    const warehouse = damaged('ledger', takeAway('input_record'));
    const { code, checks } = await examined(warehouse);
    expect(code).toBe(3);
    expect(
      checks
        .map(({ check, state }) => `${check.replace(/file:[0-9a-f]{12}/, 'file:...')} ${state}`)
        .sort(),
    ).toEqual([
      'custody flow-grown.ndjson (file:...)/0 failed',
      'custody panel-illustrative.ndjson (file:...)/0 failed',
      'records warning',
    ]);
    expect(checks[2]?.what).toMatch(
      /^109 records count but have no row in the ledger, such as the one whose digest begins with [0-9a-f]{16}$/,
    );
    expect(await mended(warehouse)).toBe(119);
  });

  test('not at all: a file that is taken in again changes nothing', async () => {
    expect(await mended(damaged('healthy', () => undefined))).toBe(0);
  });

  test('while the custody chain contradicts the file: nothing is overwritten, exit 3', async () => {
    const warehouse = damaged('other', takeAway('flow_record'));
    const opened = await openWarehouse(`embedded:${warehouse}`);
    await opened.command(
      `INSERT INTO custody_range
         (topic, partition, first_offset, last_offset, kept, rejected, unfinished, known_at,
          chain_hex)
       SELECT topic, partition, first_offset, last_offset, kept, rejected, unfinished, known_at,
         repeat('00', 32)
       FROM custody_range FINAL
       WHERE topic = (SELECT any(topic) FROM input_file WHERE name = 'flow-grown.ndjson')
         AND first_offset = 0`,
    );
    await opened.close();
    const refused = await plancher(['ingest', '--again', FILE], { warehouse });
    expect(refused.code).toBe(3);
    expect(isOneLine(refused), refused.stderr).toBe(true);
    expect(refused.stderr).toContain(
      'flow-grown.ndjson: the custody chain up to line 60 is not the one',
    );
    expect((await examined(warehouse)).checks.at(-1)?.what).toMatch(/^90 records/);
  });
});

test.each([
  { args: ['-', '--kind', 'flow'], why: 'standard input cannot be read again' },
  { args: [FILE, '--known-at', '2026-03-01'], why: 'without --known-at' },
])('--again with $args is one line, exit 2', async ({ args, why }) => {
  const refused = await plancher(['ingest', '--again', ...args], { warehouse: at('refused') });
  expect(refused.code).toBe(2);
  expect(isOneLine(refused), refused.stderr).toBe(true);
  expect(refused.stderr).toContain(why);
});
