// A flood of new keys: each record pays an operation that nobody has seen, all within a minute.
// Through Kafka and `plancher up` with all roles, and then, an hour later by the clock, once more
// the step that tells. Prints whether deliveries stay within the budget of each hour, whether every
// alert is told or counted, and the peak memory.
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { sendersOf } from '../pipeline/alert/tell/senders.ts';
import { loadConfig } from '../pipeline/config/config.ts';
import { findAlerts, tellAlerts } from '../pipeline/path.ts';
import { openSession } from '../pipeline/open-session.ts';
import { systemClock } from '../pipeline/platform/clock.ts';
import { type Hook, benchSettings, newFlow, onStage } from './alert-stage.ts';

const SECONDS = 60;
const TICK_MS = 50;
const HOUR_MS = 3_600_000;
const LONGEST_WAIT_SECONDS = 600;

export async function measureFlood([
  keys = 100_000,
  budgetPerHour = 100,
]: readonly number[]): Promise<void> {
  await onStage(budgetPerHour, async ({ folder, hook, up, send }) => {
    const startedMs = performance.now();
    for (let sent = 0; sent < keys; ) {
      const due = Math.min(
        keys,
        Math.ceil(((performance.now() - startedMs) / 1000 / SECONDS) * keys),
      );
      const records = Array.from({ length: due - sent }, (_, index) =>
        newFlow(`flood-${String(sent + index)}`),
      );
      sent = due;
      if (records.length > 0) await send(records);
      await setTimeout(TICK_MS);
    }
    const producedSeconds = (performance.now() - startedMs) / 1000;
    await up.evaluated(keys + 1, LONGEST_WAIT_SECONDS);
    const foundSeconds = (performance.now() - startedMs) / 1000;
    const [inFirstHour, peakMb] = [hook.requests(), up.peakMb()];
    // The warehouse is for one process at a time.
    await up.stop();
    console.log(
      `${String(keys)} new keys in ${producedSeconds.toFixed(0)} s; all found after ` +
        `${foundSeconds.toFixed(0)} s; peak memory ${peakMb.toFixed(0)} MB`,
    );
    const alerts = await anHourLater(folder, hook, budgetPerHour);
    const inNextHour = hook.requests() - inFirstHour;
    const told = hook.receivedMs.size + hook.counted();
    console.log(
      `requests ${String(inFirstHour)} in the first hour and ${String(inNextHour)} in the ` +
        `next, of ${String(budgetPerHour)} each; ${String(alerts)} alerts: ` +
        `${String(hook.receivedMs.size)} told one by one, ${String(hook.counted())} counted in ` +
        `digests; ${told === alerts ? 'none is missing' : 'THEY DIFFER'}`,
    );
  });
}

/** @returns alerts that there are */
async function anHourLater(folder: string, hook: Hook, budgetPerHour: number): Promise<number> {
  const clock = () => systemClock() + HOUR_MS;
  const config = loadConfig({
    ...benchSettings({ folder, hook, budgetPerHour }),
    PLANCHER_LOG_LEVEL: 'error',
  });
  const session = await openSession(config, clock);
  const senders = sendersOf({
    settings: config.alerts,
    secrets: config.alertSecrets,
    kafka: null,
    clock,
    log: session.log,
  });
  try {
    await findAlerts(session);
    await tellAlerts(session, senders);
    const [row] = await session.warehouse.query(
      'SELECT count() AS alerts FROM alert_state',
      {},
      z.object({ alerts: z.coerce.number() }),
    );
    return row?.alerts ?? 0;
  } finally {
    for (const sender of senders.values()) await sender.close();
    await session.warehouse.close();
  }
}
