// `plancher warehouse --analysts` as a process of its own, over the demo records, for tests of the analysts' endpoint.
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { ask, plancher, reportsOf, startPlancher } from '../integration/plancher.ts';

export const ANALYST = 'anne';
export const PASSWORD = 'correct horse: battery/staple@8';
const START_MS = 30_000;

export interface ServedAnalysts {
  port: number;
  url: string;
  /** Of the endpoint that takes records in, for PLANCHER_WAREHOUSE. */
  warehouse: string;
  headers: Record<string, string>;
  query: (sql: string, more?: string) => Promise<{ status: number; code: string | null; reason: string | null; text: string }>;
  stop: () => Promise<string>;
}

/** Takes in the demo records and computes the floors. */
export async function fillWithDemo(directory: string): Promise<void> {
  const names = [
    'site-illustrative',
    'panel-illustrative',
    'panel-published',
    'observation-illustrative',
    'event-published',
    'flow-illustrative',
  ];
  const files = names.map((name) => `reference/demo/${name}.ndjson`);
  reportsOf(await plancher(['ingest', '--known-at', '2026-01-01T00:00:00Z', '--json', ...files], { warehouse: directory }));
}

/** @param directory of a warehouse that is there */
export async function serveAnalysts(directory: string): Promise<ServedAnalysts> {
  const environment = { PLANCHER_ANALYSTS_FILE: `${directory}.analysts.json`, PLANCHER_SERVE_PASSWORD: 'other-password' };
  const added = await plancher(['analysts', 'add', ANALYST], { warehouse: directory, environment }, `${PASSWORD}\n`);
  if (added.code !== 0) throw new Error(added.stderr);
  const [trusted, port] = [await freePort(), await freePort()];
  const args = ['warehouse', '--listen', `127.0.0.1:${String(trusted)}`, '--analysts', `127.0.0.1:${String(port)}`];
  const child = startPlancher(args, { warehouse: directory, environment }, 3_600_000);
  child.stdin.end();
  const url = `http://127.0.0.1:${String(port)}`;
  const deadlineMs = performance.now() + START_MS;
  while (!(await answers(url))) {
    if (!child.isRunning()) throw new Error(`the warehouse ended: ${(await child.ended).stderr}`);
    if (performance.now() > deadlineMs) throw new Error('the endpoint does not answer');
    await wait(50);
  }
  const headers = { Authorization: `Basic ${Buffer.from(`${ANALYST}:${PASSWORD}`).toString('base64')}` };
  return {
    port,
    url,
    warehouse: `http://plancher:other-password@127.0.0.1:${String(trusted)}/plancher`,
    headers,
    query: async (sql, more = '') => {
      const response = await fetch(`${url}/?database=plancher&default_format=JSONCompactEachRow${more}`, {
        method: 'POST',
        body: sql,
        headers,
      });
      const header = (name: string) => response.headers.get(name);
      return {
        status: response.status,
        code: header('x-clickhouse-exception-code'),
        reason: header('x-plancher-refused'),
        text: await response.text(),
      };
    },
    stop: async () => {
      if (child.isRunning()) process.kill(child.pid, 'SIGTERM');
      const { code, stderr } = await child.ended;
      if (code !== 0) throw new Error(`the warehouse ended with ${String(code)}: ${stderr}`);
      return stderr;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ping`)).ok;
  } catch {
    return false;
  }
}

export const contents = (directory: string) =>
  ask(directory, { tables: 'SELECT name, total_rows FROM system.tables WHERE database = currentDatabase() ORDER BY name' });
