// plancher analysts: who may query the warehouse.
import type { Command } from 'commander';
import { loadConfig } from '../config/config.ts';
import { standardInput } from '../platform/standard-input.ts';
import { addAnalyst, readAnalysts, removeAnalyst } from '../serve/analysts/analyst.ts';
import { analystsFileIn } from './serve-analysts.ts';
import { type ListOptions, listOf, listOfOne, listText, printsList } from './list.ts';
import type { Io } from './io.ts';

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

export function addAnalysts(program: Command, { write }: Io): void {
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
    .description('remove an analyst; a running endpoint refuses the name from now on')
    .argument('<name>')
    .action((name: string, options: ListOptions) => {
      const file = analystsFile();
      removeAnalyst(file, name);
      changed(name, 'removed', file, options);
    });
}

function analystsFile(): string {
  return analystsFileIn(
    loadConfig().analysts.file,
    'the file that says who may query, such as analysts.json; it need not exist yet.',
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
