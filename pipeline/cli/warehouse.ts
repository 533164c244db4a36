// plancher warehouse: one process holds the embedded warehouse, and others reach it over
// ClickHouse's HTTP interface. For several workers on one machine, and for tests. In production a
// ClickHouse server does this.
import type { Command } from 'commander';
import { loadConfig } from '../config/config.ts';
import { usageFailure } from '../platform/failure.ts';
import { aborted, closeServer, listenAt } from '../platform/listen.ts';
import { systemPause } from '../platform/pause.ts';
import { createLog } from '../platform/log.ts';
import { readFunctionList } from '../serve/analysts/statement/functions.ts';
import { clickhouseServer } from '../serve/http/clickhouse-http.ts';
import { trustedEndpoint } from '../serve/workers/endpoint.ts';
import { DATABASE } from '../warehouse/open.ts';
import { openEngine } from '../warehouse/engine.ts';
import type { Io, Write } from './io.ts';
import { whileServing } from './serve-analysts.ts';
import { untilStopped } from './stop.ts';

const DEFAULT_LISTEN = '127.0.0.1:8123';
const USER = 'plancher';

export function addWarehouse(program: Command, { writeError }: Io): void {
  program
    .command('warehouse')
    .description(
      "serve the embedded warehouse to other processes, over ClickHouse's HTTP interface, " +
        'until stopped',
    )
    .option('--listen <host:port>', 'where', DEFAULT_LISTEN)
    .option(
      '--analysts <host:port>',
      'where analysts (PLANCHER_ANALYSTS_FILE) may query it too, read only',
    )
    .action((options: { listen: string; analysts?: string }) =>
      serveWarehouse(options.listen, options.analysts ?? null, untilStopped(), writeError),
    );
}

/** @throws Failure (exit 2) when the address, the password or the directory is wrong */
async function serveWarehouse(
  listen: string,
  analysts: string | null,
  stopped: AbortSignal,
  say: Write,
): Promise<void> {
  const config = loadConfig();
  if (!config.warehouse.startsWith('embedded:'))
    throw usageFailure(
      'not_embedded',
      'plancher warehouse serves an embedded warehouse. Set PLANCHER_WAREHOUSE=embedded:DIR.',
    );
  if (config.servePassword === null)
    throw usageFailure(
      'no_password',
      'Set PLANCHER_SERVE_PASSWORD (or PLANCHER_SERVE_PASSWORD_FILE): ' +
        `the password of user ${USER}, who may do everything there.`,
    );
  const log = createLog(config.logLevel);
  const engine = await openEngine(config.warehouse.slice('embedded:'.length), DATABASE);
  const user = { name: USER, password: config.servePassword };
  const trusted = {
    engine,
    database: DATABASE,
    user,
    hostNames: [hostOf(listen), ...config.serveNames],
    functions: readFunctionList(),
  };
  const server = clickhouseServer(trustedEndpoint(trusted, systemPause), log);
  try {
    const address = await listenAt(server, listen, '--listen');
    say(
      `The warehouse ${config.warehouse} is served. For another terminal: ` +
        `export PLANCHER_WAREHOUSE=http://${USER}:PASSWORD@${address}/${DATABASE}\n`,
    );
    if (analysts === null) await aborted(stopped);
    else {
      const onAddress = (at: string) => {
        say(`Analysts: http://${at}, database ${DATABASE}, read only.\n`);
      };
      await whileServing(
        engine.path,
        { ...config, analysts: { ...config.analysts, listen: analysts } },
        { log, stop: stopped, onAddress },
      );
    }
    await closeServer(server, config.stopMs);
  } finally {
    await engine.release();
  }
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}
