// plancher alerts list and baseline: alerts as they are now, and payments that gave none.
import type { Command } from 'commander';
import { ALERT_KIND_NAMES, type AlertKind, SEVERITIES, alertKind } from '../config/alert-kinds.ts';
import { type Row, shown } from '../text/row.ts';
import { fittedTable } from '../text/table.ts';
import { terminalWidth } from '../text/terminal.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Io } from './io.ts';
import { type ListOptions, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

const COLUMNS = [
  'alert_id',
  'severity',
  'kind',
  'status',
  'operation',
  'first_value_date',
  'amount_eur',
  'explanation',
];
const BASELINE_COLUMNS = [
  'operation',
  'level',
  'key',
  'first_value_date',
  'amount_eur',
  'flow_count',
  'source',
  'reason',
];
interface AlertOptions extends ListOptions {
  operation?: string;
  status?: string;
  kind?: string;
  severity?: string;
  wide?: true;
}

export function addAlertList(alerts: Command, { write }: Io): void {
  printsList(alerts.command('list', { isDefault: true }))
    .description('alerts as they are now')
    .option('--operation <operation>', 'only this operation')
    .option(
      '--status <status>',
      'only open, updated, acknowledged, closed, retracted or superseded',
    )
    .option('--kind <kind>', `only this kind: ${ALERT_KIND_NAMES.join(', ')}`)
    .option('--severity <severity>', 'only high, medium or low')
    .option(
      '--wide',
      'every text whole, whatever the width of the terminal; JSON and CSV always have everything',
    )
    .addHelpText('after', () => `\nKinds:\n${ALERT_KIND_NAMES.map(kindText).join('')}`)
    .action(
      ({
        operation = '',
        status = '',
        kind = '',
        severity = '',
        wide: isWide,
        format,
      }: AlertOptions) =>
        withSession(async ({ warehouse }) => {
          const list = await warehouse.list(sqlFile('alert/list.sql'), {
            operation,
            status,
            kind,
            severity,
          });
          write(
            format === 'table' && isWide !== true
              ? narrow(list.rows)
              : listText(list, format, COLUMNS),
          );
        }),
    );
}

function kindText(name: AlertKind): string {
  const { about, severity } = alertKind(name);
  const graded = SEVERITIES.toReversed().flatMap((one) =>
    severity[one] === undefined ? [] : [`    ${one}: ${severity[one]}\n`],
  );
  return `  ${name}: ${about}\n${graded.join('')}`;
}

export function addAlertBaseline(alerts: Command, { write }: Io): void {
  printsList(alerts.command('baseline'))
    .description('what was paid and gave no alert, and why')
    .option('--operation <operation>', 'only this operation')
    .action(({ operation = '', format }: AlertOptions) =>
      withSession(async ({ warehouse }) => {
        write(
          listText(
            await warehouse.list(sqlFile('alert/baseline.sql'), { operation }),
            format,
            BASELINE_COLUMNS,
          ),
        );
      }),
    );
}

/** Enough digits to name an alert: every command about alerts takes the beginning. */
const SHORT_ID = 12;
/** The amount comes before the columns that may be cut. */
const NARROW_COLUMNS = [
  'alert_id',
  'first_value_date',
  'severity',
  'kind',
  'status',
  'amount_eur',
  'operation',
  'explanation',
];

function narrow(rows: readonly Row[]): string {
  const short = rows.map((row) => ({
    ...row,
    alert_id: shown(row['alert_id']).slice(0, SHORT_ID),
  }));
  return fittedTable(short, NARROW_COLUMNS, {
    width: terminalWidth(),
    cut: ['operation', 'explanation'],
    leaveAway: ['kind', 'severity', 'status'],
  });
}
