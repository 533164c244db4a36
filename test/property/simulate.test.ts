// Simulated worlds: the same seed gives the same bytes, every record is valid, and the true figures
// add up.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { kindOfFile } from '../../pipeline/ingest/file/ingest-file.ts';
import { decodeChunk } from '../../pipeline/ingest/decode-chunk.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { tablesOf } from '../../pipeline/trial/simulate/rates.ts';
import {
  MISSPECIFICATIONS,
  isMisspecification,
  settingsOf,
} from '../../pipeline/trial/simulate/settings.ts';
import { writeWorlds } from '../../pipeline/trial/simulate/write-world.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const tables = tablesOf(readReference());

function written(
  name: string,
  change: Partial<Parameters<typeof settingsOf>[0]> = {},
): Map<string, string> {
  const into = join(folder, name);
  writeWorlds(into, [settingsOf({ seed: 7, operations: 40, months: 4, ...change })], tables);
  return new Map(readdirSync(into).map((file) => [file, readFileSync(join(into, file), 'utf8')]));
}

function expectValid(files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) {
    const kind = file.endsWith('.ndjson') ? kindOfFile(file) : null;
    if (kind === null) continue;
    const decoded = decodeChunk({
      type: 'lines',
      partition: 0,
      kind,
      topic: file,
      firstOffset: 0,
      knownAt: '2026-01-01 00:00:00.000',
      lines: Buffer.from(text),
    });
    expect([file, decoded.rejected]).toEqual([file, 0]);
  }
}

describe('a world', () => {
  test('has the same bytes for the same seed, other bytes for another, and its operations do not depend on how many there are', () => {
    const world = written('one');
    expect(written('again')).toEqual(world);
    expect(written('other', { seed: 8 }).get('flow.ndjson')).not.toBe(world.get('flow.ndjson'));
    expect(
      written('longer', { operations: 60 })
        .get('flow.ndjson')
        ?.startsWith(world.get('flow.ndjson') ?? 'none'),
    ).toBe(true);
  });

  test.each([null, ...Object.keys(MISSPECIFICATIONS).filter(isMisspecification)])(
    'with misspecification %s holds valid records only',
    (misspecify) => {
      expectValid(written(`mis-${String(misspecify)}`, { misspecify }));
    },
  );

  test('with poor papers and six panels holds valid records only', () => {
    expectValid(written('poor', { rates: 'cases', cases: { papers: 'poor', panels: 6 } }));
  });

  test('of plain payments has the flows that were asked for, and their sum as the truth', () => {
    const world = written('plain', { operations: 3, months: 2, plainFlows: 30 });
    expect(world.get('flow.ndjson')?.trimEnd().split('\n')).toHaveLength(180);
    // An empty file would be no input.
    expect([...world.keys()].sort()).toEqual(['flow.ndjson', 'truth.csv', 'truth.json']);
  });

  test('recognises as much revenue straight-line as by event day over all months, and never records more than it earns', () => {
    const sums = new Map<string, [number, number, number]>();
    for (const line of (written('sums').get('truth.csv') ?? '').trimEnd().split('\n').slice(1)) {
      const [operation = '', , of = '', ...figures] = line.split(',');
      const [revenue = 0, eventDay = 0, recorded = 0] = figures.map(Number);
      const sum = sums.get(`${operation} ${of}`) ?? [0, 0, 0];
      sums.set(`${operation} ${of}`, [sum[0] + revenue, sum[1] + eventDay, sum[2] + recorded]);
      expect(recorded).toBeLessThanOrEqual(revenue + 1e-6);
    }
    for (const [revenue, eventDay] of sums.values()) expect(eventDay / revenue).toBeCloseTo(1, 5);
  });
});

test('the generator: mean and variance of the distributions are right, and streams differ', () => {
  const random = randomOf(1, 2);
  const draws = (draw: () => number) => Array.from({ length: 20_000 }, draw);
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: readonly number[]) =>
    mean(values.map((value) => value ** 2)) - mean(values) ** 2;
  const uniform = draws(random.uniform);
  expect(mean(uniform)).toBeCloseTo(0.5, 1);
  const gamma = draws(() => random.gamma(0.5));
  expect(Math.abs(mean(gamma) - 0.5)).toBeLessThan(0.03);
  expect(Math.abs(variance(gamma) - 0.5)).toBeLessThan(0.05);
  const binomial = draws(() => random.binomial(1000, 0.02));
  expect(Math.abs(mean(binomial) - 20)).toBeLessThan(0.15);
  expect(Math.abs(variance(binomial) - 19.6)).toBeLessThan(1);
  expect(randomOf(1, 3).uniform()).not.toBe(randomOf(1, 2).uniform());
});
