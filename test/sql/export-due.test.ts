// Scheduled exports on the real engine: an export that is due runs once, however many processes
// look. A missed one is made up for once. A failed one is retried a few times, counted, and kept in
// the history.
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ExportDefinition } from '../../pipeline/export/definition.ts';
import { ATTEMPTS } from '../../pipeline/export/due.ts';
import { ExportMeters, type RoleTools, writeDue } from '../../pipeline/export/role.ts';
import { systemPause } from '../../pipeline/platform/pause.ts';
import { takeLock } from '../../pipeline/warehouse/lock.ts';
import { temporaryWarehouse } from '../warehouse/temporary.ts';
import { exportPlace, shipped } from './written-export.ts';

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);
const place = exportPlace();
afterAll(() => {
  place.remove();
});

const ms = (text: string) => Date.parse(text);
const historyRow = z.object({
  planned_at: z.string(),
  attempt: z.number(),
  outcome: z.string(),
  error: z.string(),
  manifest_sha256: z.string(),
});

/** A process with the role `export`, whose clock a test sets. */
function worker(
  exports: ExportDefinition[],
  startMs: number,
): { role: RoleTools; at: (text: string) => Promise<void>; failures: () => Promise<number> } {
  let now = startMs;
  const registry = new Registry();
  const meters = new ExportMeters(registry, exports);
  const tools = place.tools(warehouse, { clock: () => now });
  const role = { tools, exports, meters, pause: systemPause, log: pino({ level: 'silent' }) };
  return {
    role,
    at: async (text) => {
      now = ms(text);
      await writeDue(role);
    },
    failures: async () =>
      (await meters.runs.get()).values.find(({ labels }) => labels.outcome === 'failed')?.value ??
      -1,
  };
}

const history = (name: string) =>
  warehouse.query(
    'SELECT planned_at, attempt, outcome, error, manifest_sha256 FROM export_run WHERE export = {name:String} ORDER BY planned_at, attempt',
    { name },
    historyRow,
  );

const monthly = (change: Partial<ExportDefinition> = {}) =>
  shipped('floors', {
    name: `e${randomUUID().slice(0, 8)}`,
    formats: ['jsonl'],
    schedule: '0 6 1 * *',
    time_zone: 'Europe/Paris',
    ...change,
  });

describe('a scheduled export', () => {
  test('runs once when it is due, and not for times before it was first watched', async () => {
    const definition = monthly();
    const { at } = worker([definition], ms('2026-03-15'));
    await at('2026-03-15T00:00:00Z');
    await at('2026-04-01T03:59:59Z');
    expect(await history(definition.name)).toEqual([]);
    await at('2026-04-01T04:00:00Z');
    await at('2026-04-01T04:00:15Z');
    await at('2026-04-20T00:00:00Z');
    expect(await history(definition.name)).toMatchObject([
      { planned_at: '2026-04-01 04:00:00.000', attempt: 1, outcome: 'done' },
    ]);
  });

  test('runs once after downtime, for the last time that it missed', async () => {
    const definition = monthly();
    await worker([definition], 0).at('2026-03-15T00:00:00Z');
    const later = worker([definition], 0);
    await later.at('2026-07-20T00:00:00Z');
    await later.at('2026-07-20T00:00:15Z');
    expect((await history(definition.name)).map(({ planned_at: planned }) => planned)).toEqual([
      '2026-07-01 04:00:00.000',
    ]);
  });

  test('runs once though eight processes look at the same moment, ten months in a row', async () => {
    const definition = monthly();
    const workers = Array.from({ length: 8 }, () => worker([definition], 0));
    await workers[0]?.at('2026-01-15T00:00:00Z');
    for (let month = 2; month <= 11; month += 1)
      await Promise.all(
        workers.map(({ at }) => at(`2026-${String(month).padStart(2, '0')}-01T05:00:00Z`)),
      );
    const rows = await history(definition.name);
    expect(rows.map(({ outcome }) => outcome)).toEqual(Array(10).fill('done'));
    expect(new Set(rows.map(({ planned_at: planned }) => planned)).size).toBe(10);
  });

  test('waits while another process writes it, and goes on when that process is silent for long', async () => {
    const definition = monthly();
    const { at } = worker([definition], 0);
    await at('2026-01-15T00:00:00Z');
    const name = `export_lock_${definition.name}`;
    expect(
      await takeLock(warehouse, { name, holder: 'process 1 on elsewhere', silentSeconds: 100 }),
    ).toBeNull();
    await at('2026-02-01T05:00:00Z');
    expect(await history(definition.name)).toEqual([]);
    // Silent for longer than no time at all: the first look frees the lock, the next takes it.
    await expect
      .poll(async () => takeLock(warehouse, { name, holder: 'x', silentSeconds: 0 }), {
        timeout: 10_000,
      })
      .toBeNull();
    await warehouse.command(`DROP TABLE ${name}`);
    await at('2026-02-01T05:00:15Z');
    expect(await history(definition.name)).toMatchObject([{ outcome: 'done' }]);
  });

  test('that fails is counted and retried a few times with pauses; it stops neither the others nor the process', async () => {
    const [broken, good] = [monthly({ view: 'no_such_view' }), monthly()];
    const { at, failures } = worker([broken, good], 0);
    await at('2026-01-15T00:00:00Z');
    expect(await failures()).toBe(0);
    await at('2026-02-01T05:00:00Z');
    await at('2026-02-01T05:00:30Z');
    expect(await failures()).toBe(1);
    for (const minute of ['02', '04', '06', '08']) await at(`2026-02-01T05:${minute}:00Z`);
    expect(await failures()).toBe(ATTEMPTS);
    const rows = await history(broken.name);
    expect(rows.map(({ attempt, outcome }) => [attempt, outcome])).toEqual(
      [1, 2, 3].map((attempt) => [attempt, 'failed']),
    );
    expect(rows[0]?.error).toContain('has no view no_such_view');
    expect(await history(good.name)).toMatchObject([{ outcome: 'done', attempt: 1 }]);
  });
});
