// plancher flags: payouts to listed places and offshore centres.
import type { Command } from 'commander';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Io } from './io.ts';
import { type ListOptions, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

const COLUMNS = [
  'place_day',
  'rule',
  'list',
  'country',
  'operation',
  'source',
  'flow_id',
  'amount_eur',
  'explanation',
];

export function addFlags(program: Command, { write }: Io): void {
  printsList(program.command('flags'))
    .description('payouts to listed places and offshore centres')
    .option('--operation <operation>', 'only this operation')
    .action(({ operation = '', format }: ListOptions & { operation?: string }) =>
      withSession(async ({ warehouse }) => {
        const flags = await warehouse.list(sqlFile('flag/flags.sql'), { operation });
        write(listText(flags, format, COLUMNS));
      }),
    );
}
