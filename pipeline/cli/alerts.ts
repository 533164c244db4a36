// plancher alerts: what was found, what people did with it, and what was told to whom.
import type { Command } from 'commander';
import { addAlertActions } from './alerts-act.ts';
import { addAlertDelivery } from './alerts-delivery.ts';
import { addAlertBaseline, addAlertList } from './alerts-list.ts';
import { addAlertShow } from './alerts-show.ts';
import type { Io } from './io.ts';

export function addAlerts(program: Command, io: Io): void {
  const alerts = program
    .command('alerts')
    .description(
      'alerts: list them (the default), record what you did about them, see what was told',
    );
  addAlertList(alerts, io);
  addAlertShow(alerts, io);
  addAlertBaseline(alerts, io);
  addAlertActions(alerts, io);
  addAlertDelivery(alerts, io);
}
