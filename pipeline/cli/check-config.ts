// plancher check-config: every setting, the alerts file and the exports.
import type { Command } from 'commander';
import { describeConfig, loadConfig } from '../config/config.ts';
import { describeExports, loadExports } from '../export/definition.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOf, listText, printsList } from './list.ts';

export function addCheckConfig(program: Command, { write }: Io): void {
  printsList(program.command('check-config'))
    .description(
      'every setting, its value in force and what it means; secrets and addresses are masked',
    )
    .action(({ format }: ListOptions) => {
      const rows = [
        ...describeConfig(),
        ...describeExports(loadExports(loadConfig().exportsFile)),
      ].map((row) => ({ ...row }));
      write(listText(listOf(rows, ['setting', 'value', 'from', 'about']), format));
    });
}
