// plancher class check: why each operation and published case is in or out of the classes of
// comparable operations (M-CLASS).
import type { Command } from 'commander';
import { z } from 'zod';
import { alphaPpm } from '../estimate/run.ts';
import { leastAlphaPpm, leastMembers } from '../method/class/class-limit.ts';
import { partsOfAlpha } from '../method/model/alpha.ts';
import type { Session } from '../open-session.ts';
import type { Row } from '../text/row.ts';
import { table } from '../text/table.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Io } from './io.ts';
import { type ListOptions, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

interface CheckOptions extends ListOptions {
  operation?: string;
}

const stratumRow = z.object({
  panel: z.string(),
  unit: z.string(),
  country: z.string(),
  members: z.number(),
  ratios: z.number(),
  made_at: z.string(),
});

export function addClass(program: Command, io: Io): void {
  const group = program
    .command('class')
    .description('comparable operations: what documented operations show of others (M-CLASS)');
  printsList(group.command('check'))
    .description(
      'why each operation with money or an audience, and each published case, is in or out of ' +
        'the class of its panel, unit and country',
    )
    .option('--operation <operation>', 'only this operation')
    .action((options: CheckOptions) => withSession((session) => classCheck(session, options, io)));
}

/** The strata follow in a table; beside JSON and CSV on stderr, so that stdout is one list. */
export async function classCheck(
  { warehouse, config }: Session,
  { operation = '', format }: CheckOptions,
  { write, writeError }: Io,
): Promise<void> {
  const list = await warehouse.list(sqlFile('class/check.sql'), { operation });
  write(listText(list, format));
  const { ofClass } = partsOfAlpha(alphaPpm(config.alpha));
  const strata = await warehouse.query(sqlFile('class/strata.sql'), {}, stratumRow);
  const least = leastMembers(ofClass);
  const rows = strata.map(
    ({ members, ...row }): Row => ({
      ...row,
      members,
      least_members: least,
      speaks_at: (1 - leastAlphaPpm(members) / 1_000_000).toFixed(6),
      verdict: members < least ? 'too few' : 'a class',
    }),
  );
  if (rows.length > 0) (format === 'table' ? write : writeError)(`\n${table(rows)}`);
  else
    writeError(
      `plancher: No class yet: it needs ${String(least)} documented operations that one panel ` +
        'measured, in one unit and country. plancher estimate --all makes it anew.\n',
    );
}
