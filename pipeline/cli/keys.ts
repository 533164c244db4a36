// plancher keys: the pair of keys that exports are signed with.
import type { Command } from 'commander';
import { loadConfig } from '../config/config.ts';
import { createKeys } from '../export/signature.ts';
import { outOption } from './folder.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOfOne, listText, printsList } from './list.ts';

export function addKeys(program: Command, { write }: Io): void {
  printsList(
    program.command('keys').description('keys that exports are signed with').command('create'),
  )
    .description('make a pair of Ed25519 keys; an existing one is never overwritten')
    .addOption(outOption('folder of the keys; default: PLANCHER_KEYS_DIR'))
    .action((options: ListOptions & { out?: string }) => {
      const created = { ...createKeys(options.out ?? loadConfig().keysDirectory) };
      write(listText(listOfOne(created), options.format));
    });
}
