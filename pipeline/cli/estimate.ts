// plancher estimate: floors brought up to date.
import type { Command } from 'commander';
import { bringUpToDate } from '../path.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOfOne, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

export function addEstimate(program: Command, { write }: Io): void {
  printsList(program.command('estimate'))
    .description('compute floors again')
    .option('--all', 'every floor, not only those that new records can touch')
    .action((options: ListOptions & { all?: true }) =>
      withSession(async (session) => {
        const run = await bringUpToDate(session, options.all === true);
        write(listText(listOfOne({ ...run }), options.format));
      }),
    );
}
