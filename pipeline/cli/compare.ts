// plancher compare: the floors known at two times, what differs, and the records responsible.
import type { Command } from 'commander';
import { type FloorChange, compareFloors } from '../estimate/compare/compare.ts';
import { sqlTime } from '../platform/clock.ts';
import { usageFailure } from '../platform/failure.ts';
import { type ListOptions, jsonArray, listOf, listText, printsList } from './list.ts';
import { type Row, shown } from '../text/row.ts';
import type { Io } from './io.ts';
import { table } from '../text/table.ts';
import { withSession } from './session.ts';
import { parseTime, refuseWrongMonth } from './time.ts';

interface CompareOptions extends ListOptions {
  from: string;
  to: string;
  operation?: string;
  month?: string;
}

export function addCompare(program: Command, { write }: Io): void {
  printsList(program.command('compare'))
    .description(
      'floors as known at two times, what differs, ' +
        'and the records that became known in between and touch it',
    )
    .requiredOption('--from <time>', 'the earlier time (ISO 8601; a day means its end)')
    .requiredOption('--to <time>', 'the later time (ISO 8601; a day means its end)')
    .option('--operation <operation>', 'only this operation')
    .option('--month <month>', 'only this month, YYYY-MM')
    .action((options: CompareOptions) => {
      const [from, to] = [
        parseTime('--from', options.from, 'end'),
        parseTime('--to', options.to, 'end'),
      ];
      if (from > to) throw usageFailure('wrong_order', '--from is later than --to: exchange them.');
      if (options.month !== undefined) refuseWrongMonth('--month', options.month);
      const asked = {
        operation: options.operation ?? null,
        month: options.month ?? null,
        from: sqlTime(from),
        to: sqlTime(to),
      };
      return withSession(async ({ warehouse, config }) => {
        const found = await compareFloors(warehouse, { ...asked, alpha: config.alpha });
        write(WRITERS[options.format](found));
      });
    });
}

const RECORD_COLUMNS = [
  'known_at',
  'change',
  'kind',
  'source',
  'id',
  'revision',
  'input',
  'topic',
  'partition',
  'offset',
];
/** For people, who know an input by its label. */
const SHOWN_COLUMNS = RECORD_COLUMNS.filter((name) => name !== 'topic');
const EUROS = [
  'floor_from',
  'floor_to',
  'difference_eur',
  'documented_from',
  'documented_to',
  'modelled_from',
  'modelled_to',
];
const FLOOR_COLUMNS = [
  'operation',
  'month',
  'status_from',
  'status_to',
  'rung_from',
  'rung_to',
  ...EUROS,
];

const WRITERS: Readonly<Record<ListOptions['format'], (found: readonly FloorChange[]) => string>> =
  {
    table: text,
    json: (found) => jsonArray(found.map((one) => ({ ...one }))),
    csv: (found) =>
      listText(
        listOf(found.flatMap(recordRows), [...FLOOR_COLUMNS, ...RECORD_COLUMNS, 'sha256'], EUROS),
        'csv',
      ),
  };

/**
 * A row for each record, with the floor that it touches; a floor without records has a row of its
 * own.
 */
function recordRows({ records, ...floor }: FloorChange): Row[] {
  return records.length === 0 ? [floor] : records.map((record) => ({ ...floor, ...record }));
}

function text(found: readonly FloorChange[]): string {
  if (found.length === 0) return 'No floor differs.\n';
  return found
    .map((one) => {
      const side = (floor: string | null, status: string) =>
        floor === null ? status : `${floor} EUR`;
      const change =
        one.difference_eur === null
          ? ''
          : ` (${one.difference_eur.startsWith('-') ? '' : '+'}${one.difference_eur})`;
      const [from, to] = [side(one.floor_from, one.status_from), side(one.floor_to, one.status_to)];
      const head = `${shown(one.operation)}, ${one.month}: ${from} -> ${to}${change}\n`;
      return `${head}${table(
        one.records.map((record) => ({ ...record })),
        SHOWN_COLUMNS,
      )}`;
    })
    .join('\n');
}
