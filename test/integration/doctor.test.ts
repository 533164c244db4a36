// `plancher doctor` as a person runs it: each fault is a row, and no fault hides another.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Ended, ask, plancher, reportsOf, startPlancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { freePort } from '../free-port.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);

const finding = z.strictObject({
  check: z.string(),
  state: z.enum(['ok', 'warning', 'failed']),
  what: z.string(),
  what_to_do: z.string(),
});

/** Rows by the name of their check; whatever the exit code, stderr is empty. */
function findingsOf(ended: Ended): Map<string, z.infer<typeof finding>> {
  expect(ended.stderr).toBe('');
  const rows = z.array(finding).parse(JSON.parse(ended.stdout));
  expect(ended.code).toBe(rows.some(({ state }) => state === 'failed') ? 3 : 0);
  for (const { state, what_to_do: todo } of rows) expect(todo === '').toBe(state === 'ok');
  return new Map(rows.map((row) => [row.check, row]));
}

const doctor = (warehouse: string | null, environment: Record<string, string> = {}) =>
  plancher(['doctor', '--json'], { warehouse, environment });
const nowhere = async () => ({ PLANCHER_KAFKA_BROKERS: `127.0.0.1:${String(await freePort())}` });

describe('an embedded warehouse', () => {
  test('that is up to date has no failed check, and exit 0', async () => {
    const warehouse = at('healthy');
    const files = ['flow-illustrative', 'site-illustrative', 'panel-illustrative'].map(
      (name) => `reference/demo/${name}.ndjson`,
    );
    reportsOf(await plancher(['ingest', ...files, '--json'], { warehouse }));
    const ended = await doctor(warehouse);
    expect(ended.code).toBe(0);
    const findings = findingsOf(ended);
    for (const check of [
      'configuration',
      'warehouse',
      'schema',
      'reference fx',
      'floors',
      'custody',
      'rejected records',
    ])
      expect(findings.get(check), check).toMatchObject({ state: 'ok' });
    expect(findings.get('warehouse')?.what).toMatch(/answers, engine \d+\.\d+/);
    expect(findings.get('disk default')?.what).toMatch(/ GiB free at /);
    const told = await plancher(['doctor'], { warehouse });
    expect(told.stdout).toMatch(/^check +state +what +what_to_do\n/);
  });

  test('that another process holds is one clear row; the other checks still run', async () => {
    const warehouse = at('held');
    const holder = startPlancher(['ingest', '-', '--kind', 'flow', '--json'], { warehouse });
    while (holder.isRunning() && !existsSync(join(warehouse, 'plancher-holder')))
      await setTimeout(20);
    const listen = `127.0.0.1:${String(await freePort())}`;
    const findings = findingsOf(await doctor(warehouse, { PLANCHER_METRICS_LISTEN: listen }));
    expect(findings.get('warehouse')).toMatchObject({ state: 'warning' });
    expect(findings.get('warehouse')?.what).toContain(`in use by process ${String(holder.pid)} `);
    expect(findings.get('plancher up')).toMatchObject({
      state: 'warning',
      what: `http://${listen}/readyz does not answer (ECONNREFUSED)`,
    });
    expect(findings.has('schema')).toBe(false);
    holder.kill();
    await holder.ended;
  });

  test('without a schema, and Kafka that does not answer, are a failed row each', async () => {
    const warehouse = at('bare');
    await ask(warehouse, { nothing: 'SELECT 1 AS n' });
    const findings = findingsOf(await doctor(warehouse, await nowhere()));
    expect(findings.get('warehouse')).toMatchObject({ state: 'ok' });
    expect(findings.get('schema')).toMatchObject({
      state: 'failed',
      what_to_do: 'plancher migrate',
    });
    expect(findings.get('kafka')).toMatchObject({ state: 'failed' });
    expect(findings.get('kafka')?.what).toMatch(/Kafka at 127\.0\.0\.1:\d+: .*Is it running/);
  });

  test('that does not exist is not created', async () => {
    expect(findingsOf(await doctor(at('absent'))).get('warehouse')).toMatchObject({
      state: 'failed',
    });
    expect(existsSync(at('absent'))).toBe(false);
  });
});

test('doctor reports the state of plancher up even when the server does not answer', async () => {
  const body = 'warehouse: does not answer\ningest: ok\n';
  const server = createServer((_, response) => response.writeHead(503).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const environment = {
    PLANCHER_WAREHOUSE: `http://u:tr0ub4dor@127.0.0.1:${String(await freePort())}/plancher`,
    PLANCHER_METRICS_LISTEN: `0.0.0.0:${String(port)}`,
    ...(await nowhere()),
  };
  const ended = await doctor(null, environment);
  const findings = findingsOf(ended);
  expect(ended.stdout).not.toContain('tr0ub4dor');
  expect(findings.get('warehouse')?.what).toContain('does not answer (ECONNREFUSED)');
  expect(findings.get('kafka')).toMatchObject({ state: 'failed' });
  expect(findings.get('plancher up')).toMatchObject({
    state: 'failed',
    what: 'not ready: warehouse: does not answer; ingest: ok',
  });
  await new Promise((resolve) => server.close(resolve));
});

test('a wrong configuration is a failed row, and exit 3', async () => {
  const ended = await doctor(null, { PLANCHER_WAREHOUSE: 'ftp://somewhere' });
  expect(ended.code).toBe(3);
  expect(findingsOf(ended).get('configuration')).toMatchObject({ state: 'failed' });
});
