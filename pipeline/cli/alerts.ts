// plancher alerts: what was found, what people did with it, and what was told to whom.
import { type Command, Option } from 'commander';
import { userInfo } from 'node:os';
import { type AlertAction, act, resend } from '../alert/life.ts';
import { sendersOf } from '../alert/tell/senders.ts';
import { date } from '../../schemas/field.ts';
import { type Session, findAlerts, tellAlerts } from '../path.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { toldCell } from '../text/told.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import {
  type ListOptions,
  jsonArray,
  jsonOption,
  listOf,
  listOfOne,
  listText,
  printsList,
} from './list.ts';
import { type Row, anyRow, shown } from '../text/row.ts';
import type { Write } from './io.ts';
import { fittedTable, table } from '../text/table.ts';
import { terminalWidth } from '../text/terminal.ts';
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
const DELIVERY_COLUMNS = [
  'message_key',
  'destination',
  'form',
  'operation',
  'member_count',
  'status',
  'attempts',
  'answer',
  'planned_at',
  'next_at',
];

export function addAlerts(program: Command, write: Write): void {
  const alerts = program
    .command('alerts')
    .description('alerts: list them (the default), say what you did with them, see what was told');
  addList(alerts, write);
  addLife(alerts, write);
  addDelivery(alerts, write);
}

interface AlertOptions extends ListOptions {
  operation?: string;
  status?: string;
  kind?: string;
  severity?: string;
  wide?: true;
}

function addList(alerts: Command, write: Write): void {
  printsList(alerts.command('list', { isDefault: true }))
    .description('alerts as they are now')
    .option('--operation <operation>', 'only this operation')
    .option(
      '--status <status>',
      'only open, updated, acknowledged, closed, retracted or superseded',
    )
    .option('--kind <kind>', 'only this kind')
    .option('--severity <severity>', 'only high, medium or low')
    .option(
      '--wide',
      'every text whole, however wide the terminal is; JSON and CSV always have everything',
    )
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

/** Enough of an identity to name it: every command about alerts takes the beginning. */
const SHORT_ID = 12;
/** The amount stands before what may be cut. */
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

/**
 * Everything about one alert: no text of a record is longer than a line of a terminal can bear, or
 * moves its cursor.
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
      `There ${alert === undefined ? 'is no alert' : 'are several alerts'} ${nameShown(alertId)}. See plancher alerts list.`,
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

interface LifeOptions extends ListOptions {
  by?: string;
  reason?: string;
  until?: string;
  untilEur?: string;
}

const LIFE = {
  ack: 'somebody works on it; told again only when it changes',
  close: 'it is dealt with; told again only when it changes',
  snooze: 'not told before a day, or before an amount is reached',
  reopen: 'ends an ack, a close or a snooze',
} as const;

function addLife(alerts: Command, write: Write): void {
  for (const action of ['ack', 'close', 'snooze', 'reopen'] as const) {
    const command = printsList(alerts.command(action))
      .description(LIFE[action])
      .argument('<alert>', 'its identity, or the beginning of it')
      .option('--by <who>', 'who does it; default: the user of this machine')
      .requiredOption('--reason <why>', 'why');
    if (action === 'snooze')
      command
        .option('--until <day>', 'first day on which it is told again, YYYY-MM-DD')
        .option('--until-eur <amount>', 'amount from which it is told again');
    command.action((alert: string, options: LifeOptions) => {
      const given = actionOf(alert, action, options);
      return withSession(async ({ warehouse, clock }) => {
        const row = {
          alert_id: await act(warehouse, clock, given),
          action,
          by: given.actor,
          reason: given.reason,
        };
        write(listText(listOfOne(row), options.format));
      });
    });
  }
}

function actionOf(
  alertId: string,
  action: AlertAction['action'],
  { by, reason = '', until, untilEur }: LifeOptions,
): AlertAction {
  if (!/^[0-9a-f]{4,32}$/.test(alertId))
    throw usageFailure(
      'no_alert',
      `${nameShown(alertId)} is no identity of an alert: 32 hexadecimal digits, or at least the first 4.`,
    );
  if (reason.trim() === '') throw usageFailure('no_reason', 'Say why, with --reason.');
  if (action === 'snooze' && until === undefined && untilEur === undefined)
    throw usageFailure(
      'no_end',
      'Say when the snooze ends: --until YYYY-MM-DD, or --until-eur AMOUNT, or both.',
    );
  if (until !== undefined && !date.safeParse(until).success)
    throw usageFailure(
      'wrong_time',
      `--until ${nameShown(until)}: write a day that exists, YYYY-MM-DD.`,
    );
  if (untilEur !== undefined && !/^\d{1,12}(\.\d{1,4})?$/.test(untilEur))
    throw usageFailure(
      'wrong_number',
      `--until-eur ${nameShown(untilEur)}: write an amount such as 5000 or 5000.50.`,
    );
  return {
    alertId,
    action,
    actor: by ?? userInfo().username,
    reason,
    untilDate: until ?? null,
    untilEur: untilEur ?? null,
  };
}

function addDelivery(alerts: Command, write: Write): void {
  const list = (name: string, about: string, status: string) =>
    printsList(alerts.command(name))
      .description(about)
      .action(({ format }: ListOptions) =>
        withSession(async ({ warehouse }) => {
          write(
            listText(
              await warehouse.list(sqlFile('alert/tell/deliveries.sql'), { status }),
              format,
              DELIVERY_COLUMNS,
            ),
          );
        }),
      );
  list('deliveries', 'messages and what became of them', '');
  list('dead', 'messages that were given up', 'dead');
  printsList(alerts.command('resend'))
    .description('messages that were given up are due again; plancher up or alerts send sends them')
    .argument('[message]', 'its key, or the beginning of it; default: all that were given up')
    .option('--by <who>', 'who asks; default: the user of this machine')
    .action((message: string | undefined, options: ListOptions & { by?: string }) =>
      withSession(async ({ warehouse, clock }) => {
        const sent = await resend(
          warehouse,
          clock,
          message ?? null,
          options.by ?? userInfo().username,
        );
        write(listText(listOf(sent, ['message_key', 'destination']), options.format));
      }),
    );
  printsList(alerts.command('send'))
    .description('look for alerts, and send what is due, once')
    .action((options: ListOptions) =>
      withSession(async (session) => {
        const report = { ...(await sendOnce(session)) };
        write(listText(listOfOne(report), options.format));
      }),
    );
}

async function sendOnce(session: Session) {
  const { config, clock, log } = session;
  const senders = sendersOf({
    settings: config.alerts,
    secrets: config.alertSecrets,
    kafka: config.kafka,
    clock,
    log,
  });
  try {
    const { revised } = await findAlerts(session);
    return { revised, ...(await tellAlerts(session, senders)) };
  } finally {
    for (const sender of senders.values()) await sender.close();
  }
}
