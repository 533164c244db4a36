// plancher alerts ack, close, snooze and reopen: what people do about an alert, with who and why.
import type { Command } from 'commander';
import { userInfo } from 'node:os';
import { date } from '../../schemas/field.ts';
import { type AlertAction, act } from '../alert/life.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOfOne, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

interface ActOptions extends ListOptions {
  by?: string;
  reason?: string;
  until?: string;
  untilEur?: string;
}

const ABOUT = {
  ack: 'somebody is working on it; sent again only when it changes',
  close: 'it is dealt with; sent again only when it changes',
  snooze: 'not sent until a day comes or an amount is reached',
  reopen: 'end an ack, a close or a snooze',
} as const;

export function addAlertActions(alerts: Command, { write }: Io): void {
  for (const action of ['ack', 'close', 'snooze', 'reopen'] as const) {
    const command = printsList(alerts.command(action))
      .description(ABOUT[action])
      .argument('<alert>', 'its identity, or the beginning of it')
      .option('--by <who>', 'who does it; default: the user of this machine')
      .requiredOption('--reason <why>', 'why');
    if (action === 'snooze')
      command
        .option('--until <day>', 'first day on which it is sent again, YYYY-MM-DD')
        .option('--until-eur <amount>', 'amount from which it is sent again');
    command.action((alert: string, options: ActOptions) => {
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
  { by, reason = '', until, untilEur }: ActOptions,
): AlertAction {
  if (!/^[0-9a-f]{4,32}$/.test(alertId))
    throw usageFailure(
      'no_alert',
      `${nameShown(alertId)} is not the identity of an alert: ` +
        'write 32 hexadecimal digits, or at least the first 4.',
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
