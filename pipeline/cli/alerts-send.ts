// What plancher alerts send does: look for alerts, and send what is due, once.
import { sendersOf } from '../alert/tell/senders.ts';
import type { Session } from '../open-session.ts';
import { findAlerts, tellAlerts } from '../path.ts';

export async function sendOnce(session: Session) {
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
