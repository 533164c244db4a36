// SQL for analysts: the server, and `plancher analysts`, which says and changes who they are.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Config, loadConfig } from '../config/config.ts';
import { usageFailure } from '../platform/failure.ts';
import type { Log } from '../platform/log.ts';
import { standardInput } from '../platform/standard-input.ts';
import { addAnalyst, readAnalysts, removeAnalyst } from '../serve/analysts/analyst.ts';
import { serveAnalysts } from '../serve/analysts/start-front.ts';
import { DATABASE } from '../warehouse/open.ts';
import { type ListOptions, listOf, listOfOne, listText, printsList } from './list.ts';
import type { Write } from './io.ts';

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
  const file = fileOf(
    analysts.file,
    'a file that says who may ask. Write it with: plancher analysts add NAME',
  );
  return serveAnalysts(
    { ...analysts, file: resolve(file), warehouse: directory, database: DATABASE, logLevel },
    log,
    stop,
    onAddress,
  );
}

/** @param wanted what the setting is to name, for who has not set it */
function fileOf(file: string | null, wanted: string): string {
  if (file !== null) return file;
  throw usageFailure('no_analysts', `Set PLANCHER_ANALYSTS_FILE to ${wanted}`);
}

const LIST_COLUMNS = [
  'name',
  'seconds',
  'memoryBytes',
  'readRows',
  'readBytes',
  'resultRows',
  'resultBytes',
  'threads',
  'concurrent',
];

export function addAnalysts(program: Command, write: Write): void {
  const analysts = program
    .command('analysts')
    .description('who may query the warehouse (PLANCHER_ANALYSTS_FILE)');
  const changed = (name: string, state: string, file: string, { format }: ListOptions) => {
    write(listText(listOfOne({ name, state, file }), format));
  };
  printsList(analysts.command('list', { isDefault: true }))
    .description('analysts and their limits')
    .action(({ format }: ListOptions) => {
      const rows = readAnalysts(analystsFile()).map(({ name, limits }) => ({ name, ...limits }));
      write(listText(listOf(rows, LIST_COLUMNS), format));
    });
  printsList(analysts.command('add'))
    .description(
      'add an analyst, or change the password; the password is the first line of standard input',
    )
    .argument('<name>')
    .action(async (name: string, options: ListOptions) => {
      const file = analystsFile();
      await addAnalyst(file, name, await firstLine());
      changed(name, 'may query', file, options);
    });
  printsList(analysts.command('remove'))
    .description(
      'take an analyst away; a running endpoint lets nobody in under that name from now on',
    )
    .argument('<name>')
    .action((name: string, options: ListOptions) => {
      const file = analystsFile();
      removeAnalyst(file, name);
      changed(name, 'removed', file, options);
    });
}

function analystsFile(): string {
  return fileOf(
    loadConfig().analysts.file,
    'the file that is to say who may ask, such as analysts.json; it need not be there yet.',
  );
}

const MOST_BYTES = 4_096;

async function firstLine(): Promise<string> {
  const parts: Buffer[] = [];
  let byteCount = 0;
  for await (const part of standardInput()) {
    parts.push(Buffer.from(part));
    byteCount += part.length;
    if (part.includes(10) || byteCount > MOST_BYTES) break;
  }
  return Buffer.concat(parts).toString().split(/\r?\n/)[0] ?? '';
}
