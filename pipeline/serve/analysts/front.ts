// Entry point of the front: the HTTP server for analysts, in its own process. The analysts'
// passwords, statements and answers do not slow the process that takes records in, and a crash here
// does not reach it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, messageOf } from '../../platform/failure.ts';
import { listenAt } from '../../platform/listen.ts';
import { createLog } from '../../platform/log.ts';
import { systemPause } from '../../platform/pause.ts';
import { deleteFolder } from '../../platform/temporary-folder.ts';
import { AnalystsInForce } from './analyst.ts';
import { clickhouseServer } from '../http/clickhouse-http.ts';
import { analystsEndpoint } from './endpoint.ts';
import { type FromFront, type FrontSettings, READERS_FOLDER, frontSchema } from './messages.ts';
import { Readers } from './reader-pool.ts';

// Ctrl-C reaches every process of a terminal. The parent decides when this one ends.
process.on('SIGINT', () => undefined);
// The parent is gone. Readers end with their front.
process.on('disconnect', () => process.exit());

function say(message: FromFront): void {
  process.send?.(message);
}

async function serve(settings: FrontSettings): Promise<string> {
  const log = createLog(settings.logLevel);
  process.on('uncaughtException', (thrown) => {
    log.fatal({ error: messageOf(thrown) }, 'the process that serves analysts ends by a defect');
    process.exit(1);
  });
  const folder = join(settings.warehouse, READERS_FOLDER);
  deleteFolder(folder);
  mkdirSync(folder, { mode: 0o700 });
  const { warehouse, database, refreshMs } = settings;
  const readers = new Readers(settings.concurrent, folder, { warehouse, database, refreshMs }, log);
  const analysts = new AnalystsInForce(settings.file, log);
  process.on('SIGTERM', () => {
    void readers.close().then(() => process.exit());
  });
  const endpoint = analystsEndpoint({
    readers,
    analysts,
    database,
    waiting: settings.waiting,
    folder,
    pause: systemPause,
  });
  return listenAt(
    clickhouseServer(endpoint, log),
    settings.listen,
    'PLANCHER_ANALYSTS_LISTEN (or --analysts)',
  );
}

try {
  say({
    type: 'listening',
    address: await serve(frontSchema.parse(JSON.parse(process.argv[2] ?? ''))),
  });
} catch (thrown) {
  const { code, exitCode } = thrown instanceof Failure ? thrown : { code: 'front', exitCode: 1 };
  say({ type: 'failed', code, message: messageOf(thrown), exitCode });
}
