// plancher floor: the floors in force, or those that the records of an earlier day give.
import type { Command } from 'commander';
import { ASSUMPTIONS, askFloors } from '../estimate/floors.ts';
import type { Session } from '../open-session.ts';
import { sqlTime } from '../platform/clock.ts';
import { behindText } from './behind.ts';
import type { Io } from './io.ts';
import { type ListOptions, listText, printsList } from './list.ts';
import { withSession } from './session.ts';
import { parseTime, refuseWrongMonth } from './time.ts';

const COLUMNS = [
  'operation',
  'month',
  'floor_headline_eur',
  'floor_eur',
  'documented_eur',
  'apportioned_eur',
  'modelled_eur',
  'accrued_eur',
  'offshore_eur',
  'rung',
  'confidence',
  'status',
  'reason',
];

interface FloorOptions extends ListOptions {
  operation?: string;
  month?: string;
  asOf?: string;
  without: string[];
}

export function addFloor(program: Command, io: Io): void {
  printsList(program.command('floor'))
    .description('minimum revenue of each operation and month')
    .option('--operation <operation>', 'only this operation')
    .option('--month <month>', 'only this month, YYYY-MM')
    .option('--as-of <time>', 'from the records known at that time (ISO 8601; a day means its end)')
    .option(
      '--without <assumption>',
      `leave out an assumption; may be repeated: ${ASSUMPTIONS.join(', ')}`,
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .action((options: FloorOptions) => withSession((session) => floor(session, options, io)));
}

async function floor(
  { warehouse, config }: Session,
  options: FloorOptions,
  { write, writeError }: Io,
): Promise<void> {
  if (options.month !== undefined) refuseWrongMonth('--month', options.month);
  const asOf =
    options.asOf === undefined ? null : sqlTime(parseTime('--as-of', options.asOf, 'end'));
  const question = {
    operation: options.operation ?? null,
    month: options.month ?? null,
    asOf,
    without: options.without,
    alpha: config.alpha,
  };
  const list = await askFloors(warehouse, question, ({ sql, parameters }) =>
    warehouse.list(sql, parameters),
  );
  write(listText(list, options.format, COLUMNS));
  const behind = asOf === null && options.without.length === 0 ? await behindText(warehouse) : '';
  writeError(
    list.rows.length === 0 && behind === '' ? nothingText(warehouse.name, options) : behind,
  );
}

function nothingText(name: string, { operation, month, asOf }: FloorOptions): string {
  if ([operation, month, asOf].some((chosen) => chosen !== undefined))
    return 'plancher: No floor matches. List all floors with: plancher floor\n';
  return (
    `plancher: There is no floor in ${name}. Take records in with: plancher ingest FILE. ` +
    'If you expected floors, check PLANCHER_WAREHOUSE.\n'
  );
}
