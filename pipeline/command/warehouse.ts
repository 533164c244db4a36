// plancher warehouse: one process holds the embedded warehouse, others reach it over ClickHouse's HTTP interface. For several workers on one
// machine, and for tests; production has a ClickHouse server.
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { loadConfig } from '../config.ts';
import { codeOf, usageFailure } from '../platform/failure.ts';
import { createLog } from '../platform/log.ts';
import { clickhouseServer } from '../serve/clickhouse-http.ts';
import { DATABASE } from '../warehouse/open.ts';
import { openEngine } from '../warehouse/engine.ts';
import type { Write } from './print.ts';

export const DEFAULT_LISTEN = '127.0.0.1:8123';
const USER = 'plancher';
const STOP_MS = 30_000;

/** @throws Failure (exit 2) when the address, the password or the directory is wrong */
export async function serveWarehouse(listen: string, stopped: AbortSignal, say: Write): Promise<void> {
  const config = loadConfig();
  if (!config.warehouse.startsWith('embedded:'))
    throw usageFailure('not_embedded', 'plancher warehouse serves an embedded warehouse. Set PLANCHER_WAREHOUSE=embedded:DIR.');
  if (config.servePassword === null)
    throw usageFailure(
      'no_password',
      `Set PLANCHER_SERVE_PASSWORD (or PLANCHER_SERVE_PASSWORD_FILE): the password of user ${USER}, who may do everything there.`,
    );
  const { host, port } = addressOf(listen);
  const log = createLog(config.logLevel);
  const engine = await openEngine(config.warehouse.slice('embedded:'.length), DATABASE);
  const server = clickhouseServer(engine, { name: USER, password: config.servePassword }, log);
  try {
    const address = await listening(server, host, port);
    say(
      `The warehouse ${config.warehouse} is served. For another terminal: export PLANCHER_WAREHOUSE=http://${USER}:PASSWORD@${address}/${DATABASE}\n`,
    );
    await new Promise<void>((resolve) => {
      if (stopped.aborted) resolve();
      else
        stopped.addEventListener(
          'abort',
          () => {
            resolve();
          },
          { once: true },
        );
    });
    await closed(server);
  } finally {
    await engine.release();
  }
}

function addressOf(listen: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(listen) ?? [];
  if (host === '' || Number(port) > 65_535)
    throw usageFailure('wrong_address', `--listen ${listen}: write host:port, for example ${DEFAULT_LISTEN}.`);
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

async function listening(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (thrown) => {
      reject(
        usageFailure(
          'cannot_listen',
          `Cannot listen on ${host}:${String(port)} (${codeOf(thrown)}). Is the port in use? Choose another with --listen host:port.`,
          thrown,
        ),
      );
    });
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? `${host}:${String(bound.port)}` : host;
}

/** Statements that run come to their end, for a while. */
async function closed(server: Server): Promise<void> {
  const ended = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await Promise.race([ended, setTimeout(STOP_MS, undefined, { ref: false })]);
  server.closeAllConnections();
}
