// plancher alerts show: one alert, whole.
import { type Command, Option } from 'commander';
import type { Session } from '../open-session.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { type Row, anyRow, shown } from '../text/row.ts';
import { table } from '../text/table.ts';
import { toldCell } from '../text/told.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Io, Write } from './io.ts';
import { jsonArray, jsonOption } from './list.ts';
import { withSession } from './session.ts';

export function addAlertShow(alerts: Command, { write }: Io): void {
  alerts
    .command('show')
    .description('one alert: both languages, the flows that prove it, and its history')
    .argument('<alert>', 'its identity, or the beginning of it')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'),
    )
    .addOption(jsonOption())
    .action((alert: string, options: { format: 'text' | 'json' }) =>
      withSession((session) => show(session, alert, options.format === 'json', write)),
    );
}

/**
 * Everything about one alert. No text of a record moves the cursor of the terminal or makes a line
 * longer than it can bear.
 */
export async function show(
  { warehouse }: Pick<Session, 'warehouse'>,
  alertId: string,
  isJson: boolean,
  write: Write,
): Promise<void> {
  const all = await warehouse.query(
    sqlFile('alert/list.sql'),
    { operation: '', status: '', kind: '', severity: '' },
    anyRow,
  );
  const alerts = all.filter((alert) => String(alert['alert_id']).startsWith(alertId));
  const [alert] = alerts;
  if (alert === undefined || alerts.length > 1)
    throw usageFailure(
      'no_alert',
      `There ${alert === undefined ? 'is no alert' : 'are several alerts'} ` +
        `${nameShown(alertId)}. See plancher alerts list.`,
    );
  const flows = await warehouse.query(
    sqlFile('alert/show_flows.sql'),
    { alert_id: alertId },
    anyRow,
  );
  const history = await warehouse.query(
    sqlFile('alert/show_history.sql'),
    { alert_id: alertId },
    anyRow,
  );
  if (isJson) {
    write(jsonArray([{ ...alert, flows, history }]));
    return;
  }
  const texts = `${shown(alert['explanation'])}\n${shown(alert['explanation_fr'])}\n`;
  const told = (rows: readonly Row[]) =>
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toldCell(value)])),
    );
  write(
    [
      texts,
      table(told(flows), FLOW_COLUMNS),
      table(told(history), ['at', 'change', 'revision', 'actor', 'reason', 'amount_eur']),
    ].join('\n'),
  );
}

const FLOW_COLUMNS = [
  'position',
  'value_date',
  'source',
  'flow_id',
  'revision',
  'amount_eur',
  'payee',
  'account',
  'input',
  'partition',
  'offset',
];
