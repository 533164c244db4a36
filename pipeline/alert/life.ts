// What people do about alerts and about messages that were given up. Every change is kept, with
// its author and reason.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Clock, sqlTime } from '../platform/clock.ts';
import { usageFailure } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface AlertAction {
  /** Or its beginning, if only one alert has it. */
  alertId: string;
  action: 'ack' | 'close' | 'snooze' | 'reopen';
  actor: string;
  reason: string;
  /** YYYY-MM-DD */
  untilDate: string | null;
  untilEur: string | null;
}

const alertRow = z.object({ alert_id: z.string(), status: z.string(), material_hash: z.string() });

/** @returns the alert's whole identity. @throws Failure (exit 2) when no alert or several match */
export async function act(warehouse: Warehouse, clock: Clock, given: AlertAction): Promise<string> {
  const found = await warehouse.query(
    sqlFile('alert/acted_on.sql'),
    { alert_id: given.alertId },
    alertRow,
  );
  const [alert] = found;
  if (alert === undefined)
    throw usageFailure('no_alert', `There is no alert ${given.alertId}. See plancher alerts list.`);
  if (found.length > 1)
    throw usageFailure(
      'several_alerts',
      `Several alerts begin with ${given.alertId}. Write more of it.`,
    );
  if (alert.status === 'retracted' || alert.status === 'superseded')
    throw usageFailure(
      'ended_alert',
      `Alert ${alert.alert_id} is ${alert.status}: there is nothing left to ${given.action}.`,
    );
  await warehouse.insertObjects('alert_action', [
    {
      alert_id: alert.alert_id,
      action_id: randomUUID(),
      action: given.action,
      actor: given.actor,
      reason: given.reason,
      until_date: given.untilDate,
      until_eur: given.untilEur,
      material_hash: alert.material_hash,
      acted_at: sqlTime(clock()),
    },
  ]);
  return alert.alert_id;
}

const deliveryRow = z.object({ message_key: z.string(), destination: z.string() });

/** Makes messages that were given up due again. @returns these messages */
export async function resend(
  warehouse: Warehouse,
  clock: Clock,
  messageKey: string | null,
  actor: string,
) {
  const dead = await warehouse.query(
    sqlFile('alert/tell/deliveries.sql'),
    { status: 'dead' },
    deliveryRow,
  );
  const chosen = dead.filter(
    ({ message_key: key }) => messageKey === null || key.startsWith(messageKey),
  );
  if (chosen.length === 0 && messageKey !== null)
    throw usageFailure(
      'no_message',
      `There is no dead message ${messageKey}. See plancher alerts dead.`,
    );
  await warehouse.insertObjects(
    'alert_attempt',
    chosen.map(({ message_key: key }) => ({
      message_key: key,
      attempted_at: sqlTime(clock()),
      attempt: 0,
      outcome: 'resend',
      answer: `asked by ${actor}`,
      next_at: null,
    })),
  );
  return chosen;
}
