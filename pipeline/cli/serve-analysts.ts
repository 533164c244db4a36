// Serving analysts, as `plancher up` and `plancher warehouse` do it.
import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { usageFailure } from '../platform/failure.ts';
import type { Log } from '../platform/log.ts';
import { serveAnalysts } from '../serve/analysts/start-front.ts';
import { DATABASE } from '../warehouse/open.ts';

/**
 * Serves analysts until `stop` fires.
 * @param directory of the embedded warehouse, which this process holds
 * @throws Failure (exit 2) when the file of analysts or the address is wrong
 */
export function whileServing(
  directory: string,
  { analysts, logLevel }: Pick<Config, 'analysts' | 'logLevel'>,
  { log, stop, onAddress }: { log: Log; stop: AbortSignal; onAddress: (address: string) => void },
): Promise<void> {
  const file = analystsFileIn(
    analysts.file,
    'a file that says who may query. Write it with: plancher analysts add NAME',
  );
  return serveAnalysts(
    { ...analysts, file: resolve(file), warehouse: directory, database: DATABASE, logLevel },
    log,
    stop,
    onAddress,
  );
}

/** @param wanted what the setting must name; for the message when it is not set */
export function analystsFileIn(file: string | null, wanted: string): string {
  if (file !== null) return file;
  throw usageFailure('no_analysts', `Set PLANCHER_ANALYSTS_FILE to ${wanted}`);
}
