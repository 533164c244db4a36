// plancher floor: the floors in force, or those that the records of an earlier day give.
import type { Command } from 'commander';
import { ASSUMPTIONS, askFloors } from '../estimate/floors.ts';
import type { Span } from '../estimate/totals.ts';
import { dayOf, monthOf } from '../method/calendar.ts';
import type { Session } from '../open-session.ts';
import { sqlTime } from '../platform/clock.ts';
import { usageFailure } from '../platform/failure.ts';
import { behindText } from './behind.ts';
import type { Io } from './io.ts';
import { type ListOptions, listText, printsList } from './list.ts';
import { withSession } from './session.ts';
import { parseTime, refuseWrongMonth } from './time.ts';

const TOTAL_COLUMNS = [
  'operation',
  'from_month',
  'to_month',
  'months',
  'total_eur',
  'average_eur',
  'basis',
  'documented_eur',
  'modelled_eur',
  'class_eur',
];
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
  from?: string;
  to?: string;
  asOf?: string;
  without: string[];
}

export function addFloor(program: Command, io: Io): void {
  printsList(program.command('floor'))
    .description('minimum revenue of each operation and month')
    .option('--operation <operation>', 'only this operation')
    .option('--month <month>', 'only this month, YYYY-MM')
    .option('--from <month>', 'the total from this month on, YYYY-MM; with --to')
    .option('--to <month>', 'the total up to this month, YYYY-MM; with --from')
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
  const span = spanOf(options);
  const asOf =
    options.asOf === undefined ? null : sqlTime(parseTime('--as-of', options.asOf, 'end'));
  const question = {
    operation: options.operation ?? null,
    month: options.month ?? null,
    ...(span === null ? {} : { span }),
    asOf,
    without: options.without,
    alpha: config.alpha,
  };
  const list = await askFloors(warehouse, question, ({ sql, parameters }) =>
    warehouse.list(sql, parameters),
  );
  write(listText(list, options.format, span === null ? COLUMNS : TOTAL_COLUMNS));
  const behind =
    asOf === null && options.without.length === 0 ? await behindText(warehouse, config.alpha) : '';
  writeError(
    list.rows.length === 0 && behind === '' ? nothingText(warehouse.name, options) : behind,
  );
}

/** Of all months that a record may be of. */
const MOST_MONTHS = 1_200;

/** @throws Failure (exit 2) */
function spanOf({ month, from, to }: FloorOptions): Span | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined)
    throw usageFailure('half_span', 'Give both --from and --to: the months of the total.');
  refuseWrongMonth('--from', from);
  refuseWrongMonth('--to', to);
  if (month !== undefined)
    throw usageFailure('month_and_span', 'Give --month, or --from and --to: not both.');
  const [first, last] = [from, to].map((text) => monthOf(dayOf(`${text}-01`)));
  if (first === undefined || last === undefined || last < first)
    throw usageFailure('backwards_span', `--to ${to} is before --from ${from}.`);
  if (last - first >= MOST_MONTHS)
    throw usageFailure(
      'long_span',
      `--from ${from} --to ${to} are more than ${String(MOST_MONTHS)} months. Give fewer.`,
    );
  return { from, to };
}

function nothingText(name: string, { operation, month, from, asOf }: FloorOptions): string {
  if ([operation, month, from, asOf].some((chosen) => chosen !== undefined))
    return 'plancher: No floor matches. List all floors with: plancher floor\n';
  return (
    `plancher: There is no floor in ${name}. Take records in with: plancher ingest FILE. ` +
    'If you expected floors, check PLANCHER_WAREHOUSE.\n'
  );
}
