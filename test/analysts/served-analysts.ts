// `plancher warehouse --analysts` as a process of its own, over the demo records, for tests of the
// analysts' endpoint.
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { ask, plancher, reportsOf, startPlancher } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export const ANALYST = 'anne';
export const PASSWORD = 'correct horse: battery/staple@8';
const START_MS = 30_000;

export interface ServedAnalysts {
  port: number;
  url: string;
  /** Of the endpoint that takes records in, for PLANCHER_WAREHOUSE. */
  warehouse: string;
  headers: Record<string, string>;
  pid: number;
  /** As it comes; `more` is added to the URL. */
  answer: (sql: string, more?: string, asked?: Asked) => Promise<Response>;
  query: (sql: string, more?: string, asked?: Asked) => Promise<Answered>;
  stop: () => Promise<string>;
}

export interface Asked {
  /** Another analyst than {@link ANALYST}, with the same password. */
  name?: string;
  signal?: AbortSignal;
}

export interface Answered {
  status: number;
  code: string | null;
  reason: string | null;
  /** As ISO 8601. */
  asOf: string | null;
  text: string;
}

const headersOf = (name: string) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${PASSWORD}`).toString('base64')}`,
});

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
  reportsOf(
    await plancher(['ingest', '--known-at', '2026-01-01T00:00:00Z', '--json', ...files], {
      warehouse: directory,
    }),
  );
}

/**
 * @param directory of a warehouse that is there
 * @param more settings, and names of analysts beside {@link ANALYST}
 */
export async function serveAnalysts(
  directory: string,
  more: { environment?: Record<string, string>; names?: readonly string[] } = {},
): Promise<ServedAnalysts> {
  const environment = {
    PLANCHER_ANALYSTS_FILE: `${directory}.analysts.json`,
    PLANCHER_SERVE_PASSWORD: 'other-password',
    ...more.environment,
  };
  for (const name of [ANALYST, ...(more.names ?? [])]) {
    const added = await plancher(
      ['analysts', 'add', name],
      { warehouse: directory, environment },
      `${PASSWORD}\n`,
    );
    if (added.code !== 0) throw new Error(added.stderr);
  }
  const [trusted, port] = [await freePort(), await freePort()];
  const args = [
    'warehouse',
    '--listen',
    `127.0.0.1:${String(trusted)}`,
    '--analysts',
    `127.0.0.1:${String(port)}`,
  ];
  const child = startPlancher(args, { warehouse: directory, environment }, 3_600_000);
  child.stdin.end();
  const url = `http://127.0.0.1:${String(port)}`;
  const deadlineMs = performance.now() + START_MS;
  while (!(await answers(url))) {
    if (!child.isRunning()) throw new Error(`the warehouse ended: ${(await child.ended).stderr}`);
    if (performance.now() > deadlineMs) throw new Error('the endpoint does not answer');
    await wait(50);
  }
  const answer = (sql: string, parameters = '', { name = ANALYST, signal }: Asked = {}) =>
    fetch(`${url}/?database=plancher&default_format=JSONCompactEachRow${parameters}`, {
      method: 'POST',
      body: sql,
      headers: headersOf(name),
      ...(signal === undefined ? {} : { signal }),
    });
  return {
    port,
    url,
    pid: child.pid,
    warehouse: `http://plancher:other-password@127.0.0.1:${String(trusted)}/plancher`,
    headers: headersOf(ANALYST),
    answer,
    query: async (sql, parameters, asked) => {
      const response = await answer(sql, parameters, asked);
      const header = (name: string) => response.headers.get(name);
      return {
        status: response.status,
        code: header('x-clickhouse-exception-code'),
        reason: header('x-plancher-refused'),
        asOf: header('x-plancher-as-of'),
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

/** The demo records in a folder of their own, which goes when they are no longer served. */
export async function serveDemo(): Promise<ServedAnalysts> {
  const folder = temporaryFolder();
  await fillWithDemo(`${folder.path}/warehouse`);
  const served = await serveAnalysts(`${folder.path}/warehouse`);
  const stop = async () => {
    const said = await served.stop();
    folder.remove();
    return said;
  };
  return { ...served, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ping`)).ok;
  } catch {
    return false;
  }
}

export const contents = (directory: string) =>
  ask(directory, {
    tables:
      'SELECT name, total_rows FROM system.tables WHERE database = currentDatabase() ORDER BY name',
  });

/** How many columns a public view has. */
export async function columnCount(served: ServedAnalysts, table: string): Promise<number> {
  const { text } = await served.query(
    `SELECT count() FROM system.columns WHERE table = '${table}'`,
  );
  return Number(text.replace(/[^0-9]/g, ''));
}
