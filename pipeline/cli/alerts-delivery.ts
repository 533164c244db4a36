// plancher alerts deliveries, dead, resend and send: messages, and what became of them.
import type { Command } from 'commander';
import { userInfo } from 'node:os';
import { resend } from '../alert/life.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOf, listOfOne, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

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

export function addAlertDelivery(alerts: Command, { write }: Io): void {
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
    .description(
      'make messages that were given up due again; plancher up or alerts send sends them',
    )
    .argument('[message]', 'its key, or the beginning of it; default: all that were given up')
    .option('--by <who>', 'who does it; default: the user of this machine')
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
        // Senders for Kafka and e-mail take longer to load than a list of alerts to answer.
        const { sendOnce } = await import('./alerts-send.ts');
        const report = { ...(await sendOnce(session)) };
        write(listText(listOfOne(report), options.format));
      }),
    );
}
