// plancher migrate: the schema of the warehouse, brought up to date or shown.
import type { Command } from 'commander';
import { loadConfig } from '../config/config.ts';
import { pendingStatements, schemaStatus } from '../warehouse/migrate.ts';
import { openWarehouse } from '../warehouse/open.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOf, listOfOne, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

interface MigrateOptions extends ListOptions {
  status?: true;
  dryRun?: true;
}

export function addMigrate(program: Command, io: Io): void {
  printsList(program.command('migrate'))
    .description('bring the schema of the warehouse up to date')
    .option('--status', 'list the statements and whether they are applied')
    .option('--dry-run', 'print the statements that would be executed')
    .action((options: MigrateOptions) => migrate(options, io));
}

async function migrate({ status, dryRun, format }: MigrateOptions, { write }: Io): Promise<void> {
  const config = loadConfig();
  if (status !== true && dryRun !== true) {
    await withSession(({ warehouse }) => {
      write(listText(listOfOne({ warehouse: warehouse.name, state: 'up to date' }), format));
    });
    return;
  }
  const warehouse = await openWarehouse(config.warehouse);
  try {
    if (dryRun === true) {
      const pending = await pendingStatements(warehouse, config.cluster);
      const rows = pending.map((statement) => ({ statement }));
      write(
        format === 'table'
          ? pending.map((statement) => `${statement};\n`).join('\n')
          : listText(listOf(rows, ['statement']), format),
      );
      return;
    }
    const steps = (await schemaStatus(warehouse)).map((step) => ({ ...step }));
    write(listText(listOf(steps, ['migration', 'statement', 'state', 'checksum']), format));
  } finally {
    await warehouse.close();
  }
}
